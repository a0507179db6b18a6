//! A list of which a page shows the beginning.

use serde::Serialize;

/// Rows that stand open.
const OPEN: usize = 10;

/// Rows that are folded away below them. A comment on GitHub holds 65,536 characters.
const FOLDED: usize = 100;

/// A list, some of it open, some folded away, the rest counted.
#[derive(Serialize)]
pub(crate) struct Bounded<T> {
    open: Vec<T>,
    folded: Vec<T>,
    more: usize,
    total: usize,
}

impl<T> Bounded<T> {
    /// The first rows open, more of them folded away.
    pub(crate) fn new(list: impl IntoIterator<Item = T>) -> Self {
        Self::with_open(OPEN, list)
    }

    /// All that is shown folded away.
    pub(crate) fn folded(list: impl IntoIterator<Item = T>) -> Self {
        Self::with_open(0, list)
    }

    fn with_open(open: usize, list: impl IntoIterator<Item = T>) -> Self {
        let mut list = list.into_iter();
        let open: Vec<T> = list.by_ref().take(open).collect();
        let folded: Vec<T> = list.by_ref().take(FOLDED).collect();
        let more = list.count();
        let total = open.len() + folded.len() + more;
        Self { open, folded, more, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(bounded: &Bounded<usize>) -> [usize; 4] {
        [bounded.open.len(), bounded.folded.len(), bounded.more, bounded.total]
    }

    #[test]
    fn nothing_is_lost_from_count() {
        assert_eq!(parts(&Bounded::new(0..0)), [0, 0, 0, 0]);
        assert_eq!(parts(&Bounded::new(0..10)), [10, 0, 0, 10]);
        assert_eq!(parts(&Bounded::new(0..11)), [10, 1, 0, 11]);
        assert_eq!(parts(&Bounded::new(0..111)), [10, 100, 1, 111]);
        assert_eq!(parts(&Bounded::folded(0..3)), [0, 3, 0, 3]);
    }
}
