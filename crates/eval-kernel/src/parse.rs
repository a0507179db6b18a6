//! Making sense of what a model said.

use eval_trace::{ModelReply, Parse};
use serde_json::Value;

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
    let outside_code = |index: &usize| index.is_multiple_of(2);
    text.split("```")
        .enumerate()
        .filter(|(index, _)| outside_code(index))
        .find_map(|(_, part)| LEAKED_MARKUP.iter().find(|markup| part.contains(**markup)).copied())
}

/// The last fenced block that holds a JSON object, else the whole text if it
/// is one, else null.
fn structured_part(text: &str) -> Value {
    let fenced = text.split("```").skip(1).step_by(2).filter_map(|block| {
        let body = block.strip_prefix("json").unwrap_or(block);
        object(body)
    });
    fenced.last().or_else(|| object(text)).unwrap_or(Value::Null)
}

fn object(text: &str) -> Option<Value> {
    serde_json::from_str(text.trim()).ok().filter(Value::is_object)
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
        let reply = said("```json\n{\"a\":1}\n``` no: ```json\n{\"a\":2}\n```");
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
        assert!(matches!(read(&said("see ```<tool_call>``` above")), Reading::Answer { .. }));
    }

    #[test]
    fn calls_win_over_text() {
        let mut reply = said("I will look.");
        let arguments = Text::new("{}");
        reply.calls.push(RawCall { id: String::new(), tool: "list_pods".into(), arguments });
        assert_eq!(read(&reply), Reading::Calls);
    }
}
