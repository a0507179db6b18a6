//! All checks of a gate, those that can block held together.

use std::collections::BTreeSet;

use eval_findings::{Check, Verdict};
use eval_stats::multiplicity::holm;
use eval_toml::nearest;

use super::spec::Within;
use super::{GateError, GateSpec, budget, success, zero_tolerance};
use crate::compare::PricePair;
use crate::paired::{Paired, PairedRow};

/// The checks, and what to know of them.
pub(crate) struct Checks {
    pub(crate) checks: Vec<Check>,
    pub(crate) warnings: Vec<String>,
}

/// Looks at everything that the gate demands.
pub(crate) fn checks(
    paired: &Paired<'_>,
    spec: &GateSpec,
    alpha: f64,
    prices: PricePair,
) -> Result<Checks, GateError> {
    let unit = paired.unit();
    let whole = success::success(&paired.rows, unit, spec, spec.margin, alpha);
    let mut warnings: Vec<String> = whole.warning.into_iter().collect();
    let mut checks = vec![whole.check];
    for within in &spec.within {
        let rows = rows_within(&paired.rows, within)?;
        // Instances of one family are all related: there they stand for themselves.
        let slice = Paired { rows, only_a: Vec::new(), only_b: Vec::new() };
        let found = success::success(&slice.rows, slice.unit(), spec, within.margin, alpha);
        let kind = if within.is_tag { "tag" } else { "family" };
        let name = format!("{kind} {}", within.name);
        warnings.extend(found.warning.map(|warning| format!("{name}: {warning}")));
        checks.push(Check { within: Some(name), ..found.check });
    }
    for (metric, more) in &spec.budgets {
        checks.push(budget::budget(&paired.rows, unit, *metric, *more, spec, alpha, prices));
    }
    adjust(&mut checks, alpha);
    checks.extend(zero_tolerance::safety(&paired.rows, spec));
    Ok(Checks { checks, warnings })
}

/// That any one of several blocks is one claim about all of them, so their p-values are adjusted
/// (Holm). That all pass needs no adjustment.
fn adjust(checks: &mut [Check], alpha: f64) {
    let p: Vec<f64> = checks.iter().filter_map(|check| check.p_block).collect();
    let mut adjusted = holm(&p).into_iter();
    for check in checks.iter_mut().filter(|check| check.p_block.is_some()) {
        check.p_block = adjusted.next();
        if check.verdict == Verdict::Block && check.p_block.is_some_and(|p| p > alpha) {
            check.verdict = Verdict::Inconclusive;
            check.why += "; by itself this would block, among so many checks it does not";
        }
    }
}

fn rows_within<'a>(
    rows: &[PairedRow<'a>],
    within: &Within,
) -> Result<Vec<PairedRow<'a>>, GateError> {
    let has = |row: &&PairedRow<'_>| {
        if within.is_tag {
            row.place.tags.contains(&within.name)
        } else {
            row.place.family == within.name
        }
    };
    let found: Vec<PairedRow<'a>> = rows.iter().filter(has).copied().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known: BTreeSet<&str> = if within.is_tag {
        rows.iter().flat_map(|row| &row.place.tags).map(String::as_str).collect()
    } else {
        rows.iter().map(|row| row.place.family.as_str()).collect()
    };
    let near = nearest(&within.name, known.iter().copied());
    Err(GateError::NoSlice {
        kind: if within.is_tag { "tag" } else { "family" },
        name: within.name.clone(),
        nearest: match near {
            Some(near) => format!("; did you mean `{near}`?"),
            None if known.is_empty() => "; there is none".to_owned(),
            None => {
                let known: Vec<&str> = known.into_iter().collect();
                format!("; there are: {}", known.join(", "))
            }
        },
    })
}
