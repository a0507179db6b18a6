//! TRL: JSON Lines for `datasets` from 4.7 on, where objects of any keys stay what they are.

use super::messages::{Arguments, Dialect, Mark, tools};
use super::{Unfit, rules};
use crate::line::Line;
use crate::{Chat, Message};

const PLAIN: Dialect = Dialect { arguments: Arguments::Object, reasoning: true, mark: Mark::None };

pub(super) fn sft(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;
    rules::all_trained(&chat.messages)?;
    conversation(PLAIN, chat, line);
    Ok(())
}

pub(super) fn sft_masked(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;
    conversation(Dialect { mark: Mark::TrainOnEach, ..PLAIN }, chat, line);
    Ok(())
}

fn conversation(dialect: Dialect, chat: &Chat, line: &mut Line) {
    line.raw(r#"{"messages":"#);
    dialect.list(line, &chat.messages);
    tools(line, &chat.tools);
    line.raw("}");
}

/// The whole completion is in the loss, so it is one turn, the last.
pub(super) fn sft_completion(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;
    let Some((last, before)) = chat.messages.split_last() else { return Err(Unfit::Empty) };
    rules::open_for_reply(before)?;
    if let Some(at) = before.iter().position(|message| message.trained) {
        return Err(Unfit::EarlierTurnTrained { at });
    }

    line.raw(r#"{"prompt":"#);
    PLAIN.list(line, before);
    line.raw(r#","completion":"#);
    PLAIN.list(line, [last]);
    tools(line, &chat.tools);
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

    line.raw(r#"{"prompt":"#);
    PLAIN.list(line, &prompt.messages);
    line.raw(r#","chosen":"#);
    PLAIN.list(line, [chosen]);
    line.raw(r#","rejected":"#);
    PLAIN.list(line, [rejected]);
    tools(line, &prompt.tools);
    line.raw("}");
    Ok(())
}

pub(super) fn kto(
    prompt: &Chat,
    completion: &Message,
    good: bool,
    line: &mut Line,
) -> Result<(), Unfit> {
    rules::reply(prompt, completion)?;

    line.raw(r#"{"prompt":"#);
    PLAIN.list(line, &prompt.messages);
    line.raw(r#","completion":"#);
    PLAIN.list(line, [completion]);
    line.raw(r#","label":"#);
    line.flag(good);
    tools(line, &prompt.tools);
    line.raw("}");
    Ok(())
}
