//! Axolotl's `chat_template`, told by `message_field_training: train` what is in the loss.

use super::messages::{Arguments, Dialect, Mark, tools};
use super::{Unfit, rules};
use crate::Chat;
use crate::line::Line;

/// Arguments as strings: it parses them itself, and the column keeps one type.
const DIALECT: Dialect =
    Dialect { arguments: Arguments::String, reasoning: true, mark: Mark::Train };

pub(super) fn chat(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;

    line.raw(r#"{"messages":"#);
    DIALECT.list(line, &chat.messages);
    tools(line, &chat.tools);
    line.raw("}");
    Ok(())
}
