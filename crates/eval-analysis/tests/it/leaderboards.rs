//! Which arm is best, as far as that can be told.

use std::fs;

use eval_analysis::{Cell, Measured, Prices, leaderboard};
use eval_findings::{Leaderboard, Metric, Ranked, Unit};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arms::{any_cell, arm, arm_of, assert_near, cell, fewer_cases};

fn ranked(arms: &[Measured]) -> Leaderboard {
    leaderboard(arms, &Prices::default())
}

fn of<'a>(board: &'a Leaderboard, arm: &str) -> &'a Ranked {
    board.ranked.iter().find(|ranked| ranked.arm == arm).unwrap()
}

/// Forty instances, of five trials each so many passed and one more now and then.
fn usual(name: &str, success: u32) -> Measured {
    arm_of(name, 40, |i| (success + u32::from(i % 3 == 0), 5))
}

#[test]
fn a_clear_winner_is_first_and_nothing_else_and_equals_share_their_ranks() {
    let arms = [
        usual("plain", 2),
        usual("best", 4),
        arm_of("other", 40, |i| (2 + u32::from(i % 3 == 1), 5)),
    ];
    let found = ranked(&arms);
    let order: Vec<&str> = found.ranked.iter().map(|ranked| ranked.arm.as_str()).collect();
    assert_eq!(order, ["best", "plain", "other"]);
    assert_eq!(of(&found, "best").ranks, [1, 1]);
    assert_eq!((of(&found, "plain").ranks, of(&found, "other").ranks), ([2, 3], [2, 3]));
    assert_eq!((found.instances, found.unit, found.units), (40, Unit::Instance, 40));
    assert!(found.unranked.is_empty() && found.simulated);
    assert_eq!(found.warnings.len(), 1);
    assert!(found.warnings[0].starts_with("the best of several looks better than it is"));
}

#[test]
fn two_equal_arms_share_the_first_two_ranks() {
    let found = ranked(&[usual("a", 3), usual("b", 3)]);
    for ranked in &found.ranked {
        assert_eq!(ranked.ranks, [1, 2]);
        assert_near(ranked.rate, (3.0 * 26.0 + 4.0 * 14.0) / 200.0);
        let [lower, upper] = ranked.interval.unwrap();
        assert!(lower < ranked.rate && ranked.rate < upper);
    }
    // In suite order where nothing else tells them apart.
    assert_eq!(found.ranked[0].arm, "a");
    assert_eq!(found.warnings, [""; 0]);
}

#[test]
fn always_against_never_is_shown_though_nothing_varied() {
    let found = ranked(&[arm_of("never", 40, |_| (0, 5)), arm_of("always", 40, |_| (5, 5))]);
    assert_eq!((of(&found, "always").ranks, of(&found, "never").ranks), ([1, 1], [2, 2]));
    // Of four instances nothing is shown.
    let found = ranked(&[arm_of("never", 4, |_| (0, 5)), arm_of("always", 4, |_| (5, 5))]);
    assert_eq!((of(&found, "always").ranks, of(&found, "never").ranks), ([1, 2], [1, 2]));
}

#[test]
fn ranks_overlap_where_a_difference_is_not_shown() {
    // Each is a little better than the one before; only the ends are told apart.
    let arms: Vec<Measured> = (0..5_u64)
        .map(|arm| {
            arm_of(["a", "b", "c", "d", "e"][usize::try_from(arm).unwrap()], 40, |i| {
                (u32::from((i * 7 + arm * 3) % 40 < 14 + 3 * arm) * 2, 2)
            })
        })
        .collect();
    let found = ranked(&arms);
    assert!(found.ranked.windows(2).any(|pair| pair[0].ranks[1] >= pair[1].ranks[0]));
    for ranked in &found.ranked {
        assert!(1 <= ranked.ranks[0] && ranked.ranks[0] <= ranked.ranks[1] && ranked.ranks[1] <= 5);
    }
}

#[test]
fn an_arm_that_played_other_instances_is_not_ranked() {
    let other = arm("scripted").each("checkout", 0..8, |_| (2, 2)).done();
    let found = ranked(&[usual("a", 3), other, usual("b", 2)]);
    assert_eq!(found.unranked, ["scripted"]);
    assert_eq!((found.ranked.len(), found.instances), (2, 40));
}

#[test]
fn an_arm_that_lost_some_instances_to_infra_is_ranked_over_what_all_share() {
    let lost = arm("b").each("incident", 0..35, |_| (4, 5));
    let lost = (35..40).fold(lost, |arm, i| arm.loses("incident", i, 5)).done();
    let found = ranked(&[usual("a", 3), lost]);
    assert_eq!((found.unranked.len(), found.instances), (0, 35));
    assert_eq!((of(&found, "a").scored, of(&found, "b").scored), (175, 175));
    assert_near(of(&found, "b").rate, 0.8);
}

