//! The rows that the tests write.

use std::sync::Arc;

use eval_formats::{
    Call, Chat, Format, Message, Role, Row, Step, Tools, Unfit, Written, write_row,
};
use serde_json::{Map, json};

/// The listing of [`tools`].
pub(crate) const TOOLS: &str = concat!(
    r#"[{"type":"function","function":{"name":"get_logs","description":"The \"last\" lines.","#,
    r#""parameters":{"type":"object"}}},"#,
    r#"{"type":"function","function":{"name":"list_pods","description":"","parameters":{}}}]"#,
);

/// The same as a JSON string.
pub(crate) const TOOLS_AS_STRING: &str = concat!(
    r#""[{\"type\":\"function\",\"function\":{\"name\":\"get_logs\","#,
    r#"\"description\":\"The \\\"last\\\" lines.\",\"parameters\":{\"type\":\"object\"}}},"#,
    r#"{\"type\":\"function\",\"function\":{\"name\":\"list_pods\",\"description\":\"\","#,
    r#"\"parameters\":{}}}]""#,
);

pub(crate) fn tools() -> Arc<Tools> {
    let (some, none) = (json!({ "type": "object" }), json!({}));
    Arc::new(Tools::of([("get_logs", "The \"last\" lines.", &some), ("list_pods", "", &none)]))
}

pub(crate) fn user(text: &str) -> Message {
    Message::plain(Role::User, text)
}

/// A turn in the loss.
pub(crate) fn assistant(text: &str, calls: &[(&str, &str, &str)]) -> Message {
    let call = |(id, tool, arguments): &(&str, &str, &str)| Call {
        id: (*id).into(),
        tool: (*tool).into(),
        arguments: (*arguments).into(),
    };
    Message {
        calls: calls.iter().map(call).collect(),
        trained: true,
        ..Message::plain(Role::Assistant, text)
    }
}

pub(crate) fn thinking(thought: &str, message: Message) -> Message {
    Message { reasoning: Some(thought.into()), ..message }
}

pub(crate) fn untrained(message: Message) -> Message {
    Message { trained: false, ..message }
}

pub(crate) fn result(id: &str, text: &str) -> Message {
    Message { call_id: Some(id.into()), ..Message::plain(Role::Tool, text) }
}

pub(crate) fn chat(messages: Vec<Message>) -> Chat {
    Chat { messages, tools: tools() }
}

/// Everything at once: a system, odd characters, reasoning, a turn out of the
/// loss, text beside parallel calls.
pub(crate) fn everything() -> Chat {
    chat(vec![
        Message::plain(Role::System, "You run the shop 🛒."),
        user("Wo ist\n\"checkout\"?\u{1b}[0m 日本"),
        untrained(thinking(
            "Look first.",
            assistant("", &[("c1", "get_logs", r#"{"pod":"a-1"}"#)]),
        )),
        result("c1", "no such pod"),
        assistant(
            "Wrong name.",
            &[("c2", "get_logs", r#"{"pod":"b\"2"}"#), ("c3", "list_pods", "{}")],
        ),
        result("c2", ""),
        result("c3", "a\tb\\"),
        thinking("Both\nanswered.", assistant("It is b.", &[])),
    ])
}

/// The same with every turn in the loss.
pub(crate) fn everything_trained() -> Chat {
    let mut chat = everything();
    chat.messages[2].trained = true;
    chat
}

/// The same without text beside calls.
pub(crate) fn everything_apart() -> Chat {
    let mut chat = everything_trained();
    chat.messages[4].text = "".into();
    chat
}

/// What was said until the first result.
pub(crate) fn prompt() -> Chat {
    let mut chat = everything();
    chat.messages.truncate(4);
    chat
}

pub(crate) fn better() -> Message {
    everything_apart().messages[4].clone()
}

pub(crate) fn worse() -> Message {
    thinking("Enough.", assistant("I give up.", &[]))
}

pub(crate) fn pair() -> Row {
    Row::Pair { prompt: prompt(), chosen: better(), rejected: worse() }
}

pub(crate) fn labelled() -> Row {
    Row::Labelled { prompt: prompt(), completion: worse(), good: false }
}

pub(crate) fn steps() -> Row {
    let mut prompt = prompt();
    prompt.messages.truncate(2);
    let [first, .., last] = &everything().messages[2..] else { unreachable!() };
    let mut both = better();
    both.text = "Wrong name.".into();
    let steps = [(first.clone(), false), (both, true), (last.clone(), true)];
    Row::Steps { prompt, steps: steps.map(|(turn, good)| Step { turn, good }).to_vec() }
}

pub(crate) fn task() -> Row {
    let mut prompt = prompt();
    prompt.messages.truncate(2);
    let mut known = Map::new();
    known.insert("reference_answer".into(), json!("7 \"lines\""));
    known.insert("task_id".into(), json!(7));
    Row::Task { prompt, known }
}

/// The line, and what it left out.
pub(crate) fn write(format: Format, row: &Row) -> Result<(String, Written), Unfit> {
    let mut out = b"before\n".to_vec();
    let written = write_row(format, row, &mut out).inspect_err(|_| assert_eq!(out, b"before\n"))?;
    let text = String::from_utf8(out).unwrap();
    let line = text.strip_prefix("before\n").unwrap().strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "{line}");
    Ok((line.to_owned(), written))
}

/// The line of a row that fits, and how many turns it lost their reasoning of.
pub(crate) fn line(format: Format, row: &Row) -> (String, usize) {
    let (line, written) = write(format, row).unwrap();
    (line, written.reasoning_dropped)
}
