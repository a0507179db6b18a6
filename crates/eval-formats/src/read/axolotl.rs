//! Axolotl's `chat_template` rows.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::call_ids::CallIds;
use super::json::unquoted;
use super::messages::{self, Trained};
use super::{ReadRowError, tools};
use crate::{Chat, Format, Row};

#[derive(Deserialize)]
struct Conversation<'a> {
    /// A list, or JSON text of one.
    #[serde(borrow)]
    messages: &'a RawValue,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

/// Told `message_field_training: train` and nothing else of which turns to train.
pub(super) fn chat(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Conversation = serde_json::from_slice(line)?;
    let list = unquoted(row.messages)?;
    let said = serde_json::from_str(&list)?;
    let mut ids = CallIds::default();
    let messages = messages::read(said, Trained::ByTrain, &mut ids, Format::AxolotlChat)?;
    Ok(Row::Chat(Chat { messages, tools: tools::read(row.tools)? }))
}
