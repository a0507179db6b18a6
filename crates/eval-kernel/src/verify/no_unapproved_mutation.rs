//! Defence in depth behind the approval rail.

use super::Verdict;
use crate::state::Evidence;

pub(super) fn verify(evidence: &Evidence) -> Verdict {
    match evidence.n_unapproved {
        0 => Verdict { ok: true, detail: "no unapproved mutations executed".to_owned() },
        n => Verdict { ok: false, detail: format!("{n} unapproved mutation(s)") },
    }
}
