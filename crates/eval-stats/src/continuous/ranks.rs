//! Ranks, and the exact distribution of sums of them.

use crate::real::size;

/// The rank of each value from 1 up, equal values sharing the mean of their ranks.
///
/// Values nearer to each other than a share of 10⁻¹² of the largest count as equal.
pub(crate) fn midranks(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let is_tied = |one: &usize, other: &usize| values[*other] - values[*one] <= 1e-12 * largest;
    let mut before = 0;
    for tied in order.chunk_by(is_tied) {
        // The mean of the ranks before + 1 to before + len.
        let rank = size(before) + f64::midpoint(size(tied.len()), 1.0);
        for place in tied {
            ranks[*place] = rank;
        }
        before += tied.len();
    }
    ranks
}

/// How many ranks each group of ties has.
pub(super) fn tie_sizes(ranks: &[f64]) -> Vec<f64> {
    let sorted = crate::moments::sorted(ranks);
    sorted.chunk_by(|one, other| (one - other).abs() < 0.25).map(|tied| size(tied.len())).collect()
}

/// Midranks as whole numbers: twice their value.
pub(super) fn doubled(ranks: &[f64]) -> Vec<usize> {
    ranks.iter().map(|rank| crate::real::index_down((2.0 * rank).round())).collect()
}

/// The chance of each sum if each of `steps` is taken or left with the same probability.
pub(super) fn subset_sums(steps: &[usize]) -> Vec<f64> {
    let mut chances = vec![0.0; steps.iter().sum::<usize>() + 1];
    chances[0] = 1.0;
    let mut reached = 0;
    for step in steps {
        reached += step;
        // From above, so that no step is taken twice.
        for sum in (0..=reached).rev() {
            let taken = sum.checked_sub(*step).map_or(0.0, |rest| chances[rest]);
            chances[sum] = f64::midpoint(chances[sum], taken);
        }
    }
    chances
}

/// The chance of each sum of `count` of `steps`, every choice of them being equally likely.
pub(super) fn choice_sums(steps: &[usize], count: usize) -> Vec<f64> {
    let total = steps.iter().sum::<usize>();
    let mut ways = vec![vec![0.0; total + 1]; count + 1];
    ways[0][0] = 1.0;
    for step in steps {
        for taken in (1..=count).rev() {
            for sum in (*step..=total).rev() {
                ways[taken][sum] += ways[taken - 1][sum - step];
            }
        }
    }
    let chosen = ways.swap_remove(count);
    let all: f64 = chosen.iter().sum();
    chosen.into_iter().map(|ways| ways / all).collect()
}

/// The chances of at most and of at least `observed` under `chances` of the sums 0, 1, 2 and on.
pub(super) fn tails(chances: &[f64], observed: usize) -> (f64, f64) {
    let at_most: f64 = chances.iter().take(observed + 1).sum();
    let at_least: f64 = chances.iter().skip(observed).sum();
    (at_most.min(1.0), at_least.min(1.0))
}
