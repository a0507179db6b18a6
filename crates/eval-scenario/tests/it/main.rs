//! Suites and scenarios, read as people write them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod folder;
mod shipped;
mod suites;
mod arms;
mod scenarios;
mod variants;
mod files;
mod refused_suites;
mod refused_scenarios;
