//! A row as the text that a model reads, with the turns that it learns set apart.
//!
//! This is what trainers see that render rows with the chat template of a
//! tokenizer: TRL and Axolotl here, most vendors somewhere. LLaMA-Factory and
//! ms-swift bring templates of their own, which print much the same.

mod template;
mod source;
mod engine;
mod python;
mod values;
mod conversation;
mod turns;
mod probe;
mod steps;

pub use steps::RenderedStep;
pub use template::{ChatTemplate, LoadTemplateError};

use thiserror::Error;

use crate::{Chat, Row};
use conversation::Conversation;

/// A text, in the order in which the model reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Its pieces, none of them empty.
    pub pieces: Vec<Piece>,
}

/// A stretch of text that is in the loss as a whole, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What is read.
    pub text: String,
    /// Whether it is learned.
    pub trained: bool,
}

/// A row, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenderedRow {
    /// A conversation.
    Chat(Rendered),
    /// A prompt with each of two turns after it, which are set apart in both.
    Pair {
        /// With the better turn.
        chosen: Rendered,
        /// With the worse turn.
        rejected: Rendered,
    },
    /// A prompt with a turn after it, which is set apart.
    Labelled {
        /// Both.
        rendered: Rendered,
        /// Whether the turn is good.
        good: bool,
    },
    /// Plain text, to which no template is applied.
    Steps {
        /// What the first step follows.
        prompt: String,
        /// The steps, each on a line of its own after what is before it.
        steps: Vec<RenderedStep>,
    },
    /// A prompt up to where the model goes on; nothing is set apart.
    Task(Rendered),
}

/// Why a row cannot be shown.
#[derive(Debug, Error)]
pub enum RenderRowError {
    /// The template fails, or refuses the row.
    #[error("the chat template does not take the row: {0}")]
    Template(#[from] minijinja::Error),
    /// Arguments or schemas that are no JSON.
    #[error("the row holds what is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// What the template prints of a turn depends on what comes after it, and not
    /// in a way that would still show where the turn begins and ends.
    #[error("the chat template prints message {at} so that its text cannot be told from the rest")]
    TurnNotFound {
        /// The message, counted from 0.
        at: usize,
    },
}

impl ChatTemplate {
    /// Prints a row as a trainer would, and sets apart what is learned of it: each
    /// trained turn from where the model would go on to where it would stop, the
    /// token that ends it included.
    ///
    /// ```
    /// use eval_formats::{ChatTemplate, Format, RenderedRow, read_row};
    ///
    /// let line = br#"{"messages":[{"role":"user","content":"2+2?"},{"role":"assistant","content":"4"}]}"#;
    /// let row = read_row(Format::TrlSft, line)?;
    /// let RenderedRow::Chat(chat) = ChatTemplate::built_in().render(&row)? else { unreachable!() };
    /// assert_eq!(chat.pieces[0].text, "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n");
    /// assert_eq!(chat.pieces[1].text, "4<|im_end|>\n");
    /// assert!(chat.pieces[1].trained && !chat.pieces[0].trained);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn render(&self, row: &Row) -> Result<RenderedRow, RenderRowError> {
        let Chat { messages, tools } = row.chat();
        let last = messages.len();
        let reply =
            |turn| Conversation::new(self, messages.iter().chain([turn]), tools)?.rendered(&[last]);
        Ok(match row {
            Row::Chat(_) => {
                let trained: Vec<_> = (0..last).filter(|&at| messages[at].trained).collect();
                RenderedRow::Chat(Conversation::new(self, messages, tools)?.rendered(&trained)?)
            }
            Row::Pair { chosen, rejected, .. } => {
                RenderedRow::Pair { chosen: reply(chosen)?, rejected: reply(rejected)? }
            }
            Row::Labelled { completion, good, .. } => {
                RenderedRow::Labelled { rendered: reply(completion)?, good: *good }
            }
            Row::Steps { prompt, steps } => steps::render(prompt, steps),
            Row::Task { .. } => {
                let text = Conversation::new(self, messages, tools)?.prompt()?;
                RenderedRow::Task(Rendered { pieces: vec![Piece { text, trained: false }] })
            }
        })
    }
}

impl Rendered {
    /// Everything, as the model reads it.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| &*piece.text).collect()
    }

    /// Only what is learned, piece by piece.
    pub fn trained(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter(|piece| piece.trained).map(|piece| &*piece.text)
    }
}
