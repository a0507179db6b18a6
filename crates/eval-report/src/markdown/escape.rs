//! Foreign text that is only text once it stands in Markdown.
//!
//! Character references do the same in prose, in a table's cell and between HTML tags, where a
//! backslash would stay to be seen. They do not keep GitHub from making a link of `@name`, `#12`,
//! `:name:` or an address, as it looks for those in the finished text
//! (<https://github.com/github/cmark-gfm/issues/181>); a blank of no width does.

use crate::numbers::NOTHING;
use crate::visible::{cut, on_one_line};

/// The longest piece of foreign text on a page, in characters.
const LONGEST: usize = 500;

/// Breaks up what GitHub would make a link of.
const BREAK: &str = "&#8203;";

/// The text, in one line, so that nothing in it is markup.
pub(crate) fn text(foreign: &str) -> String {
    let signs: Vec<char> = shown(foreign).chars().collect();
    if signs.is_empty() {
        return NOTHING.to_owned();
    }
    let marker = block_marker(&signs);
    let mut escaped = String::with_capacity(signs.len() + signs.len() / 4);
    for (place, &sign) in signs.iter().enumerate() {
        let before = &signs[..place];
        let after = signs.get(place + 1).copied();
        match sign {
            _ if marker == Some(place) => escaped.push_str(&reference(sign)),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '_' if is_within_a_word(before, after) => escaped.push('_'),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '~' => escaped.push_str(&reference(sign)),
            // As GitHub's documentation has it for a dollar that begins no formula.
            '$' => escaped.push_str("<span>$</span>"),
            '.' if is_word(before, "www") => escaped.extend([BREAK, "."]),
            _ => {
                escaped.push(sign);
                if begins_a_link(before, sign, after) {
                    escaped.push_str(BREAK);
                }
            }
        }
    }
    escaped
}

/// The text as code, to be read and copied letter by letter. What code cannot hold is text.
pub(crate) fn code(foreign: &str) -> String {
    let shown = shown(foreign);
    if shown.is_empty() {
        return NOTHING.to_owned();
    }
    // Between backticks nothing is markup and nothing becomes a link, but a reference is not read
    // either: whatever would need one stays out.
    let is_plain = |sign: char| match sign {
        '`' | '|' | '\\' | '$' | '<' | '>' | '&' => false,
        sign => sign.is_ascii_graphic() || sign == ' ' || sign == '…' || sign.is_alphanumeric(),
    };
    if shown.chars().all(is_plain) {
        format!("`{shown}`")
    } else {
        format!("<code>{}</code>", text(foreign))
    }
}

fn shown(foreign: &str) -> String {
    cut(&on_one_line(foreign), LONGEST)
}

/// The place of the sign that would make a heading, a list or a line of the text, if it came
/// first in a block.
fn block_marker(signs: &[char]) -> Option<usize> {
    let digits = signs.iter().take_while(|sign| sign.is_ascii_digit()).count();
    match signs.get(digits)? {
        '#' | '+' | '-' | '=' if digits == 0 => Some(0),
        '.' | ')' if digits > 0 && matches!(signs.get(digits + 1), None | Some(' ')) => {
            Some(digits)
        }
        _ => None,
    }
}

/// Inside a word an underscore is no emphasis, and names are full of them.
fn is_within_a_word(before: &[char], after: Option<char>) -> bool {
    before.last().is_some_and(|sign| sign.is_alphanumeric())
        && after.is_some_and(char::is_alphanumeric)
}

/// Whether GitHub may make a link, or a picture, of what begins with this sign: a person, an
/// issue by `#12` or `GH-12`, an address, an emoji.
fn begins_a_link(before: &[char], sign: char, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    match sign {
        '@' => true,
        '#' => after.is_ascii_digit(),
        '-' => after.is_ascii_digit() && is_word(before, "gh"),
        ':' => after.is_ascii_alphabetic() || matches!(after, '/' | '+' | '-'),
        _ => false,
    }
}

/// Whether the last word is this one, in whatever case.
fn is_word(signs: &[char], word: &str) -> bool {
    let last = signs.iter().rev().take_while(|sign| sign.is_alphanumeric());
    last.map(char::to_ascii_lowercase).eq(word.chars().rev())
}

fn reference(sign: char) -> String {
    format!("&#{};", u32::from(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_only_text() {
        assert_eq!(text("**a** _b_ `c`"), "&#42;&#42;a&#42;&#42; &#95;b&#95; &#96;c&#96;");
        assert_eq!(text("[a](http://b)"), "&#91;a&#93;(http:&#8203;//b)");
        assert_eq!(text("<b>&amp;</b>"), "&lt;b&gt;&amp;amp;&lt;/b&gt;");
        assert_eq!(text(r"a\|b ~~c~~"), "a&#92;&#124;b &#126;&#126;c&#126;&#126;");
        assert_eq!(text("$x$"), "<span>$</span>x<span>$</span>");
    }

    #[test]
    fn nothing_calls_a_person_or_links_an_issue() {
        assert_eq!(text("@team a@b.example"), "@&#8203;team a@&#8203;b.example");
        assert_eq!(text("o/r#12 #x GH-7 high-5"), "o/r#&#8203;12 #x GH-&#8203;7 high-5");
        assert_eq!(text("www.evil.example"), "www&#8203;.evil.example");
        assert_eq!(text(":tada: at 12:30"), ":&#8203;tada: at 12:30");
    }

    #[test]
    fn a_name_stays_readable() {
        assert_eq!(text("max_infra is 5.0 %: too low"), "max_infra is 5.0 %: too low");
        assert_eq!(text("naïve_größe"), "naïve_größe");
    }

    #[test]
    fn a_text_begins_no_block() {
        assert_eq!(text("# a"), "&#35; a");
        assert_eq!(text("- a"), "&#45; a");
        assert_eq!(text("+ a"), "&#43; a");
        assert_eq!(text("==="), "&#61;==");
        assert_eq!(text("12. a"), "12&#46; a");
        assert_eq!(text("1) a"), "1&#41; a");
        assert_eq!(text("12 a. b"), "12 a. b");
        assert_eq!(text("4.7 % lost"), "4.7 % lost");
        assert_eq!(text("12."), "12&#46;");
        assert_eq!(text("    a\n\n    b"), "a b");
    }

    #[test]
    fn code_is_copied_as_it_is() {
        assert_eq!(code("web.plain#3"), "`web.plain#3`");
        assert_eq!(code("@team **a** [b](c)"), "`@team **a** [b](c)`");
        assert_eq!(code("a`b|c"), "<code>a&#96;b&#124;c</code>");
        assert_eq!(code("a\u{1b}[31m"), "<code>a\u{fffd}&#91;31m</code>");
    }

    #[test]
    fn nothing_is_shown_as_such() {
        assert_eq!(text(" \n"), "—");
        assert_eq!(code(""), "—");
    }

    #[test]
    fn long_text_is_cut() {
        let long = "ä".repeat(LONGEST + 1);
        assert_eq!(text(&long).chars().count(), LONGEST + 1);
        assert!(code(&long).ends_with("…`"));
    }
}
