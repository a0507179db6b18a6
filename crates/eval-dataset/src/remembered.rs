//! What was found out about a text before. Most texts of a run stand in many rows.

use std::collections::HashMap;
use std::sync::Arc;

/// Values by text. A text is known by its place in memory, which holding on to it keeps from
/// being used again; so a text that is equal and lies elsewhere is not known.
#[derive(Clone, Debug)]
pub(crate) struct Remembered<T>(HashMap<usize, (Arc<str>, T)>);

impl<T: Copy> Remembered<T> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(crate) fn get(&self, text: &Arc<str>) -> Option<T> {
        self.0.get(&Self::place(text)).map(|(_, value)| *value)
    }

    pub(crate) fn keep(&mut self, text: &Arc<str>, value: T) {
        self.0.insert(Self::place(text), (Arc::clone(text), value));
    }

    fn place(text: &Arc<str>) -> usize {
        text.as_ptr().addr()
    }
}
