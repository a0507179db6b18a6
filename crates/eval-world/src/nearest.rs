//! Guessing what somebody meant to write.

/// The choice that `word` most likely stands for, as words to end an error
/// with: ``; did you mean `x`?``, or nothing where no choice is close.
///
/// Close is one edit in every three letters: a suggestion that shares next to
/// nothing with what was written sends people astray.
pub(crate) fn suggestion<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> String {
    let allowed = (word.chars().count() / 3).max(1);
    choices
        .into_iter()
        .map(|choice| (strsim::osa_distance(word, choice), choice))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, choice)| format!("; did you mean `{choice}`?"))
        .unwrap_or_default()
}
