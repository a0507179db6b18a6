//! Gates as they are often built, each of which is wrong in its own way.

use std::sync::LazyLock;

use eval_stats::distribution::t_quantile;
use eval_stats::paired::{PairedTable, PairedUnit, mcnemar, paired_differences};
use eval_stats::t_mean;

/// Blocks whenever B comes out more than three points worse.
pub(super) fn three_points_worse(run: &[PairedUnit]) -> bool {
    paired_differences(run).plain().is_some_and(|mean| mean.value < -0.03)
}

/// Blocks whenever B fails at the first try where A passed at the first.
pub(super) fn any_newly_failing(run: &[PairedUnit]) -> bool {
    run.iter().any(|unit| unit.a[0] > unit.b[0])
}

/// A paired t test over all repeats, as if those of a unit were not related.
pub(super) fn repeats_as_units(run: &[PairedUnit]) -> bool {
    let differences: Vec<f64> = repeats(run).map(|(a, b)| b - a).collect();
    t_mean(&differences).and_then(|mean| mean.test(0.0)).is_some_and(|test| test.p_less < 0.05)
}

/// `McNemar`'s test over all repeats.
pub(super) fn pooled_mcnemar(run: &[PairedUnit]) -> bool {
    let count = |a: f64, b: f64| repeats(run).filter(|pair| *pair == (a, b)).count() as u64;
    let table = PairedTable {
        both_pass: count(1.0, 1.0),
        a_only: count(1.0, 0.0),
        b_only: count(0.0, 1.0),
        both_fail: count(0.0, 0.0),
    };
    // Half of the two-sided p belongs to the side that B is on.
    table.a_only > table.b_only && mcnemar(table).p_mid < 0.10
}

fn repeats(run: &[PairedUnit]) -> impl Iterator<Item = (f64, f64)> {
    run.iter()
        .flat_map(|unit| unit.a.iter().flatten().copied().zip(unit.b.iter().flatten().copied()))
}

/// The same run, told as if no unit were related to another.
pub(super) fn families_unmentioned(run: &[PairedUnit]) -> Vec<PairedUnit> {
    run.iter().map(|unit| PairedUnit { cluster: None, ..unit.clone() }).collect()
}

/// A paired t test after every unit from the fifth to the hundredth, stopped at the first that
/// rejects.
pub(super) fn t_after_every_unit(run: &[PairedUnit]) -> bool {
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    paired_differences(run).differences.iter().zip(&*LOWEST_T).any(|(difference, lowest)| {
        n += 1.0;
        sum += difference;
        squares += difference * difference;
        let error = ((squares - sum * sum / n).max(0.0) / (n - 1.0) / n).sqrt();
        n >= 5.0 && error > 0.0 && sum / n < lowest * error
    })
}

/// Below which t one plain test after so many units rejects: after one, two, and so on.
static LOWEST_T: LazyLock<Vec<f64>> = LazyLock::new(|| {
    (0..100).map(|others| t_quantile(0.05, f64::from(others.max(1))).unwrap()).collect()
});
