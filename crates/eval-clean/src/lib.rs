//! Texts in, what must not be taught out: secrets, personal data, near duplicates, overlaps.
//!
//! Each of the three looks at texts only and says what it found; what is then done with a
//! row is the caller's to decide.
//!
//! What it does not know: rows, runs, trainers. Nothing is read, written or drawn at random:
//! the same texts in the same order give the same findings on any machine.
//!
//! | to learn | start with |
//! |---|---|
//! | what must not leave the house, and to put a stand-in in its place | [`redact::Redactor`] |
//! | whether a text all but repeats another | [`near::NearIndex`] |
//! | how much of a text is taken from texts held out | [`overlap::HeldOut`] |
//!
//! ```
//! use eval_clean::redact::{Placeholders, Redactor};
//!
//! let redactor = Redactor::default();
//! let mut row = Placeholders::new();
//! let asked = "Write to alice@example.com, not to bob@example.com.";
//! assert_eq!(row.redact(&redactor, asked), "Write to [EMAIL_1], not to [EMAIL_2].");
//! assert_eq!(row.redact(&redactor, "Sent to bob@example.com."), "Sent to [EMAIL_2].");
//! ```

#![deny(clippy::disallowed_methods, reason = "texts in, findings out")]

pub mod redact;
pub mod near;
pub mod overlap;

mod words;
