//! Where a value came from.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::source::Source;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It stands in a file, at these bytes; the empty range at 0 means the file as a whole.
    File {
        /// The file.
        source: Arc<Source>,
        /// The bytes of the value, or of the header if the value is a table.
        span: Range<usize>,
    },
    /// It was given from outside the files, in these words.
    Override(String),
    /// Nobody gave it; the reader filled it in.
    Default,
}

impl Origin {
    /// The file the value stands in, if it stands in one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File { source, .. } => Some(source.path()),
            Self::Override(_) | Self::Default => None,
        }
    }

    /// The line the value starts on, counted from 1; none for a file as a whole.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::File { span, .. } if *span == (0..0) => None,
            Self::File { source, span } => Some(source.line(span.start)),
            Self::Override(_) | Self::Default => None,
        }
    }
}

/// Writes `scenarios/web.toml:14`, the words of the override, or `default`.
impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { source, .. } => {
                write!(formatter, "{}", source.path().display())?;
                self.line().map_or(Ok(()), |line| write!(formatter, ":{line}"))
            }
            Self::Override(words) => formatter.write_str(words),
            Self::Default => formatter.write_str("default"),
        }
    }
}
