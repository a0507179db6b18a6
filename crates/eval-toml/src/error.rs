//! The one error of this crate, and how it reads on one line.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::origin::Origin;
use crate::render;

/// What is wrong with a file, with the place to look at and what to do about it.
///
/// Its `Display` is one line; [`TomlError::render`] shows the lines of the file as well.
#[derive(Clone, Debug)]
pub struct TomlError {
    // On the heap, as an error is rare and a `Result` is not.
    parts: Box<Parts>,
}

#[derive(Clone, Debug)]
struct Parts {
    message: String,
    /// Every place the error is about, the first one first; none if the file has no text.
    places: Vec<Origin>,
    /// The file without text.
    unread: Option<PathBuf>,
    help: Vec<String>,
}

impl TomlError {
    pub(crate) fn new(message: impl Into<String>, place: Origin) -> Self {
        Self::at_places(message.into(), vec![place])
    }

    /// An error about several places at once, which come in the order of `places`.
    pub(crate) fn at_places(message: String, places: Vec<Origin>) -> Self {
        let parts = Parts { message, places, unread: None, help: Vec::new() };
        Self { parts: Box::new(parts) }
    }

    /// The file at `path` could not be read.
    pub(crate) fn unread(path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot read {}: {error}", path.display());
        let mut unread = Self::at_places(message, Vec::new());
        unread.parts.unread = Some(path.to_path_buf());
        match nearest_file(path) {
            Some(meant) if error.kind() == io::ErrorKind::NotFound => {
                unread.with_help(format!("did you mean {}?", meant.display()))
            }
            Some(_) | None => unread,
        }
    }

    /// The file at `path` holds something else than UTF-8.
    pub(crate) fn not_text(path: &Path, error: &FromUtf8Error) -> Self {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + String::from_utf8_lossy(good).matches('\n').count();
        let message = format!("cannot read {}: line {line} is not UTF-8", path.display());
        let mut not_text = Self::at_places(message, Vec::new());
        not_text.parts.unread = Some(path.to_path_buf());
        not_text
    }

    /// Adds a sentence that says what to do about it; the first one shows in the one-line form.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.parts.help.push(help.into());
        self
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.parts.message
    }

    /// What to do about it, the most useful first.
    #[must_use]
    pub fn help(&self) -> &[String] {
        &self.parts.help
    }

    /// The file the error is about; none if it is about an override.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        let place = self.parts.places.first();
        place.and_then(Origin::file).or(self.parts.unread.as_deref())
    }

    /// The line the error is about, counted from 1; none if it is about a file as a whole.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.parts.places.first().and_then(Origin::line)
    }

    /// Every place the error is about.
    pub(crate) fn places(&self) -> &[Origin] {
        &self.parts.places
    }

    /// The error with the lines it is about and a caret under what is wrong.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::render(self, colour)
    }
}

impl fmt::Display for TomlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.parts.message)?;
        if !self.parts.places.is_empty() {
            let mut places: Vec<_> = self.parts.places.iter().map(Origin::to_string).collect();
            places.dedup();
            write!(formatter, " in {}", places.join(", "))?;
        }
        if let Some(help) = self.parts.help.first() {
            write!(formatter, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TomlError {}

/// The file beside `path` whose name is nearest to what was asked for.
fn nearest_file(path: &Path) -> Option<PathBuf> {
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent()?;
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names: Vec<String> = std::fs::read_dir(listed)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    // The order of a folder is not the same everywhere.
    names.sort();
    let meant = crate::nearest(wanted, names.iter().map(String::as_str))?;
    Some(folder.join(meant))
}
