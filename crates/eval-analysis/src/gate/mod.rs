//! May the candidate take the baseline's place?

mod budget;
mod checks;
mod headline;
mod quarantine;
mod spec;
mod success;
mod verdict;
mod zero_tolerance;

use eval_findings::{Demanded, FINDINGS_VERSION, GateReport, Look, Verdict};
use eval_stats::distribution::normal_survival;
use eval_stats::sequential::obrien_fleming;

pub use quarantine::{Quarantine, QuarantineError};
pub use spec::{GateSpec, Within};

use crate::compare::{CompareError, CompareSettings, check, compare_paired};
use crate::measured::Measured;
use crate::paired::Paired;

/// Why a gate says nothing; each says how to proceed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GateError {
    /// The arms cannot be compared.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// The quarantine names what is not there.
    #[error(transparent)]
    Quarantine(#[from] QuarantineError),
    /// The gate's file names a family or a tag that no instance has.
    #[error("the gate demands something of the {kind} `{name}`, which no instance has{nearest}")]
    NoSlice {
        /// Family or tag.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The nearest there is, in words.
        nearest: String,
    },
}

/// Judges B against A.
pub fn gate(
    a: &Measured,
    b: &Measured,
    spec: &GateSpec,
    settings: &CompareSettings,
) -> Result<GateReport, GateError> {
    let look = b.provenance.look.or(a.provenance.look);
    let alpha = look.map_or(spec.alpha, |look| alpha_at(look.taken, look.planned, spec.alpha));
    let nothing = GateReport {
        schema_version: FINDINGS_VERSION,
        verdict: Verdict::Invalid,
        exit_code: verdict::NOTHING_RAN,
        headline: String::new(),
        policy: spec.policy,
        checks: Vec::new(),
        quarantined: Vec::new(),
        look: look.map(|look| Look { taken: look.taken, planned: look.planned }),
        demanded: Demanded {
            file: spec.file.clone(),
            margin: spec.margin,
            alpha,
            max_missing: spec.max_missing,
            min_units: spec.min_units as u64,
        },
        comparison: None,
        warnings: Vec::new(),
    };
    if let Some(empty) = [a, b].into_iter().find(|arm| arm.instances.is_empty()) {
        let headline = format!("INVALID: nothing ran of the arm `{}`", empty.provenance.arm);
        return Ok(GateReport { headline, ..nothing });
    }
    let mut paired = Paired::new(a, b);
    check(a, b, &paired, settings)?;
    let quarantined = quarantine::apply(&spec.quarantine, &mut paired)?;
    let mut warnings = quarantine::warnings(&spec.quarantine, b, settings.now);
    let comparison = compare_paired(a, b, &paired, settings);
    let prices = (settings.prices.of(&a.provenance.model), settings.prices.of(&b.provenance.model));
    let found = checks::checks(&paired, spec, alpha, prices)?;
    warnings.extend(found.warnings);
    warnings.extend(comparison.warnings.clone());
    let unfinished = a.provenance.unfinished.max(b.provenance.unfinished);
    let verdict = if unfinished > 0 { Verdict::Invalid } else { verdict::of_all(&found.checks) };
    Ok(GateReport {
        verdict,
        exit_code: verdict::exit_code(verdict, spec.policy),
        headline: headline::headline(verdict, &found.checks, &comparison, unfinished),
        checks: found.checks,
        quarantined,
        comparison: Some(Box::new(comparison)),
        warnings,
        ..nothing
    })
}

/// The level of one look of several, so that all of them together keep to `alpha`.
///
/// The bound of O'Brien and Fleming, brought from the normal to the t scale by its p-value.
#[must_use]
pub fn alpha_at(taken: u32, planned: u32, alpha: f64) -> f64 {
    let looks = obrien_fleming(planned.into(), alpha);
    let bound = looks.as_ref().and_then(|looks| looks.z_bounds.get(taken.checked_sub(1)? as usize));
    bound.map_or(alpha, |z| normal_survival(*z))
}
