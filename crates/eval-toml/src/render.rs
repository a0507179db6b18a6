//! How an error reads with the lines it is about.

use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Element, Level, Origin as WholeFile, Renderer, Snippet, normalize_untrusted_str,
};

use crate::error::TomlError;
use crate::origin::Origin;
use crate::source::Source;

/// Draws the message, every place with its line, and the help.
pub(crate) fn render(error: &TomlError, colour: bool) -> String {
    let places = error.places().iter().map(place);
    let help = error.help().iter().map(|help| {
        // What is quoted in it comes from a file and could steer a terminal.
        Level::HELP.message(normalize_untrusted_str(help)).into()
    });
    let report = Level::ERROR.primary_title(error.message()).elements(places.chain(help));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[report])
}

fn place(origin: &Origin) -> Element<'_> {
    match origin {
        Origin::File { source, .. } if origin.line().is_none() => {
            WholeFile::path(source.path().to_string_lossy()).into()
        }
        Origin::File { source, span } => Snippet::source(source.text())
            .path(source.path().to_string_lossy())
            .annotation(AnnotationKind::Primary.span(on_one_line(source, span)))
            .into(),
        Origin::Override(_) | Origin::Default => {
            let words = normalize_untrusted_str(&origin.to_string());
            Level::NOTE.message(format!("given by {words}")).into()
        }
    }
}

/// The part of `span` on its first line: a long value is told by its beginning.
fn on_one_line(source: &Source, span: &Range<usize>) -> Range<usize> {
    let text = source.text();
    let start = text.floor_char_boundary(span.start);
    let end = text.floor_char_boundary(span.end).max(start);
    let length = text[start..end].find(['\r', '\n']).unwrap_or(end - start);
    start..start + length
}
