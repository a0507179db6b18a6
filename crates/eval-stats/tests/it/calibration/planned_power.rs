//! Where B is worse and enough was measured to see it.

use eval_stats::gate::{GateSettings, Verdict, gate};
use eval_stats::paired::PairedUnit;
use eval_stats::power::{power, units_needed};

use super::population::Population;

const RUNS: u64 = 1_000;
const LEVEL: f64 = 0.05;
const WANTED: f64 = 0.8;

fn blocks(run: &[PairedUnit]) -> bool {
    gate(run, &GateSettings::default()).verdict() == Verdict::Block
}

/// The plan is for a test on both sides. The gate looks on one side only, which makes up for its
/// guard. The drops are at least the margin; smaller ones the gate is free to pass.
#[test]
fn a_drop_is_blocked_as_often_as_planned() {
    let cells = [(Population::new(0, 1, 0.5), 0.2), (Population::new(0, 3, 0.5), 0.1)];
    for (seed, (cell, drop)) in (1_400..).zip(cells) {
        let cell = cell.worse_by(drop);
        let variance = cell.variance_of_difference(seed);
        let n = units_needed(variance, drop, LEVEL, WANTED).unwrap();
        let planned = power(n, variance, drop, LEVEL).unwrap();
        let cell = cell.of_units(usize::try_from(n).unwrap());
        let [blocked] = cell.shares(seed, RUNS, [blocks]);
        blocked.assert_reaches(planned.max(WANTED), "the gate blocks", &cell);
    }
}
