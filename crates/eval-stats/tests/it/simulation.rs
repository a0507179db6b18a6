//! The gate keeps its error rates on simulated runs; naive gates do not.
//!
//! Units pass with a chance drawn from a beta distribution, related between A and B and within
//! families by a Gaussian copula. The bounds are those of the calibration behind the gate: a false
//! block at no difference at most .053, a false pass at the margin at most .071 for unrelated units
//! and .083 for families, each with three standard errors of a simulation of this size on top.

use eval_stats::distribution::{beta_quantile, normal_cdf};
use eval_stats::gate::{GateSettings, Verdict, gate};
use eval_stats::paired::{PairedUnit, noninferiority, paired_differences};
use eval_stats::resample::{Stream, Streams};

const RUNS: u64 = 1_600;
const SEED: u64 = 11;
/// Three standard errors of a rate of .05 over so many runs.
const SLACK: f64 = 0.0165;
/// How finely the chances to pass are cut.
const STEPS: usize = 512;

/// What is simulated.
struct World {
    units: usize,
    repeats: usize,
    /// The intraclass correlation of repeats.
    icc: f64,
    /// The mean pass rates of A and of B.
    rates: (f64, f64),
    /// Units in a family, and the share of difficulty that it shares.
    families: Option<(usize, f64)>,
}

/// How alike units' difficulty is under A and B.
const ALIKE: f64 = 0.9;

impl World {
    /// Runs drawn from this world.
    fn runs(&self, count: u64) -> Vec<Vec<PairedUnit>> {
        let (a, b) = (self.chances(self.rates.0), self.chances(self.rates.1));
        Streams::new(SEED).replicates(count, |stream| self.run(stream, &a, &b))
    }

    /// The quantiles of a beta distribution with this mean.
    fn chances(&self, mean: f64) -> Vec<f64> {
        let size = 1.0 / self.icc - 1.0;
        let steps = 2.0 * f64::from(u32::try_from(STEPS).unwrap());
        let level = |step: u32| (2.0 * f64::from(step) + 1.0) / steps;
        let quantile = |step| beta_quantile(level(step), mean * size, (1.0 - mean) * size).unwrap();
        (0..u32::try_from(STEPS).unwrap()).map(quantile).collect()
    }

    fn run(&self, stream: &mut Stream, a: &[f64], b: &[f64]) -> Vec<PairedUnit> {
        let mut family = (0.0, 0.0);
        let mut units = Vec::new();
        for place in 0..self.units {
            let (size, shared) = self.families.unwrap_or((1, 0.0));
            if place % size == 0 {
                family = normals(stream);
            }
            let own = normals(stream);
            let mix = |family: f64, own: f64| shared.sqrt() * family + (1.0 - shared).sqrt() * own;
            let (under_a, other) = (mix(family.0, own.0), mix(family.1, own.1));
            let under_b = ALIKE * under_a + (1.0 - ALIKE * ALIKE).sqrt() * other;
            units.push(PairedUnit {
                cluster: self.families.map(|_| place / size),
                a: self.tries(stream, chance(a, under_a)),
                b: self.tries(stream, chance(b, under_b)),
            });
        }
        units
    }

    fn tries(&self, stream: &mut Stream, chance: f64) -> Vec<Option<f64>> {
        (0..self.repeats).map(|_| Some(f64::from(u8::from(stream.unit() < chance)))).collect()
    }
}

/// Two independent normal values, after Box and Muller.
fn normals(stream: &mut Stream) -> (f64, f64) {
    let radius = (-2.0 * (1.0 - stream.unit()).ln()).sqrt();
    let angle = std::f64::consts::TAU * stream.unit();
    (radius * angle.cos(), radius * angle.sin())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of so few steps is a small whole number"
)]
fn chance(chances: &[f64], latent: f64) -> f64 {
    chances[((normal_cdf(latent) * STEPS as f64) as usize).min(STEPS - 1)]
}

