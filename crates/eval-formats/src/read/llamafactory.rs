//! LLaMA-Factory's `sharegpt` rows.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::call_ids::CallIds;
use super::inline::{split, take_thought};
use super::messages::FunctionCall;
use super::{ReadRowError, label, last_turn, only_turn, tools};
use crate::{Call, Chat, Format, Message, Role, Row};

/// How its own converter puts the results of parallel calls into one observation.
const BETWEEN_RESULTS: &str = "\n</tool_response>\n<tool_response>\n";

#[derive(Deserialize)]
struct Columns<'a> {
    conversations: Vec<Said>,
    chosen: Option<Said>,
    rejected: Option<Said>,
    #[serde(borrow)]
    label: Option<&'a RawValue>,
    system: Option<Arc<str>>,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Said {
    from: String,
    value: String,
}

/// A row of any kind, told by its columns.
pub(super) fn any(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Columns = serde_json::from_slice(line)?;
    if row.chosen.is_some() || row.rejected.is_some() {
        return row.pair(Format::LlamafactorySharegpt);
    }
    if row.label.is_some() {
        return row.labelled(label(line)?, Format::LlamafactorySharegpt);
    }
    let mut ids = CallIds::default();
    Ok(Row::Chat(row.into_chat(&mut ids, Format::LlamafactorySharegpt)?))
}

pub(super) fn dpo(line: &[u8]) -> Result<Row, ReadRowError> {
    serde_json::from_slice::<Columns>(line)?.pair(Format::LlamafactoryDpo)
}

pub(super) fn kto(line: &[u8]) -> Result<Row, ReadRowError> {
    serde_json::from_slice::<Columns>(line)?.labelled(label(line)?, Format::LlamafactoryKto)
}

impl Columns<'_> {
    fn pair(mut self, format: Format) -> Result<Row, ReadRowError> {
        let (chosen, rejected) = (self.chosen.take(), self.rejected.take());
        let mut ids = CallIds::default();
        let mut prompt = self.into_chat(&mut ids, format)?;
        for message in &mut prompt.messages {
            message.trained = false;
        }
        let side = |said: Option<Said>, column| {
            let turn = said.map(|said| said.messages(&mut ids.clone(), format)).transpose()?;
            only_turn(turn.unwrap_or_default(), column)
        };
        let chosen = side(chosen, "chosen")?;
        let rejected = side(rejected, "rejected")?;
        Ok(Row::Pair { prompt, chosen, rejected })
    }

    fn labelled(self, good: bool, format: Format) -> Result<Row, ReadRowError> {
        let chat = self.into_chat(&mut CallIds::default(), format)?;
        let (prompt, completion) = last_turn(chat, "conversations")?;
        Ok(Row::Labelled { prompt, completion, good })
    }

    /// Every turn is in the loss. A system's message of the conversation's own
    /// goes before the column, and an empty column is none.
    fn into_chat(self, ids: &mut CallIds, format: Format) -> Result<Chat, ReadRowError> {
        let has_own = self.conversations.first().is_some_and(|said| said.from == "system");
        let system = self.system.filter(|text| !has_own && !text.is_empty());
        let mut messages = Vec::new();
        messages.extend(system.map(|text| Message::plain(Role::System, text)));
        for said in self.conversations {
            messages.extend(said.messages(ids, format)?);
        }
        Ok(Chat { messages, tools: tools::read(self.tools)? })
    }
}

impl Said {
    fn messages(self, ids: &mut CallIds, format: Format) -> Result<Vec<Message>, ReadRowError> {
        let turn = |text| Message { trained: true, ..Message::plain(Role::Assistant, text) };
        Ok(match &*self.from {
            "system" => vec![Message::plain(Role::System, self.value)],
            "human" => vec![Message::plain(Role::User, self.value)],
            "observation" => results(&self.value, ids),
            "gpt" => vec![take_thought(turn(self.value))],
            "function_call" => {
                let (thought, written) =
                    split(&self.value).map_or((None, &*self.value), |(a, b)| (Some(a), b));
                let calls = calls(written, ids)?;
                vec![Message { reasoning: thought.map(Into::into), calls, ..turn(String::new()) }]
            }
            _ => return Err(ReadRowError::Role { role: self.from, format: format.name() }),
        })
    }
}

/// One call is an object, several are a list.
fn calls(written: &str, ids: &mut CallIds) -> Result<Vec<Call>, serde_json::Error> {
    let calls: Vec<FunctionCall> = if written.trim_start().starts_with('[') {
        serde_json::from_str(written)?
    } else {
        vec![serde_json::from_str(written)?]
    };
    calls.into_iter().map(|call| call.call(None, ids)).collect()
}

/// One result for each open call, if there are as many; else one for the first.
fn results(observed: &str, ids: &mut CallIds) -> Vec<Message> {
    let texts: Vec<_> = observed.split(BETWEEN_RESULTS).collect();
    let texts = if texts.len() == ids.n_open() { texts } else { vec![observed] };
    let result =
        |text: &str| Message { call_id: ids.result(None), ..Message::plain(Role::Tool, text) };
    texts.into_iter().map(result).collect()
}
