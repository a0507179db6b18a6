//! One line of JSON, written by hand: nothing is built first, so nothing is thrown away.

/// A line under way, at the end of what is already there.
pub(crate) struct Line<'a>(&'a mut Vec<u8>);

impl<'a> Line<'a> {
    pub(crate) fn at_the_end_of(out: &'a mut Vec<u8>) -> Self {
        Self(out)
    }

    /// JSON text as it stands.
    pub(crate) fn raw(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
    }

    /// A JSON string.
    pub(crate) fn string(&mut self, text: &str) {
        self.raw("\"");
        self.inside_string(text);
        self.raw("\"");
    }

    /// A part of a JSON string, without the quotes around it. Eight bytes at a
    /// time: most text has long stretches in which nothing must be escaped.
    pub(crate) fn inside_string(&mut self, text: &str) {
        self.0.reserve(text.len());
        let mut rest = text.as_bytes();
        while let Some((word, after)) = rest.split_first_chunk::<8>() {
            // Copied before it is looked at: eight at once are cheaper than how many.
            self.0.extend_from_slice(word);
            let found = escapes_in(u64::from_le_bytes(*word));
            if found == 0 {
                rest = after;
                continue;
            }
            let at = found.trailing_zeros() as usize / 8;
            self.0.truncate(self.0.len() - (8 - at));
            self.escape(word[at]);
            rest = &rest[at + 1..];
        }
        for &byte in rest {
            if must_be_escaped(byte) { self.escape(byte) } else { self.0.push(byte) }
        }
    }

    fn escape(&mut self, byte: u8) {
        let letter = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            // The other controls: terminals' output is full of 0x1b.
            control => {
                let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble & 0xf)];
                let digits = [digit(control >> 4), digit(control)];
                self.raw("\\u00");
                return self.0.extend_from_slice(&digits);
            }
        };
        self.0.extend_from_slice(&[b'\\', letter]);
    }

    /// A JSON array of what `write` makes of each.
    pub(crate) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.raw("[");
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.raw(",");
            }
            write(self, item);
        }
        self.raw("]");
    }
}

fn must_be_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The top bit of each byte that must be escaped. Above the lowest there may be
/// false ones: a subtraction borrows from the byte above a hit.
fn escapes_in(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let equal_to = |byte: u8| {
        let apart = word ^ (ONES * u64::from(byte));
        apart.wrapping_sub(ONES) & !apart
    };
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (controls | equal_to(b'"') | equal_to(b'\\')) & TOPS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        Line::at_the_end_of(&mut out).string(text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_ascii_character_at_every_place_of_a_word() {
        for byte in 0..128_u8 {
            for place in 0..17 {
                let mut text = "é".repeat(10).replace('é', "x");
                text.insert(place.min(text.len()), char::from(byte));
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }

    #[test]
    fn other_scripts_stand_as_they_are() {
        let text = "Ünïcode ✓ 日本 🦀 \u{7f}\u{80}\u{2028}\u{10ffff}";
        assert_eq!(written(text), format!("\"{text}\""));
    }

    #[test]
    fn what_follows_an_escape_is_looked_at_anew() {
        let text = "\u{0}!\"#\\]\n\u{b}\u{21}\u{1f} \"\"\\\\";
        assert_eq!(written(text), serde_json::to_string(text).unwrap());
    }
}
