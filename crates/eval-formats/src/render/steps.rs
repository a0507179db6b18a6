//! Stepwise rows, which are text as they stand.

use super::RenderedRow;
use crate::{Chat, Message, Step};

/// A step of a stepwise row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedStep {
    /// What the model wrote.
    pub text: String,
    /// Whether it brought the trial on.
    pub good: bool,
}

pub(super) fn render(prompt: &Chat, steps: &[Step]) -> RenderedRow {
    let said = prompt.messages.iter().map(plainly).filter(|text| !text.is_empty());
    let step = |step: &Step| RenderedStep { text: plainly(&step.turn), good: step.good };
    RenderedRow::Steps {
        prompt: said.collect::<Vec<_>>().join("\n\n"),
        steps: steps.iter().map(step).collect(),
    }
}

/// The text, and each call on a line of its own: `tool {…}`.
fn plainly(message: &Message) -> String {
    let text = Some(message.text.to_string()).filter(|text| !text.is_empty());
    let calls = message.calls.iter().map(|call| format!("{} {}", call.tool, call.arguments));
    text.into_iter().chain(calls).collect::<Vec<_>>().join("\n")
}
