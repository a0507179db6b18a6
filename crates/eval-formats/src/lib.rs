//! The shapes in which trainers take data: written, checked, shown.
//!
//! A [`Row`] is what is to be learned, before it takes a trainer's shape; a
//! [`Format`] is such a shape. [`write_row`] makes a line of one of the other,
//! and [`Template`] knows what a family of models then loses of it. [`check`] holds
//! a file that anybody made against every rule of its format, and [`read_row`]
//! takes the rows out of it again: a [`ChatTemplate`] shows what a model would
//! read of one, [`Stats`] what there is in all of them.
//!
//! What it does not know: runs, trials, scenarios, and where a row came from.
//!
//! ```
//! use std::sync::Arc;
//!
//! use eval_formats::{Chat, Format, Message, Role, Row, Tools, write_row};
//!
//! let mut answer = Message::plain(Role::Assistant, "Seven.");
//! answer.trained = true;
//! let messages = vec![Message::plain(Role::User, "How many?"), answer];
//! let row = Row::Chat(Chat { messages, tools: Arc::new(Tools::of([])) });
//!
//! let mut out = Vec::new();
//! write_row(Format::AxolotlChat, &row, &mut out)?;
//! assert_eq!(
//!     String::from_utf8_lossy(&out).trim_end(),
//!     r#"{"messages":[{"role":"user","content":"How many?"},{"role":"assistant","content":"Seven.","train":true}]}"#,
//! );
//! # Ok::<(), eval_formats::Unfit>(())
//! ```

mod row;
mod tools;
mod format;
mod write;
mod template;
mod line;
mod read;
mod render;
mod stats;
mod check;

pub use check::{Checker, Fault, Origin, Report, Rule, check, guess_format};
pub use format::Format;
pub use read::{ReadRowError, read_row};
pub use render::{
    ChatTemplate, LoadTemplateError, Piece, RenderRowError, Rendered, RenderedRow, RenderedStep,
};
pub use row::{Call, Chat, Message, Role, Row, Shape, Step};
pub use stats::{Lengths, Spread, Stats, Summary, ToolUse};
pub use template::{Adjustment, Handling, Template};
pub use tools::Tools;
pub use write::{Unfit, Written, dataset_info, write_row};
