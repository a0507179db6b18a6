//! The trials of one instance under one arm, added up.

use eval_trace::Outcome;

use crate::measured::{Cell, Instance};

/// One trial, as far as it is added up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trial<'a> {
    pub(crate) outcome: Option<&'a str>,
    pub(crate) success: Option<bool>,
    pub(crate) input_tokens: Option<u64>,
    pub(crate) output_tokens: Option<u64>,
    pub(crate) virtual_ms: Option<u64>,
    pub(crate) turns: Option<u64>,
    pub(crate) tool_calls: Option<u64>,
}

/// Trials of an instance, added up. Whole numbers, so that no order of trials changes a digit.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    /// The index of the instance's place, and its seed.
    pub(crate) instance: (usize, u64),
    /// All but means and the median.
    counts: Cell,
    input_tokens: Mean,
    output_tokens: Mean,
    turns: Mean,
    tool_calls: Mean,
    times: Vec<u64>,
}

impl Sums {
    pub(crate) fn of(instance: (usize, u64)) -> Self {
        Self { instance, ..Self::default() }
    }

    /// Adds a trial. What is not the agent's fault is counted, and takes no part in the rest.
    pub(crate) fn add(&mut self, trial: Trial<'_>) {
        let counts = &mut self.counts;
        counts.trials += 1;
        let Some(outcome) = trial.outcome.filter(|outcome| *outcome != Outcome::Infra.name())
        else {
            return;
        };
        counts.scored += 1;
        counts.success += u32::from(trial.success == Some(true));
        counts.recovered += u32::from(outcome == Outcome::Recovered.name());
        counts.broken += u32::from(outcome == Outcome::Unsafe.name());
        self.input_tokens.add(trial.input_tokens);
        self.output_tokens.add(trial.output_tokens);
        self.turns.add(trial.turns);
        self.tool_calls.add(trial.tool_calls);
        self.times.extend(trial.virtual_ms);
    }

    /// Adds what was added up elsewhere of the same instance, and leaves nothing there.
    pub(crate) fn join(&mut self, other: &mut Self) {
        let (counts, more) = (&mut self.counts, &other.counts);
        counts.trials += more.trials;
        counts.scored += more.scored;
        counts.success += more.success;
        counts.recovered += more.recovered;
        counts.broken += more.broken;
        self.input_tokens.join(other.input_tokens);
        self.output_tokens.join(other.output_tokens);
        self.turns.join(other.turns);
        self.tool_calls.join(other.tool_calls);
        self.times.append(&mut other.times);
    }

    pub(crate) fn finish(self) -> Instance {
        let (place, seed) = self.instance;
        let cell = Cell {
            input_tokens: self.input_tokens.value(),
            output_tokens: self.output_tokens.value(),
            latency: median(self.times),
            turns: self.turns.value(),
            tool_calls: self.tool_calls.value(),
            ..self.counts
        };
        Instance { place, seed, cell }
    }
}

/// A mean in the making.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    sum: u64,
    values: u32,
}

impl Mean {
    fn add(&mut self, value: Option<u64>) {
        if let Some(value) = value {
            self.join(Self { sum: value, values: 1 });
        }
    }

    fn join(&mut self, other: Self) {
        self.sum = self.sum.saturating_add(other.sum);
        self.values += other.values;
    }

    /// The mean; 0 of nothing.
    fn value(self) -> f64 {
        if self.values == 0 { 0.0 } else { real(self.sum) / f64::from(self.values) }
    }
}

/// The middle one, or the mean of the two in the middle; 0 of nothing.
fn median(mut values: Vec<u64>) -> f64 {
    values.sort_unstable();
    let middle = values.len() / 2;
    match values.as_slice() {
        [] => 0.0,
        values if values.len() % 2 == 1 => real(values[middle]),
        values => f64::midpoint(real(values[middle - 1]), real(values[middle])),
    }
}

#[expect(clippy::cast_precision_loss, reason = "tokens and milliseconds stay far below 2^52")]
fn real(n: u64) -> f64 {
    n as f64
}
