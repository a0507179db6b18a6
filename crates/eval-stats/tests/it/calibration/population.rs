//! Simulated runs whose truth is known.
//!
//! Each unit has a chance to pass under A and one under B, both from beta distributions with the
//! mean and the intraclass correlation asked for. A Gaussian copula relates the two, and the units
//! of a family. Repeats pass or fail independently at these chances.
//!
//! The beta distribution is cut into slices of the same probability, and the middle of each stands
//! for it. That puts the mean off by less than a hundredth of a point.

use std::fmt;

use eval_stats::distribution::{beta_quantile, normal_cdf};
use eval_stats::paired::PairedUnit;
use eval_stats::power::pilot_variance;
use eval_stats::resample::{Stream, Streams};

use super::share::Share;

/// Into how many slices a distribution is cut.
const SLICES: u32 = 512;

/// What may be asked of one run.
pub(super) type Rule = fn(&[PairedUnit]) -> bool;

/// Where runs come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Population {
    units: usize,
    repeats: usize,
    /// The intraclass correlation of repeats.
    icc: f64,
    /// The mean pass rates of A and of B.
    rates: (f64, f64),
    /// The latent correlation of a unit's chances under A and under B.
    likeness: f64,
    family: Option<Family>,
}

/// Units that are related to each other.
#[derive(Clone, Copy, Debug)]
struct Family {
    units: usize,
    /// The share of a unit's latent difficulty, and of its change under B, that is the family's.
    shared: f64,
}

impl Population {
    /// Unrelated units that pass at .7 on both sides, though some fare better under A and others
    /// under B.
    pub(super) fn new(units: usize, repeats: usize, icc: f64) -> Self {
        Self { units, repeats, icc, rates: (0.7, 0.7), likeness: 0.9, family: None }
    }

    /// The same with B nothing but A again.
    pub(super) fn against_itself(self) -> Self {
        Self { likeness: 1.0, ..self }
    }

    /// The same in families of so many units, which share 30 % of what makes them hard and of what
    /// B changes.
    pub(super) fn in_families_of(self, units: usize) -> Self {
        Self { family: Some(Family { units, shared: 0.3 }), ..self }
    }

    /// The same with A passing at `rate`, and B too.
    pub(super) fn passing(self, rate: f64) -> Self {
        Self { rates: (rate, rate), ..self }
    }

    /// The same with B worse by `drop` on average.
    pub(super) fn worse_by(self, drop: f64) -> Self {
        Self { rates: (self.rates.0, self.rates.0 - drop), ..self }
    }

    /// The same with so many units.
    pub(super) fn of_units(self, units: usize) -> Self {
        Self { units, ..self }
    }

    /// Draws `runs` runs under `seed` and counts those in which each rule holds.
    pub(super) fn shares<const N: usize>(
        &self,
        seed: u64,
        runs: u64,
        rules: [Rule; N],
    ) -> [Share; N] {
        let chances = self.chances();
        let held = Streams::new(seed).replicates(runs, |stream| {
            let run = self.run(stream, &chances);
            rules.map(|rule| rule(&run))
        });
        std::array::from_fn(|rule| Share::of(held.iter().map(|held| held[rule])))
    }

    /// The variance of a unit's difference, from very many units.
    pub(super) fn variance_of_difference(&self, seed: u64) -> f64 {
        let many = self.of_units(20_000).run(&mut Streams::new(seed).stream(0), &self.chances());
        pilot_variance(&many).unwrap().total
    }

    /// The chances to pass under A and under B, from the hardest unit to the easiest.
    fn chances(&self) -> [Vec<f64>; 2] {
        [self.rates.0, self.rates.1].map(|rate| chances(rate, self.icc))
    }

