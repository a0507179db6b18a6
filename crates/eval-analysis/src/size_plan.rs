//! What a measurement of some size could see, and what it would take, before it is made.

use eval_findings::{FINDINGS_VERSION, NoiseFloor, PerTrial, PlannedNoise, SizePlan, Sized};
use eval_stats::distribution::{noncentral_t_cdf, t_quantile};
use eval_stats::gate::GateSettings;
use eval_stats::paired::paired_differences;
use eval_stats::power::{pilot_variance, smallest_difference};

use crate::compare::{CONFIDENCE, count};
use crate::measured::Measured;
use crate::noise::{rate, within};
use crate::paired::{Paired, units};

/// Nobody repeats more often than this.
const MOST_EPOCHS: u32 = 1_000;

/// Nobody has more instances than this.
const MOST_INSTANCES: u64 = 1_000_000;

/// What is to be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The suite's name.
    pub suite: String,
    /// Its instances under both arms.
    pub instances: u64,
    /// Independent units among them: families where there are enough, else the instances.
    pub units: u64,
    /// Its epochs.
    pub epochs: u32,
    /// The drop that is to be caught, as a share.
    pub drop: f64,
    /// The gate's margin, as a share.
    pub margin: f64,
    /// How likely that is to be.
    pub power: f64,
    /// The one-sided level.
    pub alpha: f64,
    /// What one trial takes, where that is known.
    pub per_trial: Option<PerTrial>,
}

/// Noise where nothing was measured: what is typical of suites, for a success rate.
///
/// An intraclass correlation of 0.5, and instances whose difficulty correlates by 0.9 between the
/// arms, as after a small change of a harness.
#[must_use]
pub fn assumed_noise(rate: f64) -> PlannedNoise {
    let (icc, correlation) = (0.5, 0.9);
    let variance = rate * (1.0 - rate);
    PlannedNoise {
        from: format!("assumed: a success rate of {:.0} %, nothing measured", rate * 100.0),
        rate,
        within: variance * (1.0 - icc),
        between: 2.0 * variance * icc * (1.0 - correlation),
        design_effect: 1.0,
    }
}

/// The noise of a suite as it was measured, one arm against itself.
#[must_use]
pub fn noise_of_floor(floor: &NoiseFloor) -> PlannedNoise {
    PlannedNoise {
        from: format!("the stored noise of `{}`, measured {}", floor.arm, floor.created),
        rate: floor.rate,
        within: floor.within,
        between: 0.0,
        design_effect: floor.design_effect,
    }
}

/// The noise of a pilot: of one arm, against itself; of two, against each other. `None` without
/// repeats, as noise cannot be told apart from differences then.
#[must_use]
pub fn noise_of_pilot(a: &Measured, b: Option<&Measured>) -> Option<PlannedNoise> {
    let alone = PlannedNoise {
        from: format!("the pilot {}, arm `{}`", a.provenance.source, a.provenance.arm),
        rate: rate(a)?,
        within: within(a)?,
        between: 0.0,
        design_effect: 1.0,
    };
    let Some(b) = b else { return Some(alone) };
    let paired = Paired::new(a, b);
    let unit = paired.unit();
    let units = units(&paired.rows, unit);
    let (between, single) = pilot_variance(&units)?.parts?;
    let differences = paired_differences(&units);
    let clustered = differences.clustered()?;
    let growth = clustered.standard_error.zip(clustered.unrelated_error);
    let growth = growth.filter(|(_, unrelated)| *unrelated > 0.0);
    Some(PlannedNoise {
        from: format!(
            "the pilot {}, `{}` against `{}`",
            a.provenance.source, b.provenance.arm, a.provenance.arm
        ),
        within: single / 2.0,
        between,
        design_effect: growth.map_or(1.0, |(error, plain)| (error / plain).powi(2).max(1.0)),
        ..alone
    })
}

