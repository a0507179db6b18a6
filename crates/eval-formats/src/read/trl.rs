//! TRL's rows for its SFT, DPO and KTO trainers.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::call_ids::CallIds;
use super::messages::{self, Said, Trained};
use super::{ReadRowError, label, only_turn, tools};
use crate::{Chat, Format, Message, Row};

#[derive(Deserialize)]
struct Conversation<'a> {
    #[serde(borrow)]
    messages: Vec<Said<'a>>,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

/// A prompt, and what comes after it.
#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    prompt: Vec<Said<'a>>,
    #[serde(borrow)]
    completion: Vec<Said<'a>>,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Pair<'a> {
    #[serde(borrow)]
    prompt: Vec<Said<'a>>,
    #[serde(borrow)]
    chosen: Vec<Said<'a>>,
    #[serde(borrow)]
    rejected: Vec<Said<'a>>,
    #[serde(borrow)]
    tools: Option<&'a RawValue>,
}

/// Which columns a row of the SFT trainer has.
#[derive(Deserialize)]
struct Columns<'a> {
    #[serde(borrow)]
    completion: Option<&'a RawValue>,
}

/// Of a conversation every turn is in the loss, whatever its marks say.
pub(super) fn sft(line: &[u8]) -> Result<Row, ReadRowError> {
    let columns: Columns = serde_json::from_slice(line)?;
    if columns.completion.is_some() {
        return sft_completion(line);
    }
    conversation(line, Trained::All, Format::TrlSft)
}

/// `train` on each message, for a template that reads it.
pub(super) fn sft_masked(line: &[u8]) -> Result<Row, ReadRowError> {
    conversation(line, Trained::ByTrain, Format::TrlSftMasked)
}

fn conversation(line: &[u8], trained: Trained, format: Format) -> Result<Row, ReadRowError> {
    let row: Conversation = serde_json::from_slice(line)?;
    let messages = messages::read(row.messages, trained, &mut CallIds::default(), format)?;
    Ok(Row::Chat(Chat { messages, tools: tools::read(row.tools)? }))
}

/// Only the completion is in the loss.
pub(super) fn sft_completion(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Reply = serde_json::from_slice(line)?;
    let (mut chat, completion) = row.parts(Format::TrlSftCompletion)?;
    chat.messages.extend(completion);
    Ok(Row::Chat(chat))
}

pub(super) fn dpo(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Pair = serde_json::from_slice(line)?;
    let mut ids = CallIds::default();
    let messages = messages::read(row.prompt, Trained::None, &mut ids, Format::TrlDpo)?;
    let side = |said, column| {
        let mut ids = ids.clone();
        only_turn(messages::read(said, Trained::All, &mut ids, Format::TrlDpo)?, column)
    };
    let chosen = side(row.chosen, "chosen")?;
    let rejected = side(row.rejected, "rejected")?;
    let prompt = Chat { messages, tools: tools::read(row.tools)? };
    Ok(Row::Pair { prompt, chosen, rejected })
}

pub(super) fn kto(line: &[u8]) -> Result<Row, ReadRowError> {
    let row: Reply = serde_json::from_slice(line)?;
    let (prompt, completion) = row.parts(Format::TrlKto)?;
    let completion = only_turn(completion, "completion")?;
    Ok(Row::Labelled { prompt, completion, good: label(line)? })
}

impl Reply<'_> {
    fn parts(self, format: Format) -> Result<(Chat, Vec<Message>), ReadRowError> {
        let mut ids = CallIds::default();
        let messages = messages::read(self.prompt, Trained::None, &mut ids, format)?;
        let completion = messages::read(self.completion, Trained::All, &mut ids, format)?;
        Ok((Chat { messages, tools: tools::read(self.tools)? }, completion))
    }
}
