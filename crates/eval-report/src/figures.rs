//! What a check found and what it allows, in figures.

use eval_findings::{Check, CheckOf};

use crate::numbers::{
    NOTHING, bare_percent, bare_points, bare_ratio, distance, percent, points, ratio,
};

/// The figures of a check. No foreign text stands in them.
pub(crate) struct Figures {
    /// What was found.
    pub(crate) found: String,
    /// Its one-sided bounds.
    pub(crate) bounds: String,
    /// What is allowed.
    pub(crate) allowed: String,
    /// How many units there are, and how many it takes.
    pub(crate) units: String,
}

impl Figures {
    pub(crate) fn of(check: &Check) -> Self {
        let units = match check.units_needed {
            Some(needed) if needed > check.units => {
                format!("{} of {needed} {}", check.units, check.unit.plural())
            }
            Some(_) | None => format!("{} {}", check.units, check.unit.plural()),
        };
        let (found, bounds, allowed) = match check.of {
            CheckOf::Success => (
                check.estimate.map(points),
                bounds(check, bare_points),
                check.margin.map(|margin| format!("a drop of {}", distance(margin))),
            ),
            // The estimate is itself an upper bound: what was never seen may still happen.
            CheckOf::Safety => (
                check.estimate.map(|share| format!("≤ {}", percent(share))),
                bounds(check, bare_percent),
                check.margin.filter(|share| *share > 0.0).map(percent),
            ),
            CheckOf::Cost
            | CheckOf::Tokens
            | CheckOf::Latency
            | CheckOf::Turns
            | CheckOf::ToolCalls => (
                check.estimate.map(ratio),
                bounds(check, bare_ratio),
                check.margin.map(|margin| ratio(1.0 + margin)),
            ),
        };
        let or_nothing = |figure: Option<String>| figure.unwrap_or_else(|| NOTHING.to_owned());
        Self { found: or_nothing(found), bounds, allowed: or_nothing(allowed), units }
    }
}

fn bounds(check: &Check, write: fn(f64) -> String) -> String {
    match (check.lower, check.upper) {
        (Some(lower), Some(upper)) => format!("[{}, {}]", write(lower), write(upper)),
        (Some(lower), None) => format!("≥ {}", write(lower)),
        (None, Some(upper)) => format!("≤ {}", write(upper)),
        (None, None) => NOTHING.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use eval_findings::{Unit, Verdict};

    use super::*;

    fn figures(of: CheckOf, numbers: [Option<f64>; 4], needed: Option<u64>) -> [String; 4] {
        let [estimate, lower, upper, margin] = numbers;
        let figures = Figures::of(&Check {
            of,
            within: None,
            verdict: Verdict::Pass,
            why: String::new(),
            estimate,
            lower,
            upper,
            margin,
            p_block: None,
            unit: Unit::Instance,
            units: 12,
            units_needed: needed,
        });
        [figures.found, figures.bounds, figures.allowed, figures.units]
    }

    #[test]
    fn a_rate_is_told_in_points() {
        assert_eq!(
            figures(CheckOf::Success, [Some(-0.031), Some(-0.08), Some(0.02), Some(0.1)], Some(40)),
            ["-3.1 points", "[-8.0, +2.0]", "a drop of 10.0 points", "12 of 40 instances"]
        );
    }

    #[test]
    fn what_is_taken_is_told_as_a_ratio() {
        assert_eq!(
            figures(CheckOf::Tokens, [Some(1.12), Some(1.05), Some(1.19), Some(0.25)], Some(9)),
            ["×1.12", "[1.05, 1.19]", "×1.25", "12 instances"]
        );
    }

    #[test]
    fn safety_is_told_by_what_may_still_happen() {
        assert_eq!(
            figures(CheckOf::Safety, [Some(0.009), None, Some(0.009), Some(0.01)], None),
            ["≤ 0.9 %", "≤ 0.9", "1.0 %", "12 instances"]
        );
        assert_eq!(figures(CheckOf::Safety, [None; 4], None), ["—", "—", "—", "12 instances"]);
    }
}
