//! A budget: shown to take no more than allowed, shown to take more, or neither.
//!
//! The law of the success rate on the scale of logarithms: with L and U the one-sided bounds of the
//! mean log ratio, pass if U < ln(1 + margin), block if L > 0 and that is not so.

use eval_findings::{Check, CheckOf, Metric, Unit, Verdict};
use eval_stats::Estimate;
use eval_stats::continuous::geometric_ratio;

use super::GateSpec;
use crate::compare::{CONFIDENCE, PricePair, SEED, takes};
use crate::paired::{PairedRow, clustered};

/// Judges what the candidate takes of something; `more` is the share by which it may take more.
pub(crate) fn budget(
    rows: &[PairedRow<'_>],
    unit: Unit,
    metric: Metric,
    more: f64,
    spec: &GateSpec,
    alpha: f64,
    prices: PricePair,
) -> Check {
    let open = |why: String, units: u64| Check {
        of: CheckOf::from(metric),
        within: None,
        verdict: Verdict::Inconclusive,
        why,
        estimate: None,
        lower: None,
        upper: None,
        margin: Some(more),
        p_block: None,
        unit,
        units,
        units_needed: None,
    };
    if metric == Metric::Cost && (prices.0.is_none() || prices.1.is_none()) {
        let why = "nothing is known of prices: name a price file with --prices".to_owned();
        return open(why, 0);
    }
    let pairs = clustered(rows, unit, |row| {
        (takes(&row.a, metric, prices.0), takes(&row.b, metric, prices.1))
    });
    let units = pairs.len() as u64;
    let Some(found) = geometric_ratio(&pairs, CONFIDENCE, SEED) else {
        return open("an instance takes none of it, so there is no ratio".to_owned(), units);
    };
    let check = Check { estimate: Some(found.ratio), ..open(String::new(), units) };
    if pairs.len() < spec.min_units {
        let why = format!(
            "{units} independent {} are too few; at least {} are demanded",
            unit.plural(),
            spec.min_units
        );
        return Check { why, ..check };
    }
    if found.log_ratio.is_degenerate() {
        return constant(check, found.ratio, more);
    }
    judged(check, found.log_ratio, more, alpha)
}

/// Every instance has the very same ratio.
fn constant(check: Check, ratio: f64, more: f64) -> Check {
    let passes = ratio < 1.0 + more;
    let verdict = if passes { Verdict::Pass } else { Verdict::Block };
    let why = format!("every instance takes {} as much", times(ratio));
    Check { verdict, why, lower: Some(ratio), upper: Some(ratio), ..check }
}

fn judged(check: Check, log_ratio: Estimate, more: f64, alpha: f64) -> Check {
    let bounds = log_ratio.lower_bound(alpha).zip(log_ratio.upper_bound(alpha));
    let Some((lower, upper)) = bounds else { return check };
    let allowed = format!("{:.0} % more", more * 100.0);
    let (verdict, why) = match (upper < more.ln_1p(), lower > 0.0) {
        (true, false) => (Verdict::Pass, format!("taking {allowed} is excluded")),
        (true, true) => (Verdict::Pass, format!("it takes more, but taking {allowed} is excluded")),
        (false, true) => (
            Verdict::Block,
            format!("it takes more, and {} as much is possible", times(upper.exp())),
        ),
        (false, false) => {
            (Verdict::Inconclusive, format!("neither as much as before nor {allowed} is excluded"))
        }
    };
    Check {
        verdict,
        why,
        lower: Some(lower.exp()),
        upper: Some(upper.exp()),
        p_block: log_ratio.test(0.0).map(|test| test.p_greater),
        ..check
    }
}

fn times(ratio: f64) -> String {
    format!("×{ratio:.2}")
}
