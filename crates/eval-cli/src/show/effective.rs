//! Effective values and where they came from.

use eval_toml::Effective;
use serde_json::{Value, json};

use crate::screen::Screen;

/// One value a line: `key = value   # origin`.
pub(crate) fn lines(values: &[Effective], screen: Screen) -> Vec<String> {
    let written = |value: &Effective| format!("{} = {}", value.path, one_line(&value.value));
    let widths = values.iter().map(|value| written(value).chars().count());
    let width = widths.filter(|width| *width <= 60).max().unwrap_or(0);
    let line = |value: &Effective| {
        let origin = screen.dim(format!("# {}", value.origin));
        format!("{:<width$}  {origin}", written(value))
    };
    values.iter().map(line).collect()
}

/// Long texts are cut for the eye; `--format json` has them whole.
fn one_line(value: &str) -> String {
    const MOST: usize = 100;
    let flat = value.replace('\n', "\\n");
    if flat.chars().count() <= MOST {
        return flat;
    }
    let head: String = flat.chars().take(MOST).collect();
    format!("{head}… ({} characters)", flat.chars().count())
}

/// The values for programs.
pub(crate) fn json(values: &[Effective]) -> Value {
    let entry = |value: &Effective| {
        json!({
            "key": value.path,
            "value": value.value,
            "origin": value.origin.to_string(),
        })
    };
    Value::Array(values.iter().map(entry).collect())
}
