//! What to know before believing a comparison.

use eval_findings::{Comparison, Unit};
use jiff::{Timestamp, Unit as TimeUnit};

use super::CompareSettings;
use crate::measured::{Measured, Provenance};

/// A baseline older than this is warned of: providers change what stands behind a name.
const OLD_AFTER_DAYS: f64 = 7.0;

/// Fewer units than this make an interval rough.
const FEW_UNITS: u64 = 20;

pub(crate) fn warnings(
    a: &Measured,
    b: &Measured,
    found: &Comparison,
    settings: &CompareSettings,
) -> Vec<String> {
    let (one, other) = (&a.provenance, &b.provenance);
    let mut warnings = Vec::new();
    warnings.extend(unfinished(one));
    if one.source != other.source {
        warnings.extend(unfinished(other));
        warnings.extend(settings.now.and_then(|now| age(one, now)));
    }
    let lost = found.pairing.only_baseline.len() + found.pairing.only_candidate.len();
    if lost > 0 {
        warnings.push(format!(
            "{lost} instances are in one arm only and were left out, {} of `{}` and {} of `{}`",
            found.pairing.only_baseline.len(),
            one.arm,
            found.pairing.only_candidate.len(),
            other.arm,
        ));
    }
    if one.instances_hash != other.instances_hash {
        warnings.push(
            "the instances are not the same (instances_hash differs): part of any difference may \
             be theirs"
                .to_owned(),
        );
    }
    if found.success.units > 0 && found.success.units < FEW_UNITS {
        let unit = match found.success.unit {
            Unit::Family => "families",
            Unit::Instance => "instances",
        };
        warnings.push(format!(
            "only {} independent {unit}: intervals are rough below {FEW_UNITS}",
            found.success.units
        ));
    }
    if let Some(missing) = &found.missing {
        if missing.decides {
            warnings.push(
                "what was lost to infra decides: in one of the two worst cases the finding is \
                 another"
                    .to_owned(),
            );
        }
        if missing.p_same_on_both_sides < 0.05 {
            warnings.push(format!(
                "the arms did not lose the same share to infra ({} and {}): that is a result, not \
                 noise",
                missing.baseline, missing.candidate
            ));
        }
    }
    if found.changed.is_empty() {
        warnings.push("nothing differs in the configuration: this is an A/A comparison".to_owned());
    }
    warnings
}

/// That a run was looked at early, for those who do not allow for it.
pub(crate) fn look(a: &Measured, b: &Measured) -> Option<String> {
    let look = b.provenance.look.or(a.provenance.look)?;
    Some(format!(
        "the run was measured look by look and stands at look {} of {}: this interval does not \
         allow for that; `flywheel gate` does",
        look.taken, look.planned
    ))
}

fn unfinished(arm: &Provenance) -> Option<String> {
    (arm.unfinished > 0).then(|| {
        format!("{} is unfinished: {} planned trials are not there", arm.source, arm.unfinished)
    })
}

/// How old the baseline is, where that is worth a word.
fn age(baseline: &Provenance, now: Timestamp) -> Option<String> {
    let created: Timestamp = baseline.created.parse().ok()?;
    let days = (now - created).total(TimeUnit::Hour).ok()? / 24.0;
    (days > OLD_AFTER_DAYS).then(|| {
        let drift = if baseline.simulated {
            "its model is simulated and does not drift, but versions of the program may"
        } else {
            "what stands behind a model's name may have changed since; run A again beside B"
        };
        format!("the baseline is {days:.0} days old ({}): {drift}", baseline.created)
    })
}
