//! What to type to see more.

use std::path::Path;

use eval_findings::{Comparison, Side};

use crate::visible::on_one_line;

/// The command that shows more of a comparison.
pub(crate) fn compare(comparison: &Comparison) -> String {
    let (a, b) = (&comparison.baseline, &comparison.candidate);
    if a.source == b.source {
        let words = [place(&a.source), quoted(&a.arm), quoted(&b.arm)];
        return format!("flywheel compare {}", words.join(" "));
    }
    format!("flywheel compare {} {}", side(a), side(b))
}

/// One of two that lie apart: a baseline's file is about one arm, a run may hold several.
fn side(side: &Side) -> String {
    let is_file = Path::new(&side.source).extension().is_some_and(|kind| kind == "json");
    if is_file { place(&side.source) } else { place(&format!("{}:{}", side.source, side.arm)) }
}

/// A path that no option can be taken for.
fn place(path: &str) -> String {
    if path.starts_with('-') { quoted(&format!("./{path}")) } else { quoted(path) }
}

/// A word as it can be typed into a shell.
fn quoted(word: &str) -> String {
    let word = on_one_line(word);
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/._-+=:@%".contains(sign);
    if !word.is_empty() && word.chars().all(plain) {
        return word;
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_for_typing_survives_a_shell() {
        assert_eq!(quoted("runs/latest"), "runs/latest");
        assert_eq!(quoted("my run"), "'my run'");
        assert_eq!(quoted("it's; rm -rf /"), r"'it'\''s; rm -rf /'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a\nb"), "'a b'");
    }

    #[test]
    fn a_path_is_no_option() {
        assert_eq!(place("-rf"), "./-rf");
        assert_eq!(place("runs/-rf"), "runs/-rf");
    }
}
