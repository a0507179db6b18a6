//! The sign-flip test: would the differences look like this if the labels A and B meant nothing?
//!
//! If they do, each difference might as well have had the other sign. All 2ⁿ ways of flipping are
//! equally likely then, and p is the share of them with a sum as far out as the one observed; ties
//! count as far out.
//!
//! The sums of all ways are counted out exactly, in two halves that are joined at the end. Where
//! the differences lie on no grid and are too many for that (above 40; above 28 where drawing will
//! do as well), or are more than 500 on any, flips are drawn instead, and p = (1 + hits) / (1 + draws). Differences of one size are
//! flipped together, 64 at a time: of many units most are of a few sizes. Where they are not, and
//! there are thousands, fewer flips are drawn.
//!
//! **Source.** Fisher (1935), The Design of Experiments, section 21; drawn flips as in Phipson and
//! Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9.
//!
//! **Assumes** that labels are exchangeable within each unit if B is no different from A. For
//! clusters, hand in the sum of each cluster's differences.
//!
//! **Edges.** Only zeros: p is 1. A one-sided p is never below 2⁻ⁿ, so fewer than 5 differences
//! cannot reach 5 %.

use crate::real::{real, size};
use crate::resample::{Streams, Sums};

/// Flips drawn where they cannot be counted out.
const DRAWS: u64 = 20_000;

/// Where flips may be drawn as well, more distinct sums than this are not worth their time: those
/// of 28 differences on no grid, in halves.
const WORTH_COUNTING: usize = 1 << 14;

/// The least number of flips drawn, however many differences there are.
const FEWEST_DRAWS: u64 = 2_000;

/// Above this many differences of sizes of their own, draws times differences stay the same.
const MANY_SIZES: u64 = 2_000;

/// More differences than this are not counted out: it takes their square.
const MOST_COUNTED: usize = 500;

/// Sums closer to the observed one than this share of the largest sum count as equal to it.
const TIE: f64 = 1e-9;

/// What the sign-flip test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignFlip {
    /// The sum of the differences.
    pub sum: f64,
    /// Share of flips with a sum at least as far from 0.
    pub p_two_sided: f64,
    /// Share of flips with a sum at most as large: small if B is worse.
    pub p_less: f64,
    /// Share of flips with a sum at least as large: small if B is better.
    pub p_greater: f64,
    /// How many flips were drawn by chance; none if all were counted out.
    pub draws: Option<u64>,
}

/// The exact test.
///
/// `None` without differences, if one is not finite, or if there are too many to count out.
///
/// ```
/// let test = eval_stats::paired::sign_flip(&[1.0, 1.0, 1.0, 1.0, 1.0]).unwrap();
/// assert_eq!((test.p_greater, test.p_two_sided), (1.0 / 32.0, 1.0 / 16.0));
/// ```
#[must_use]
pub fn sign_flip(differences: &[f64]) -> Option<SignFlip> {
    counted_out(differences, usize::MAX)
}

/// The exact test, unless a half of the differences has more distinct sums than this.
fn counted_out(differences: &[f64], most_sums: usize) -> Option<SignFlip> {
    let (sum, largest) = sizes(differences)?;
    let steps: Vec<f64> = differences.iter().copied().filter(|step| *step != 0.0).collect();
    if steps.len() > MOST_COUNTED {
        return None;
    }
    let (left, right) = steps.split_at(steps.len() / 2);
    let none = Sums::new(largest).at_most(most_sums);
    let (left, right) = (flipped(left, none.clone())?, flipped(right, none)?);
    let at_least = |least: f64| left.joint_at_least(&right, least - TIE * largest).min(1.0);
    let far = sum.abs();
    Some(SignFlip {
        sum,
        // The distribution is symmetric around 0, so each tail serves for the other.
        p_two_sided: if far <= TIE * largest { 1.0 } else { (2.0 * at_least(far)).min(1.0) },
        p_less: at_least(-sum),
        p_greater: at_least(sum),
        draws: None,
    })
}

/// The test by `draws` random flips, each from the stream of its own number under `seed`.
///
/// `None` without differences, or if one is not finite.
#[must_use]
pub fn sign_flip_monte_carlo(differences: &[f64], draws: u64, seed: u64) -> Option<SignFlip> {
    let (sum, largest) = sizes(differences)?;
    let (single, shared): (Vec<_>, Vec<_>) =
        by_size(differences).into_iter().partition(|(_, count)| *count == 1);
    let single: Vec<f64> = single.into_iter().map(|(step, _)| step).collect();
    let sums = Streams::new(seed).replicates(draws, |stream| {
        let mut sum = stream.signed_sum(&single);
        for (step, count) in &shared {
            sum += step * (2.0 * f64::from(stream.heads_of(*count)) - size(*count));
        }
        sum
    });
    let share = |is_far: &dyn Fn(f64) -> bool| {
        let hits = sums.iter().filter(|drawn| is_far(**drawn)).count();
        (1.0 + size(hits)) / (1.0 + real(draws))
    };
    let tie = TIE * largest;
    Some(SignFlip {
        sum,
        p_two_sided: share(&|drawn| drawn.abs() >= sum.abs() - tie),
        p_less: share(&|drawn| drawn <= sum + tie),
        p_greater: share(&|drawn| drawn >= sum - tie),
        draws: Some(draws),
    })
}

/// The exact test where that is possible, else 20,000 random flips under `seed`; fewer, and at
/// least 2,000, of thousands of differences that are all of different sizes.
#[must_use]
pub fn sign_flip_or_monte_carlo(differences: &[f64], seed: u64) -> Option<SignFlip> {
    let drawn = || {
        let sizes = by_size(differences).len() as u64;
        let affordable = DRAWS * MANY_SIZES / sizes.max(MANY_SIZES);
        sign_flip_monte_carlo(differences, affordable.max(FEWEST_DRAWS), seed)
    };
    counted_out(differences, WORTH_COUNTING).or_else(drawn)
}

/// The smallest one-sided p-value that `n` differences can give, 2⁻ⁿ.
#[must_use]
pub fn smallest_p_of_sign_flip(n: usize) -> f64 {
    (-size(n)).exp2()
}

/// The sum, and the largest sum of any flip.
fn sizes(differences: &[f64]) -> Option<(f64, f64)> {
    let largest = differences.iter().map(|step| step.abs()).sum::<f64>();
    let is_usable = !differences.is_empty() && largest.is_finite();
    is_usable.then(|| (differences.iter().sum(), largest))
}

/// The sizes of the differences, each with how many are of it; zeros are left out.
fn by_size(differences: &[f64]) -> Vec<(f64, usize)> {
    let mut steps: Vec<f64> = differences.iter().map(|step| step.abs()).collect();
    steps.retain(|step| *step > 0.0);
    steps.sort_by(f64::total_cmp);
    let mut sizes: Vec<(f64, usize)> = Vec::new();
    for step in steps {
        match sizes.last_mut() {
            // Means of the same values may differ by what rounding leaves.
            Some((size, count)) if step - *size <= TIE * step => *count += 1,
            _ => sizes.push((step, 1)),
        }
    }
    sizes
}

/// The sums of all ways to flip these, added to those there.
fn flipped(steps: &[f64], there: Sums) -> Option<Sums> {
    steps.iter().try_fold(there, |sums, step| sums.step(&[*step, -step]))
}
