//! Where B is no worse than A.
//!
//! Bounds: T2, the worst cell of the gate, .053 for unrelated units and .054 for families. What is
//! held to them is that the gate calls B worse at all; a block is that and more, so rarer.

use eval_stats::gate::{GateSettings, gate};
use eval_stats::paired::PairedUnit;

use super::naive_gates::{
    any_newly_failing, families_unmentioned, pooled_mcnemar, repeats_as_units, three_points_worse,
};
use super::population::Population;

const RUNS: u64 = 1_000;
const UNRELATED: f64 = 0.053;
const FAMILIES: f64 = 0.054;

fn called_worse(run: &[PairedUnit]) -> bool {
    gate(run, &GateSettings::default()).bounds.is_some_and(|bounds| bounds.upper < 0.0)
}

fn called_worse_without_families(run: &[PairedUnit]) -> bool {
    called_worse(&families_unmentioned(run))
}

#[test]
fn a_side_against_itself_is_seldom_called_worse() {
    let cells =
        [Population::new(20, 3, 0.8), Population::new(50, 5, 0.5), Population::new(100, 1, 0.2)];
    for (seed, cell) in (100..).zip(cells.map(Population::against_itself)) {
        let [worse] = cell.shares(seed, RUNS, [called_worse]);
        worse.assert_within(UNRELATED, "the gate calls B worse", &cell);
    }
}

#[test]
fn gains_and_losses_that_cancel_are_seldom_called_worse() {
    let cells =
        [Population::new(20, 5, 0.8), Population::new(50, 1, 0.5), Population::new(100, 3, 0.2)];
    for (seed, cell) in (200..).zip(cells) {
        let [worse] = cell.shares(seed, RUNS, [called_worse]);
        worse.assert_within(UNRELATED, "the gate calls B worse", &cell);
    }
}

/// Twenty units would be four families, too few to judge by.
#[test]
fn families_that_gain_and_lose_are_seldom_called_worse() {
    let cells =
        [Population::new(50, 1, 0.2), Population::new(50, 5, 0.8), Population::new(100, 3, 0.5)];
    for (seed, cell) in (300..).zip(cells.map(|cell| cell.in_families_of(5))) {
        let [worse] = cell.shares(seed, RUNS, [called_worse]);
        worse.assert_within(FAMILIES, "the gate calls B worse", &cell);
    }
}

#[test]
fn a_drop_in_points_or_a_new_failure_proves_nothing() {
    let cell = Population::new(20, 1, 0.5).against_itself();
    let rules = [called_worse, three_points_worse, any_newly_failing];
    let [worse, dropped, newly] = cell.shares(400, RUNS, rules);
    worse.assert_within(UNRELATED, "the gate calls B worse", &cell);
    dropped.assert_breaks(UNRELATED, "three points block", &cell);
    newly.assert_breaks(UNRELATED, "any newly failing unit blocks", &cell);
}

#[test]
fn repeats_are_no_units() {
    let cell = Population::new(20, 10, 0.5);
    let rules = [called_worse, repeats_as_units, pooled_mcnemar];
    let [worse, repeats, pooled] = cell.shares(500, RUNS, rules);
    worse.assert_within(UNRELATED, "the gate calls B worse", &cell);
    repeats.assert_breaks(UNRELATED, "t over all repeats blocks", &cell);
    pooled.assert_breaks(UNRELATED, "McNemar's test over all repeats blocks", &cell);
}

#[test]
fn families_that_go_unmentioned_raise_false_alarms() {
    let cell = Population::new(100, 5, 0.5).in_families_of(10);
    let rules = [called_worse, called_worse_without_families];
    let [told, untold] = cell.shares(600, RUNS, rules);
    told.assert_within(FAMILIES, "the gate calls B worse", &cell);
    untold.assert_breaks(FAMILIES, "the gate that knows no families calls B worse", &cell);
}
