//! Two values, where they differ.

use std::fmt::Display;

use crate::visible::{cut, on_one_line};

/// The longest a value may be to be shown whole, in characters.
const SHOWN: usize = 80;

/// What is shown before the first character that differs.
const BEFORE: usize = 20;

/// Both values in one line each; long ones around the first place where they differ, so that two
/// prompts with the same beginning do not look alike.
pub(crate) fn both(
    from: Option<&impl Display>,
    to: Option<&impl Display>,
) -> (Option<String>, Option<String>) {
    let from = from.map(|value| on_one_line(&value.to_string()));
    let to = to.map(|value| on_one_line(&value.to_string()));
    let same = match (&from, &to) {
        (Some(from), Some(to)) if is_long(from) || is_long(to) => {
            from.chars().zip(to.chars()).take_while(|(one, other)| one == other).count()
        }
        (_, _) => 0,
    };
    let shown = |value: Option<String>| value.map(|value| around(&value, same));
    (shown(from), shown(to))
}

fn is_long(value: &str) -> bool {
    value.chars().nth(SHOWN).is_some()
}

fn around(value: &str, same: usize) -> String {
    let skipped = same.saturating_sub(BEFORE);
    let rest: String = value.chars().skip(skipped).collect();
    let head = if skipped > 0 { "…" } else { "" };
    format!("{head}{}", cut(&rest, SHOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: &str, to: &str) -> (String, String) {
        let (from, to) = both(Some(&from), Some(&to));
        (from.unwrap(), to.unwrap())
    }

    #[test]
    fn short_values_are_whole() {
        assert_eq!(shown("same start a", "same start b").0, "same start a");
        assert_eq!(both(None::<&u32>, Some(&3)), (None, Some("3".to_owned())));
    }

    #[test]
    fn long_values_show_where_they_differ() {
        let start = "x".repeat(200);
        let (from, to) = shown(&format!("{start}old"), &format!("{start}new"));
        assert_eq!(from, format!("…{}old", "x".repeat(BEFORE)));
        assert_eq!(to, format!("…{}new", "x".repeat(BEFORE)));
    }

    #[test]
    fn a_value_that_is_long_and_new_is_cut() {
        let (from, to) = both(None::<&String>, Some(&"y".repeat(200)));
        assert_eq!(from, None);
        assert_eq!(to.unwrap(), format!("{}…", "y".repeat(SHOWN)));
    }
}
