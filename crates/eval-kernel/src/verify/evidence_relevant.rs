//! The facts an answer claims must have been yielded in this trial. Stronger
//! than asking for any evidence: a wrong answer after one read does not pass.

use super::Verdict;
use crate::state::Evidence;

pub(super) fn verify(evidence: &Evidence, claims: &[String]) -> Verdict {
    if claims.is_empty() {
        return Verdict { ok: false, detail: "the answer rests on no fact".to_owned() };
    }
    let unseen: Vec<&str> = claims
        .iter()
        .map(String::as_str)
        .filter(|fact| !evidence.yielded.contains(*fact))
        .collect();
    if unseen.is_empty() {
        let detail = format!("all {} fact(s) it rests on were seen", claims.len());
        return Verdict { ok: true, detail };
    }
    Verdict { ok: false, detail: format!("never seen: {}", unseen.join(", ")) }
}
