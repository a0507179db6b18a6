//! Any counter, estimated or exact.

use std::path::Path;

use crate::counter::Counter;
use crate::load::LoadTokenizerError;
use crate::tokenizer::{O200K_BASE, Tokenizer};

/// A way to count tokens, under the name that stands beside every count.
///
/// Counting the same text twice costs twice; who asks often remembers the answers.
#[derive(Clone, Debug)]
pub enum TokenCounter {
    /// A rule of thumb.
    Estimate(Counter),
    /// What a model's own tokenizer says.
    Exact(Tokenizer),
}

impl TokenCounter {
    /// The counter of this name, `estimate-4-bytes` or `o200k_base`; any other name is the path
    /// of a `tokenizer.json`.
    pub fn named(name: &str) -> Result<Self, LoadTokenizerError> {
        if name == Counter::Estimate.name() {
            return Ok(Self::Estimate(Counter::Estimate));
        }
        if name == O200K_BASE {
            return Ok(Self::Exact(Tokenizer::o200k_base()));
        }
        Tokenizer::load(Path::new(name)).map(Self::Exact)
    }

    /// How many tokens the text is.
    pub fn count(&self, text: &str) -> usize {
        match self {
            Self::Estimate(counter) => counter.count(text) as usize,
            Self::Exact(tokenizer) => tokenizer.count(text),
        }
    }

    /// The name written wherever a count of this kind is shown.
    pub fn name(&self) -> &str {
        match self {
            Self::Estimate(counter) => counter.name(),
            Self::Exact(tokenizer) => tokenizer.name(),
        }
    }

    /// Whether a count is what the model would see, not an estimate of it.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }
}
