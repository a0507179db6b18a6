//! Counting without a tokenizer.

/// A way to count tokens that needs no vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// One token for every four bytes of UTF-8, rounded up. The rule of thumb
    /// for English text and JSON; code and other scripts run higher.
    Estimate,
}

impl Counter {
    /// How many tokens the text is.
    pub fn count(self, text: &str) -> u32 {
        match self {
            Self::Estimate => u32::try_from(text.len().div_ceil(4)).unwrap_or(u32::MAX),
        }
    }

    /// The name written wherever a count of this kind is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Estimate => "estimate-4-bytes",
        }
    }
}
