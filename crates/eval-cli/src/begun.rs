//! When a run is begun, and the name it gets by that.

use eval_trace::Digest;

/// The name of a run that is begun now.
pub(crate) struct Begun {
    /// UTC time and plan hash.
    pub(crate) run_id: String,
    /// The time, UTC.
    pub(crate) created: String,
}

impl Begun {
    pub(crate) fn now(plan_hash: Digest) -> Self {
        let now = jiff::Timestamp::now();
        Self {
            run_id: format!("{}-{}", now.strftime("%Y%m%dT%H%M%SZ"), plan_hash.short()),
            created: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }
}
