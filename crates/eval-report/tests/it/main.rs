//! What the pages show, and what nothing in a suite can make them show.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod fixtures;
mod tables;
mod pages;
mod gaps;
mod hostile;
mod long;
mod junit;
mod annotations;
