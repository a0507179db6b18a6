//! TRL's `PRMTrainer` and Axolotl's `stepwise_supervised`: text, no chat template.
//!
//! The tools on offer and their results have no place there; a step is what the
//! model wrote.

use super::{Unfit, rules};
use crate::line::Line;
use crate::{Chat, Message, Step};

pub(super) fn stepwise(prompt: &Chat, steps: &[Step], line: &mut Line) -> Result<(), Unfit> {
    check(prompt, steps)?;

    line.raw(r#"{"prompt":""#);
    let said = prompt.messages.iter().filter(|message| says_anything(message));
    for (at, message) in said.enumerate() {
        if at > 0 {
            line.raw(r"\n\n");
        }
        plainly(line, message);
    }
    line.raw(r#"","completions":"#);
    line.list(steps, |line, step| {
        line.raw("\"");
        plainly(line, &step.turn);
        line.raw("\"");
    });
    line.raw(r#","labels":"#);
    line.list(steps, |line, step| line.flag(step.good));
    line.raw("}");
    Ok(())
}

fn check(prompt: &Chat, steps: &[Step]) -> Result<(), Unfit> {
    if steps.is_empty() {
        return Err(Unfit::NoSteps);
    }
    if !prompt.messages.iter().any(says_anything) {
        return Err(Unfit::Empty);
    }
    // The results between the steps are not in the row, so each turn stands for itself.
    steps.iter().try_for_each(|step| rules::reply(prompt, &step.turn))
}

fn says_anything(message: &Message) -> bool {
    !message.text.is_empty() || !message.calls.is_empty()
}

/// The text, and each call on a line of its own: `tool {…}`.
fn plainly(line: &mut Line, message: &Message) {
    line.inside_string(&message.text);
    for (at, call) in message.calls.iter().enumerate() {
        if at > 0 || !message.text.is_empty() {
            line.raw(r"\n");
        }
        line.raw(&call.tool);
        line.raw(" ");
        line.inside_string(&call.arguments);
    }
}
