//! Runs written and read back, as situations.
#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene up should fail there")]

mod sample;
mod generate;

mod round_trip;
mod sameness;
mod gaps;
mod finding;
mod folders;
mod damage;
mod full_disk;
mod schema;
