//! Whose rule it is.

/// Where a rule comes from, and so what happens to those who break it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Strict JSON, one object a line: most loaders give up on the whole file.
    Json,
    /// What the vendor of a hosted trainer documents: the job is refused.
    Vendor,
    /// What an open trainer needs: it dies, drops the row, or, mostly, trains on something else
    /// than was meant and does not say so.
    Trainer,
    /// What the trainer's loader makes of the columns.
    Arrow,
    /// About the file as a whole.
    File,
}

impl Origin {
    /// One word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Vendor => "vendor",
            Self::Trainer => "trainer",
            Self::Arrow => "arrow",
            Self::File => "file",
        }
    }
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Line,
    Row,
    Column,
    File,
}

impl About {
    pub(super) const fn origin(self, hosted: bool) -> Origin {
        match self {
            Self::Line => Origin::Json,
            Self::Row if hosted => Origin::Vendor,
            Self::Row => Origin::Trainer,
            Self::Column => Origin::Arrow,
            Self::File => Origin::File,
        }
    }
}
