//! What is found, what is left alone, and what is promised of both.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod redact;
mod near;
mod overlap;