/// What can be seen, and what it takes.
#[must_use]
pub fn size_plan(question: &Question, noise: PlannedNoise) -> SizePlan {
    let sized = |instances, epochs| question.sized(&noise, instances, epochs);
    let mut epochs = vec![1, 2, 3, 5, 10, question.epochs];
    epochs.sort_unstable();
    epochs.dedup();
    let mut instances = vec![20, 50, 100, 200, 500, question.instances];
    instances.sort_unstable();
    instances.dedup();
    let by_epochs = epochs.into_iter().map(|epochs| sized(question.instances, epochs)).collect();
    let by_instances =
        instances.into_iter().map(|instances| sized(instances, question.epochs)).collect();
    let reaches = |chance: Option<f64>| chance.is_some_and(|chance| chance >= question.power);
    let blocks = |instances, epochs| reaches(sized(instances, epochs).blocks_drop);
    let passes = |instances, epochs| reaches(sized(instances, epochs).passes_unchanged);
    let epochs_for = |enough: &dyn Fn(u64, u32) -> bool| {
        least(1, u64::from(MOST_EPOCHS), |epochs| enough(question.instances, small(epochs)))
            .map(small)
    };
    let instances_for = |enough: &dyn Fn(u64, u32) -> bool| {
        least(2, MOST_INSTANCES, |instances| enough(instances, question.epochs))
    };
    SizePlan {
        schema_version: FINDINGS_VERSION,
        suite: question.suite.clone(),
        drop: question.drop,
        margin: question.margin,
        power: question.power,
        alpha: question.alpha,
        units: question.units,
        instances: question.instances,
        epochs: question.epochs,
        by_epochs,
        by_instances,
        epochs_for_drop: epochs_for(&blocks),
        epochs_for_pass: epochs_for(&passes),
        instances_for_drop: instances_for(&blocks),
        instances_for_pass: instances_for(&passes),
        per_trial: question.per_trial,
        warnings: question.warnings(&noise),
        noise,
    }
}

/// How a measurement of some size is expected to err.
struct Errors {
    /// The standard deviation of the difference.
    true_error: f64,
    /// The standard error that the gate takes, guard included.
    gate_error: f64,
    degrees_of_freedom: f64,
}

impl Question {
    fn sized(&self, noise: &PlannedNoise, instances: u64, epochs: u32) -> Sized {
        let trials = 2 * instances * u64::from(epochs);
        let unchanged = self.errors(noise, 2.0 * noise.within, instances, epochs);
        let dropped =
            self.errors(noise, noise.within + within_after(noise, self.drop), instances, epochs);
        let units = self.units_of(instances);
        let total = |one: f64| one * count(usize::try_from(trials).unwrap_or(usize::MAX));
        let seen = |errors: &Errors| {
            // As a comparison reports it: two-sided, and without the gate's guard.
            let variance = errors.true_error.powi(2) * units;
            smallest_difference(whole(units), variance, 1.0 - CONFIDENCE, self.power)
        };
        Sized {
            instances,
            epochs,
            trials,
            smallest_seen: unchanged.as_ref().and_then(seen),
            blocks_drop: dropped.and_then(|errors| self.chance_to_block(&errors)),
            passes_unchanged: unchanged.and_then(|errors| self.chance_to_pass(&errors)),
            tokens: self.per_trial.map(|one| total(one.tokens)),
            cost: self.per_trial.and_then(|one| one.cost).map(total),
            seconds: self.per_trial.and_then(|one| one.seconds).map(total),
        }
    }

    /// Units grow with the instances.
    fn units_of(&self, instances: u64) -> f64 {
        // Multiplied first, so that the instances there are come out as exactly the units there are.
        (count_of(instances) * count_of(self.units) / count_of(self.instances.max(1))).max(1.0)
    }

