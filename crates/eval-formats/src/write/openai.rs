//! `OpenAI`'s hosted trainer, and those who take its files: Azure, Together, Fireworks.
//!
//! Undocumented keys fail the job, so there are none; reasoning has no key.

use serde_json::{Map, Value};

use super::messages::{Arguments, Dialect, Mark, tools};
use super::{Unfit, rules};
use crate::line::Line;
use crate::{Chat, Message, Role, Tools};

const MOST_TOOLS: usize = 128;

const PLAIN: Dialect = Dialect { arguments: Arguments::String, reasoning: false, mark: Mark::None };

pub(super) fn sft(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;
    few_tools(&chat.tools)?;
    // One weight is what a turn has that says nothing, so rows that train all say nothing.
    let masked = rules::all_trained(&chat.messages).is_err();
    let dialect = if masked { Dialect { mark: Mark::Weight, ..PLAIN } } else { PLAIN };

    line.raw(r#"{"messages":"#);
    dialect.list(line, &chat.messages);
    tools(line, &chat.tools);
    parallel(line, &chat.tools, &chat.messages);
    line.raw("}");
    Ok(())
}

pub(super) fn dpo(
    prompt: &Chat,
    chosen: &Message,
    rejected: &Message,
    line: &mut Line,
) -> Result<(), Unfit> {
    rules::pair(prompt, chosen, rejected, PLAIN.reasoning)?;
    few_tools(&prompt.tools)?;

    line.raw(r#"{"input":{"messages":"#);
    PLAIN.list(line, &prompt.messages);
    tools(line, &prompt.tools);
    parallel(line, &prompt.tools, prompt.messages.iter().chain([chosen, rejected]));
    line.raw(r#"},"preferred_output":"#);
    PLAIN.list(line, [chosen]);
    line.raw(r#","non_preferred_output":"#);
    PLAIN.list(line, [rejected]);
    line.raw("}");
    Ok(())
}

/// What is known stands beside the two keys that the trainer reads itself.
pub(super) fn rft(prompt: &Chat, known: &Map<String, Value>, line: &mut Line) -> Result<(), Unfit> {
    rules::exchange(&prompt.messages, &prompt.tools)?;
    few_tools(&prompt.tools)?;
    if prompt.messages.last().is_none_or(|last| last.role != Role::User) {
        return Err(Unfit::TaskEnd);
    }
    if let Some(key) = ["messages", "tools"].into_iter().find(|key| known.contains_key(*key)) {
        return Err(Unfit::ReservedKey { key: key.to_owned() });
    }

    line.raw(r#"{"messages":"#);
    PLAIN.list(line, &prompt.messages);
    tools(line, &prompt.tools);
    for (key, value) in known {
        line.raw(",");
        line.string(key);
        line.raw(":");
        line.raw(&value.to_string());
    }
    line.raw("}");
    Ok(())
}

fn few_tools(tools: &Tools) -> Result<(), Unfit> {
    let count = tools.names().len();
    if count > MOST_TOOLS { Err(Unfit::ToolCount { count }) } else { Ok(()) }
}

/// Without the key, a row says that calls may be made in parallel.
fn parallel<'a>(line: &mut Line, tools: &Tools, messages: impl IntoIterator<Item = &'a Message>) {
    if !tools.is_empty() && messages.into_iter().all(|message| message.calls.len() <= 1) {
        line.raw(r#","parallel_tool_calls":false"#);
    }
}
