//! Making sense of what a model said.

use eval_trace::{ModelReply, Parse};
use serde_json::Value;

use crate::nesting;

/// Tool markup that some models leak into the visible text.
const LEAKED_MARKUP: &[&str] = &["<tool_call", "<function=", "[TOOL_CALLS]"];

/// A reply, read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    /// It calls tools. What else it says is a remark.
    Calls,
    /// It proposes an answer.
    Answer {
        /// The structured part, null for none.
        structured: Value,
    },
    /// It says nothing.
    Empty,
    /// It says something that is neither.
    Malformed(String),
}

impl Reading {
    pub(crate) fn record(&self, reply: &ModelReply) -> Parse {
        match self {
            Self::Calls => Parse::Calls(u32::try_from(reply.calls.len()).unwrap_or(u32::MAX)),
            Self::Answer { .. } => Parse::Answer,
            Self::Empty => Parse::Empty,
            Self::Malformed(why) => Parse::Malformed(why.clone()),
        }
    }
}

/// Reads a reply. Tool calls win over text; text is an answer unless it is
/// empty or leaks tool markup outside a code block.
pub(crate) fn read(reply: &ModelReply) -> Reading {
    if !reply.calls.is_empty() {
        return Reading::Calls;
    }
    let text = reply.text.as_str();
    if text.trim().is_empty() {
        return Reading::Empty;
    }
    if let Some(markup) = leaked_markup(text) {
        return Reading::Malformed(format!("`{markup}` stands in the text instead of a tool call"));
    }
    Reading::Answer { structured: structured_part(text) }
}

fn leaked_markup(text: &str) -> Option<&'static str> {
    let prose = parts(text).into_iter().filter(|part| !part.is_code).map(|part| part.text);
    prose
        .into_iter()
        .find_map(|prose| LEAKED_MARKUP.iter().find(|markup| prose.contains(**markup)).copied())
}

/// The last fenced block that holds a JSON object, else the whole text if it
/// is one, else null.
fn structured_part(text: &str) -> Value {
    let blocks = parts(text).into_iter().rev().filter(|part| part.is_code);
    let fenced = blocks.map(|block| object(&block.text)).find_map(|object| object);
    fenced.or_else(|| object(text)).unwrap_or(Value::Null)
}

/// A stretch of prose, or what a fence encloses.
#[derive(Default)]
struct Part {
    is_code: bool,
    text: String,
}

/// Takes a text apart at its fences: lines that begin with three backticks.
/// Backticks within a line are text, and a fence that is never closed is none.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for line in text.lines() {
        let in_code = parts.last().is_some_and(|part| part.is_code);
        if line.trim_start().starts_with("```") {
            parts.push(Part { is_code: !in_code, text: String::new() });
        } else if let Some(part) = parts.last_mut() {
            part.text.push_str(line);
            part.text.push('\n');
        }
    }
    if let Some(open) = parts.last_mut() {
        open.is_code = false;
    }
    parts
}

fn object(text: &str) -> Option<Value> {
    let value = serde_json::from_str::<Value>(text.trim()).ok()?;
    (value.is_object() && !nesting::is_too_deep(&value)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eval_trace::{RawCall, Text, Usage};
    use serde_json::json;

    fn said(text: &str) -> ModelReply {
        ModelReply { text: Text::new(text), calls: Vec::new(), usage: Usage::default() }
    }

    #[test]
    fn prose_with_a_fenced_object_is_a_structured_answer() {
        let reply = said("The heap is too small.\n```json\n{\"cause\": \"oom_heap\"}\n```\n");
        assert_eq!(read(&reply), Reading::Answer { structured: json!({"cause": "oom_heap"}) });
    }

    #[test]
    fn the_last_fenced_object_counts() {
        let reply = said("```json\n{\"a\":1}\n```\nno:\n```JSON\n{\"a\":2}\n```");
        assert_eq!(read(&reply), Reading::Answer { structured: json!({"a": 2}) });
    }

    #[test]
    fn prose_alone_is_an_answer_without_structure() {
        assert_eq!(read(&said("DNS outage.")), Reading::Answer { structured: Value::Null });
    }

    #[test]
    fn blank_text_is_empty() {
        assert_eq!(read(&said(" \n")), Reading::Empty);
    }

    #[test]
    fn leaked_markup_is_malformed_but_code_may_show_it() {
        assert!(matches!(read(&said("<tool_call>get_logs")), Reading::Malformed(_)));
        assert!(matches!(read(&said("see\n```\n<tool_call>\n```\nabove")), Reading::Answer { .. }));
    }

    #[test]
    fn backticks_within_the_answer_are_no_fence() {
        let reply = said("So:\n```json\n{\"fix\": \"run ```rm```\"}\n```");
        assert_eq!(read(&reply), Reading::Answer { structured: json!({"fix": "run ```rm```"}) });
    }

    #[test]
    fn a_fence_that_is_never_closed_hides_nothing() {
        assert!(matches!(read(&said("```\n<tool_call>get_logs")), Reading::Malformed(_)));
    }

    #[test]
    fn an_answer_nested_too_deep_has_no_structure() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(70), "]".repeat(70));
        assert_eq!(read(&said(&deep)), Reading::Answer { structured: Value::Null });
    }

    #[test]
    fn calls_win_over_text() {
        let mut reply = said("I will look.");
        let arguments = Text::new("{}");
        reply.calls.push(RawCall { id: String::new(), tool: "list_pods".into(), arguments });
        assert_eq!(read(&reply), Reading::Calls);
    }
}
