//! Where a row comes from: one line beside each.

use serde::Serialize;

use crate::recipe::Recipe;
use crate::rows::Drawn;
use crate::selecting::{Place, UNKNOWN};
use crate::source::Source;

/// Where a row comes from. The k-th line of `provenance/` belongs to the k-th row of `data/`.
#[derive(Debug, Serialize)]
pub(crate) struct Provenance<'a> {
    /// Hash of the row as it is written.
    pub(crate) row: String,
    #[serde(flatten)]
    pub(crate) from: TrialFacts<'a>,
    /// The turns that it teaches, from 1.
    pub(crate) turns: &'a [u32],
    /// What shows that it teaches what it claims to.
    pub(crate) evidence: &'a str,
    /// The trial whose turn is the worse one of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) against: Option<TrialFacts<'a>>,
    /// By the counter that the manifest names.
    pub(crate) tokens: u64,
}

/// A trial, named so that it can be found again.
#[derive(Debug, Serialize)]
pub(crate) struct TrialFacts<'a> {
    run: &'a str,
    trial: String,
    arm: &'a str,
    harness_hash: String,
    model: &'a str,
    licence: Option<&'a str>,
    simulated: bool,
    family: &'a str,
    scenario: &'a str,
    variant: &'a str,
    instance: u64,
    epoch: u32,
    split: Option<&'a str>,
    outcome: &'static str,
    /// Whose fault the failure is; none of a success.
    class: Option<&'static str>,
    /// Its failure mode, where one was found.
    mode: Option<&'a str>,
}

impl<'a> TrialFacts<'a> {
    pub(crate) fn of(recipe: &'a Recipe, sources: &'a [Source], place: Place) -> Self {
        let source = &sources[place.source];
        let trial = &source.trials[place.trial];
        let arm = source.arm(&trial.arm);
        Self {
            run: &source.run.manifest().run_id,
            trial: trial.id.to_string(),
            arm: &trial.arm,
            harness_hash: arm.map(|arm| arm.harness_hash.to_string()).unwrap_or_default(),
            model: &trial.model,
            licence: recipe.licences.get(&*trial.model).map(|stated| stated.licence.as_str()),
            simulated: source.model(&trial.model).is_some_and(|model| model.simulated),
            family: &trial.family,
            scenario: &trial.scenario,
            variant: &trial.variant,
            instance: trial.instance,
            epoch: trial.epoch,
            split: source.split(trial),
            outcome: trial.outcome.name(),
            class: (!trial.outcome.is_success()).then_some(UNKNOWN),
            mode: None,
        }
    }
}

impl<'a> Provenance<'a> {
    pub(crate) fn of(
        recipe: &'a Recipe,
        sources: &'a [Source],
        (place, against): (Place, Option<Place>),
        drawn: &'a Drawn,
    ) -> Self {
        let facts = |place| TrialFacts::of(recipe, sources, place);
        Self {
            row: String::new(),
            from: facts(place),
            turns: &drawn.turns,
            evidence: &drawn.evidence,
            against: against.map(facts),
            tokens: 0,
        }
    }
}
