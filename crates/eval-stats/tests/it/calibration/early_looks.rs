//! Where one looks before the end.
//!
//! Bound: the level. T9 shows .02 for looks after every unit and .05 for planned ones.

use std::sync::LazyLock;

use eval_stats::gate::{GateSettings, guarded_difference};
use eval_stats::paired::{PairedUnit, paired_differences};
use eval_stats::sequential::{FRACTIONS, PairedEGate, obrien_fleming, paired_e_gate, z_to_t};
use eval_stats::t_mean;

use super::naive_gates::t_after_every_unit;
use super::population::Population;

const RUNS: u64 = 1_000;
const LEVEL: f64 = 0.05;

/// After how many units one looks, if that is planned.
const LOOKS: [u32; 3] = [20, 40, 60];

/// The gate that may be looked at after every unit, or every family.
fn watched(run: &[PairedUnit]) -> PairedEGate {
    let clusters = paired_differences(run).by_cluster();
    let means: Vec<f64> = clusters.iter().map(|cluster| t_mean(cluster).unwrap().value).collect();
    paired_e_gate(&means, 0.1, LEVEL, &FRACTIONS).unwrap()
}

fn ever_called_worse(run: &[PairedUnit]) -> bool {
    watched(run).worse.stops_at(LEVEL).is_some()
}

fn ever_called_within_the_margin(run: &[PairedUnit]) -> bool {
    watched(run).noninferior.stops_at(LEVEL).is_some()
}

fn called_worse_at_a_planned_look(run: &[PairedUnit]) -> bool {
    any_look_below(run, &PLANNED, GateSettings::default().floor)
}

/// A plain t test at each of the same looks.
fn called_worse_at_any_look(run: &[PairedUnit]) -> bool {
    any_look_below(run, &UNPLANNED, 0.0)
}

/// Whether t, with the gate's error under this `floor`, lies below any of `bounds`.
fn any_look_below(run: &[PairedUnit], bounds: &[f64; 3], floor: f64) -> bool {
    LOOKS.iter().zip(bounds).any(|(units, bound)| {
        let seen = paired_differences(&run[..*units as usize]);
        let found = guarded_difference(&seen, floor).unwrap();
        found.value < bound * found.standard_error.unwrap()
    })
}

/// The bounds of O'Brien and Fleming, on the scale of t.
static PLANNED: LazyLock<[f64; 3]> = LazyLock::new(|| {
    let planned = obrien_fleming(3, LEVEL).unwrap();
    std::array::from_fn(|look| -on_scale_of_t(planned.z_bounds[look], LOOKS[look]))
});

/// The bound of a single look, at each of them.
static UNPLANNED: LazyLock<[f64; 3]> = LazyLock::new(|| {
    let single = obrien_fleming(1, LEVEL).unwrap().constant;
    LOOKS.map(|units| -on_scale_of_t(single, units))
});

fn on_scale_of_t(z: f64, units: u32) -> f64 {
    z_to_t(z, f64::from(units - 1)).unwrap()
}

#[test]
fn looking_after_every_unit_seldom_finds_what_is_not_there_and_repeated_t_often_does() {
    let cell = Population::new(100, 1, 0.5);
    let [worse, repeated] = cell.shares(1_100, RUNS, [ever_called_worse, t_after_every_unit]);
    worse.assert_within(LEVEL, "the watched gate ever calls B worse", &cell);
    repeated.assert_breaks(LEVEL, "t after every unit ever calls B worse", &cell);
}

#[test]
fn looking_after_every_unit_or_family_seldom_finds_what_is_not_there() {
    let cells = [
        Population::new(50, 3, 0.8).against_itself(),
        Population::new(100, 1, 0.5).in_families_of(5),
    ];
    for (seed, cell) in (1_110..).zip(cells) {
        let [worse] = cell.shares(seed, RUNS, [ever_called_worse]);
        worse.assert_within(LEVEL, "the watched gate ever calls B worse", &cell);
    }
}

#[test]
fn ten_points_worse_seldom_passes_however_often_one_looks() {
    let cell = Population::new(100, 1, 0.5).worse_by(0.1);
    let [within] = cell.shares(1_120, RUNS, [ever_called_within_the_margin]);
    within.assert_within(LEVEL, "the watched gate ever passes", &cell);
}

#[test]
fn planned_looks_spend_the_level_once_and_unplanned_ones_at_each_look() {
    let cell = Population::new(60, 3, 0.5);
    let rules = [called_worse_at_a_planned_look, called_worse_at_any_look];
    let [planned, unplanned] = cell.shares(1_200, RUNS, rules);
    planned.assert_within(LEVEL, "a planned look calls B worse", &cell);
    unplanned.assert_breaks(LEVEL, "one of the unplanned looks calls B worse", &cell);
}
