//! Counters by name, counted and encoded text, and files that are no tokenizer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod tiny;
mod built_in;
mod from_file;
mod refused;
