//! Which trials a person means.

use eval_trace::{TrialKey, TrialRecord};

/// Whether a trial answers to `wanted`: the beginning of its id, or its key,
/// with or without the variant.
pub(crate) fn answers_to(trial: &TrialRecord, wanted: &str) -> bool {
    begins_id(trial, wanted) || is_key(&trial.key, wanted)
}

fn begins_id(trial: &TrialRecord, wanted: &str) -> bool {
    !wanted.is_empty() && trial.id.to_string().starts_with(&wanted.to_ascii_lowercase())
}

fn is_key(key: &TrialKey, wanted: &str) -> bool {
    let TrialKey { arm, scenario, variant: _, instance, epoch } = key;
    wanted == key.to_string() || wanted == format!("{arm}/{scenario}#{instance}@{epoch}")
}