    fn errors(
        &self,
        noise: &PlannedNoise,
        single: f64,
        instances: u64,
        epochs: u32,
    ) -> Option<Errors> {
        let units = self.units_of(instances);
        // The gate says nothing of fewer.
        if units < count(GateSettings::default().min_units) {
            return None;
        }
        let (n, epochs) = (count_of(instances), f64::from(epochs));
        let variance = (noise.between + single / epochs) * noise.design_effect / n;
        let guard = GateSettings::default().floor / epochs / n.powi(2) * units / (units - 1.0);
        Some(Errors {
            true_error: variance.sqrt(),
            gate_error: (variance + guard).sqrt(),
            degrees_of_freedom: units - 1.0,
        })
    }

    /// B is shown to be worse, and a drop beyond the margin is not excluded: with c the larger of
    /// t·SE and margin - t·SE, the chance that the observed drop is above c.
    fn chance_to_block(&self, errors: &Errors) -> Option<f64> {
        let reach = -t_quantile(self.alpha, errors.degrees_of_freedom)? * errors.gate_error;
        chance_above(self.drop, reach.max(self.margin - reach), errors)
    }

    /// A drop of the margin is excluded, though there is none.
    fn chance_to_pass(&self, errors: &Errors) -> Option<f64> {
        let reach = -t_quantile(self.alpha, errors.degrees_of_freedom)? * errors.gate_error;
        chance_above(self.margin, reach, errors)
    }

    fn warnings(&self, noise: &PlannedNoise) -> Vec<String> {
        let mut warnings = Vec::new();
        if noise.between == 0.0 {
            warnings.push(
                "one arm against itself: a change that helps some instances and hurts others adds \
                 to the noise; a pilot of both arms would show it"
                    .to_owned(),
            );
        }
        if self.units < 20 {
            warnings
                .push(format!("{} independent units: below 20 a pass is provisional", self.units));
        }
        warnings
    }
}

/// The variance of a single trial under an arm whose rate is lower by `drop`: as large a share of
/// p(1-p) as it is now, and no less than now.
fn within_after(noise: &PlannedNoise, drop: f64) -> f64 {
    let now = noise.rate * (1.0 - noise.rate);
    let then = (noise.rate - drop).clamp(0.0, 1.0);
    let share = if now > 0.0 { (noise.within / now).min(1.0) } else { 1.0 };
    (share * then * (1.0 - then)).max(noise.within)
}

/// The chance that an estimate of `truth` comes out above `bound`, where the bound itself moves with
/// the standard error: noncentral t.
fn chance_above(truth: f64, bound: f64, errors: &Errors) -> Option<f64> {
    if errors.true_error <= 0.0 {
        return Some(if truth > bound { 1.0 } else { 0.0 });
    }
    let (centre, bound) = (truth / errors.true_error, bound / errors.true_error);
    // So far out the quadrature has nothing to add.
    if centre - bound > 12.0 {
        return Some(1.0);
    }
    if bound - centre > 12.0 {
        return Some(0.0);
    }
    Some((1.0 - noncentral_t_cdf(bound, errors.degrees_of_freedom, centre)?).clamp(0.0, 1.0))
}

/// The least number from `low` to `high` that is enough, where more always is.
fn least(low: u64, high: u64, enough: impl Fn(u64) -> bool) -> Option<u64> {
    let mut reached = low;
    while !enough(reached) {
        reached = reached.checked_mul(2).filter(|next| *next <= 2 * high)?;
    }
    let (mut too_few, mut found) = (low.saturating_sub(1).max(reached / 2), reached);
    if found == low {
        return Some(low);
    }
    while found - too_few > 1 {
        let middle = u64::midpoint(too_few, found);
        if enough(middle) { found = middle } else { too_few = middle }
    }
    Some(found).filter(|found| *found <= high)
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn count_of(n: u64) -> f64 {
    count(usize::try_from(n).unwrap_or(usize::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of units, positive and far below 2^52"
)]
fn whole(units: f64) -> u64 {
    units as u64
}
