//! A conclusion with no gathered evidence is a hallucination.

use super::Verdict;
use crate::state::Evidence;

pub(super) fn verify(evidence: &Evidence) -> Verdict {
    let ok = evidence.n_reads > 0;
    let detail = if ok {
        "at least one read tool was used"
    } else {
        "answer reached with no evidence gathered"
    };
    Verdict { ok, detail: detail.to_owned() }
}
