//! What there is in the rows of a file.

mod spread;

use std::collections::BTreeMap;

use serde::Serialize;

pub use spread::Spread;

use crate::{Format, Message, Role, Row, Shape};
use spread::Histogram;

/// Rows counted one by one; what is kept does not grow with them, only with the
/// number of tools and of distinct sizes.
///
/// ```
/// use eval_formats::{Format, Stats, read_row};
///
/// let line = br#"{"messages":[{"role":"user","content":"2+2?"},{"role":"assistant","content":"4"}]}"#;
/// let mut stats = Stats::new(Format::TrlSft);
/// stats.add(&read_row(Format::TrlSft, line)?, |text| text.len() as u64);
/// assert_eq!(stats.summary().trained_turns, 1);
/// assert_eq!(stats.summary().tokens.total, 5);
/// # Ok::<(), eval_formats::ReadRowError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Stats {
    counted: Summary,
    turns: Histogram,
    tokens: Histogram,
    tokens_trained: Histogram,
}

/// What was counted.
///
/// Tokens are those of what is said, thought and called, and once a row of the
/// tools on offer, without what a chat template prints around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The format's name.
    pub format: &'static str,
    /// How many rows there are.
    pub rows: u64,
    /// The assistant's turns of each row; of a pair both sides count.
    pub turns: Spread,
    /// The turns that are in the loss.
    pub trained_turns: u64,
    /// The turns that are not.
    pub untrained_turns: u64,
    /// The tokens of each row.
    pub tokens: Spread,
    /// The tokens of each row that are in the loss.
    pub tokens_trained: Spread,
    /// The tools, by name.
    pub tools: BTreeMap<String, ToolUse>,
    /// Rows in which a turn makes several calls.
    pub rows_with_parallel_calls: u64,
    /// Rows in which a turn says something beside its calls.
    pub rows_with_text_beside_calls: u64,
    /// Rows in which a turn has reasoning of its own.
    pub rows_with_reasoning: u64,
    /// Turns and steps that are labelled good.
    pub good: u64,
    /// Turns and steps that are labelled bad.
    pub bad: u64,
    /// Pairs, by which of their sides has more tokens.
    pub pairs: Lengths,
}

/// How often a tool occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ToolUse {
    /// Rows in which it is on offer.
    pub offered: u64,
    /// Calls to it.
    pub calls: u64,
}

/// Pairs by the lengths of their sides: a trainer may learn the length instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lengths {
    /// Pairs of which the better turn is longer.
    pub chosen_longer: u64,
    /// Pairs of which both are as long.
    pub equal: u64,
    /// Pairs of which the worse turn is longer.
    pub rejected_longer: u64,
}

impl Stats {
    /// Begins to count a file of this format.
    pub fn new(format: Format) -> Self {
        let none = Histogram::default();
        let counted = Summary {
            format: format.name(),
            rows: 0,
            turns: none.spread(),
            trained_turns: 0,
            untrained_turns: 0,
            tokens: none.spread(),
            tokens_trained: none.spread(),
            tools: BTreeMap::new(),
            rows_with_parallel_calls: 0,
            rows_with_text_beside_calls: 0,
            rows_with_reasoning: 0,
            good: 0,
            bad: 0,
            pairs: Lengths::default(),
        };
        Self { counted, turns: none.clone(), tokens: none.clone(), tokens_trained: none }
    }

    /// Counts a row; `tokens` says how many a text is.
    pub fn add(&mut self, row: &Row, tokens: impl Fn(&str) -> u64) {
        self.counted.rows += 1;
        self.add_tokens(row, &tokens);
        self.add_turns(row);
        self.add_tools(row);
        self.add_labels(row);
        if let Row::Pair { chosen, rejected, .. } = row {
            self.counted.pairs.add(tokens_of(chosen, &tokens), tokens_of(rejected, &tokens));
        }
    }

    /// What was counted so far.
    pub fn summary(&self) -> Summary {
        Summary {
            turns: self.turns.spread(),
            tokens: self.tokens.spread(),
            tokens_trained: self.tokens_trained.spread(),
            ..self.counted.clone()
        }
    }

    fn add_tokens(&mut self, row: &Row, tokens: &impl Fn(&str) -> u64) {
        let listing = &row.chat().tools;
        let mut all = if listing.is_empty() { 0 } else { tokens(listing.listing()) };
        let mut trained = 0;
        for (message, is_trained) in messages(row) {
            let said = tokens_of(message, tokens);
            all += said;
            trained += if is_trained { said } else { 0 };
        }
        self.tokens.add(all);
        self.tokens_trained.add(trained);
    }

    fn add_turns(&mut self, row: &Row) {
        let any = |has: fn(&Message) -> bool| u64::from(turns(row).any(|(turn, _)| has(turn)));
        let trained = count(turns(row).filter(|(_, is_trained)| *is_trained));
        let all = count(turns(row));
        self.turns.add(all);
        self.counted.trained_turns += trained;
        self.counted.untrained_turns += all - trained;
        self.counted.rows_with_parallel_calls += any(|turn| turn.calls.len() > 1);
        self.counted.rows_with_text_beside_calls +=
            any(|turn| !turn.calls.is_empty() && !turn.text.trim().is_empty());
        self.counted.rows_with_reasoning += any(|turn| turn.thought().is_some());
    }

    fn add_tools(&mut self, row: &Row) {
        for name in row.chat().tools.names() {
            self.tool(name).offered += 1;
        }
        for call in turns(row).flat_map(|(turn, _)| &turn.calls) {
            self.tool(&call.tool).calls += 1;
        }
    }

    fn tool(&mut self, name: &str) -> &mut ToolUse {
        self.counted.tools.entry(name.to_owned()).or_default()
    }

    fn add_labels(&mut self, row: &Row) {
        let (good, all) = match row {
            Row::Labelled { good, .. } => (u64::from(*good), 1),
            Row::Steps { steps, .. } => {
                (count(steps.iter().filter(|step| step.good)), count(steps.iter()))
            }
            Row::Chat(_) | Row::Pair { .. } | Row::Task { .. } => (0, 0),
        };
        self.counted.good += good;
        self.counted.bad += all - good;
    }
}

impl Lengths {
    fn add(&mut self, chosen: u64, rejected: u64) {
        *match chosen.cmp(&rejected) {
            std::cmp::Ordering::Less => &mut self.rejected_longer,
            std::cmp::Ordering::Equal => &mut self.equal,
            std::cmp::Ordering::Greater => &mut self.chosen_longer,
        } += 1;
    }
}

/// The assistant's messages.
fn turns(row: &Row) -> impl Iterator<Item = (&Message, bool)> {
    messages(row).filter(|(message, _)| message.role == Role::Assistant)
}

/// Each message, and whether it is in the loss. What comes after a prompt is, and
/// nothing of the prompt.
fn messages(row: &Row) -> impl Iterator<Item = (&Message, bool)> {
    let of_prompt = row.chat().messages.len();
    let is_chat = row.shape() == Shape::Chat;
    let is_trained =
        move |at, message: &Message| if is_chat { message.trained } else { at >= of_prompt };
    row.messages().enumerate().map(move |(at, message)| (message, is_trained(at, message)))
}

fn tokens_of(message: &Message, tokens: &impl Fn(&str) -> u64) -> u64 {
    let texts = [Some(&*message.text), message.thought()];
    let calls = message.calls.iter().flat_map(|call| [&*call.tool, &*call.arguments]);
    texts.into_iter().flatten().chain(calls).map(tokens).sum()
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |count, _| count + 1)
}
