//! Trials folded into arms and instances, batch by batch.
//!
//! In a run's tables the arms take turns on an instance, and its epochs follow each other. So nothing
//! is looked up as long as that holds: each arm adds to the instance it is at, and begins a new one
//! when another comes. An instance that was left and comes again has several sums, which meet in the
//! end; so the order decides how fast this is and not what comes out.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use polars::prelude::*;

use crate::measured::{Instance, Place};
use crate::read_run::AnalyseError;
use crate::sums::{Sums, Trial};
use crate::tables::{flags, texts, whole_numbers, words};

/// What has been read so far.
#[derive(Debug, Default)]
pub(crate) struct Fold {
    run: String,
    arms: Vec<String>,
    places: Arc<[Place]>,
    /// Of each arm, its instances as they came.
    sums: Vec<Vec<Sums>>,
    /// The arm and the place of the last trial.
    last: (usize, usize),
}

impl Fold {
    /// Begins with nothing. Places are in order.
    pub(crate) fn new(run: String, arms: &[&str], places: Arc<[Place]>) -> Self {
        let sums = arms.iter().map(|_| Vec::new()).collect();
        let arms = arms.iter().map(|arm| (*arm).to_owned()).collect();
        Self { run, arms, places, sums, last: (0, 0) }
    }

    /// The columns it needs.
    pub(crate) fn columns() -> [Expr; 11] {
        [
            "arm",
            "scenario",
            "variant",
            "instance",
            "outcome",
            "success",
            "input_tokens",
            "output_tokens",
            "virtual_ms",
            "turns",
            "tool_calls",
        ]
        .map(col)
    }

    /// Adds some trials.
    pub(crate) fn add(&mut self, trials: &DataFrame) -> Result<(), AnalyseError> {
        let numbers = |name| whole_numbers(trials, name);
        let (arm, scenario, variant) =
            (words(trials, "arm")?, words(trials, "scenario")?, words(trials, "variant")?);
        let (outcome, success) = (texts(trials, "outcome")?, flags(trials, "success")?);
        let seed = numbers("instance")?;
        let (input, output) = (numbers("input_tokens")?, numbers("output_tokens")?);
        let (time, turns, calls) =
            (numbers("virtual_ms")?, numbers("turns")?, numbers("tool_calls")?);
        for row in 0..trials.height() {
            let (arm, place) = (self.arm(arm[row])?, self.place(scenario[row], variant[row])?);
            self.last = (arm, place);
            let instance = (place, seed[row].unwrap_or_default());
            self.sums(arm, instance).add(Trial {
                outcome: outcome[row],
                success: success[row],
                input_tokens: input[row],
                output_tokens: output[row],
                virtual_ms: time[row],
                turns: turns[row],
                tool_calls: calls[row],
            });
        }
        Ok(())
    }

    /// The instances of each arm, in order of place and seed; each stands once.
    pub(crate) fn finish(self) -> Vec<Vec<Instance>> {
        self.sums.into_iter().map(in_order).collect()
    }

    /// The arm of that name. The one after the last is asked first: arms take turns.
    fn arm(&self, name: &str) -> Result<usize, AnalyseError> {
        let (before, after) = self.arms.split_at(self.arms.len().min(self.last.0 + 1));
        let found = after.iter().chain(before).position(|arm| arm == name);
        let found = found.ok_or_else(|| self.unknown("arm", name))?;
        Ok((before.len() + found) % self.arms.len())
    }

    /// The place of these names. The last is asked first: it has many trials.
    fn place(&self, scenario: &str, variant: &str) -> Result<usize, AnalyseError> {
        let order = |place: &Place| {
            (place.scenario.as_str(), place.variant.as_str()).cmp(&(scenario, variant))
        };
        let last = self.last.1;
        if self.places.get(last).is_some_and(|place| order(place).is_eq()) {
            return Ok(last);
        }
        let found = self.places.binary_search_by(order);
        found.map_err(|_| self.unknown("scenario", scenario))
    }

    /// Where the arm adds to: the instance it is at, or a new one.
    fn sums(&mut self, arm: usize, instance: (usize, u64)) -> &mut Sums {
        let sums = &mut self.sums[arm];
        if sums.last().is_none_or(|last| last.instance != instance) {
            sums.push(Sums::of(instance));
        }
        let last = sums.len() - 1;
        &mut sums[last]
    }

    fn unknown(&self, what: &'static str, name: &str) -> AnalyseError {
        AnalyseError::Unknown { run: self.run.clone(), what, name: name.to_owned() }
    }
}

fn in_order(mut sums: Vec<Sums>) -> Vec<Instance> {
    sums.sort_by_key(|sums| sums.instance);
    sums.dedup_by(|again, first| {
        let same = again.instance == first.instance;
        if same {
            first.join(again);
        }
        same
    });
    sums.into_iter().map(Sums::finish).collect()
}
