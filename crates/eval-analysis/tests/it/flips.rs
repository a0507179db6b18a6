//! Instances that went the other way, and how many luck alone would make.

use eval_analysis::{CompareSettings, Measured, compare};
use eval_findings::Flips;
use proptest::prelude::*;

use crate::arms::{arm, arm_of, assert_near};

fn flips(a: &Measured, b: &Measured) -> Flips {
    compare(a, b, &CompareSettings::default()).unwrap().flips
}

#[test]
fn what_mostly_passed_and_now_mostly_fails_is_lost_and_the_reverse_is_won() {
    let a = arm("a")
        .passes("incident", 0, 4, 5)
        .passes("incident", 1, 5, 5)
        .passes("checkout.dark", 2, 0, 5)
        .passes("incident", 3, 5, 5)
        .passes("incident", 4, 2, 4);
    let b = arm("b")
        .passes("incident", 0, 2, 5)
        .passes("incident", 1, 0, 5)
        .passes("checkout.dark", 2, 3, 5)
        .passes("incident", 3, 3, 5)
        .passes("incident", 4, 0, 4);
    let found =
        flips(&a.family("checkout.dark", "shop").done(), &b.family("checkout.dark", "shop").done());

    // The surest first. That 5 of 5 became 3 of 5, and 2 of 4 none, is no flip.
    let lost: Vec<&str> = found.lost.iter().map(|flip| flip.instance.as_str()).collect();
    assert_eq!(lost, ["incident.base#1", "incident.base#0"]);
    assert_eq!((found.lost[0].baseline, found.lost[0].candidate), ([5, 5], [0, 5]));
    // All five passes of ten trials fell to A: one way in 252.
    assert_near(found.lost[0].p, 1.0 / 252.0);
    assert_near(found.lost[0].p_adjusted, 5.0 / 252.0);

    assert_eq!(found.won.len(), 1);
    assert_eq!(found.won[0].instance, "checkout.dark#2");
    assert_eq!(found.won[0].family, "shop");
}

#[test]
fn a_tie_under_either_arm_is_no_flip() {
    for (one, other) in [((1, 2), (0, 2)), ((2, 2), (1, 2)), ((2, 4), (2, 4))] {
        let found = flips(&arm_of("a", 6, |_| one), &arm_of("b", 6, |_| other));
        assert_eq!((found.lost, found.won), (Vec::new(), Vec::new()));
    }
}

#[test]
fn an_arm_like_the_other_has_no_flips_though_some_were_to_be_expected() {
    let half = |i: u64| (u32::try_from(i % 4).unwrap(), 3);
    let found = flips(&arm_of("a", 20, half), &arm_of("b", 20, half));
    assert_eq!((found.lost.len(), found.won.len()), (0, 0));
    // Of four instances in a row, two passed four of six and two of six between the arms. A has
    // at least two of the two passes and B at most one failure less: by counting, 3/15 either way.
    assert_near(found.expected_each_way, 10.0 * 3.0 / 15.0);
}

#[test]
fn instances_that_always_do_the_same_are_not_expected_to_flip() {
    let found = flips(&arm_of("a", 20, |_| (3, 3)), &arm_of("b", 20, |_| (3, 3)));
    assert_near(found.expected_each_way, 0.0);
}

proptest! {
    /// Every way of giving an instance's trials to the two arms, one by one. An arm with more of
    /// them leans less easily, so that the two ways are not equally likely by themselves.
    #[test]
    fn the_number_to_be_expected_is_the_average_over_all_ways_luck_could_have_gone(
        a_n in 1..=4_u32,
        b_n in 1..=4_u32,
        passes in 0..=8_u32,
    ) {
        let passes = passes.min(a_n + b_n);
        let (mut ways, mut flipped) = (0.0, 0.0);
        for given in (0_u32..1 << (a_n + b_n)).filter(|given| given.count_ones() == a_n) {
            // The first trials are those that passed.
            let under_a = (given & ((1 << passes) - 1)).count_ones();
            let under_b = passes - under_a;
            ways += 1.0;
            let lost = 2 * under_a > a_n && 2 * under_b < b_n;
            let won = 2 * under_a < a_n && 2 * under_b > b_n;
            flipped += f64::from(u8::from(lost) + u8::from(won)) / 2.0;
        }
        let success = passes.min(a_n);
        let a = arm_of("a", 1, |_| (success, a_n));
        let b = arm_of("b", 1, |_| (passes - success, b_n));
        let found = flips(&a, &b).expected_each_way;
        prop_assert!((found - flipped / ways).abs() < 1e-9, "{} and {}", found, flipped / ways);
    }
}