#[test]
fn on_the_frontier_is_who_is_not_beaten_for_less() {
    let taking = |name: &str, success: u32, tokens: f64| {
        let cell = Cell { input_tokens: tokens, output_tokens: 0.0, ..cell(success, 5) };
        (0..40).fold(arm(name), |arm, i| arm.cell("incident", i, cell)).done()
    };
    let arms = [
        taking("cheap", 2, 100.0),
        taking("good", 4, 900.0),
        taking("wasteful", 2, 900.0),
        taking("as good for more", 4, 950.0),
        taking("between", 3, 500.0),
        taking("twin of between", 3, 500.0),
    ];
    let found = ranked(&arms);
    assert_eq!(found.frontier_by, Some(Metric::Tokens));
    let on: Vec<&str> = found
        .ranked
        .iter()
        .filter(|ranked| ranked.on_frontier)
        .map(|ranked| ranked.arm.as_str())
        .collect();
    assert_eq!(on, ["good", "between", "twin of between", "cheap"]);
    assert_eq!(of(&found, "wasteful").takes, Some(900.0));
}

#[test]
fn with_prices_for_all_models_dear_means_dollars() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.toml");
    fs::write(&file, "[model.flaky]\ninput = 1\noutput = 10\n").unwrap();
    let prices = Prices::load(&file).unwrap();
    let found = leaderboard(&[usual("a", 3), usual("b", 2)], &prices);
    assert_eq!(found.frontier_by, Some(Metric::Cost));
    assert_near(of(&found, "a").takes.unwrap(), 0.002);
    let unpriced =
        arm("c").each("incident", 0..40, |_| (3, 5)).with(|from| from.model = "steady".to_owned());
    let found = leaderboard(&[usual("a", 3), unpriced.done()], &prices);
    assert_eq!(found.frontier_by, Some(Metric::Tokens));
}

#[test]
fn broken_invariants_are_counted_beside_the_rank() {
    let b = arm("b")
        .each("incident", 0..40, |_| (4, 5))
        .breaks("incident", 3, 1)
        .loses("incident", 4, 2)
        .done();
    let found = ranked(&[usual("a", 3), b]);
    assert_eq!((of(&found, "b").unsafe_trials, of(&found, "b").infra), (1, 2));
}

#[test]
fn five_families_are_the_units() {
    let made = |name: &str, success: u32| {
        (0..5)
            .fold(arm(name), |arm, family| {
                arm.each(&format!("family-{family}"), 0..4, |i| {
                    (success - u32::from(i == family), 5)
                })
            })
            .done()
    };
    let found = ranked(&[made("a", 4), made("b", 5)]);
    assert_eq!((found.unit, found.units, found.instances), (Unit::Family, 5, 20));
    assert_eq!(found.warnings, ["only 5 independent units: few differences can be shown"]);
}

#[test]
fn no_arms_are_an_empty_board() {
    let found = ranked(&[]);
    assert_eq!((found.ranked.len(), found.unranked.len(), found.instances), (0, 0, 0));
    assert_eq!(found.frontier_by, None);
}

#[test]
fn arms_without_a_trial_are_not_ranked() {
    let found = ranked(&[arm("a").done(), usual("b", 3)]);
    assert_eq!((found.unranked.as_slice(), found.ranked.len()), (["a".to_owned()].as_slice(), 1));
    assert_eq!(found.ranked[0].ranks, [1, 1]);
}

proptest! {
    #![proptest_config(fewer_cases(4))]

    #[test]
    fn ranks_are_possible_and_someone_may_be_first_and_someone_is_on_the_frontier(
        cells in vec(prop::array::uniform4(any_cell(4).prop_filter("scored", |cell| cell.scored > 0)), 1..24),
    ) {
        let arms: Vec<Measured> = (0..4)
            .map(|at| {
                let name = format!("arm-{at}");
                (0..).zip(&cells).fold(arm(&name), |arm, (i, cells)| arm.cell("incident", i, cells[at])).done()
            })
            .collect();
        let found = ranked(&arms);
        prop_assert_eq!(found.ranked.len(), 4);
        prop_assert!(found.ranked.is_sorted_by(|one, other| one.rate >= other.rate));
        prop_assert!(found.ranked.iter().any(|ranked| ranked.ranks[0] == 1));
        prop_assert!(found.ranked.iter().any(|ranked| ranked.ranks[1] == 4));
        prop_assert!(found.ranked.iter().any(|ranked| ranked.on_frontier));
        for one in &found.ranked {
            prop_assert!(one.ranks[0] <= one.ranks[1]);
            for other in &found.ranked {
                // Who is shown to be better has the higher rate.
                prop_assert!(one.ranks[1] >= other.ranks[0] || one.rate > other.rate);
            }
        }
    }
}
