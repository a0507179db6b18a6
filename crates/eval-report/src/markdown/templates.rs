//! The templates, and what they may do with a value.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

use crate::markdown::escape;
use crate::numbers::{self, NOTHING};

/// All of them, by name.
const TEMPLATES: [(&str, &str); 15] = [
    ("gate.md.j2", include_str!("../../templates/gate.md.j2")),
    ("comparison.md.j2", include_str!("../../templates/comparison.md.j2")),
    ("lists.md.j2", include_str!("../../templates/lists.md.j2")),
    ("sections.md.j2", include_str!("../../templates/sections.md.j2")),
    ("checks.md.j2", include_str!("../../templates/checks.md.j2")),
    ("changed.md.j2", include_str!("../../templates/changed.md.j2")),
    ("difference.md.j2", include_str!("../../templates/difference.md.j2")),
    ("flips.md.j2", include_str!("../../templates/flips.md.j2")),
    ("slices.md.j2", include_str!("../../templates/slices.md.j2")),
    ("ratios.md.j2", include_str!("../../templates/ratios.md.j2")),
    ("safety.md.j2", include_str!("../../templates/safety.md.j2")),
    ("missing.md.j2", include_str!("../../templates/missing.md.j2")),
    ("quarantined.md.j2", include_str!("../../templates/quarantined.md.j2")),
    ("warnings.md.j2", include_str!("../../templates/warnings.md.j2")),
    ("foot.md.j2", include_str!("../../templates/foot.md.j2")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

/// A page by its template.
#[expect(
    clippy::expect_used,
    reason = "templates are part of the program, and tests render each branch"
)]
pub(crate) fn render(name: &str, page: &impl Serialize) -> String {
    let page = Value::from(Serde(page));
    let rendered = ENVIRONMENT.get_template(name).and_then(|template| template.render(page));
    tidy(&rendered.expect("a template fits its page"))
}

/// One blank line between two blocks, however many sections were left out between them.
fn tidy(rendered: &str) -> String {
    let mut page = String::with_capacity(rendered.len());
    let mut is_due = false;
    for line in rendered.lines().map(str::trim_end) {
        if line.is_empty() {
            is_due = !page.is_empty();
            continue;
        }
        if is_due {
            page.push('\n');
            is_due = false;
        }
        page.push_str(line);
        page.push('\n');
    }
    page
}

#[expect(
    clippy::expect_used,
    reason = "templates are part of the program, and every test parses them"
)]
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Lines that only steer leave nothing behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build().expect("the usual delimiters"));
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(write);
    add_filters(&mut environment);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).expect("a template that can be parsed");
    }
    environment
}

/// Writes a value so that it is text, unless a filter has made it safe. A number with a fraction
/// has to say how it is to be read, by a filter.
fn write(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    let written = match value.kind() {
        ValueKind::String if value.is_safe() => return Ok(out.write_str(&value.to_string())?),
        ValueKind::String => escape::text(&value.to_string()),
        ValueKind::Number if value.is_integer() => value.to_string(),
        ValueKind::None => NOTHING.to_owned(),
        kind => {
            let what = format!("a {kind} needs a filter to be written");
            return Err(Error::new(ErrorKind::InvalidOperation, what));
        }
    };
    Ok(out.write_str(&written)?)
}

fn add_filters(environment: &mut Environment<'static>) {
    let safe = Value::from_safe_string;
    environment.add_filter("code", move |foreign: &str| safe(escape::code(foreign)));
    environment.add_filter("short", |hash: &str| hash.chars().take(8).collect::<String>());
    add_number(environment, "percent", numbers::percent);
    add_number(environment, "confidence", numbers::confidence);
    add_number(environment, "average", numbers::average);
    add_number(environment, "points", numbers::points);
    add_number(environment, "distance", numbers::distance);
    add_number(environment, "ratio", numbers::ratio);
    add_number(environment, "p_value", numbers::p_value);
    add_number(environment, "bare_p", numbers::bare_p);
    add_number(environment, "amount", numbers::amount);
    add_number(environment, "signed_amount", numbers::signed_amount);
    add_interval(environment, "percent_interval", numbers::percent_interval);
    add_interval(environment, "points_interval", numbers::points_interval);
    add_interval(environment, "ratio_interval", numbers::ratio_interval);
    environment
        .add_filter("of", move |part: Vec<u64>| Ok::<_, Error>(safe(numbers::of(pair(part)?))));
}

fn add_number(
    environment: &mut Environment<'static>,
    name: &'static str,
    write: fn(f64) -> String,
) {
    environment.add_filter(name, move |number: Option<f64>| {
        Value::from_safe_string(number.map_or_else(|| NOTHING.to_owned(), write))
    });
}

fn add_interval(
    environment: &mut Environment<'static>,
    name: &'static str,
    write: fn([f64; 2]) -> String,
) {
    environment.add_filter(name, move |interval: Option<Vec<f64>>| {
        let Some(interval) = interval else { return Ok(Value::from(NOTHING)) };
        Ok::<_, Error>(Value::from_safe_string(write(pair(interval)?)))
    });
}

fn pair<T>(two: Vec<T>) -> Result<[T; 2], Error> {
    two.try_into().map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a pair"))
}
