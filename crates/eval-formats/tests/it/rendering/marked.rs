//! Only what is to be learned is set apart: no results, no user, no masked turn.

use eval_formats::{Call, Chat, ChatTemplate, Message, Rendered, RenderedRow, Role, Row};
use proptest::prelude::*;
use serde_json::json;

use super::loaded::template_of;
use crate::any_row::any_chat;

/// In the manner of several families at once: thoughts before the last user go,
/// the last turn has one even if it is empty, and ends otherwise than those before.
const FORGETFUL: &str = r"
{%- set ns = namespace(user=-1) %}
{%- for message in messages %}
    {%- if message.role == 'user' %}
        {%- set ns.user = loop.index0 %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {{- '<|start|>' + message.role + '\n' }}
    {%- if loop.last and message.role == 'assistant' or message.thinking and loop.index0 > ns.user %}
        {{- '<think>\n' + (message.thinking or '') + '\n</think>\n' }}
    {%- endif %}
    {{- message.content | trim }}
    {%- for call in message.tool_calls or [] %}
        {{- '<call>' + call.function.name + call.function.arguments | tojson + '</call>' }}
    {%- endfor %}
    {%- if loop.last and message.role == 'assistant' and not add_generation_prompt %}
        {{- '<|return|>' }}
    {%- else %}
        {{- '<|end|>\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start|>assistant\n<think>\n' }}
{%- endif %}";

fn mark(at: usize) -> String {
    format!("⟦{at}⟧")
}

/// Each message says its number wherever it says anything.
fn numbered(chat: &mut Chat) {
    for (at, message) in chat.messages.iter_mut().enumerate() {
        let mark = mark(at);
        message.text = format!("{mark}{}{mark}", message.text).into();
        message.reasoning = message.thought().map(|thought| format!("{mark}{thought}").into());
        for call in &mut message.calls {
            let mut arguments: serde_json::Value = serde_json::from_str(&call.arguments).unwrap();
            arguments[&mark] = json!(mark);
            call.arguments = arguments.to_string().into();
        }
    }
}

fn any_numbered_chat() -> impl Strategy<Value = Chat> {
    (any_chat(), prop::collection::vec(any::<bool>(), 64), any::<bool>()).prop_map(
        |(mut chat, trained, silent)| {
            numbered(&mut chat);
            for (message, trained) in chat.messages.iter_mut().zip(trained) {
                message.trained = trained && message.role == Role::Assistant;
                if silent && !message.calls.is_empty() {
                    message.text = "".into();
                }
            }
            chat
        },
    )
}

fn rendered(template: &ChatTemplate, chat: &Chat) -> Rendered {
    match template.render(&Row::Chat(chat.clone())).unwrap() {
        RenderedRow::Chat(rendered) => rendered,
        other => panic!("{other:?}"),
    }
}

/// The messages to be learned, and where they stand.
fn lessons(chat: &Chat) -> Vec<(usize, &Message)> {
    chat.messages.iter().enumerate().filter(|(_, message)| message.trained).collect()
}

/// What the built-in template prints of a turn.
fn turn(message: &Message) -> String {
    let thought = message.thought().map(|thought| format!("<think>\n{thought}\n</think>\n\n"));
    let call = |call: &Call| {
        let arguments = spaced(&call.arguments);
        format!(
            "<tool_call>\n{{\"name\": \"{}\", \"arguments\": {arguments}}}\n</tool_call>",
            call.tool
        )
    };
    let text = Some(message.text.to_string()).filter(|text| !text.is_empty());
    let said: Vec<_> = text.into_iter().chain(message.calls.iter().map(call)).collect();
    format!("{}{}<|im_end|>\n", thought.unwrap_or_default(), said.join("\n"))
}

/// The same JSON with a space after each comma and colon, and numbers as Python has them.
fn spaced(json: &str) -> String {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap();
    let entries = object.iter().map(|(key, value)| {
        let value = value.to_string().replace(r#"[true,{"a":"\""}]"#, r#"[true, {"a": "\""}]"#);
        format!("{}: {value}", serde_json::Value::from(key.as_str()))
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

/// Fractions are left out: the test prints them as Rust does.
fn has_fractions(chat: &Chat) -> bool {
    let calls = chat.messages.iter().flat_map(|message| &message.calls);
    let numbers =
        calls.filter_map(|call| serde_json::from_str::<serde_json::Value>(&call.arguments).ok());
    numbers
        .flat_map(|value| value.as_object().unwrap().values().cloned().collect::<Vec<_>>())
        .any(|value| value.is_f64())
}

proptest! {
    /// Decoding what is set apart gives exactly the turns that are meant to be trained.
    #[test]
    fn what_is_learned_is_the_trained_turns(chat in any_numbered_chat()) {
        let rendered = rendered(&ChatTemplate::built_in(), &chat);
        let expected: Vec<_> = lessons(&chat).into_iter().map(|(_, message)| turn(message)).collect();
        if !has_fractions(&chat) {
            // Turns after one another would be one piece each, for a prompt stands between them.
            prop_assert_eq!(rendered.trained().collect::<Vec<_>>(), expected);
        }
        prop_assert!(sets_apart_only_lessons(&rendered, &chat));
    }

    #[test]
    fn a_template_that_forgets_is_no_different(chat in any_numbered_chat()) {
        let template = template_of(FORGETFUL).unwrap();
        let rendered = rendered(&template, &chat);
        prop_assert!(sets_apart_only_lessons(&rendered, &chat));
        for piece in rendered.trained() {
            prop_assert!(!piece.contains("<|start|>"), "{piece}");
            prop_assert!(piece.ends_with("<|end|>\n") || piece.ends_with("<|return|>"), "{piece}");
        }
    }
}

/// One piece a lesson, which holds its number and no other's; and no lesson's
/// number stands outside.
fn sets_apart_only_lessons(rendered: &Rendered, chat: &Chat) -> bool {
    let numbers = |text: &str| -> Vec<usize> {
        (0..chat.messages.len()).filter(|at| text.contains(&mark(*at))).collect()
    };
    let lessons: Vec<_> = lessons(chat).into_iter().map(|(at, _)| at).collect();
    let learned: Vec<_> = rendered.trained().map(numbers).collect();
    let outside = rendered.pieces.iter().filter(|piece| !piece.trained);
    let mut read = outside.flat_map(|piece| numbers(&piece.text));
    learned.iter().map(Vec::as_slice).eq(lessons.iter().map(std::slice::from_ref))
        && !read.any(|at| lessons.contains(&at))
}
