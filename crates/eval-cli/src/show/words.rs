//! Numbers and lists in words.

use std::collections::BTreeMap;

/// `1 success, 2 failed`, the most frequent first.
pub(crate) fn counts(counts: &BTreeMap<&'static str, u64>) -> String {
    let mut sorted: Vec<(&str, u64)> = counts.iter().map(|(word, n)| (*word, *n)).collect();
    sorted.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let words: Vec<String> = sorted.iter().map(|(word, n)| format!("{n} {word}")).collect();
    words.join(", ")
}

/// A share as a percentage with one decimal.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

/// `1 trial`, `2 trials`.
pub(crate) fn plural(n: u64, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// A word as it can be typed into a shell. Control characters are spelled out as bash and zsh read
/// them, so that a name of a folder cannot steer the terminal either.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/._-+=:@%".contains(sign);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if word.chars().any(char::is_control) {
        return format!("$'{}'", word.chars().map(spelled).collect::<String>());
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn spelled(sign: char) -> String {
    match sign {
        '\'' | '\\' => format!("\\{sign}"),
        sign if sign.is_control() => format!("\\u{:04x}", u32::from(sign)),
        sign => sign.to_string(),
    }
}

/// Text from an agent or a tool, safe for a terminal: control characters are
/// spelled out, so that nothing a model says moves the cursor.
pub(crate) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign == '\n' || sign == '\t' || !sign.is_control() {
            safe.push(sign);
        } else {
            safe.extend(sign.escape_default());
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_for_typing_survives_a_shell() {
        assert_eq!(quoted("runs/latest"), "runs/latest");
        assert_eq!(quoted("my run"), "'my run'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("it's\u{1b}[2J\\"), r"$'it\'s\u001b[2J\\'");
    }

    #[test]
    fn what_a_model_says_does_not_move_the_cursor() {
        assert_eq!(safe("a\u{1b}[2Jb\r"), r"a\u{1b}[2Jb\r");
        assert_eq!(safe("two\nlines"), "two\nlines");
    }
}
