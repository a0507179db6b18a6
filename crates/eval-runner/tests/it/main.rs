//! Plans and runs over the shipped suite, without a store.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod planning;
mod running;
mod support;
