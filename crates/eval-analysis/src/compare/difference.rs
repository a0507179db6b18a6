//! The difference of the success rates, with the method that fits how they were measured.

use eval_findings::{Difference, Estimand, IntervalMethod, PMethod, Says, Unit};
use eval_stats::cluster::{FixedSuite, fixed_suite_difference};
use eval_stats::distribution::normal_survival;
use eval_stats::gate::{GateSettings, guarded_difference};
use eval_stats::paired::{
    Comparison, PairedDifferences, PairedTable, PairedUnit, compare, mcnemar, paired_differences,
    tango,
};
use eval_stats::power::smallest_difference;
use eval_stats::{Estimate, Interval, normal_critical_value};

use super::{CONFIDENCE, SEED};

/// Fewer independent units than this say nothing: no exact test could reach 5 %.
const FEWEST_UNITS: usize = 5;

/// The power at which the smallest difference that would have been seen is given.
const POWER: f64 = 0.8;

/// B's success rate less A's over `units`.
pub(crate) fn difference(units: &[PairedUnit], estimand: Estimand, unit: Unit) -> Difference {
    let differences = paired_differences(units);
    let Some(found) = compare(units, CONFIDENCE, SEED) else {
        return nothing(estimand, unit);
    };
    let base = Difference {
        says: Says::CannotTell,
        estimate: Some(found.difference.value),
        interval: None,
        confidence: CONFIDENCE,
        interval_by: IntervalMethod::None,
        p: Some(found.sign_flip.p_two_sided),
        p_by: match found.sign_flip.draws {
            None => PMethod::SignFlip,
            Some(_) => PMethod::SignFlipDrawn,
        },
        smallest_p: Some((2.0 * found.smallest_p).min(1.0)),
        smallest_seen: None,
        estimand,
        unit,
        units: found.clusters as u64,
        wins: found.units.wins as u64,
        losses: found.units.losses as u64,
        ties: found.units.ties as u64,
        effect_size: found.effect_size.and_then(|size| size.gz),
    };
    match (estimand, single_trials(units, &differences)) {
        (Estimand::FixedSuite, _) => over_exactly_these(base, units),
        (Estimand::SuperPopulation, Some(table)) => once_each(base, table, &differences),
        (Estimand::SuperPopulation, None) => repeated(base, &found, &differences),
    }
}

fn nothing(estimand: Estimand, unit: Unit) -> Difference {
    Difference {
        says: Says::CannotTell,
        estimate: None,
        interval: None,
        confidence: CONFIDENCE,
        interval_by: IntervalMethod::None,
        p: None,
        p_by: PMethod::None,
        smallest_p: None,
        smallest_seen: None,
        estimand,
        unit,
        units: 0,
        wins: 0,
        losses: 0,
        ties: 0,
        effect_size: None,
    }
}

/// Student's t over units, or its guarded form where the units show no spread: then the plain one
/// would claim certainty.
fn repeated(base: Difference, found: &Comparison, differences: &PairedDifferences) -> Difference {
    let guarded = guarded_difference(differences, GateSettings::default().floor);
    let (estimate, interval, interval_by) = if found.interval.is_some() {
        (Some(found.difference), found.interval, IntervalMethod::ClusterT)
    } else {
        let interval = guarded.and_then(|guarded| guarded.interval(CONFIDENCE));
        let by = if interval.is_some() { IntervalMethod::GuardedT } else { IntervalMethod::None };
        (guarded, interval, by)
    };
    let enough = found.clusters >= FEWEST_UNITS;
    Difference {
        says: says(interval.filter(|_| enough)),
        interval: interval.map(bounds),
        interval_by,
        smallest_seen: estimate.and_then(|estimate| smallest_seen(estimate, found.clusters)),
        ..base
    }
}

/// One trial a unit and arm: a table of passes and failures.
fn once_each(base: Difference, table: PairedTable, differences: &PairedDifferences) -> Difference {
    let interval = tango(table, CONFIDENCE);
    let n = differences.differences.len();
    let guarded = guarded_difference(differences, GateSettings::default().floor);
    Difference {
        says: says(interval.filter(|_| n >= FEWEST_UNITS)),
        interval: interval.map(bounds),
        interval_by: IntervalMethod::Tango,
        p: Some(mcnemar(table).p_mid),
        p_by: PMethod::McNemarMidP,
        smallest_seen: guarded.and_then(|estimate| smallest_seen(estimate, n)),
        ..base
    }
}

/// Only the noise of repeating counts; it takes two trials an instance and arm to show.
fn over_exactly_these(base: Difference, units: &[PairedUnit]) -> Difference {
    let valid = |side: &[Option<f64>]| -> Vec<f64> { side.iter().flatten().copied().collect() };
    let used = units.iter().filter(|unit| unit.difference().is_some());
    let (a, b): (Vec<_>, Vec<_>) = used.map(|unit| (valid(&unit.a), valid(&unit.b))).unzip();
    let Some(FixedSuite { mean, standard_error: Some(error) }) = fixed_suite_difference(&a, &b)
    else {
        return Difference { p: None, p_by: PMethod::None, smallest_p: None, ..base };
    };
    let reach = normal_critical_value(CONFIDENCE).map(|z| z * error);
    // Units that never vary show no noise, which is no certainty.
    let reach = reach.filter(|reach| *reach > 0.0);
    let interval = reach.map(|reach| Interval { lower: mean - reach, upper: mean + reach });
    let p = (error > 0.0).then(|| (2.0 * normal_survival(mean.abs() / error)).min(1.0));
    Difference {
        says: says(interval),
        estimate: Some(mean),
        interval: interval.map(bounds),
        interval_by: IntervalMethod::FixedSuite,
        p,
        p_by: PMethod::FixedSuite,
        smallest_p: None,
        smallest_seen: reach.map(|_| error * 2.8),
        ..base
    }
}

fn says(interval: Option<Interval>) -> Says {
    match interval {
        None => Says::CannotTell,
        Some(interval) if interval.lower > 0.0 => Says::Better,
        Some(interval) if interval.upper < 0.0 => Says::Worse,
        Some(_) => Says::NotSeen,
    }
}

fn bounds(interval: Interval) -> [f64; 2] {
    [interval.lower.max(-1.0), interval.upper.min(1.0)]
}

/// The smallest true difference that so precise a measurement sees four times out of five.
fn smallest_seen(estimate: Estimate, clusters: usize) -> Option<f64> {
    let error = estimate.standard_error?;
    let n = clusters as u64;
    let variance = error * error * count(clusters);
    smallest_difference(n, variance, 1.0 - CONFIDENCE, POWER).filter(|_| error > 0.0)
}

/// The passes and failures of units that were measured exactly once on each side and are related
/// to no others; none if any was not.
fn single_trials(units: &[PairedUnit], differences: &PairedDifferences) -> Option<PairedTable> {
    if differences.clustered {
        return None;
    }
    let mut table = PairedTable { both_pass: 0, a_only: 0, b_only: 0, both_fail: 0 };
    for unit in units.iter().filter(|unit| unit.difference().is_some()) {
        let ([Some(a)], [Some(b)]) = (unit.a.as_slice(), unit.b.as_slice()) else { return None };
        match (*a > 0.5, *b > 0.5) {
            (true, true) => table.both_pass += 1,
            (true, false) => table.a_only += 1,
            (false, true) => table.b_only += 1,
            (false, false) => table.both_fail += 1,
        }
    }
    Some(table)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}
