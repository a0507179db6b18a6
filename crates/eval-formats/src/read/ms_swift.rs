//! ms-swift's rows, in which what is said and each call may be messages of their own.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::call_ids::CallIds;
use super::inline::take_thought;
use super::json::unquoted;
use super::messages::{FunctionCall, Said, Trained};
use super::{ReadRowError, is_turn, label, last_turn, only_turn, tools};
use crate::{Call, Chat, Format, Message, Role, Row};

#[derive(Deserialize)]
struct Columns<'a> {
    #[serde(borrow)]
    messages: Vec<Said<'a>>,
    #[serde(borrow)]
    rejected_messages: Option<Vec<Said<'a>>>,
    #[serde(borrow)]
    rejected_response: Option<&'a RawValue>,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

pub(super) fn sft(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Columns = serde_json::from_slice(line)?;
    let messages = read(row.messages, Trained::ByLoss, &mut CallIds::default(), Format::MsSwift)?;
    Ok(Row::Chat(Chat { messages, tools: tools::read(row.tools)? }))
}

pub(super) fn kto(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Columns = serde_json::from_slice(line)?;
    let messages = read(row.messages, Trained::None, &mut CallIds::default(), Format::MsSwiftKto)?;
    let chat = Chat { messages, tools: tools::read(row.tools)? };
    let (prompt, completion) = last_turn(chat, "messages")?;
    Ok(Row::Labelled { prompt, completion, good: label(line)? })
}

/// Two conversations that differ in their last turn, or one and another answer to
/// the last user's message.
pub(super) fn dpo(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Columns = serde_json::from_slice(line)?;
    let conversation =
        |said| read(said, Trained::None, &mut CallIds::default(), Format::MsSwiftDpo);
    let messages = conversation(row.messages)?;
    let (column, rejected) = match (row.rejected_messages, row.rejected_response) {
        (Some(said), _) => ("rejected_messages", conversation(said)?),
        (None, Some(response)) => ("rejected_response", answered(&messages, response)?),
        (None, None) => return Err(ReadRowError::OneTurn { column: "rejected_messages" }),
    };
    let tools = tools::read(row.tools)?;
    let (other, rejected) = last_turn(Chat { messages: rejected, tools: tools.clone() }, column)?;
    let (prompt, chosen) = last_turn(Chat { messages, tools }, "messages")?;
    if !says_the_same(&prompt.messages, &other.messages) {
        return Err(ReadRowError::OneTurn { column });
    }
    Ok(Row::Pair { prompt, chosen, rejected })
}

/// The conversation up to the last user's message, and this response.
fn answered(messages: &[Message], response: &RawValue) -> Result<Vec<Message>, ReadRowError> {
    let last_user = messages.iter().rposition(|message| message.role == Role::User);
    let mut answered = messages[..last_user.map_or(0, |at| at + 1)].to_vec();
    if response.get().starts_with('"') {
        let text = unquoted(response)?;
        answered.push(take_thought(Message::plain(Role::Assistant, &*text)));
        return Ok(answered);
    }
    let said = serde_json::from_str(response.get())?;
    let turns = read(said, Trained::None, &mut CallIds::default(), Format::MsSwiftDpo)?;
    answered.push(only_turn(turns, "rejected_response")?);
    Ok(answered)
}

/// Whether two conversations are the same but for the ids of calls.
fn says_the_same(one: &[Message], other: &[Message]) -> bool {
    let call = |call: &Call| (call.tool.clone(), call.arguments.clone());
    let said = |message: &Message| {
        let calls: Vec<_> = message.calls.iter().map(call).collect();
        (message.role, message.text.clone(), message.reasoning.clone(), calls)
    };
    one.iter().map(said).eq(other.iter().map(said))
}

/// Neighbours that are the assistant's are one turn, which is in the loss if all of them are.
fn read(
    said: Vec<Said<'_>>,
    trained: Trained,
    ids: &mut CallIds,
    format: Format,
) -> Result<Vec<Message>, ReadRowError> {
    let mut messages: Vec<Message> = Vec::new();
    for said in said {
        let message = one(said, trained, ids, format)?;
        match messages.last_mut() {
            Some(turn) if is_turn(turn) && is_turn(&message) => join(turn, message),
            Some(_) | None => messages.push(message),
        }
    }
    sort_results(&mut messages);
    let take = |message| if is_turn(&message) { take_thought(message) } else { message };
    Ok(messages.into_iter().map(take).collect())
}

fn one(
    said: Said<'_>,
    trained: Trained,
    ids: &mut CallIds,
    format: Format,
) -> Result<Message, ReadRowError> {
    let role = match &*said.role {
        "system" => Role::System,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" | "tool_response" => Role::Tool,
        "tool_call" => {
            let text = said.text()?;
            let call: FunctionCall = serde_json::from_str(&text)?;
            let calls = vec![call.call(None, ids)?];
            let trained = said.is_trained(trained);
            return Ok(Message { calls, trained, ..Message::plain(Role::Assistant, "") });
        }
        _ => return Err(ReadRowError::Role { role: said.role, format: format.name() }),
    };
    said.message(role, trained, ids)
}

fn join(turn: &mut Message, next: Message) {
    if !next.text.is_empty() {
        turn.text = [&*turn.text, &*next.text].concat().into();
    }
    turn.reasoning = turn.reasoning.take().or(next.reasoning);
    turn.calls.extend(next.calls);
    turn.trained &= next.trained;
}

/// The trainer puts results in the order of their calls.
fn sort_results(messages: &mut [Message]) {
    let mut calls: Vec<Call> = Vec::new();
    for group in messages.chunk_by_mut(|one, next| one.role == next.role) {
        match group {
            [first, ..] if first.role == Role::Tool => group.sort_by_key(|result| {
                let call = calls.iter().position(|call| Some(&call.id) == result.call_id.as_ref());
                call.unwrap_or(calls.len())
            }),
            [.., turn] => calls.clone_from(&turn.calls),
            [] => {}
        }
    }
}
