//! Verifiers: what a proposed answer has to stand.

use eval_harness::{Check, OnFail, Verifiers};
use eval_trace::{EventKind, StopReason};

use crate::bench::{Workbench, bare, five};

fn with(checks: Vec<Check>, on_fail: OnFail) -> eval_harness::HarnessConfig {
    let verifiers = Some(Verifiers::Checks { checks, on_fail, max_feedback: 2 });
    eval_harness::HarnessConfig { verifiers, ..five() }
}

fn verified(bench: &Workbench) -> Vec<(String, bool)> {
    let verified = |kind: &EventKind| match kind {
        EventKind::Verified { name, ok, .. } => Some((name.clone(), *ok)),
        _ => None,
    };
    bench.events().iter().filter_map(|event| verified(&event.kind)).collect()
}

#[test]
fn evidence_required_wants_a_read_before_the_answer() {
    let mut bench = Workbench::new(with(vec![Check::EvidenceRequired], OnFail::Surface));
    bench.proposes("It is DNS.");
    assert_eq!(verified(&bench), [("evidence_required".to_owned(), false)]);
    assert_eq!(bench.finish().verified, Some(false));
    assert_eq!(bench.finish().stop, StopReason::Answered);
}

#[test]
fn evidence_required_is_content_with_any_read_and_evidence_relevant_is_not() {
    let checks = vec![Check::EvidenceRequired, Check::EvidenceRelevant];
    let mut bench = Workbench::new(with(checks, OnFail::Surface));
    bench.calls("list_pods", "{}").returns("[]", &["seen"]);
    bench.proposes("DNS outage. Restart everything.").claims(&["dns_outage"]);
    let expected =
        [("evidence_required".to_owned(), true), ("evidence_relevant".to_owned(), false)];
    assert_eq!(verified(&bench), expected);
}

#[test]
fn evidence_relevant_passes_what_was_yielded_and_refuses_what_rests_on_nothing() {
    let relevant = || with(vec![Check::EvidenceRelevant], OnFail::Surface);
    let mut seen = Workbench::new(relevant());
    seen.calls("get_logs", "{}").returns("[]", &["oom"]).proposes("oom").claims(&["oom"]);
    assert_eq!(seen.finish().verified, Some(true));
    let mut nothing = Workbench::new(relevant());
    nothing.calls("get_logs", "{}").returns("[]", &["oom"]).proposes("dunno").claims(&[]);
    assert_eq!(nothing.finish().verified, Some(false));
}

#[test]
fn a_failed_answer_is_given_back_at_most_so_often() {
    let mut bench = Workbench::new(five());
    bench.proposes("one").claims(&[]);
    assert!(bench.window().contains("Your answer was not accepted"));
    assert_eq!(bench.asked().proposals, 1);
    bench.proposes("two").claims(&[]).proposes("three").claims(&[]);
    assert_eq!(bench.finish().stop, StopReason::Answered);
    assert_eq!(bench.finish().verified, Some(false));
    assert_eq!(bench.finish().answer.as_ref().unwrap().text.as_str(), "three");
}

#[test]
fn halt_lets_no_answer_out() {
    let mut bench = Workbench::new(with(vec![Check::EvidenceRequired], OnFail::Halt));
    bench.proposes("It is DNS.");
    assert_eq!(bench.finish().stop, StopReason::VerifierHalt);
    assert_eq!(bench.finish().answer, None);
}

#[test]
fn without_verifiers_nothing_is_verified() {
    let mut bench = Workbench::new(bare());
    bench.proposes("It is DNS.");
    assert_eq!(bench.finish().verified, None);
}

#[test]
fn no_unapproved_mutation_holds_after_an_approved_one() {
    let mut bench = Workbench::new(with(vec![Check::NoUnapprovedMutation], OnFail::Surface));
    bench.calls("restart_pod", "{}").approver_says(true).returns("{}", &[]).proposes("done");
    assert_eq!(bench.finish().verified, Some(true));
}