/// In which share of the runs.
fn share(runs: &[Vec<PairedUnit>], holds: impl Fn(&[PairedUnit]) -> bool) -> f64 {
    let count = |count: usize| f64::from(u32::try_from(count).unwrap());
    count(runs.iter().filter(|run| holds(run)).count()) / count(runs.len())
}

fn says(run: &[PairedUnit], verdict: Verdict) -> bool {
    gate(run, &GateSettings::default()).verdict() == verdict
}

/// Blocks whenever B comes out more than three points worse.
fn worse_than_three_points(run: &[PairedUnit]) -> bool {
    paired_differences(run).plain().is_some_and(|mean| mean.value < -0.03)
}

/// Blocks whenever B fails, at the first try, where A passed at the first.
fn any_newly_failing(run: &[PairedUnit]) -> bool {
    run.iter().any(|unit| unit.a[0] > unit.b[0])
}

#[test]
fn at_no_difference_the_gate_seldom_blocks_and_naive_gates_often_do() {
    let world = World { units: 50, repeats: 3, icc: 0.5, rates: (0.7, 0.7), families: None };
    let runs = world.runs(RUNS);
    let bound = 0.053 + SLACK;
    let blocked = share(&runs, |run| says(run, Verdict::Block));
    assert!(blocked <= bound, "the gate blocks {blocked}");
    // Or the bound would not show anything.
    let naive = share(&runs, worse_than_three_points);
    assert!(naive > 2.0 * bound, "three points block {naive}");
    let newly = share(&runs, any_newly_failing);
    assert!(newly > 0.9, "newly failing units block {newly}");
}

#[test]
fn at_the_margin_the_gate_seldom_passes() {
    let world = World { units: 50, repeats: 3, icc: 0.5, rates: (0.7, 0.6), families: None };
    let runs = world.runs(RUNS);
    let passed = share(&runs, |run| says(run, Verdict::Pass));
    assert!(passed <= 0.071 + SLACK, "the gate passes {passed}");
    // Not because it never decides.
    let blocked = share(&runs, |run| says(run, Verdict::Block));
    assert!(blocked > 0.5, "the gate blocks {blocked}");
    // What is not shown to be worse is not shown to be as good either.
    let naive = share(&runs, |run| !says(run, Verdict::Block));
    assert!(naive > 2.0 * (0.071 + SLACK), "whatever is not blocked passes {naive}");
}

#[test]
fn with_families_the_gate_keeps_its_rates() {
    let families = Some((5, 0.3));
    let world = |b| World { units: 50, repeats: 3, icc: 0.5, rates: (0.7, b), families };
    let blocked = share(&world(0.7).runs(RUNS / 2), |run| says(run, Verdict::Block));
    assert!(blocked <= 0.053 + 1.5 * SLACK, "the gate blocks {blocked}");
    let passed = share(&world(0.6).runs(RUNS / 2), |run| says(run, Verdict::Pass));
    assert!(passed <= 0.083 + 1.5 * SLACK, "the gate passes {passed}");
}

#[test]
fn where_hardly_anything_fails_plain_t_passes_a_worse_side_and_the_gate_does_not() {
    let world = World { units: 20, repeats: 1, icc: 0.5, rates: (0.98, 0.93), families: None };
    let runs = world.runs(RUNS);
    let settings = GateSettings { margin: 0.05, ..GateSettings::default() };
    let guarded = share(&runs, |run| gate(run, &settings).verdict() == Verdict::Pass);
    assert!(guarded <= 0.01, "the gate passes {guarded}");
    // Without spread plain t is certain, which counts as a pass here.
    let plain = share(&runs, |run| {
        let mean = paired_differences(run).plain().unwrap();
        noninferiority(mean, 0.05, 0.05).map_or(mean.value > -0.05, |test| test.non_inferior)
    });
    assert!(plain > 0.15, "plain t passes {plain}");
}
