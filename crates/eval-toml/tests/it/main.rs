//! How the reader behaves, told by situations.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod accepts;
mod layers;
mod odd_input;
mod refuses;
mod sections;

use std::path::Path;

use eval_toml::{Document, Section};

/// A document of one file called `suite.toml`.
fn suite(text: &str) -> Document {
    Document::parse(Path::new("suite.toml"), text).unwrap()
}

/// The root table of a file called `suite.toml`.
fn root(text: &str) -> Section {
    suite(text).read()
}
