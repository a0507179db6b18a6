//! The chance that a test statistic crosses a bound at one of several looks.
//!
//! Between looks at information t₁ < t₂ < ... the score moves like Brownian motion. The density of
//! the scores that have not crossed is carried from look to look on a grid.
//!
//! **Source.** Armitage, `McPherson` and Rowe (1969), JRSS A 132; Jennison and Turnbull (2000), Group
//! Sequential Methods, chapter 19.

use crate::distribution::{normal_density, normal_survival};
use crate::real::size;

/// How far from 0 the grid reaches, in standard deviations at that look.
const REACH: f64 = 8.5;
/// Intervals of the grid; an even number, for Simpson's rule.
const STEPS: usize = 400;

/// The scores that have crossed no bound so far.
pub(super) struct Uncrossed {
    information: f64,
    /// Scores with the weight that each has in sums; none before the first look.
    points: Vec<(f64, f64)>,
}

impl Uncrossed {
    /// Before the first look, at score 0.
    pub(super) fn start() -> Self {
        Self { information: 0.0, points: vec![(0.0, 1.0)] }
    }

    /// The chance to cross `z` at the look at `information`, and at none before.
    pub(super) fn crosses(&self, information: f64, z: f64) -> f64 {
        let (bound, deviation) = (z * information.sqrt(), self.deviation(information));
        let beyond =
            |(score, weight): &(f64, f64)| weight * normal_survival((bound - score) / deviation);
        self.points.iter().map(beyond).sum()
    }

    /// What is left after a look at `information` with bound `z`.
    pub(super) fn after(&self, information: f64, z: f64) -> Self {
        let scale = information.sqrt();
        // Beyond the reach there is nothing left to carry.
        let (lower, upper) = (-REACH * scale, z.min(REACH) * scale);
        let deviation = self.deviation(information);
        let step = (upper - lower) / size(STEPS);
        let point = |place: usize| {
            let score = lower + step * size(place);
            let density: f64 = self
                .points
                .iter()
                .map(|(before, weight)| weight * normal_density((score - before) / deviation))
                .sum();
            (score, density / deviation * step * simpson(place))
        };
        Self { information, points: (0..=STEPS).map(point).collect() }
    }

    fn deviation(&self, information: f64) -> f64 {
        (information - self.information).sqrt()
    }
}

fn simpson(place: usize) -> f64 {
    match place {
        0 | STEPS => 1.0 / 3.0,
        odd if odd % 2 == 1 => 4.0 / 3.0,
        _ => 2.0 / 3.0,
    }
}

/// The value between `from` and `to` at which `function`, which falls, meets `target`.
pub(super) fn meets(target: f64, from: f64, to: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (from, to);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if function(middle) > target { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}
