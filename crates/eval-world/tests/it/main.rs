//! Worlds as authors write them, played through the public interface.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails there"
)]

mod instances;
mod loading;
mod playing;
mod programs;
mod runaways;
mod support;
