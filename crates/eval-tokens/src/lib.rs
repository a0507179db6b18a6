//! Named token counters that need no network.
//!
//! Today there is one, a documented estimate; tokenizers of real models will
//! stand beside it, each under its name. What it does not know: who asks, and
//! which model the text is meant for.
//!
//! Entry type: [`Counter`].
//!
//! ```
//! use eval_tokens::Counter;
//!
//! assert_eq!(Counter::Estimate.count("restart"), 2);
//! assert_eq!(Counter::Estimate.name(), "estimate-4-bytes");
//! ```

/// A way to count tokens.
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
