//! A line of a trainer's file as a row: what that trainer would take from it.

mod json;
mod tools;
mod call_ids;
mod messages;
mod inline;
mod openai;
mod trl;
mod prm;
mod axolotl;
mod llamafactory;
mod ms_swift;

use serde::Deserialize;
use thiserror::Error;

use crate::{Chat, Format, Message, Role, Row};

/// Why a line gives no row.
#[derive(Debug, Error)]
pub enum ReadRowError {
    /// No JSON, or without what the format needs.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Somebody speaks whom the format does not know.
    #[error("the role `{role}` is unknown to {format}")]
    Role {
        /// Who speaks.
        role: String,
        /// The format's name.
        format: &'static str,
    },
    /// Where one turn of the assistant's is to be learned there is none, or there are several.
    #[error("`{column}` does not end with exactly one turn of the assistant's to learn")]
    OneTurn {
        /// Where.
        column: &'static str,
    },
    /// A step without a label, or a label without a step.
    #[error("{labels} labels stand for {steps} steps")]
    Labels {
        /// How many steps there are.
        steps: usize,
        /// How many labels.
        labels: usize,
    },
}

/// Reads one line, with its line end or without.
///
/// It is the inverse of [`write_row`](crate::write_row), and reads what others
/// wrote as well: turns are marked as that trainer would train them. Whatever
/// passes [`check`](crate::check) is read, but for a pair or a label whose turn is
/// several messages. Calls that have no ids are given some, and what is no text in a
/// message is named in square brackets.
///
/// ```
/// use eval_formats::{Format, read_row};
///
/// let line = br#"{"messages":[{"role":"user","content":"2+2?"},{"role":"assistant","content":"4"}]}"#;
/// let row = read_row(Format::OpenaiSft, line)?;
/// assert!(row.chat().messages[1].trained);
/// # Ok::<(), eval_formats::ReadRowError>(())
/// ```
pub fn read_row(format: Format, line: &[u8]) -> Result<Row, ReadRowError> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    match format {
        Format::OpenaiSft => openai::sft(line),
        Format::OpenaiDpo => openai::dpo(line),
        Format::OpenaiRft => openai::rft(line),
        Format::TrlSft => trl::sft(line),
        Format::TrlSftCompletion => trl::sft_completion(line),
        Format::TrlSftMasked => trl::sft_masked(line),
        Format::TrlDpo => trl::dpo(line),
        Format::TrlKto => trl::kto(line),
        Format::TrlPrm => prm::stepwise(line),
        Format::AxolotlChat => axolotl::chat(line),
        Format::LlamafactorySharegpt => llamafactory::any(line),
        Format::LlamafactoryDpo => llamafactory::dpo(line),
        Format::LlamafactoryKto => llamafactory::kto(line),
        Format::MsSwift => ms_swift::sft(line),
        Format::MsSwiftDpo => ms_swift::dpo(line),
        Format::MsSwiftKto => ms_swift::kto(line),
    }
}

/// Whether a labelled line is good.
fn label(line: &[u8]) -> Result<bool, ReadRowError> {
    #[derive(Deserialize)]
    struct Labelled {
        label: bool,
    }
    Ok(serde_json::from_slice::<Labelled>(line)?.label)
}

/// The only message of a column, which is the turn that is learned.
fn only_turn(mut messages: Vec<Message>, column: &'static str) -> Result<Message, ReadRowError> {
    let last = messages.pop().filter(|last| messages.is_empty() && is_turn(last));
    let turn = last.ok_or(ReadRowError::OneTurn { column })?;
    Ok(Message { trained: true, ..turn })
}

/// The last turn of a conversation, which is the one that is learned, and what
/// it was said to.
fn last_turn(mut chat: Chat, column: &'static str) -> Result<(Chat, Message), ReadRowError> {
    let last = chat.messages.pop();
    let turn = only_turn(last.into_iter().collect(), column)?;
    for message in &mut chat.messages {
        message.trained = false;
    }
    Ok((chat, turn))
}

fn is_turn(message: &Message) -> bool {
    message.role == Role::Assistant
}
