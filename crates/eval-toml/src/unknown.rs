//! What to say of a key or a word that nobody knows.

use crate::convert::Field;
use crate::error::TomlError;
use crate::nearest::nearest;
use crate::node::Entry;
use crate::spelling::{quoted, quoted_list};

/// Names a word that is none of `words`, the one that was likely meant, and all of them.
pub(crate) fn unknown_word(field: &Field<'_>, key: &str, word: &str, words: &[&str]) -> TomlError {
    let error = field.error(format!("unknown {key} {}", quoted(word)));
    let list = format!("it is one of {}", quoted_list(words.iter().copied()));
    match nearest(word, words.iter().copied()) {
        Some(near) => error.with_help(format!("did you mean {}?", quoted(near))),
        None => error,
    }
    .with_help(list)
}

/// Names every key of `unknown`, shows where each stands, and names those that are valid.
pub(crate) fn unknown_keys(unknown: &[&Entry], valid: &[String]) -> TomlError {
    let valid = || valid.iter().map(String::as_str);
    let names = quoted_list(unknown.iter().map(|entry| entry.key.as_str()));
    let places = unknown.iter().map(|entry| entry.key_origin.clone());
    let plural = if unknown.len() == 1 { "" } else { "s" };
    let error = TomlError::at_places(format!("unknown key{plural} {names}"), places.collect());

    let guesses: Vec<_> = unknown
        .iter()
        .filter_map(|entry| Some((entry.key.as_str(), nearest(&entry.key, valid())?)))
        .map(|(key, near)| match unknown.len() {
            1 => quoted(near),
            _ => format!("{} for {}", quoted(near), quoted(key)),
        })
        .collect();
    let error = if guesses.is_empty() {
        error
    } else {
        error.with_help(format!("did you mean {}?", guesses.join(", ")))
    };
    if valid().next().is_none() {
        error.with_help("no key is valid here")
    } else {
        error.with_help(format!("the valid keys are {}", quoted_list(valid())))
    }
}
