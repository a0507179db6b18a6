//! Is B better than A, or is it noise?

mod changes;
mod difference;
mod flips;
mod missing;
mod noise_note;
mod ratios;
mod refusal;
mod safety;
mod side;
mod slices;
mod settings;
mod warnings;

use eval_findings::{Comparison, Difference, FINDINGS_VERSION, Metric, Unit, Volume};

pub use changes::changes;
pub(crate) use difference::{count, difference};
pub(crate) use flips::flips;
pub(crate) use noise_note::floor_at;
pub(crate) use ratios::{PricePair, ratio, takes};
pub use refusal::CompareError;
pub(crate) use refusal::check;
pub(crate) use safety::{events, upper_bound};
pub use settings::CompareSettings;
pub(crate) use side::rate_of;
pub(crate) use slices::stratum;

use crate::measured::Measured;
use crate::paired::{Paired, PairedRow, units};

/// Confidence of every interval in a comparison.
pub(crate) const CONFIDENCE: f64 = 0.95;

/// What chance is drawn from where something has to be drawn: the same findings every time.
pub(crate) const SEED: u64 = 0;

/// Compares B with A.
pub fn compare(
    a: &Measured,
    b: &Measured,
    settings: &CompareSettings,
) -> Result<Comparison, CompareError> {
    let paired = Paired::new(a, b);
    check(a, b, &paired, settings)?;
    let mut found = compare_paired(a, b, &paired, settings);
    found.warnings.extend(warnings::look(a, b));
    Ok(found)
}

/// Compares B with A where it is settled that they can be compared.
pub(crate) fn compare_paired(
    a: &Measured,
    b: &Measured,
    paired: &Paired<'_>,
    settings: &CompareSettings,
) -> Comparison {
    let rows = &paired.rows;
    let unit = paired.unit();
    let all = units(rows, unit);
    let success = difference(&all, settings.estimand, unit);
    let prices = (settings.prices.of(&a.provenance.model), settings.prices.of(&b.provenance.model));
    let noise = noise_note::note(a, b, rows, success.estimate, settings);
    let mut comparison = Comparison {
        schema_version: FINDINGS_VERSION,
        baseline: side::side(a, rows, unit, |row| row.a),
        candidate: side::side(b, rows, unit, |row| row.b),
        changed: changes(&a.provenance, &b.provenance),
        pairing: paired.pairing(),
        missing: missing::missing(&all, &success),
        flips: flips(rows),
        slices: slices::slices(rows),
        ratios: ratios::ratios(rows, unit, prices),
        safety: safety::safety(rows),
        volume: settings.per_day.map(|per_day| volume(per_day, &success, rows)),
        noise,
        warnings: Vec::new(),
        simulated: a.provenance.simulated && b.provenance.simulated,
        success,
    };
    comparison.warnings = warnings::warnings(a, b, &comparison, settings);
    comparison
}

/// What the difference means at a daily volume.
fn volume(per_day: f64, success: &Difference, rows: &[PairedRow<'_>]) -> Volume {
    // Tokens need no price.
    let tokens = ratio(rows, Unit::Instance, Metric::Tokens, (None, None));
    Volume {
        per_day,
        successes: success.estimate.unwrap_or_default() * per_day,
        successes_interval: success.interval.map(|bounds| bounds.map(|bound| bound * per_day)),
        tokens: tokens.map(|tokens| (tokens.candidate - tokens.baseline) * per_day),
    }
}
