//! `OpenAI`'s rows, and those of vendors who take the same.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::call_ids::CallIds;
use super::messages::{self, Said, Trained};
use super::{ReadRowError, only_turn, tools};
use crate::{Chat, Format, Row};

#[derive(Deserialize)]
struct Conversation<'a> {
    #[serde(borrow)]
    messages: Vec<Said<'a>>,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Pair<'a> {
    #[serde(borrow)]
    input: Conversation<'a>,
    #[serde(borrow)]
    preferred_output: Vec<Said<'a>>,
    #[serde(borrow)]
    non_preferred_output: Vec<Said<'a>>,
}

pub(super) fn sft(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Conversation = serde_json::from_slice(line)?;
    let mut ids = CallIds::default();
    Ok(Row::Chat(row.chat(Trained::ByWeight, &mut ids, Format::OpenaiSft)?))
}

pub(super) fn dpo(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Pair = serde_json::from_slice(line)?;
    let mut ids = CallIds::default();
    let prompt = row.input.chat(Trained::None, &mut ids, Format::OpenaiDpo)?;
    let side = |said, column| {
        let mut ids = ids.clone();
        only_turn(messages::read(said, Trained::All, &mut ids, Format::OpenaiDpo)?, column)
    };
    let chosen = side(row.preferred_output, "preferred_output")?;
    let rejected = side(row.non_preferred_output, "non_preferred_output")?;
    Ok(Row::Pair { prompt, chosen, rejected })
}

/// All that the trainer does not read itself is the grader's.
pub(super) fn rft(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Conversation = serde_json::from_slice(line)?;
    let prompt = row.chat(Trained::None, &mut CallIds::default(), Format::OpenaiRft)?;
    let columns: BTreeMap<String, &RawValue> = serde_json::from_slice(line)?;
    let known = columns.into_iter().filter(|(key, _)| !["messages", "tools"].contains(&&**key));
    let known = known
        .map(|(key, json)| Ok((key, serde_json::from_str(json.get())?)))
        .collect::<Result<_, serde_json::Error>>()?;
    Ok(Row::Task { prompt, known })
}

impl Conversation<'_> {
    fn chat(
        self,
        trained: Trained,
        ids: &mut CallIds,
        format: Format,
    ) -> Result<Chat, ReadRowError> {
        let messages = messages::read(self.messages, trained, ids, format)?;
        Ok(Chat { messages, tools: tools::read(self.tools)? })
    }
}
