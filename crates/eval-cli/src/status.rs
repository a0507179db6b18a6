//! How the process ends.

use std::process::ExitCode;

/// The exit codes, everywhere the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Fine, whatever the agents did.
    Fine,
    /// What was held against what is stored differs.
    Differs,
    /// A gate has spoken; the code goes with what it said.
    Gate(u8),
    /// Wrong usage, bad input, or the tool itself failed.
    BadInput,
    /// Nothing ran.
    NothingRan,
    /// Too much infra failure: the measurement is invalid.
    Invalid,
    /// Interrupted.
    Interrupted,
}

impl Status {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Differs => 1,
            Self::Gate(code) => code,
            Self::BadInput => 2,
            Self::NothingRan => 4,
            Self::Invalid => 5,
            Self::Interrupted => 130,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

/// Shows what clap has to say: help and version are fine, the rest is usage.
pub(crate) fn of_clap(error: &clap::Error) -> ExitCode {
    // A closed pipe is the reader's business.
    let _ = error.print();
    if error.use_stderr() { Status::BadInput.into() } else { Status::Fine.into() }
}
