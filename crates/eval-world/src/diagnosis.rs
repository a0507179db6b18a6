//! What is wrong with a world's Starlark, and where.

use std::fmt;
use std::ops::Range;

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
        let snippet = self.parts.place.iter().map(snippet);
        let callers = self.parts.callers.iter().map(|caller| {
            let Caller { function, place } = caller;
            let words = format!("`{function}` was called at {}:{}", place.filename(), line(place));
            Level::NOTE.message(normalize_untrusted_str(&words)).into()
        });
        let message = normalize_untrusted_str(&self.parts.message);
        let report = Level::ERROR.primary_title(message).elements(snippet.chain(callers));
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[report])
    }
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

fn snippet(span: &FileSpan) -> Element<'_> {
    Snippet::source(span.file.source())
        .path(span.filename())
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
