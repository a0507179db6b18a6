//! The exact distribution of a sum of independent steps, each of a few possible sizes.
//!
//! Sums that are equal but for rounding are held as one. On data that lie on a grid, such as means
//! of a few passes and failures, there are few distinct sums, however many steps there are; on
//! data that do not, their number doubles with each step, and a limit ends the attempt.

/// More distinct sums than this are too many to hold.
const MOST_SUMS: usize = 1 << 20;

/// The possible sums in ascending order, each with its probability.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    points: Vec<(f64, f64)>,
    /// Sums nearer to each other than this are one.
    same: f64,
    /// More distinct sums than this are too many.
    most: usize,
}

impl Sums {
    /// The sum of no steps. `scale` is the largest sum that will come about, in size.
    pub(crate) fn new(scale: f64) -> Self {
        Self { points: vec![(0.0, 1.0)], same: 1e-11 * scale, most: MOST_SUMS }
    }

    /// The same, given up earlier: at more than so many distinct sums.
    pub(crate) fn at_most(self, most: usize) -> Self {
        Self { most: most.min(self.most), ..self }
    }

    /// Adds a step that takes each of `sizes` with the same probability.
    ///
    /// `None` if there are too many distinct sums then.
    pub(crate) fn step(self, sizes: &[f64]) -> Option<Self> {
        let chance = 1.0 / crate::real::size(sizes.len());
        let mut moved: Vec<(f64, f64)> = Vec::with_capacity(self.points.len() * sizes.len());
        for size in sizes {
            moved.extend(self.points.iter().map(|(sum, weight)| (sum + size, weight * chance)));
        }
        moved.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut points: Vec<(f64, f64)> = Vec::with_capacity(moved.len());
        for (sum, weight) in moved {
            match points.last_mut() {
                Some(last) if sum - last.0 <= self.same => last.1 += weight,
                _ => points.push((sum, weight)),
            }
        }
        (points.len() <= self.most).then_some(Self { points, ..self })
    }

    /// The chance that this sum and an independent `other` come to at least `least` together.
    pub(crate) fn joint_at_least(&self, other: &Self, least: f64) -> f64 {
        let mut rest = other.points.iter().rev().peekable();
        let (mut above, mut chance) = (0.0, 0.0);
        // As this sum grows, less of the other is needed.
        for (sum, weight) in &self.points {
            while let Some((_, more)) = rest.next_if(|(part, _)| sum + part >= least) {
                above += more;
            }
            chance += weight * above;
        }
        chance
    }

    /// The smallest sum that is exceeded with at most the probability 1 - `p`.
    pub(crate) fn quantile(&self, p: f64) -> Option<f64> {
        let mut below = 0.0;
        let reaches = |(_, weight): &&(f64, f64)| {
            below += weight;
            below >= p - 1e-12
        };
        let found = self.points.iter().find(reaches).or(self.points.last());
        found.map(|(sum, _)| *sum)
    }
}
