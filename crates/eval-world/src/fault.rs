//! A bug of the world, found while it was being played.

use crate::diagnosis::Diagnosis;

/// The world failed, not the agent: its code is broken, runs away, or gives
/// back what it may not.
///
/// Its text is the same on every machine, and its `Display` is one line:
/// file, line, and what is wrong.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct WorldFault(Diagnosis);

impl WorldFault {
    pub(crate) fn new(diagnosis: Diagnosis) -> Self {
        Self(diagnosis)
    }

    /// What is wrong and where.
    #[must_use]
    pub fn diagnosis(&self) -> &Diagnosis {
        &self.0
    }

    /// The fault with the lines it is about, a caret under what is wrong, and
    /// the calls that led there.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        self.0.render(colour)
    }
}
