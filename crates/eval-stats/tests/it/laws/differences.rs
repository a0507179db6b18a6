//! Paired differences and the gate.

use eval_stats::Estimate;
use eval_stats::gate::{GateSettings, Verdict, gate, gate_worst_cases};
use eval_stats::paired::{
    PairedUnit, compare, missing, paired_differences, sign_flip, sign_flip_monte_carlo,
};
use eval_stats::power::pilot_variance;
use proptest::prelude::*;

fn scores() -> impl Strategy<Value = Vec<Option<f64>>> {
    let score = prop_oneof![4 => (0..=4_u8).prop_map(|score| Some(f64::from(score) / 4.0)), 1 => Just(None)];
    prop::collection::vec(score, 1..4)
}

pub(super) fn units() -> impl Strategy<Value = Vec<PairedUnit>> {
    let unit = (prop::option::weighted(0.95, 0..6_usize), scores(), scores());
    prop::collection::vec(unit.prop_map(|(cluster, a, b)| PairedUnit { cluster, a, b }), 1..14)
}

fn swapped(units: &[PairedUnit]) -> Vec<PairedUnit> {
    let swap = |unit: &PairedUnit| PairedUnit {
        cluster: unit.cluster,
        a: unit.b.clone(),
        b: unit.a.clone(),
    };
    units.iter().map(swap).collect()
}

/// Whatever is missing, and however few units there are.
pub(super) fn lenient() -> GateSettings {
    GateSettings { max_missing: 1.0, min_units: 2, ..GateSettings::default() }
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn swapping_sides_turns_the_sign(units in units()) {
        let (one, other) = (compare(&units, 0.95, 1), compare(&swapped(&units), 0.95, 1));
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert!(close(one.difference.value, -other.difference.value));
            prop_assert!(close(one.sign_flip.p_less, other.sign_flip.p_greater));
            prop_assert!(close(one.sign_flip.p_greater, other.sign_flip.p_less));
            prop_assert!(close(one.sign_flip.p_two_sided, other.sign_flip.p_two_sided));
            if let (Some(one), Some(other)) = (one.difference.test(0.0), other.difference.test(0.0)) {
                prop_assert!(close(one.p_less, other.p_greater) && close(one.p_greater, other.p_less));
            }
            if let (Some(one), Some(other)) = (one.effect_size, other.effect_size) {
                prop_assert!((one.dz + other.dz).abs() < 1e-9 * (1.0 + one.dz.abs()));
            }
            prop_assert_eq!((one.units.wins, one.units.ties), (other.units.losses, other.units.ties));
            if let (Some(one), Some(other)) = (one.interval, other.interval) {
                prop_assert!(close(one.lower, -other.upper) && close(one.upper, -other.lower));
            }
        }
        let (one, other) = (gate(&units, &lenient()), gate(&swapped(&units), &lenient()));
        prop_assert_eq!(one.difference.is_some(), other.difference.is_some());
        if let (Some(one), Some(other)) = (one.bounds, other.bounds) {
            prop_assert!(close(one.lower, -other.upper) && close(one.upper, -other.lower));
        }
        prop_assert_eq!(missing(&units).map(|missing| missing.a), missing(&swapped(&units)).map(|missing| missing.b));
        // What is worst for one side is best for the other.
        let (one, other) = (gate_worst_cases(&units, &lenient()), gate_worst_cases(&swapped(&units), &lenient()));
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            prop_assert!(close(one.for_b.difference.unwrap().value, -other.for_a.difference.unwrap().value));
            prop_assert!(close(one.for_a.difference.unwrap().value, -other.for_b.difference.unwrap().value));
        }
    }

    #[test]
    fn intervals_hold_the_difference_and_more_data_narrows_them(units in units(), times in 2..5_usize) {
        let one = gate(&units, &lenient());
        let alone = |cluster: usize, unit: &PairedUnit| PairedUnit { cluster: Some(cluster), ..unit.clone() };
        // Copies whose clusters are not those of the first.
        let more: Vec<PairedUnit> = (0..times)
            .flat_map(|copy| units.iter().enumerate().map(move |(place, unit)| alone(100 * copy + unit.cluster.unwrap_or(50 + place), unit)))
            .collect();
        let is_copied = one.clustered || units.iter().all(|unit| unit.cluster.is_none());
        if let (Some(bounds), Some(difference)) = (one.bounds, one.difference) {
            prop_assert!(bounds.holds(difference.value));
            prop_assert!(!is_copied || gate(&more, &lenient()).bounds.unwrap().width() < bounds.width());
        }
        let one = compare(&units, 0.95, 1);
        if let Some((interval, difference)) = one.and_then(|one| Some((one.interval?, one.difference.value))) {
            prop_assert!(interval.holds(difference));
            if is_copied {
                let more = compare(&more, 0.95, 1).unwrap();
                prop_assert!(close(more.difference.value, difference));
                prop_assert!(more.interval.unwrap().width() < interval.width());
            }
        }
    }

    #[test]
    fn what_is_missing_lies_between_the_worst_cases(units in units()) {
        let settings = lenient();
        if let Some(cases) = gate_worst_cases(&units, &settings) {
            let (low, high) = (cases.for_b.difference.unwrap().value, cases.for_a.difference.unwrap().value);
            prop_assert!(low <= high);
            // A dropped unit counts in the worst cases only, and may pull both to one side.
            let found = gate(&units, &settings);
            if let (0, Some(found)) = (found.dropped, found.difference) {
                prop_assert!(low - 1e-9 <= found.value && found.value <= high + 1e-9);
            }
            for fill in [0.0, 0.5, 1.0] {
                let fill = |side: &[Option<f64>]| side.iter().map(|one| one.or(Some(fill))).collect();
                let filled: Vec<PairedUnit> = units
                    .iter()
                    .map(|unit| PairedUnit { cluster: unit.cluster, a: fill(&unit.a), b: fill(&unit.b) })
                    .collect();
                let difference = gate(&filled, &settings).difference.unwrap().value;
                prop_assert!(low - 1e-9 <= difference && difference <= high + 1e-9);
            }
        } else {
            prop_assert!(units.iter().all(|unit| unit.a.iter().chain(&unit.b).all(Option::is_some)));
        }
    }

    #[test]
    fn the_sign_flip_counts_all_flips(differences in prop::collection::vec(-4..=4_i8, 1..11)) {
        let differences: Vec<f64> = differences.into_iter().map(|step| f64::from(step) / 3.0).collect();
        let n = differences.len();
        let sum: f64 = differences.iter().sum();
        let flipped = |flip: u32| -> f64 {
            (0..n).map(|place| if flip >> place & 1 == 1 { -differences[place] } else { differences[place] }).sum()
        };
        let count = |is_far: &dyn Fn(f64) -> bool| {
            f64::from(u32::try_from((0..1_u32 << n).filter(|flip| is_far(flipped(*flip))).count()).unwrap())
                / f64::from(1_u32 << n)
        };
        let test = sign_flip(&differences).unwrap();
        prop_assert!(close(test.p_greater, count(&|other| other >= sum - 1e-9)));
        prop_assert!(close(test.p_less, count(&|other| other <= sum + 1e-9)));
        prop_assert!(close(test.p_two_sided, count(&|other| other.abs() >= sum.abs() - 1e-9)));
    }
}

