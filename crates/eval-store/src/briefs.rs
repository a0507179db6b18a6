//! The trials of a run in few words: what one selects by.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, BooleanArray, StringArray, UInt32Array, UInt64Array};
use eval_trace::{Digest, Outcome, StopReason, TrialId};

use crate::ReadRunError;
use crate::row::UnfitRow;
use crate::table_reader::{Batch, Table, Wanted};

/// A trial without its trace, its texts and its hashes. A million of them fit into a few
/// hundred megabytes: names that repeat are stored once.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialBrief {
    /// The trial.
    pub id: TrialId,
    /// The part of the run that it lies in.
    pub part: u32,
    /// The arm.
    pub arm: Arc<str>,
    /// The scenario.
    pub scenario: Arc<str>,
    /// Its variant.
    pub variant: Arc<str>,
    /// Its family.
    pub family: Arc<str>,
    /// The model.
    pub model: Arc<str>,
    /// The instance seed.
    pub instance: u64,
    /// Hash of what the instance is: prompt, tools, initial state, parameters.
    pub instance_hash: Digest,
    /// The repeat index.
    pub epoch: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// Why the loop stopped.
    pub stop: StopReason,
    /// What the verifiers said of the answer let out; none when none ran.
    pub verified: Option<bool>,
    /// How many times the model was asked.
    pub turns: u32,
    /// How many calls ran.
    pub tool_calls: u32,
    /// How many calls a rail refused.
    pub refusals: u32,
    /// How many errors were routed.
    pub errors: u32,
}

const COLUMNS: &[&str] = &[
    "trial_id",
    "arm",
    "scenario",
    "variant",
    "family",
    "model",
    "instance",
    "instance_hash",
    "epoch",
    "outcome",
    "stop",
    "verified",
    "turns",
    "tool_calls",
    "refusals",
    "errors",
];

/// Reads the trials of every part, in plan order.
pub(crate) fn read(trials: &Table) -> Result<Vec<TrialBrief>, ReadRunError> {
    let mut names = Names::default();
    let mut briefs = Vec::new();
    for part in trials.parts() {
        let table = trials.part(part);
        let file = table.file_of(0);
        for batch in table.scan(Wanted::Only(COLUMNS))? {
            let batch = batch?;
            let read = read_batch(&batch, part, &mut names, &mut briefs);
            read.map_err(ReadRunError::at(&file))?;
        }
    }
    Ok(briefs)
}

/// Names seen so far.
#[derive(Default)]
struct Names(HashMap<String, Arc<str>>);

impl Names {
    fn of(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.0.insert(name.to_owned(), Arc::clone(&new));
        new
    }
}

fn read_batch(
    batch: &Batch,
    part: u32,
    names: &mut Names,
    briefs: &mut Vec<TrialBrief>,
) -> Result<(), UnfitRow> {
    let text = |column| batch.column::<StringArray>(column);
    let number = |column| batch.column::<UInt32Array>(column);
    let (id, arm, scenario) = (text("trial_id")?, text("arm")?, text("scenario")?);
    let (variant, family, model) = (text("variant")?, text("family")?, text("model")?);
    let (outcome, stop) = (text("outcome")?, text("stop")?);
    let instance_hash = text("instance_hash")?;
    let instance: &UInt64Array = batch.column("instance")?;
    let verified: &BooleanArray = batch.column("verified")?;
    let (epoch, turns, calls) = (number("epoch")?, number("turns")?, number("tool_calls")?);
    let (refusals, errors) = (number("refusals")?, number("errors")?);
    let unfit = |column, wanted, index| UnfitRow::Unfit { column, wanted, index };
    briefs.reserve(id.len());
    for index in 0..id.len() {
        let hash = |column, cells: &StringArray| {
            cells.value(index).parse::<Digest>().map_err(|_| unfit(column, "a hash", index))
        };
        let word = "a word known here";
        briefs.push(TrialBrief {
            id: TrialId(hash("trial_id", id)?),
            part,
            arm: names.of(arm.value(index)),
            scenario: names.of(scenario.value(index)),
            variant: names.of(variant.value(index)),
            family: names.of(family.value(index)),
            model: names.of(model.value(index)),
            instance: instance.value(index),
            instance_hash: hash("instance_hash", instance_hash)?,
            epoch: epoch.value(index),
            outcome: Outcome::from_name(outcome.value(index))
                .ok_or_else(|| unfit("outcome", word, index))?,
            stop: StopReason::from_name(stop.value(index))
                .ok_or_else(|| unfit("stop", word, index))?,
            verified: verified.is_valid(index).then(|| verified.value(index)),
            turns: turns.value(index),
            tool_calls: calls.value(index),
            refusals: refusals.value(index),
            errors: errors.value(index),
        });
    }
    Ok(())
}
