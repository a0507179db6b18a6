//! Which result answers which call, where the format does not say.

use std::collections::VecDeque;
use std::sync::Arc;

/// The calls of a row so far. Those without an id are numbered, and results
/// without one answer the open calls in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct CallIds {
    made: usize,
    open: VecDeque<Arc<str>>,
}

impl CallIds {
    /// The id of the next call.
    pub(super) fn call(&mut self, given: Option<Arc<str>>) -> Arc<str> {
        let id = given.unwrap_or_else(|| format!("call_{}", self.made).into());
        self.made += 1;
        self.open.push_back(Arc::clone(&id));
        id
    }

    /// The call that a result answers, if any is open.
    pub(super) fn result(&mut self, given: Option<Arc<str>>) -> Option<Arc<str>> {
        let Some(id) = given else { return self.open.pop_front() };
        self.open.retain(|open| *open != id);
        Some(id)
    }

    /// How many calls wait for their results.
    pub(super) fn n_open(&self) -> usize {
        self.open.len()
    }
}
