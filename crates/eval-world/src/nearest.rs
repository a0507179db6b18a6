//! Guessing what somebody meant to write.

/// The choice that `word` most likely stands for, as words to end an error
/// with: ``; did you mean `x`?``, or nothing where no choice is close.
pub(crate) fn suggestion<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> String {
    let meant = eval_toml::nearest(word, choices);
    meant.map(|choice| format!("; did you mean `{choice}`?")).unwrap_or_default()
}
