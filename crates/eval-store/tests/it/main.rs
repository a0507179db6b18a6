//! Runs written and read back, as situations.
#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene up should fail there")]

mod sample;
mod generate;
mod tampering;

mod round_trip;
mod sameness;
mod gaps;
mod finding;
mod folders;
mod damage;
mod verifying;
mod whole_trials;
mod full_disk;
mod schema;
mod golden;
