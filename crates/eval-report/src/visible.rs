//! Foreign text with nothing in it that acts unseen.

/// Stands where something was that could not be shown.
const SHOWN_INSTEAD: char = char::REPLACEMENT_CHARACTER;

/// The text with every line break as `\n`, every tab as a blank, and a sign in place of each
/// character that a reader could not see: control and escape characters, what turns the direction
/// of writing, what takes no room, what is no character.
pub(crate) fn visible(text: &str) -> String {
    text.replace("\r\n", "\n").chars().map(visible_char).collect()
}

/// The same in one line, with single blanks.
pub(crate) fn on_one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text, and an ellipsis if there is more.
pub(crate) fn cut(text: &str, at_most: usize) -> String {
    match text.char_indices().nth(at_most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn visible_char(sign: char) -> char {
    match sign {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        sign if sign.is_control() || is_unseen(sign) || is_no_character(sign) => SHOWN_INSTEAD,
        sign => sign,
    }
}

/// What takes no room or turns the direction of writing. The two joiners are not among them:
/// Persian, Hindi and emoji are written with these.
fn is_unseen(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        // Letters of Hangul that are blank.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        // Tags and the selectors beyond the sixteenth, in which whole messages were hidden.
        | '\u{e0000}'..='\u{e0fff}')
}

/// The 66 code points that Unicode gives to no character; XML forbids two of them.
fn is_no_character(sign: char) -> bool {
    let code = u32::from(sign);
    matches!(code, 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        for unseen in [
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{200b}',
            '\u{202e}',
            '\u{2066}',
            '\u{feff}',
            '\u{fffe}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{e0041}',
            '\u{e0100}',
        ] {
            assert_eq!(visible(&format!("a{unseen}b")), "a\u{fffd}b", "{unseen:?}");
        }
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in ["naïve – „Überprüfung“", "می\u{200c}خواهم", "👩\u{200d}🚒 ❤\u{fe0f}", "日本語"]
        {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn every_line_break_is_the_same() {
        assert_eq!(visible("a\r\nb\rc\u{2028}d\te"), "a\nb\nc\nd e");
        assert_eq!(on_one_line(" a \r\n\n b\t\tc "), "a b c");
    }

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöü", 2), "äö…");
    }
}
