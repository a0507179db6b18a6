//! How long rows are.

use std::sync::Arc;

use eval_tokens::TokenCounter;

use crate::remembered::Remembered;
use eval_formats::{Chat, Message, Row, Tools};
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{PrettyFormatter, Serializer};

/// What templates put around each message at most: role, markers, line ends, instructions.
const AROUND_A_MESSAGE: u64 = 36;

/// What they put around each call.
const AROUND_A_CALL: u64 = 32;

/// What they say before everything else, and before the tools.
const AROUND_A_ROW: u64 = 320;

/// How much longer than the listing they spell the tools, in quarters of it; some spell them
/// indented, which is counted as such. All of these together cover qwen2.5, qwen3, qwen3.5,
/// llama-3.1, glm-4, gpt-oss and nemotron-3 as TRL 1.16 ships them, measured over rows of the
/// shipped suites with tokenizers that join blanks and with one that does not.
const QUARTERS_MORE: u64 = 3;

/// The length of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// By the counter, with an allowance for what templates add.
    pub(crate) tokens: u64,
    /// Bytes of text, with the same allowance.
    pub(crate) bytes: u64,
}

/// Measures rows by a token counter.
pub(crate) struct Measure {
    counter: TokenCounter,
    /// Of texts and of listings of tools; for real tokenizers, which take their time.
    known: Remembered<u64>,
    /// The tools of the row before, which most rows share.
    tools: Option<(Arc<Tools>, Size)>,
}

impl Measure {
    pub(crate) fn by(counter: TokenCounter) -> Self {
        Self { counter, known: Remembered::new(), tools: None }
    }

    /// The whole row as a trainer tokenizes it; of a pair the longer side.
    pub(crate) fn size(&mut self, row: &Row) -> Size {
        let prompt = self.chat(row.chat());
        let more = match row {
            Row::Chat(_) | Row::Task { .. } => Size::default(),
            Row::Pair { chosen, rejected, .. } => {
                let (chosen, rejected) = (self.message(chosen), self.message(rejected));
                Size {
                    tokens: chosen.tokens.max(rejected.tokens),
                    bytes: chosen.bytes.max(rejected.bytes),
                }
            }
            Row::Labelled { completion, .. } => self.message(completion),
            Row::Steps { steps, .. } => {
                steps.iter().map(|step| self.message(&step.turn)).fold(Size::default(), Size::plus)
            }
        };
        prompt.plus(more)
    }

    pub(crate) fn chat(&mut self, chat: &Chat) -> Size {
        let tools = self.tools(&chat.tools).around(AROUND_A_ROW);
        chat.messages.iter().map(|message| self.message(message)).fold(tools, Size::plus)
    }

    fn tools(&mut self, tools: &Arc<Tools>) -> Size {
        if let Some((last, size)) = &self.tools
            && Arc::ptr_eq(last, tools)
        {
            return *size;
        }
        let compact = self.count(tools.listing());
        let indented = self.count(&indented(tools.listing()));
        let longer = |length: u64| length + length * QUARTERS_MORE / 4;
        let size = Size {
            tokens: longer(compact.tokens).max(indented.tokens),
            bytes: longer(compact.bytes).max(indented.bytes),
        };
        self.tools = Some((Arc::clone(tools), size));
        size
    }

    fn message(&mut self, message: &Message) -> Size {
        let mut size = self.text(&message.text).around(AROUND_A_MESSAGE);
        if let Some(reasoning) = &message.reasoning {
            size = size.plus(self.text(reasoning)).around(AROUND_A_MESSAGE);
        }
        for call in &message.calls {
            let call = self.count(&call.tool).plus(self.count(&call.arguments));
            size = size.plus(call).around(AROUND_A_CALL);
        }
        size
    }

    fn text(&mut self, text: &Arc<str>) -> Size {
        let bytes = text.len() as u64;
        if !self.counter.is_exact() {
            return Size { tokens: self.counter.count(text) as u64, bytes };
        }
        let tokens = self.known.get(text).unwrap_or_else(|| {
            let tokens = self.counter.count(text) as u64;
            self.known.keep(text, tokens);
            tokens
        });
        Size { tokens, bytes }
    }

    fn count(&self, text: &str) -> Size {
        Size { tokens: self.counter.count(text) as u64, bytes: text.len() as u64 }
    }
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self { tokens: self.tokens + other.tokens, bytes: self.bytes + other.bytes }
    }

    /// With what a template puts around it. A marker may be spelled in a dozen bytes.
    fn around(self, tokens: u64) -> Self {
        Self { tokens: self.tokens + tokens, bytes: self.bytes + 4 * tokens }
    }
}

/// A listing of tools as templates print it that indent by four.
fn indented(listing: &str) -> String {
    let mut out = Vec::new();
    let listed: Value = serde_json::from_str(listing).unwrap_or_default();
    let mut printer = Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(b"    "));
    match listed.serialize(&mut printer) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(_) => listing.to_owned(),
    }
}
