//! Guessing which name was meant.

/// The name that `word` most likely stands for, if one is within an edit in every three letters.
pub(super) fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words are no slips of the pen, and comparing them costs their lengths' product.
    let allowed = (word.len() / 3).clamp(1, 20);
    names
        .filter(|name| word.len() <= 64 && name.len().abs_diff(word.len()) <= allowed)
        .map(|name| (strsim::osa_distance(word, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let names = || ["run_shell", "read_file"].into_iter();
        assert_eq!(nearest("run_shel", names()), Some("run_shell"));
        assert_eq!(nearest("browse", names()), None);
    }
}
