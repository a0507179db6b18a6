//! The methods against other software, and against what must hold for any data.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod golden;
mod invariants;
