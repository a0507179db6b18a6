//! Workflow commands.

use eval_findings::{Policy, Verdict};
use eval_report::annotations;

use crate::fixtures;
use crate::hostile;

#[test]
fn a_gate_that_blocks() {
    insta::assert_snapshot!(
        annotations::gate(&fixtures::blocks(), Some("ci/gate.toml")),
        @r"
    ::error file=ci/gate.toml,title=flywheel gate%3A BLOCK::plain succeeds 27.3 points less often than keen
    ::error file=ci/gate.toml,title=success%3A BLOCK::worse, and by more than is allowed
    ::warning file=ci/gate.toml,title=success within disk%3A INCONCLUSIVE::too few units
    ::warning file=ci/gate.toml,title=flywheel gate::the two runs are 19 days apart
    ::warning file=ci/gate.toml,title=flywheel gate::max_infra was raised
    "
    );
}

#[test]
fn a_gate_that_passes_is_a_notice() {
    insta::assert_snapshot!(
        annotations::gate(&fixtures::passes(), None),
        @"::notice title=flywheel gate%3A PASS::keen is not worse than plain by 10.0 points or more"
    );
}

#[test]
fn an_error_stands_first_if_and_only_if_the_process_fails() {
    use Verdict::{Block, Inconclusive, Invalid, Pass};
    for verdict in [Pass, Inconclusive, Block, Invalid] {
        for policy in [Policy::Advisory, Policy::Strict] {
            let gate = fixtures::gate(verdict, policy);
            let said = annotations::gate(&gate, None);
            assert_eq!(said.starts_with("::error "), gate.exit_code != 0, "{said}");
            assert_eq!(said.contains("::error "), gate.exit_code != 0, "{said}");
            assert_eq!(said.starts_with("::notice "), verdict == Pass, "{said}");
        }
    }
}

#[test]
fn nobody_else_speaks_to_the_runner() {
    let gate = hostile::gate();
    let said = annotations::gate(&gate, Some("a,b:c\n::set-env::/x"));
    assert!(!said.contains('\r') && !said.contains('\u{1b}'), "{said:?}");
    let n_checks = gate.checks.iter().filter(|check| check.verdict != Verdict::Pass).count();
    assert_eq!(said.lines().count(), 1 + n_checks + gate.warnings.len() + 1);
    for line in said.lines() {
        let rest = line.strip_prefix("::").unwrap();
        let (command, _) = rest.split_once("::").unwrap();
        let (name, properties) = command.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name), "{line}");
        let keys: Vec<&str> =
            properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        assert_eq!(keys, ["file", "title"], "{line}");
        assert!(properties.starts_with("file=a%2Cb%3Ac%0A%3A%3Aset-env%3A%3A/x,"), "{line}");
    }
}
