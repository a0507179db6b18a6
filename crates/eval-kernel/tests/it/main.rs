//! The kernel, driven by hand: no model, no world, no clock.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod bench;
mod any_inputs;
mod rails;
mod routing;
mod turns;
mod verifiers;
