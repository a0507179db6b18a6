//! Families and tags with a margin of their own, all checks that can block held together.

use eval_analysis::{CompareSettings, GateError, GateSpec, Measured, Within, gate};
use eval_findings::{Check, GateReport, Verdict};

use crate::arms::{Arm, arm, assert_near};

/// Ten families of twelve instances each, five trials an instance.
const FAMILIES: [&str; 10] = [
    "login", "checkout", "refund", "search", "deploy", "rollback", "billing", "oncall", "export",
    "import",
];

/// All pass as a rule; in the family of refunds, as told.
fn playing(name: &str, refund: fn(u64) -> u32) -> Arm {
    FAMILIES.iter().fold(arm(name), |arm, family| {
        arm.each(family, 0..12, |i| match *family {
            "refund" => (refund(i), 5),
            _ => (4 + u32::from(i % 2 == 0), 5),
        })
    })
}

/// Six of twelve refunds fell from five to three.
fn somewhat_worse() -> (Measured, Measured) {
    let fell = |i: u64| if i < 6 { 3 } else { 5 };
    (playing("a", |_| 5).done(), playing("b", fell).done())
}

fn family(name: &str) -> Within {
    Within { is_tag: false, name: name.to_owned(), margin: 0.1 }
}

fn judged((a, b): &(Measured, Measured), within: Vec<Within>) -> GateReport {
    let spec = GateSpec { within, ..GateSpec::default() };
    gate(a, b, &spec, &CompareSettings::default()).unwrap()
}

fn of<'a>(report: &'a GateReport, within: &str) -> &'a Check {
    report.checks.iter().find(|check| check.within.as_deref() == Some(within)).unwrap()
}

#[test]
fn a_family_that_fell_blocks_though_the_whole_passes() {
    let found = judged(&somewhat_worse(), vec![family("refund")]);
    assert_eq!(found.checks[0].verdict, Verdict::Pass);
    let check = of(&found, "family refund");
    assert_eq!((check.verdict, check.units), (Verdict::Block, 12));
    assert_near(check.estimate.unwrap(), -0.2);
    assert_eq!((found.verdict, found.exit_code), (Verdict::Block, 1));
    assert!(
        found.headline.starts_with("BLOCK: b against a: success of family refund -20.0 points: ")
    );
}

#[test]
fn a_family_without_a_margin_of_its_own_is_not_judged_by_itself() {
    assert_eq!(judged(&somewhat_worse(), Vec::new()).verdict, Verdict::Pass);
}

#[test]
fn a_family_that_would_block_by_itself_does_not_among_many() {
    let alone = judged(&somewhat_worse(), vec![family("refund")]);
    let among = judged(&somewhat_worse(), FAMILIES.map(family).to_vec());
    let (alone, check) = (of(&alone, "family refund"), of(&among, "family refund"));
    assert_eq!((alone.verdict, check.verdict), (Verdict::Block, Verdict::Inconclusive));
    assert_eq!(among.verdict, Verdict::Inconclusive);
    assert!(
        check.why.ends_with("; by itself this would block, among so many checks it does not"),
        "{}",
        check.why
    );
    // Holm: the smallest of two, and of eleven.
    assert_near(check.p_block.unwrap() / 11.0, alone.p_block.unwrap() / 2.0);
    assert_eq!(check.lower, alone.lower);
}

#[test]
fn a_family_that_fell_far_blocks_among_many_too() {
    let arms = (playing("a", |_| 5).done(), playing("b", |i| u32::from(i == 0)).done());
    let found = judged(&arms, FAMILIES.map(family).to_vec());
    assert_eq!(of(&found, "family refund").verdict, Verdict::Block);
    assert_eq!(of(&found, "family search").verdict, Verdict::Pass);
    assert_eq!(found.verdict, Verdict::Block);
}

#[test]
fn the_whole_takes_the_families_as_its_units_and_a_family_its_instances() {
    let found = judged(&somewhat_worse(), vec![family("refund")]);
    assert_eq!((found.checks[0].units, of(&found, "family refund").units), (10, 12));
}

#[test]
fn a_tag_has_a_margin_as_a_family_has() {
    let tagged = |arm: Arm| arm.tagged("refund", "money").tagged("billing", "money").done();
    let fell = |i: u64| if i < 9 { 2 } else { 5 };
    let arms = (tagged(playing("a", |_| 5)), tagged(playing("b", fell)));
    let found = judged(&arms, vec![Within { is_tag: true, ..family("money") }]);
    let check = of(&found, "tag money");
    assert_eq!((check.units, check.verdict), (24, Verdict::Block));
    assert_near(check.estimate.unwrap(), -0.225);
}

#[test]
fn a_family_or_a_tag_that_is_not_there_is_named_with_the_nearest() {
    let arms = somewhat_worse();
    let error = |within: Within| {
        let spec = GateSpec { within: vec![within], ..GateSpec::default() };
        let error = gate(&arms.0, &arms.1, &spec, &CompareSettings::default()).unwrap_err();
        assert!(matches!(error, GateError::NoSlice { .. }));
        error.to_string()
    };
    assert_eq!(
        error(family("serach")),
        "the gate demands something of the family `serach`, which no instance has; did you mean \
         `search`?"
    );
    assert!(error(family("something else")).ends_with(
        "; there are: billing, checkout, deploy, \
        export, import, login, oncall, refund, rollback, search"
    ));
    assert_eq!(
        error(Within { is_tag: true, ..family("search") }),
        "the gate demands something of the tag `search`, which no instance has; there is none"
    );
}

#[test]
fn a_family_of_too_few_instances_is_inconclusive() {
    let made = |name| playing(name, |_| 5).each("rare", 0..4, |_| (5, 5)).done();
    let found = judged(&(made("a"), made("b")), vec![family("rare")]);
    assert_eq!(of(&found, "family rare").verdict, Verdict::Inconclusive);
    assert_eq!(found.verdict, Verdict::Inconclusive);
}
