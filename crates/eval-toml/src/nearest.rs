//! Guessing what somebody meant to write.

/// The choice that `word` most likely stands for, if any is close enough to be worth naming.
///
/// Close enough is one edit in every three letters, and at least one: a suggestion that shares
/// next to nothing with what was written sends people astray.
///
/// ```
/// assert_eq!(eval_toml::nearest("serach", ["fetch", "search"]), Some("search"));
/// assert_eq!(eval_toml::nearest("browse", ["fetch", "search"]), None);
/// ```
pub fn nearest<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    choices
        .into_iter()
        .filter(|choice| choice.len().abs_diff(word.len()) <= 4 * allowed)
        .map(|choice| (distance(word, choice), choice))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, choice)| choice)
}

/// Edits between two words, where case, and `-` for `_`, count for nothing.
fn distance(word: &str, choice: &str) -> usize {
    let plain = |text: &str| text.to_lowercase().replace('-', "_");
    strsim::osa_distance(&plain(word), &plain(choice))
}
