//! A row as a line of a trainer's file.

mod unfit;
mod rules;
mod arguments;
mod messages;
mod inline;
mod openai;
mod trl;
mod prm;
mod axolotl;
mod llamafactory;
mod ms_swift;

pub use llamafactory::dataset_info;
pub use unfit::Unfit;

use crate::line::Line;
use crate::{Format, Row};

/// What a line left out of its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Turns whose reasoning the format has no place for.
    pub reasoning_dropped: usize,
}

/// Appends the row as exactly one line of JSON, `\n` included.
///
/// Nothing is invented to make a row fit, and nothing is left out but what
/// [`Written`] counts, and white space beside calls where a trainer parses both
/// from one text. A row that would need more is [`Unfit`], and `out` is as it was.
pub fn write_row(format: Format, row: &Row, out: &mut Vec<u8>) -> Result<Written, Unfit> {
    let start = out.len();
    let mut line = Line::at_the_end_of(out);
    let result = write_object(format, row, &mut line);
    line.raw("\n");
    if result.is_err() {
        out.truncate(start);
    }
    result.map(|()| Written { reasoning_dropped: reasoning_dropped(format, row) })
}

fn write_object(format: Format, row: &Row, line: &mut Line) -> Result<(), Unfit> {
    match (format, row) {
        (Format::OpenaiSft, Row::Chat(chat)) => openai::sft(chat, line),
        (Format::OpenaiDpo, Row::Pair { prompt, chosen, rejected }) => {
            openai::dpo(prompt, chosen, rejected, line)
        }
        (Format::OpenaiRft, Row::Task { prompt, known }) => openai::rft(prompt, known, line),
        (Format::TrlSft, Row::Chat(chat)) => trl::sft(chat, line),
        (Format::TrlSftCompletion, Row::Chat(chat)) => trl::sft_completion(chat, line),
        (Format::TrlSftMasked, Row::Chat(chat)) => trl::sft_masked(chat, line),
        (Format::TrlDpo, Row::Pair { prompt, chosen, rejected }) => {
            trl::dpo(prompt, chosen, rejected, line)
        }
        (Format::TrlKto, Row::Labelled { prompt, completion, good }) => {
            trl::kto(prompt, completion, *good, line)
        }
        (Format::TrlPrm, Row::Steps { prompt, steps }) => prm::stepwise(prompt, steps, line),
        (Format::AxolotlChat, Row::Chat(chat)) => axolotl::chat(chat, line),
        (Format::LlamafactorySharegpt, Row::Chat(chat)) => llamafactory::sft(chat, line),
        (Format::LlamafactoryDpo, Row::Pair { prompt, chosen, rejected }) => {
            llamafactory::dpo(prompt, chosen, rejected, line)
        }
        (Format::LlamafactoryKto, Row::Labelled { prompt, completion, good }) => {
            llamafactory::kto(prompt, completion, *good, line)
        }
        (Format::MsSwift, Row::Chat(chat)) => ms_swift::sft(chat, line),
        (Format::MsSwiftDpo, Row::Pair { prompt, chosen, rejected }) => {
            ms_swift::dpo(prompt, chosen, rejected, line)
        }
        (Format::MsSwiftKto, Row::Labelled { prompt, completion, good }) => {
            ms_swift::kto(prompt, completion, *good, line)
        }
        (format, _) => Err(Unfit::Shape { format: format.name() }),
    }
}

fn reasoning_dropped(format: Format, row: &Row) -> usize {
    if format.keeps_reasoning() {
        return 0;
    }
    row.messages().filter(|message| message.thought().is_some()).count()
}
