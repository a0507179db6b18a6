//! What is drawn by chance depends on the seed alone.

use eval_stats::Tally;
use eval_stats::ablation::{sampled_shapley, shapley};
use eval_stats::agreement::{JudgeError, corrected_rate_interval};
use eval_stats::paired::sign_flip_monte_carlo;
use eval_stats::racing::split_for_holdout;
use eval_stats::resample::{Streams, bootstrap_mean};

const VALUES: [f64; 12] = [0.1, 0.7, 0.4, 0.4, 0.9, 0.2, 0.6, 0.3, 0.8, 0.5, 0.5, 0.0];

/// Everything drawn, as text, on so many threads.
fn drawn(threads: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let bootstrap = bootstrap_mean(&VALUES, 500, 3).unwrap();
        let tally = |passes, n| Tally { passes, n };
        let judge = JudgeError { should_pass: tally(45, 50), should_fail: tally(5, 50) };
        let rate = corrected_rate_interval(tally(60, 100), judge, 0.95, 500, 3);
        let shares = sampled_shapley(12, |coalition| VALUES[coalition.len() % 12], 50, 3);
        format!("{bootstrap:?} {:?} {rate:?} {shares:?}", sign_flip_monte_carlo(&VALUES, 500, 3))
    })
}

#[test]
fn one_thread_and_many_draw_the_same() {
    let one = drawn(1);
    assert_eq!(one, drawn(2));
    assert_eq!(one, drawn(7));
}

/// The promise is about all versions to come: these numbers may not move.
#[test]
fn the_streams_stay_what_they_are() {
    let mut stream = Streams::new(42).stream(7);
    let below: Vec<usize> = (0..8).map(|_| stream.below(1_000)).collect();
    assert_eq!(below, [128, 326, 615, 493, 392, 220, 225, 251]);
    assert_ne!(bootstrap_mean(&VALUES, 50, 1), bootstrap_mean(&VALUES, 50, 2));
}

#[test]
fn more_replicates_leave_the_first_ones_as_they_were() {
    let draw = |count| Streams::new(9).replicates(count, |stream| stream.below(1 << 40));
    assert_eq!(draw(10), draw(200)[..10]);
}

#[test]
fn shares_along_random_orders_come_near_the_counted_ones() {
    // A game of four parts in which the first two only work together.
    let value = |index: usize| {
        let has = |part: usize| f64::from(u8::from(index >> part & 1 == 1));
        0.3 * has(0) * has(1) + 0.1 * has(2) - 0.05 * has(3)
    };
    let counted = shapley(4, &(0..16).map(value).collect::<Vec<_>>()).unwrap();
    let sampled = sampled_shapley(4, |coalition| value(coalition.index()), 200, 1).unwrap();
    for (counted, sampled) in counted.shares.iter().zip(sampled) {
        assert!((counted - sampled.value).abs() < 0.02);
    }
}

#[test]
fn a_holdout_is_large_enough_and_shares_nothing_with_the_race() {
    assert_eq!(split_for_holdout(20, 1), None);
    for clusters in [21, 40, 66, 67, 300] {
        let split = split_for_holdout(clusters, 1).unwrap();
        let mut all = [split.race, split.holdout.clone()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..clusters).collect::<Vec<_>>());
        assert!(split.holdout.len() >= 20 && 10 * split.holdout.len() >= 3 * clusters);
    }
}
