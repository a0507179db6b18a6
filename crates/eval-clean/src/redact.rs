//! Secrets and personal data, and what stands in their place.
//!
//! [`Redactor`] finds, [`Placeholders`] replaces: one for each row, so that within a row
//! the same secret is always the same placeholder and two secrets are never one.
//!
//! A secret is known either by its own form (`ghp_…`, a JWT, a card number whose check digit
//! is right) or by what stands before it (`password=`, `Authorization: Bearer`,
//! `https://user:…@host`). Both are guesses from form; nothing is asked of anyone.
//!
//! # What is missed
//!
//! - A secret of no known form with no telling name before it: a bare `hunter2`, a cookie, the
//!   password in `mysql -phunter2` or `curl -u me:hunter2`; and the second, bare occurrence of
//!   a password that was found by its name.
//! - Passwords under six characters, passwords with spaces, and unquoted words without a digit
//!   after `password:` (`password: changeme`), since that is how prose and types look.
//! - Keys and tokens under sixteen characters or without a digit after `api_key=` and the like.
//! - What reads as a variable, a call or a path of names: `$DB_PASSWORD`, `getpass()`,
//!   `settings.password`.
//! - Passwords, keys and tokens of more than 2048 bytes that are known only by their names.
//! - An unquoted password is taken to end at a space or one of ``,;&<>(){}[]|\"'` ``, the
//!   password in a URL at one of `/?#`.
//! - National phone numbers without a country code other than `415-555-0132`, `(415) 555-0132`
//!   and `415.555.0132`; names, street addresses, dates of birth.
//! - JSON numbers: a card number written as a number, not as a string, is found by
//!   [`Redactor::scan`], but [`Placeholders::redact_json`] leaves numbers alone.
//!
//! # What is found by mistake
//!
//! - One in ten of the 14- to 19-digit numbers with the first digits of a card scheme.
//! - Opaque identifiers under a secret's name: `next_token: "…"`.
//! - `ssh` logins (`root@node-1.example.org`), and numbers in the shape of a phone's or SSN's.
//!
//! Hex digests, UUIDs, timestamps, version numbers, and names such as `checkout-7f9c` are not
//! flagged unless a secret's name stands before them.

mod kind;
mod redactor;
mod placeholders;
mod json;
mod rules;
mod tokens;
mod context;
mod value;
mod email;
mod numbers;
mod candidate;

pub use kind::Kind;
pub use placeholders::Placeholders;
pub use redactor::{Finding, Redactor};
