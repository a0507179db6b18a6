//! The text of a file, kept so that an error can show the line it is about.

use std::fmt;
use std::path::{Path, PathBuf};

/// A file's path and text, kept for error messages.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// Keeps `text` as what stands in the file at `path`, without a byte order mark.
    pub(crate) fn new(path: &Path, text: &str) -> Self {
        // The mark is no part of the text; left in, it would shift every caret of line 1.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { path: path.to_path_buf(), text: text.to_owned() }
    }

    /// The path the file was read from, as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text of the file, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line that holds the byte at `offset`, counted from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        1 + before.matches('\n').count()
    }
}

/// Shows the path alone: the text would drown whatever holds the source.
impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Source").field("path", &self.path).finish_non_exhaustive()
    }
}
