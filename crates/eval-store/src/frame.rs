//! The frames a journal is made of.
//!
//! `length (u32) | CRC-32 (u32) | tag (u8) | content`, numbers little-endian;
//! length and checksum are those of tag and content. A process that dies leaves
//! at most its last frame torn, and a torn frame is told from a whole one.

/// Bytes before the tag.
const HEAD: usize = 8;

/// Bytes of a frame beside its content.
pub(crate) const OVERHEAD: usize = HEAD + 1;

/// No frame is longer: a length that says so was torn.
const LONGEST: usize = 1 << 31;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Whose journal it is; the first frame.
    Owner = 1,
    /// A text: its hash, its body.
    Text = 2,
    /// A trial: its slot in the part, its rows.
    Trial = 3,
}

impl Tag {
    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Owner, Self::Text, Self::Trial].into_iter().find(|tag| *tag as u8 == byte)
    }
}

/// Puts a frame at the end of a buffer; `content` writes what it holds.
pub(crate) fn push_frame<E>(
    mut buffer: Vec<u8>,
    tag: Tag,
    content: impl FnOnce(Vec<u8>) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    let start = buffer.len();
    buffer.extend_from_slice(&[0; HEAD]);
    buffer.push(tag as u8);
    let mut buffer = content(buffer)?;
    let body = &buffer[start + HEAD..];
    // Contents are bounded by the longest text that a cell takes.
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes();
    let checksum = crc32fast::hash(body).to_le_bytes();
    buffer[start..start + 4].copy_from_slice(&length);
    buffer[start + 4..start + HEAD].copy_from_slice(&checksum);
    Ok(buffer)
}

/// The length that a frame's head announces, tag included.
pub(crate) fn announced(head: [u8; HEAD]) -> Option<usize> {
    let [a, b, c, d, ..] = head;
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
    (1..=LONGEST).contains(&length).then_some(length)
}

/// Tag and content of a frame, if they are what was written.
pub(crate) fn open(head: [u8; HEAD], body: &[u8]) -> Option<(Tag, &[u8])> {
    let [.., a, b, c, d] = head;
    if crc32fast::hash(body) != u32::from_le_bytes([a, b, c, d]) {
        return None;
    }
    let (&tag, content) = body.split_first()?;
    Some((Tag::from_byte(tag)?, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(content: &[u8]) -> Vec<u8> {
        let write = |mut buffer: Vec<u8>| {
            buffer.extend_from_slice(content);
            Ok::<_, std::convert::Infallible>(buffer)
        };
        push_frame(Vec::new(), Tag::Text, write).unwrap_or_default()
    }

    fn read(frame: &[u8]) -> Option<(Tag, &[u8])> {
        let (head, body) = frame.split_first_chunk()?;
        let length = announced(*head)?;
        open(*head, body.get(..length)?)
    }

    #[test]
    fn a_frame_comes_back() {
        assert_eq!(read(&frame(b"pod")), Some((Tag::Text, b"pod".as_slice())));
        assert_eq!(read(&frame(b"")), Some((Tag::Text, b"".as_slice())));
    }

    #[test]
    fn a_frame_cut_short_or_altered_anywhere_does_not() {
        let whole = frame(b"out of memory");
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length} bytes");
        }
        for bit in 0..whole.len() * 8 {
            let mut altered = whole.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read(&altered), None, "bit {bit}");
        }
    }

    #[test]
    fn zeroes_after_a_power_cut_are_no_frame() {
        assert_eq!(read(&[0; 64]), None);
    }
}
