//! Thoughts and calls as text inside a JSON string, for trainers that parse them there.

use super::Unfit;
use crate::line::Line;
use crate::{Call, Message};

const THINK_END: &str = "</think>";

/// What the trainer would misread once a thought is put between tags.
pub(super) fn check(at: usize, message: &Message) -> Result<(), Unfit> {
    let thought = message.thought().unwrap_or_default();
    if thought.contains(THINK_END) {
        return Err(Unfit::Markup { at, markup: THINK_END });
    }
    Ok(())
}

/// `<think>…</think>` and an empty line, before what is said.
pub(super) fn thought(line: &mut Line, message: &Message) {
    if let Some(thought) = message.thought() {
        line.raw(r"<think>\n");
        line.inside_string(thought);
        line.raw(r"\n</think>\n\n");
    }
}

/// `{"name":…,"arguments":{…}}`.
pub(super) fn call(line: &mut Line, call: &Call) {
    // A name has only characters that stand for themselves.
    line.raw(r#"{\"name\":\""#);
    line.raw(&call.tool);
    line.raw(r#"\",\"arguments\":"#);
    line.inside_string(&call.arguments);
    line.raw("}");
}
