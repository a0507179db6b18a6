//! Where B is worse by exactly the margin.
//!
//! Bounds: T3, the largest share of passes for that many units, that rate and that margin.

use eval_stats::gate::{GateSettings, Verdict, gate};
use eval_stats::paired::PairedUnit;

use super::population::Population;

const RUNS: u64 = 1_000;

fn says(run: &[PairedUnit], settings: GateSettings, verdict: Verdict) -> bool {
    gate(run, &settings).verdict() == verdict
}

fn passes(run: &[PairedUnit]) -> bool {
    says(run, GateSettings::default(), Verdict::Pass)
}

/// Takes what is not shown to be worse for shown to be as good.
fn is_not_blocked(run: &[PairedUnit]) -> bool {
    !says(run, GateSettings::default(), Verdict::Block)
}

fn passes_five_points(run: &[PairedUnit]) -> bool {
    says(run, GateSettings { margin: 0.05, ..GateSettings::default() }, Verdict::Pass)
}

/// Without the guard this is plain t, certain of itself where the differences do not vary.
fn passes_five_points_unguarded(run: &[PairedUnit]) -> bool {
    says(run, GateSettings { margin: 0.05, floor: 0.0, ..GateSettings::default() }, Verdict::Pass)
}

#[test]
fn ten_points_worse_seldom_passes() {
    let cells = [
        (Population::new(20, 5, 0.8), 0.071),
        (Population::new(50, 3, 0.2), 0.057),
        (Population::new(50, 1, 0.8).passing(0.92), 0.071),
        (Population::new(100, 1, 0.5).against_itself(), 0.068),
    ];
    for (seed, (cell, bound)) in (700..).zip(cells) {
        let cell = cell.worse_by(0.1);
        let [passed] = cell.shares(seed, RUNS, [passes]);
        passed.assert_within(bound, "the gate passes", &cell);
    }
}

#[test]
fn families_ten_points_worse_seldom_pass() {
    let cells = [
        (Population::new(50, 1, 0.8).passing(0.92), 0.083),
        (Population::new(50, 3, 0.5), 0.074),
        (Population::new(100, 1, 0.2), 0.065),
    ];
    for (seed, (cell, bound)) in (800..).zip(cells) {
        let cell = cell.in_families_of(5).worse_by(0.1);
        let [passed] = cell.shares(seed, RUNS, [passes]);
        passed.assert_within(bound, "the gate passes", &cell);
    }
}

#[test]
fn what_is_not_blocked_is_not_as_good() {
    let cell = Population::new(20, 3, 0.5).worse_by(0.1);
    let [passed, not_blocked] = cell.shares(900, RUNS, [passes, is_not_blocked]);
    passed.assert_within(0.071, "the gate passes", &cell);
    not_blocked.assert_breaks(0.071, "what is not blocked passes", &cell);
}

#[test]
fn where_few_units_vary_plain_t_passes_and_the_guard_does_not() {
    let few = Population::new(20, 1, 0.8).against_itself().worse_by(0.05);
    // T11: 98 % to 93 %, so that often nothing differs at all.
    let hardly_any = Population::new(20, 1, 0.5).passing(0.98).worse_by(0.05);
    for (seed, (cell, bound)) in (1_000..).zip([(few, 0.034), (hardly_any, 0.01)]) {
        let rules = [passes_five_points, passes_five_points_unguarded];
        let [guarded, plain] = cell.shares(seed, RUNS, rules);
        guarded.assert_within(bound, "the gate passes", &cell);
        plain.assert_breaks(bound, "plain t passes", &cell);
    }
}
