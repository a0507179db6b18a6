//! How the data are written down does not matter: in which order units and their repeats stand,
//! and what clusters are called.

use eval_stats::continuous::{GeometricRatio, geometric_ratio};
use eval_stats::gate::{Gate, gate};
use eval_stats::paired::{Comparison, PairedUnit, SignFlip, compare};
use eval_stats::{Estimate, Interval, rate};
use proptest::prelude::*;

use super::differences::{lenient, units};
use super::{costs, rates};

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9 * (1.0 + one.abs())
}

/// Whether there is the same on both sides: nothing, or what `alike` finds alike.
fn both<T>(one: Option<T>, other: Option<T>, alike: impl Fn(T, T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn same_interval(one: Interval, other: Interval) -> bool {
    close(one.lower, other.lower) && close(one.upper, other.upper)
}

fn same_estimate(one: Estimate, other: Estimate) -> bool {
    close(one.value, other.value)
        && close(one.degrees_of_freedom, other.degrees_of_freedom)
        && both(one.standard_error, other.standard_error, close)
}

fn same_sign_flip(one: SignFlip, other: SignFlip) -> bool {
    close(one.p_less, other.p_less)
        && close(one.p_greater, other.p_greater)
        && close(one.p_two_sided, other.p_two_sided)
}

fn same_comparison(one: &Comparison, other: &Comparison) -> bool {
    let counts = |of: &Comparison| (of.units, of.clusters, of.clustered, of.dropped);
    counts(one) == counts(other)
        && same_estimate(one.difference, other.difference)
        && both(one.interval, other.interval, same_interval)
        && same_sign_flip(one.sign_flip, other.sign_flip)
        && both(one.effect_size, other.effect_size, |one, other| close(one.dz, other.dz))
}

fn same_gate(one: Gate, other: Gate) -> bool {
    let counts = |of: Gate| (of.reason, of.units_used, of.dropped, of.clusters, of.clustered);
    counts(one) == counts(other)
        && both(one.difference, other.difference, same_estimate)
        && both(one.bounds, other.bounds, same_interval)
}

fn same_ratio(one: GeometricRatio, other: GeometricRatio) -> bool {
    same_estimate(one.log_ratio, other.log_ratio)
        && close(one.ratio, other.ratio)
        && both(one.interval, other.interval, same_interval)
        && both(one.test, other.test, |one, other| close(one.p_less, other.p_less))
        && same_sign_flip(one.sign_flip, other.sign_flip)
}

fn same_judgement(one: &[PairedUnit], other: &[PairedUnit]) -> bool {
    let (found, again) = (compare(one, 0.95, 1), compare(other, 0.95, 1));
    both(found.as_ref(), again.as_ref(), same_comparison)
        && same_gate(gate(one, &lenient()), gate(other, &lenient()))
}

/// Units twice, the second time in another order.
fn shuffled_units() -> impl Strategy<Value = (Vec<PairedUnit>, Vec<PairedUnit>)> {
    units().prop_flat_map(|units| (Just(units.clone()), Just(units).prop_shuffle()))
}

/// Units twice, the second time with the repeats of each side in another order.
fn shuffled_repeats() -> impl Strategy<Value = (Vec<PairedUnit>, Vec<PairedUnit>)> {
    let shuffle = |unit: PairedUnit| {
        let sides = (Just(unit.a).prop_shuffle(), Just(unit.b).prop_shuffle());
        sides.prop_map(move |(a, b)| PairedUnit { cluster: unit.cluster, a, b })
    };
    units().prop_flat_map(move |units| {
        let shuffled: Vec<_> = units.iter().cloned().map(shuffle).collect();
        (Just(units), shuffled)
    })
}

/// Values in clusters twice, the second time with both in another order.
fn shuffled_clusters<T: Clone + std::fmt::Debug>(
    clusters: impl Strategy<Value = Vec<Vec<T>>>,
) -> impl Strategy<Value = (Vec<Vec<T>>, Vec<Vec<T>>)> {
    let shuffle = |cluster| Just(cluster).prop_shuffle();
    clusters.prop_flat_map(move |clusters| {
        let shuffled: Vec<_> = clusters.iter().cloned().map(shuffle).collect();
        (Just(clusters), shuffled.prop_flat_map(|clusters| Just(clusters).prop_shuffle()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn units_may_stand_in_any_order((units, shuffled) in shuffled_units()) {
        prop_assert!(same_judgement(&units, &shuffled));
    }

    #[test]
    fn repeats_may_stand_in_any_order((units, shuffled) in shuffled_repeats()) {
        prop_assert!(same_judgement(&units, &shuffled));
    }

    #[test]
    fn clusters_may_have_any_names(units in units(), names in Just([0, 11, 7, 300, 2, 45]).prop_shuffle()) {
        let renamed: Vec<PairedUnit> = units
            .iter()
            .map(|unit| PairedUnit { cluster: unit.cluster.map(|cluster| names[cluster]), ..unit.clone() })
            .collect();
        prop_assert!(same_judgement(&units, &renamed));
    }

    #[test]
    fn tallies_may_stand_in_any_order((clusters, shuffled) in shuffled_clusters(rates::clusters())) {
        let (one, other) = (rate(&clusters, 0.95), rate(&shuffled, 0.95));
        prop_assert!(both(one.estimate, other.estimate, close));
        prop_assert!(both(one.interval, other.interval, same_interval));
    }

    #[test]
    fn costs_may_stand_in_any_order((clusters, shuffled) in shuffled_clusters(costs::clusters())) {
        prop_assert!(both(geometric_ratio(&clusters, 0.95, 1), geometric_ratio(&shuffled, 0.95, 1), same_ratio));
    }
}
