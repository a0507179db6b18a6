//! Stepwise rows: TRL's `PRMTrainer`, and Axolotl's `stepwise_supervised`.

use super::at::At;
use super::columns::need;
use super::findings::Findings;
use super::json::Json;
use super::rule::Rule;
use crate::Format;

/// A prompt, its steps, and a label for each.
pub(super) fn prm(row: &Json<'_>, out: &mut Findings) {
    if !need(row, &["prompt", "completions", "labels"], Format::TrlPrm, out) {
        return;
    }
    prompt(row, out);
    let steps = steps(row, out);
    let labels = labels(row, out);
    if let (Some(steps), Some(labels)) = (steps, labels)
        && steps != labels
    {
        let said = format!("holds {labels} labels for {steps} steps");
        out.add(Rule::LabelsLength, &At::ROW.key("labels"), said);
    }
}

fn prompt(row: &Json<'_>, out: &mut Findings) {
    let at = At::ROW.key("prompt");
    match row.get("prompt") {
        Some(Json::Text(text)) if !text.is_empty() => {}
        Some(Json::Text(_)) => out.add(Rule::PromptType, &at, "is empty"),
        other => {
            let kind = other.map_or("missing", Json::kind);
            out.add(Rule::PromptType, &at, format!("is {kind}, not a string"));
        }
    }
}

/// How many steps there are, if they are texts.
fn steps(row: &Json<'_>, out: &mut Findings) -> Option<usize> {
    let at = At::ROW.key("completions");
    let Some(steps) =
        row.get("completions").and_then(Json::as_list).filter(|steps| !steps.is_empty())
    else {
        out.add(Rule::CompletionsType, &at, "is no list of at least one string");
        return None;
    };
    for (place, step) in steps.iter().enumerate() {
        match step.as_text() {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => out.add(Rule::EmptyStep, &at.item(place), "says nothing"),
            None => {
                let said = format!("is {}, not a string", step.kind());
                out.add(Rule::CompletionsType, &at.item(place), said);
            }
        }
    }
    Some(steps.len())
}

/// How many labels there are, if they are booleans.
fn labels(row: &Json<'_>, out: &mut Findings) -> Option<usize> {
    let at = At::ROW.key("labels");
    let Some(labels) = row.get("labels").and_then(Json::as_list) else {
        out.add(Rule::LabelsType, &at, "is no list of booleans");
        return None;
    };
    let wrong = labels.iter().enumerate().find(|(_, label)| label.as_bool().is_none());
    if let Some((place, label)) = wrong {
        out.add(Rule::LabelsType, &at.item(place), format!("is {}, not a boolean", label.kind()));
    }
    Some(labels.len())
}
