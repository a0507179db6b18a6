//! Lines that break between words.

use crate::screen::Screen;

/// Text broken between words where the terminal ends, so that it does not break within them.
pub(crate) fn wrapped(text: &str, screen: Screen) -> String {
    match screen.width() {
        Some(width) => wrapped_at(text, usize::from(width)),
        None => text.to_owned(),
    }
}

fn wrapped_at(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            wrapped.push('\n');
        }
        let mut column = 0;
        for (n, word) in line.split(' ').enumerate() {
            let size = console::measure_text_width(word);
            if n > 0 && column + 1 + size > width {
                wrapped.push('\n');
                column = 0;
            } else if n > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += size;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped_at("one two three", 7), "one two\nthree");
        assert_eq!(wrapped_at("a\nb c", 1), "a\nb\nc");
        assert_eq!(wrapped_at("  indented", 20), "  indented");
        // Colour takes no room.
        assert_eq!(wrapped_at("\u{1b}[1mone\u{1b}[0m two", 7), "\u{1b}[1mone\u{1b}[0m two");
    }
}
