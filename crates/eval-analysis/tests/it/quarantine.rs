//! Instances kept out of the decision, under both arms alike.

use eval_analysis::{CompareSettings, GateError, GateSpec, Measured, Quarantine, gate};
use eval_findings::{GateReport, Verdict};

use crate::arms::{Arm, arm};

fn entry(what: &str) -> Quarantine {
    Quarantine {
        what: what.to_owned(),
        since: "2026-11-01".parse().unwrap(),
        reason: "the ticket system is down at night".to_owned(),
    }
}

/// Two scenarios in two variants; of the refunds in the dark, B fails all.
fn playing(name: &str, in_the_dark: u32) -> Arm {
    arm(name).each("incident", 0..20, |_| (4, 4)).each("refund", 0..20, |_| (4, 4)).each(
        "refund.dark",
        0..20,
        |_| (in_the_dark, 4),
    )
}

fn try_judged(entries: &[&str], now: Option<&str>) -> Result<GateReport, GateError> {
    let spec = GateSpec {
        quarantine: entries.iter().map(|what| entry(what)).collect(),
        ..GateSpec::default()
    };
    let settings =
        CompareSettings { now: now.map(|now| now.parse().unwrap()), ..CompareSettings::default() };
    gate(&playing("a", 4).done(), &playing("b", 0).done(), &spec, &settings)
}

fn judged(entries: &[&str]) -> GateReport {
    try_judged(entries, None).unwrap()
}

#[test]
fn what_is_in_quarantine_decides_nothing_and_is_reported() {
    assert_eq!(judged(&[]).verdict, Verdict::Block);
    let found = judged(&["refund.dark"]);
    assert_eq!((found.verdict, found.exit_code), (Verdict::Pass, 0));
    let kept_out = &found.quarantined[0];
    assert_eq!((kept_out.what.as_str(), kept_out.instances), ("refund.dark", 20));
    assert_eq!((kept_out.baseline, kept_out.candidate), ([80, 80], [0, 80]));
    assert_eq!(
        (kept_out.since.as_str(), kept_out.reason.as_str()),
        ("2026-11-01", "the ticket system is down at night")
    );
    let comparison = found.comparison.unwrap();
    assert_eq!((comparison.pairing.compared, comparison.baseline.trials), (40, 160));
    assert!(comparison.flips.lost.is_empty());
}

#[test]
fn a_scenario_a_variant_or_an_instance_can_be_named() {
    let kept_out = |what: &str| judged(&[what]).quarantined[0].instances;
    assert_eq!(kept_out("refund"), 40);
    assert_eq!(kept_out("refund.base"), 20);
    assert_eq!(kept_out("refund.dark"), 20);
    // Of either variant.
    assert_eq!(kept_out("refund#7"), 2);
    assert_eq!(kept_out("refund.dark#7"), 1);
}

#[test]
fn one_instance_out_of_many_leaves_the_rest() {
    let found = judged(&["refund.dark#7", "incident#3"]);
    assert_eq!(found.verdict, Verdict::Block);
    assert_eq!(found.quarantined.len(), 2);
    assert_eq!(found.comparison.unwrap().pairing.compared, 58);
}

#[test]
fn what_a_wider_entry_covers_is_reported_with_nothing_left() {
    let found = judged(&["refund", "refund.dark#7"]);
    let instances: Vec<u64> = found.quarantined.iter().map(|one| one.instances).collect();
    assert_eq!(instances, [40, 0]);
}

#[test]
fn a_broken_invariant_in_quarantine_does_not_block() {
    let broken = |name| playing(name, 3).breaks("refund.dark", 2, 1).done();
    let verdict = |entries: Vec<Quarantine>| {
        let spec = GateSpec { quarantine: entries, ..GateSpec::default() };
        gate(&broken("a"), &broken("b"), &spec, &CompareSettings::default()).unwrap().verdict
    };
    assert_eq!(verdict(Vec::new()), Verdict::Block);
    assert_eq!(verdict(vec![entry("refund.dark#2")]), Verdict::Pass);
}

#[test]
fn everything_in_quarantine_leaves_nothing_to_judge() {
    let found = judged(&["refund", "incident"]);
    assert_eq!((found.verdict, found.exit_code), (Verdict::Invalid, 5));
}

#[test]
fn what_is_not_there_is_named_with_the_nearest() {
    let error = |what: &str| {
        let error = try_judged(&[what], None).unwrap_err();
        assert!(matches!(error, GateError::Quarantine(_)));
        error.to_string()
    };
    let names = |what: &str| {
        format!("the quarantine names `{what}`, which fits no instance of the two arms")
    };
    assert_eq!(error("refnud"), names("refnud") + "; did you mean `refund`?");
    assert_eq!(error("refnud#7"), names("refnud#7") + "; did you mean `refund`?");
    assert_eq!(error("refund#77"), names("refund#77") + "; `refund` has the instances 0 to 19");
    assert_eq!(
        error("something else"),
        names("something else") + "; write a scenario, scenario.variant or scenario#instance"
    );
}

#[test]
fn a_quarantine_dated_after_the_candidate_ran_proves_nothing_and_is_told() {
    let spec = |since: &str| GateSpec {
        quarantine: vec![Quarantine { since: since.parse().unwrap(), ..entry("refund.dark") }],
        ..GateSpec::default()
    };
    let warned = |since: &str| -> Vec<String> {
        let (a, b) = (playing("a", 4).done(), playing("b", 0).done());
        gate(&a, &b, &spec(since), &CompareSettings::default()).unwrap().warnings
    };
    // The candidate ran on the 20th.
    assert_eq!(warned("2026-11-20"), [""; 0]);
    assert_eq!(
        warned("2026-11-21"),
        ["`refund.dark` was quarantined on 2026-11-21, after the candidate ran: a rule that was \
          fixed after seeing it proves nothing"]
    );
}

#[test]
fn a_quarantine_of_more_than_ninety_days_is_asked_about() {
    let warned = |now: &str| try_judged(&["refund.dark"], Some(now)).unwrap().warnings;
    assert_eq!(warned("2027-01-30T23:59:00Z"), [""; 0]);
    assert_eq!(
        warned("2027-01-31T00:00:00Z"),
        ["`refund.dark` has been in quarantine since 2026-11-01; mend it or drop it"]
    );
}

#[test]
fn both_arms_lose_the_same_instances() {
    let measured: [Measured; 2] = [playing("a", 4).done(), playing("b", 0).done()];
    let spec = GateSpec { quarantine: vec![entry("refund.dark")], ..GateSpec::default() };
    let found = gate(&measured[0], &measured[1], &spec, &CompareSettings::default()).unwrap();
    let comparison = found.comparison.unwrap();
    assert_eq!((comparison.baseline.trials, comparison.candidate.trials), (160, 160));
    assert_eq!((comparison.baseline.rate, comparison.candidate.rate), (Some(1.0), Some(1.0)));
}
