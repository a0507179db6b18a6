//! Named token counters that need no network.
//!
//! [`Counter`] is a documented estimate, for where a rule of thumb will do and nothing may be
//! loaded. [`Tokenizer`] is a real one: `o200k_base`, which is part of this crate, or any
//! model's `tokenizer.json`. [`TokenCounter`] is either, by name.
//!
//! What it does not know: who asks, and which model the text is meant for. A count is that of
//! the text as given; what a chat template or a provider puts around messages is not in it.
//!
//! Entry type: [`TokenCounter`].
//!
//! ```
//! use eval_tokens::{Counter, TokenCounter};
//!
//! assert_eq!(Counter::Estimate.count("restart"), 2);
//! assert_eq!(Counter::Estimate.name(), "estimate-4-bytes");
//!
//! let exact = TokenCounter::named("o200k_base")?;
//! assert_eq!((exact.count("restart the service"), exact.is_exact()), (3, true));
//! # Ok::<_, eval_tokens::LoadTokenizerError>(())
//! ```

mod counter;
mod token_counter;
mod tokenizer;
mod load;

pub use counter::Counter;
pub use load::LoadTokenizerError;
pub use token_counter::TokenCounter;
pub use tokenizer::{Token, Tokenizer};
