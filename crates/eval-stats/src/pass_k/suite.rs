//! pass@k and pass^k of many tasks.
//!
//! Tasks are averaged, each with the same weight, and Student's t over tasks gives the interval.
//!
//! **Source.** The files of the two measures; the exact interval for tasks that are all alike is
//! that of Clopper and Pearson.
//!
//! **Assumes** independent tasks. With fewer than 20 no interval for pass@k is reliable.
//!
//! **Edges.** Tasks with too few tries are dropped and counted. All tasks alike at 0 or 1: there
//! is no spread, and the exact interval of the count of tasks takes the place of t.

use crate::estimate::Estimate;
use crate::interval::Interval;
use crate::rate::{Tally, clopper_pearson};
use crate::resample::{Bootstrap, bootstrap_mean};
use crate::t_mean::t_mean;

/// A measure such as [`super::pass_at_k`]: tries, passes and k in, a probability out.
type Measure = fn(u64, u64, u64) -> Option<f64>;

/// The average of a measure over tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct SuitePassK {
    /// The average and its standard error; none if no task could be used.
    pub mean: Option<Estimate>,
    /// The t interval, not clipped, or the exact one where all tasks are at 0 or at 1.
    pub interval: Option<Interval>,
    /// The value of each task used.
    pub values: Vec<f64>,
    /// Tasks left out for having fewer tries than k.
    pub dropped: usize,
}

/// Averages `measure` at `k` tries over `tasks`.
///
/// ```
/// use eval_stats::{Tally, pass_k};
///
/// let tasks = [Tally { passes: 2, n: 4 }, Tally { passes: 4, n: 4 }, Tally { passes: 1, n: 1 }];
/// let reliable = pass_k::suite_pass_k(&tasks, pass_k::pass_hat_k, 2, 0.95);
/// assert_eq!(reliable.values, [1.0 / 6.0, 1.0]);
/// assert_eq!(reliable.dropped, 1);
/// ```
#[must_use]
pub fn suite_pass_k(tasks: &[Tally], measure: Measure, k: u64, confidence: f64) -> SuitePassK {
    let values: Vec<f64> =
        tasks.iter().filter_map(|task| measure(task.n, task.passes, k)).collect();
    let mean = t_mean(&values);
    let interval = mean.and_then(|mean| {
        if mean.is_degenerate() { exact(&values, confidence) } else { mean.interval(confidence) }
    });
    SuitePassK { mean, interval, dropped: tasks.len() - values.len(), values }
}

/// Bootstraps the average over tasks; `None` if no task can be used.
#[must_use]
pub fn bootstrap_pass_k(
    tasks: &[Tally],
    measure: Measure,
    k: u64,
    resamples: u64,
    seed: u64,
) -> Option<Bootstrap> {
    let values: Vec<f64> =
        tasks.iter().filter_map(|task| measure(task.n, task.passes, k)).collect();
    bootstrap_mean(&values, resamples, seed)
}

/// The exact interval of the count of tasks at 1, where all are at 0 or 1.
fn exact(values: &[f64], confidence: f64) -> Option<Interval> {
    let count =
        |wanted: f64| values.iter().filter(|value| (**value - wanted).abs() < 1e-12).count();
    let ones = count(1.0);
    let are_extreme = ones + count(0.0) == values.len();
    are_extreme.then(|| clopper_pearson(ones as u64, values.len() as u64, confidence))?
}
