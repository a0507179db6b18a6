//! What is wrong with a world's Starlark, and where.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{
    AnnotationKind, Element, Level, Renderer, Snippet, normalize_untrusted_str,
};
use starlark::codemap::FileSpan;

/// What is wrong with a world, with the place in its files where it shows.
///
/// Its `Display` is one line; [`Diagnosis::render`] draws the lines of the
/// file as well.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    // On the heap, as an error is rare and a `Result` is not.
    parts: Box<Parts>,
}

#[derive(Clone, Debug)]
struct Parts {
    message: String,
    place: Option<FileSpan>,
    /// How the evaluation came to the place, the outermost call first.
    callers: Vec<Caller>,
}

#[derive(Clone, Debug)]
struct Caller {
    function: String,
    place: FileSpan,
}

impl Diagnosis {
    pub(crate) fn new(message: impl Into<String>, place: Option<&FileSpan>) -> Self {
        let parts = Parts { message: message.into(), place: place.cloned(), callers: Vec::new() };
        Self { parts: Box::new(parts) }
    }

    /// What Starlark has to say.
    pub(crate) fn of_starlark(error: &starlark::Error) -> Self {
        let callers = error.call_stack().frames.iter().filter_map(|frame| {
            // The place itself needs no second mention.
            let place = frame.location.clone().filter(|place| Some(place) != error.span())?;
            Some(Caller { function: frame.name.clone(), place })
        });
        let parts = Parts {
            message: one_line(&error.without_diagnostic().to_string()),
            place: error.span().cloned(),
            callers: callers.collect(),
        };
        Self { parts: Box::new(parts) }
    }

    /// The same, placed there where it has no place of its own.
    pub(crate) fn or_at(mut self, place: Option<&FileSpan>) -> Self {
        self.parts.place = self.parts.place.or_else(|| place.cloned());
        self
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.parts.message
    }

    /// The file and the line, counted from 1, where it shows.
    #[must_use]
    pub fn place(&self) -> Option<(&str, usize)> {
        self.parts.place.as_ref().map(|span| (span.filename(), line(span)))
    }

    /// The message with the lines it is about, a caret under what is wrong,
    /// and the calls that led there.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        self.render_in(Path::new(""), colour)
    }

    /// The same, the files named by where they lie. The world itself knows its
    /// files only by their place in the scenario's folder, so that what it says
    /// in a trace does not depend on where that is.
    #[must_use]
    pub fn render_in(&self, folder: &Path, colour: bool) -> String {
        let lies_at = |place: &FileSpan| from_folder(folder, place.filename());
        let path = self.parts.place.as_ref().map(lies_at);
        let snippet = self.parts.place.iter().map(|place| snippet(place, path.as_deref()));
        let callers = self.parts.callers.iter().map(|caller| {
            let Caller { function, place } = caller;
            let words = format!("`{function}` was called at {}:{}", lies_at(place), line(place));
            Level::NOTE.message(normalize_untrusted_str(&words)).into()
        });
        let message = normalize_untrusted_str(&self.parts.message);
        let report = Level::ERROR.primary_title(message).elements(snippet.chain(callers));
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[report])
    }
}

/// The path of a file as seen from where the folder's path is.
fn from_folder(folder: &Path, file: &str) -> String {
    let (folder, file) = match file.strip_prefix("../") {
        Some(file) if folder.file_name().is_some() => (folder.parent().unwrap_or(folder), file),
        Some(_) | None => (folder, file),
    };
    folder.join(file).display().to_string()
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line)) = self.place() {
            write!(formatter, "{file}:{line}: ")?;
        }
        formatter.write_str(&self.parts.message)
    }
}

fn line(span: &FileSpan) -> usize {
    span.resolve_span().begin.line + 1
}

fn snippet<'a>(span: &'a FileSpan, path: Option<&'a str>) -> Element<'a> {
    Snippet::source(span.file.source())
        .path(path.unwrap_or_else(|| span.filename()))
        .annotation(AnnotationKind::Primary.span(on_one_line(span)))
        .into()
}

/// The part of the span on its first line: what spans many is told by its
/// beginning.
fn on_one_line(span: &FileSpan) -> Range<usize> {
    let start = span.span.begin().get() as usize;
    let length = span.source_span().find(['\r', '\n']).unwrap_or(span.source_span().len());
    start..start + length
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
