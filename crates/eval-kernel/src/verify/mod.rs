//! Verifiers: small predicates over what happened, asked before an answer is
//! let out.

mod evidence_relevant;
mod evidence_required;
mod no_unapproved_mutation;

use eval_harness::Check;

use crate::state::Evidence;

/// What a check says.
pub(crate) struct Verdict {
    pub(crate) ok: bool,
    pub(crate) detail: String,
}

/// Runs one check. `claims` are the facts that the answer rests on; they are
/// there whenever [`needs_claims`] said so.
pub(crate) fn verify(check: Check, evidence: &Evidence, claims: &[String]) -> Verdict {
    match check {
        Check::EvidenceRequired => evidence_required::verify(evidence),
        Check::NoUnapprovedMutation => no_unapproved_mutation::verify(evidence),
        Check::EvidenceRelevant => evidence_relevant::verify(evidence, claims),
    }
}

/// Whether the world has to be asked what the answer claims.
pub(crate) fn needs_claims(checks: &[Check]) -> bool {
    checks.contains(&Check::EvidenceRelevant)
}
