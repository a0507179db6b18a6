//! A file of training data, read as its trainer would read it, and held to more.
//!
//! Most trainers take whatever they can load: a result without its call, a role that no template
//! prints, a turn that says nothing. They then learn from it. So this asks of each line what the
//! trainer's documents ask, what its code dies of, and what the rest of the row promises.

mod checker;
mod report;
mod rule;
mod help;
mod origin;
mod json;
mod parse;
mod at;
mod findings;
// What trainers that read messages share.
mod dialect;
mod talk;
mod content;
mod calls;
mod open_calls;
mod tools;
mod marks;
mod columns;
mod pairs;
// The trainers.
mod openai;
mod trl;
mod steps;
mod axolotl;
mod sharegpt;
mod swift;
// All rows together.
mod arrow;
mod guess;
mod nearest;

pub use checker::{Checker, check};
pub use guess::guess_format;
pub use origin::Origin;
pub use report::{Fault, Report};
pub use rule::Rule;
