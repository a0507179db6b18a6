//! Jinja as transformers sets it up for chat templates.
//!
//! As of `utils/chat_template_utils.py` in transformers 5.23.0. What Python's Jinja
//! and this one print differently is made alike where templates come across it.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, Value};
use minijinja_contrib::pycompat::unknown_method_callback;

use super::python::{self, Json};

#[expect(clippy::expect_used, reason = "the delimiters are the usual ones")]
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build().expect("the usual delimiters"));
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(write);
    environment.set_unknown_method_callback(unknown_method_callback);
    environment.add_filter("tojson", to_json);
    environment.add_filter("string", |value: &Value| python::text(value));
    environment.add_test("iterable", is_iterable);
    environment.add_function("raise_exception", raise_exception);
    environment.add_function("strftime_now", strftime_now);
    environment
}

/// The template with plain line ends and without `{% generation %}`, by which
/// trainers find turns: here they are found for templates without it as well.
pub(super) fn without_marks(template: &str) -> String {
    let mut plain = String::with_capacity(template.len());
    let template = template.replace("\r\n", "\n");
    let mut rest = &*template;
    while let Some((before, after)) = rest.split_once("{%") {
        plain.push_str(before);
        plain.push_str("{%");
        rest = after;
        let Some((inside, _)) = after.split_once("%}") else { continue };
        let word = inside.trim_matches(|char: char| char.is_whitespace() || "-+".contains(char));
        let instead = match word {
            // The white space around it has to go as it would have gone.
            "generation" => "if true",
            "endgeneration" => "endif",
            _ => continue,
        };
        plain.push_str(&inside.replace(word, instead));
        rest = &after[inside.len()..];
    }
    plain + rest
}

/// Prints a value as Python does: `True`, `None`, `1e-05`, `{'a': 1}`.
fn write(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) => Ok(out.write_str(text)?),
        None => Ok(out.write_str(&python::text(value))?),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands out options as they are")]
fn to_json(value: &Value, options: Kwargs) -> Result<String, Error> {
    let separators: Option<(String, String)> = match options.get::<Option<Value>>("separators")? {
        None => None,
        Some(both) => {
            Some((both.get_item_by_index(0)?.to_string(), both.get_item_by_index(1)?.to_string()))
        }
    };
    let json = Json {
        indent: options.get("indent")?,
        separators,
        ensure_ascii: options.get::<Option<bool>>("ensure_ascii")?.unwrap_or(false),
        sort_keys: options.get::<Option<bool>>("sort_keys")?.unwrap_or(false),
    };
    options.assert_all_used()?;
    json.dumps(value)
}

/// As in Python, where a string is and `None` is not.
fn is_iterable(value: &Value) -> bool {
    value.kind() == ValueKind::String || (!value.is_none() && value.try_iter().is_ok())
}

fn raise_exception(message: &str) -> Result<Value, Error> {
    Err(Error::new(ErrorKind::InvalidOperation, message.to_owned()))
}

/// A row is shown the same on every day, so the date stays the pattern for it.
fn strftime_now(pattern: String) -> String {
    pattern
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn marks_go_and_what_they_do_to_white_space_stays() {
        let marked = "{% if x %}{%- generation -%} {{ y }} {%+ endgeneration %}{% endif %} 1 %}";
        let plain = "{% if x %}{%- if true -%} {{ y }} {%+ endif %}{% endif %} 1 %}";
        assert_eq!(without_marks(marked), plain);
        assert_eq!(without_marks("{% generation"), "{% generation");
    }
}
