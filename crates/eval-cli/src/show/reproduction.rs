//! What came of running a stored trial again.

use eval_runner::Difference;
use eval_store::Run;
use eval_trace::{SCHEMA_VERSION, TrialRecord};
use serde_json::{Value, json};

use crate::screen::Screen;
use crate::show::words::{plural, quoted, safe};

/// A stored trial and where it and its rerun part.
pub(crate) struct Reproduction<'a> {
    pub(crate) run: &'a Run,
    pub(crate) stored: &'a TrialRecord,
    pub(crate) difference: Option<Difference>,
}

pub(crate) fn json(reproduction: &Reproduction<'_>) -> Value {
    let Reproduction { run, stored, difference } = reproduction;
    json!({
        "schema_version": SCHEMA_VERSION,
        "run_id": run.manifest().run_id,
        "trial_id": stored.id,
        "trial": stored.key.to_string(),
        "same": difference.is_none(),
        "events": stored.events.len(),
        "first_difference": difference,
    })
}

/// The same for people, line by line.
pub(crate) fn tell(reproduction: &Reproduction<'_>, screen: Screen) -> Vec<String> {
    let Reproduction { run, stored, difference } = reproduction;
    let Some(difference) = difference else {
        return vec![format!(
            "{}: all {}, outcome {}, state {}",
            screen.good("same"),
            plural(stored.events.len() as u64, "event"),
            stored.outcome.name(),
            stored.state_after,
        )];
    };
    let key = safe(&stored.key.to_string());
    let place = match (difference.seq, difference.kind) {
        (Some(seq), Some(kind)) => format!("event {seq} ({kind}): "),
        _ => "the trial's own row: ".to_owned(),
    };
    let (then, now) = excerpts(&difference.stored, &difference.now);
    let dir = run.dir().display().to_string();
    let show = screen.command(format!("flywheel show {} {}", quoted(&dir), quoted(&key)));
    vec![
        format!("{}: {}", screen.bad("different"), screen.bold(key)),
        format!("  first     {place}{}", on_one_line(&difference.field)),
        format!("  stored    {then}"),
        format!("  now       {now}"),
        format!("  version   {}", versions(run)),
        format!("next: {show}   (as it is stored)"),
    ]
}

/// Who wrote the run and who ran the trial again.
fn versions(run: &Run) -> String {
    let wrote = run.manifest();
    let then = format!("{}, schema {}", safe(&wrote.version), wrote.schema_version);
    let now = format!("{}, schema {SCHEMA_VERSION}", env!("CARGO_PKG_VERSION"));
    if then == now { format!("{now}, then and now") } else { format!("{then} then; {now} now") }
}

// ── values of any length ──────────────────────────────────────────────────

/// How much of a value is shown before the first sign that differs.
const BEFORE: usize = 24;

/// How much of a value is shown in all.
const SHOWN: usize = 96;

/// Both values around the first sign in which they differ.
fn excerpts(stored: &Value, now: &Value) -> (String, String) {
    let signs = |value: &Value| words(value).chars().collect::<Vec<char>>();
    let (stored, now) = (signs(stored), signs(now));
    let alike = stored.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let from = alike.saturating_sub(BEFORE);
    (excerpt(&stored, from), excerpt(&now, from))
}

/// A text as it is, not as JSON would spell it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "(nothing)".to_owned(),
        Value::String(text) if text.is_empty() => "(an empty text)".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn excerpt(signs: &[char], from: usize) -> String {
    let shown: String = signs.iter().skip(from).take(SHOWN).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if signs.len() > from + SHOWN { "…" } else { "" };
    format!("{before}{}{after}", on_one_line(&shown))
}

fn on_one_line(text: &str) -> String {
    safe(text).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_where_they_differ() {
        let text = |end: &str| json!(format!("{}{end}", "x".repeat(500)));
        let (one, other) = excerpts(&text("one\u{9b}\n"), &text(&"two".repeat(100)));
        assert_eq!(one, format!(r"…{}one\u{{9b}}\n", "x".repeat(BEFORE)));
        assert!(other.starts_with(&format!("…{}twotwo", "x".repeat(BEFORE))), "{other}");
        assert!(other.ends_with('…') && other.chars().count() == SHOWN + 2, "{other}");
        let (nothing, empty) = excerpts(&Value::Null, &json!(""));
        assert_eq!((nothing.as_str(), empty.as_str()), ("(nothing)", "(an empty text)"));
    }
}
