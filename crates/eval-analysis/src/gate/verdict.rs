//! One verdict of many checks, and how the process ends by it.

use eval_findings::{Check, Policy, Verdict};

/// Nothing ran.
pub(crate) const NOTHING_RAN: u8 = 4;

/// The verdict of statistics as a finding.
pub(crate) fn of_stats(verdict: eval_stats::gate::Verdict) -> Verdict {
    match verdict {
        eval_stats::gate::Verdict::Pass => Verdict::Pass,
        eval_stats::gate::Verdict::Block => Verdict::Block,
        eval_stats::gate::Verdict::Inconclusive => Verdict::Inconclusive,
        eval_stats::gate::Verdict::Invalid => Verdict::Invalid,
    }
}

/// The worst of all: data that cannot be used, then what is shown to be worse, then what is open.
pub(crate) fn of_all(checks: &[Check]) -> Verdict {
    checks.iter().map(|check| check.verdict).max().unwrap_or(Verdict::Invalid)
}

/// How the process ends.
pub(crate) fn exit_code(verdict: Verdict, policy: Policy) -> u8 {
    match (verdict, policy) {
        (Verdict::Pass, _) | (Verdict::Inconclusive, Policy::Advisory) => 0,
        (Verdict::Block, _) => 1,
        (Verdict::Inconclusive, Policy::Strict) => 3,
        (Verdict::Invalid, _) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_blocks_outweighs_what_is_open_and_what_is_invalid_outweighs_all() {
        let mut order = [Verdict::Block, Verdict::Invalid, Verdict::Pass, Verdict::Inconclusive];
        order.sort();
        assert_eq!(order, [Verdict::Pass, Verdict::Inconclusive, Verdict::Block, Verdict::Invalid]);
        assert_eq!(of_all(&[]), Verdict::Invalid);
    }
}
