//! The shapes in which trainers take data: written, checked, shown.
//!
//! A [`Row`] is what is to be learned, before it takes a trainer's shape; a
//! [`Format`] is such a shape. [`write_row`] makes a line of one of the other.
//!
//! What it does not know: runs, trials, scenarios, and where a row came from.

mod row;
mod format;

pub use format::Format;
pub use row::{Call, Chat, Message, Role, Row, Shape, Step, Tools};
