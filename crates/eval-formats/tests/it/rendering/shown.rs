//! What the built-in template shows, to the letter.

use eval_formats::{
    ChatTemplate, Format, Message, Rendered, RenderedRow, RenderedStep, Role, Row, read_row,
};

use super::loaded::template_of;
use crate::rows::{assistant, chat, everything, labelled, pair, result, steps, task, user};

fn render(row: &Row) -> RenderedRow {
    ChatTemplate::built_in().render(row).unwrap()
}

/// Learned pieces in brackets.
fn shown(rendered: &Rendered) -> String {
    let piece = |(text, trained): (&str, bool)| {
        if trained { format!("⟦{text}⟧") } else { text.to_owned() }
    };
    rendered.pieces.iter().map(|shown| piece((&shown.text, shown.trained))).collect()
}

const TOOLS: &str = concat!(
    "# Tools\n\nYou may call one or more functions to assist with the user query.\n\n",
    "You are provided with function signatures within <tools></tools> XML tags:\n<tools>\n",
    r#"{"type": "function", "function": {"name": "get_logs", "description": "The \"last\" lines.", "parameters": {"type": "object"}}}"#,
    "\n",
    r#"{"type": "function", "function": {"name": "list_pods", "description": "", "parameters": {}}}"#,
    "\n</tools>\n\nFor each function call, return a json object with function name and arguments ",
    "within <tool_call></tool_call> XML tags:\n<tool_call>\n",
    "{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call><|im_end|>\n",
);
const ASKED: &str = concat!(
    "<|im_start|>user\nWo ist\n\"checkout\"?\u{1b}[0m 日本<|im_end|>\n",
    "<|im_start|>assistant\n<think>\nLook first.\n</think>\n\n",
    "<tool_call>\n{\"name\": \"get_logs\", \"arguments\": {\"pod\": \"a-1\"}}\n</tool_call><|im_end|>\n",
    "<|im_start|>user\n<tool_response>\nno such pod\n</tool_response><|im_end|>\n",
    "<|im_start|>assistant\n",
);
const CALLS: &str = concat!(
    "<tool_call>\n{\"name\": \"get_logs\", \"arguments\": {\"pod\": \"b\\\"2\"}}\n</tool_call>\n",
    "<tool_call>\n{\"name\": \"list_pods\", \"arguments\": {}}\n</tool_call><|im_end|>\n",
);
const GIVES_UP: &str = "<think>\nEnough.\n</think>\n\nI give up.<|im_end|>\n";

fn system() -> String {
    format!("<|im_start|>system\nYou run the shop 🛒.\n\n{TOOLS}")
}

#[test]
fn a_conversation_with_everything() {
    let RenderedRow::Chat(rendered) = render(&Row::Chat(everything())) else { panic!() };
    let expected = [
        &*system(),
        ASKED,
        "⟦Wrong name.\n",
        CALLS,
        "⟧<|im_start|>user\n<tool_response>\n\n</tool_response>\n",
        "<tool_response>\na\tb\\\n</tool_response><|im_end|>\n",
        "<|im_start|>assistant\n⟦<think>\nBoth\nanswered.\n</think>\n\nIt is b.<|im_end|>\n⟧",
    ];
    assert_eq!(shown(&rendered), expected.concat());
    assert_eq!(rendered.text(), expected.concat().replace(['⟦', '⟧'], ""));
}

#[test]
fn both_sides_of_a_pair_follow_the_prompt() {
    let RenderedRow::Pair { chosen, rejected } = render(&pair()) else { panic!() };
    assert_eq!(shown(&chosen), format!("{}{ASKED}⟦{CALLS}⟧", system()));
    assert_eq!(shown(&rejected), format!("{}{ASKED}⟦{GIVES_UP}⟧", system()));
}

#[test]
fn a_labelled_turn_follows_its_prompt() {
    let RenderedRow::Labelled { rendered, good: false } = render(&labelled()) else { panic!() };
    assert_eq!(shown(&rendered), format!("{}{ASKED}⟦{GIVES_UP}⟧", system()));
}

#[test]
fn steps_are_text() {
    let step = |text: &str, good| RenderedStep { text: text.to_owned(), good };
    let expected = RenderedRow::Steps {
        prompt: "You run the shop 🛒.\n\nWo ist\n\"checkout\"?\u{1b}[0m 日本".to_owned(),
        steps: vec![
            step("get_logs {\"pod\":\"a-1\"}", false),
            step("Wrong name.\nget_logs {\"pod\":\"b\\\"2\"}\nlist_pods {}", true),
            step("It is b.", true),
        ],
    };
    assert_eq!(render(&steps()), expected);
}

#[test]
fn a_task_ends_where_the_model_goes_on() {
    let RenderedRow::Task(rendered) = render(&task()) else { panic!() };
    assert_eq!(rendered.trained().count(), 0);
    assert!(rendered.text().ends_with("日本<|im_end|>\n<|im_start|>assistant\n"));
}

#[test]
fn a_row_without_a_turn_to_learn_is_one_piece() {
    let RenderedRow::Chat(rendered) = render(&Row::Chat(chat(vec![user("Hi")]))) else { panic!() };
    assert_eq!(rendered.pieces.len(), 1);
    assert!(!rendered.pieces[0].trained);
}

#[test]
fn schemas_and_arguments_keep_their_order_and_their_numbers() {
    let line = r#"{"messages":[{"role":"user","content":"u"},
        {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"z":1e22,"a":[0.00001,true,null]}}}]}],
        "tools":[{"type":"function","function":{"name":"f","parameters":{"z":1,"a":"ü"}}}]}"#;
    let row = read_row(Format::TrlSft, line.as_bytes()).unwrap();
    let RenderedRow::Chat(rendered) = render(&row) else { panic!() };
    assert!(rendered.text().contains(r#""parameters": {"z": 1, "a": "ü"}"#));
    let learned = r#"{"name": "f", "arguments": {"z": 1e+22, "a": [1e-05, true, null]}}"#;
    assert!(rendered.trained().next().unwrap().contains(learned));
}

#[test]
fn a_template_that_refuses_says_why() {
    let template = template_of("{{ raise_exception('no ' + messages[0].role) }}").unwrap();
    let error = template.render(&Row::Chat(chat(vec![user("Hi")]))).unwrap_err();
    assert!(error.to_string().contains("no user"), "{error}");
}

#[test]
fn a_turn_that_cannot_be_found_is_not_guessed_at() {
    // It prints the last message first, and nothing of where the model goes on.
    let template = template_of("{% for m in messages[::-1] %}{{ m.content }}{% endfor %}").unwrap();
    let row = Row::Chat(chat(vec![user("Hi"), assistant("Ho", &[])]));
    let error = template.render(&row).unwrap_err().to_string();
    assert!(error.contains("prints message 1 so that"), "{error}");
    // It leaves turns with calls out.
    let silent = "{% for m in messages if not m.tool_calls %}<{{ m.content }}>{% endfor %}\
        {% if add_generation_prompt %}<{% endif %}";
    let call = assistant("", &[("a", "list_pods", "{}")]);
    let row = Row::Chat(chat(vec![
        user("Hi"),
        call,
        result("a", "x"),
        Message::plain(Role::Assistant, "Ho"),
    ]));
    assert!(template_of(silent).unwrap().render(&row).is_err());
}