    fn run(&self, stream: &mut Stream, [a, b]: &[Vec<f64>; 2]) -> Vec<PairedUnit> {
        let (size, shared) = self.family.map_or((1, 0.0), |family| (family.units, family.shared));
        let mix = |family: f64, own: f64| shared.sqrt() * family + (1.0 - shared).sqrt() * own;
        let mut family = (0.0, 0.0);
        let mut units = Vec::with_capacity(self.units);
        for place in 0..self.units {
            if self.family.is_some() && place % size == 0 {
                family = normals(stream);
            }
            let own = normals(stream);
            let (under_a, apart) = (mix(family.0, own.0), mix(family.1, own.1));
            let under_b = self.likeness * under_a + (1.0 - self.likeness.powi(2)).sqrt() * apart;
            units.push(PairedUnit {
                cluster: self.family.map(|_| place / size),
                a: self.tries(stream, at(a, under_a)),
                b: self.tries(stream, at(b, under_b)),
            });
        }
        units
    }

    fn tries(&self, stream: &mut Stream, chance: f64) -> Vec<Option<f64>> {
        (0..self.repeats).map(|_| Some(f64::from(stream.unit() < chance))).collect()
    }
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { units, repeats, icc, rates: (a, b), likeness, family } = self;
        write!(f, "n={units} k={repeats} ICC={icc} A at {a}, B at {b:.2}, r={likeness}")?;
        family.map_or(Ok(()), |family| write!(f, ", families of {}", family.units))
    }
}

/// The middle of each slice of the beta distribution with this mean and correlation.
fn chances(mean: f64, icc: f64) -> Vec<f64> {
    let size = 1.0 / icc - 1.0;
    let middle = |slice: u32| (f64::from(slice) + 0.5) / f64::from(SLICES);
    let chance = |slice| beta_quantile(middle(slice), mean * size, (1.0 - mean) * size).unwrap();
    (0..SLICES).map(chance).collect()
}

/// The chance at a normal value.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of so few slices is a small whole number"
)]
fn at(chances: &[f64], latent: f64) -> f64 {
    let slice = (normal_cdf(latent) * f64::from(SLICES)) as usize;
    chances[slice.min(chances.len() - 1)]
}

/// Two independent normal values, after Box and Muller.
fn normals(stream: &mut Stream) -> (f64, f64) {
    let radius = (-2.0 * (1.0 - stream.unit()).ln()).sqrt();
    let (sine, cosine) = (std::f64::consts::TAU * stream.unit()).sin_cos();
    (radius * cosine, radius * sine)
}

#[test]
fn units_pass_as_often_and_as_much_alike_as_asked_for() {
    for (rate, icc) in [(0.7, 0.2), (0.7, 0.5), (0.6, 0.8), (0.92, 0.5), (0.82, 0.8), (0.98, 0.5)] {
        let chances = chances(rate, icc);
        let mean = |of: &dyn Fn(f64) -> f64| {
            chances.iter().map(|chance| of(*chance)).sum::<f64>() / f64::from(SLICES)
        };
        let found = mean(&|chance| chance);
        assert!((found - rate).abs() < 1e-4, "{rate} {icc}: {found}");
        let spread = mean(&|chance| (chance - rate).powi(2)) / (rate * (1.0 - rate));
        assert!((spread / icc - 1.0).abs() < 5e-3, "{rate} {icc}: {spread}");
    }
}

#[test]
fn a_side_against_itself_differs_by_noise_alone() {
    let cell = Population::new(1, 3, 0.5).against_itself();
    let noise = 2.0 * 0.7 * 0.3 * 0.5 / 3.0;
    assert!((cell.variance_of_difference(1) / noise - 1.0).abs() < 0.05);
    // Families do not make units differ more, only more alike.
    let families = cell.in_families_of(5).variance_of_difference(2);
    assert!((families / noise - 1.0).abs() < 0.05);
}

#[test]
fn one_thread_and_many_simulate_the_same() {
    let some_worse: Rule = |run| run.iter().filter_map(PairedUnit::difference).sum::<f64>() < 0.0;
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Population::new(10, 2, 0.5).shares(3, 200, [some_worse]))
    };
    assert_eq!(on(1), on(5));
}