#[test]
fn drawn_flips_come_near_the_counted_ones_off_the_grid() {
    let differences: Vec<f64> = (1..=30_i32).map(|step| f64::from(step).sin() + 0.2).collect();
    let (counted, drawn) =
        (sign_flip(&differences).unwrap(), sign_flip_monte_carlo(&differences, 20_000, 7).unwrap());
    assert_eq!((counted.draws, drawn.draws), (None, Some(20_000)));
    assert!((counted.p_two_sided - drawn.p_two_sided).abs() < 0.02);
    let many: Vec<f64> = (1..=44_i32).map(|step| f64::from(step).sqrt().sin()).collect();
    assert_eq!(sign_flip(&many), None);
}

#[test]
fn one_unit_without_a_cluster_makes_all_of_them_units() {
    let unit = |cluster| PairedUnit { cluster, a: vec![Some(1.0)], b: vec![Some(0.0)] };
    let mixed = [unit(Some(0)), unit(Some(0)), unit(None)];
    assert!(!paired_differences(&mixed).clustered);
    assert_eq!(paired_differences(&mixed).by_cluster().len(), 3);
    assert_eq!(paired_differences(&mixed[..2]).by_cluster().len(), 1);
}

#[test]
fn differences_that_do_not_vary_are_no_certainty() {
    let unit = PairedUnit { cluster: None, a: vec![Some(1.0)], b: vec![Some(1.0)] };
    let all_alike = compare(&vec![unit.clone(); 20], 0.95, 1).unwrap();
    assert!(all_alike.difference.is_degenerate());
    assert_eq!((all_alike.interval, all_alike.effect_size), (None, None));
    let settings = GateSettings { margin: 0.05, ..GateSettings::default() };
    assert_eq!(gate(&vec![unit; 20], &settings).verdict(), Verdict::Inconclusive);
}

#[test]
fn a_pilot_without_repeats_cannot_tell_noise_from_units() {
    let unit = |a: &[f64], b: &[f64]| PairedUnit {
        cluster: None,
        a: a.iter().map(|score| Some(*score)).collect(),
        b: b.iter().map(|score| Some(*score)).collect(),
    };
    let single = pilot_variance(&[unit(&[1.0], &[0.0]), unit(&[1.0], &[1.0])]).unwrap();
    assert_eq!((single.parts, single.with_repeats(3)), (None, None));
    let repeated = [unit(&[1.0, 0.0], &[0.0, 0.0]), unit(&[1.0, 1.0], &[1.0, 1.0])];
    let variance = pilot_variance(&repeated).unwrap();
    // Differences -0.5 and 0; one unit has the variance 0.5 under A, halved by its repeats.
    assert!(close(variance.total, 0.125));
    let (between, within) = variance.parts.unwrap();
    assert!(close(between, 0.0) && close(within, 0.25));
}

#[test]
fn a_dropped_unit_may_put_the_estimate_beyond_the_worst_cases() {
    let unit = |a, b| PairedUnit { cluster: None, a: vec![a], b: vec![b] };
    let units = [unit(Some(1.0), Some(0.0)), unit(None, Some(1.0))];
    let found = gate(&units, &lenient());
    let cases = gate_worst_cases(&units, &lenient()).unwrap();
    let value = |difference: Option<Estimate>| difference.unwrap().value;
    assert!(close(value(found.difference), -1.0));
    // Half of the truth is known, and it is not all of what can be.
    assert!(
        close(value(cases.for_b.difference), -0.5) && close(value(cases.for_a.difference), 0.0)
    );
}
