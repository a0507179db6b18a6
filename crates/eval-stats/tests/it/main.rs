//! The methods against other software, against what must hold for any data, and at work on
//! simulated runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

#[path = "../golden_checker/mod.rs"]
mod golden_checker;

mod golden;
mod laws;
mod calibration;
