//! Templates from files.

use std::fs;
use std::path::PathBuf;

use eval_formats::{ChatTemplate, LoadTemplateError, RenderedRow, Row};
use serde_json::json;
use tempfile::TempDir;

use crate::rows::{assistant, chat, user};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn load(name: &str, files: &[(&str, &str)]) -> Result<ChatTemplate, LoadTemplateError> {
    ChatTemplate::load(&folder(files).path().join(name))
}

/// The template of this text.
pub(super) fn template_of(text: &str) -> Result<ChatTemplate, LoadTemplateError> {
    load("chat_template.jinja", &[("chat_template.jinja", text)])
}

fn text(template: &ChatTemplate) -> String {
    let mut row = chat(vec![user("Hi"), assistant("Ho", &[])]);
    row.messages[1].trained = false;
    match template.render(&Row::Chat(row)).unwrap() {
        RenderedRow::Chat(rendered) => rendered.text(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_jinja_file_is_a_template() {
    let template =
        template_of("{% for m in messages %}{{ m.role[0] }}{% endfor %}{{ bos_token }}\n");
    assert_eq!(text(&template.unwrap()), "ua");
}

#[test]
fn a_configuration_has_a_template_and_tokens() {
    let configuration = json!({
        "bos_token": { "content": "<s>", "lstrip": false },
        "eos_token": "</s>",
        "pad_token": null,
        "chat_template": "{{ bos_token }}{{ messages | length }}{{ pad_token }}{{ eos_token }}",
    });
    let name = "tokenizer_config.json";
    assert_eq!(text(&load(name, &[(name, &configuration.to_string())]).unwrap()), "<s>2</s>");
}

#[test]
fn of_several_templates_that_for_tools_is_taken_with_tools() {
    let named =
        |name: &str| json!({ "name": name, "template": format!("{name}{{{{ tools | length }}}}") });
    let both = json!({ "chat_template": [named("default"), named("tool_use")] }).to_string();
    assert_eq!(
        text(&load("chat_template.json", &[("chat_template.json", &both)]).unwrap()),
        "tool_use2"
    );
    let other = json!({ "chat_template": [named("rag")] }).to_string();
    let error = load("c.json", &[("c.json", &other)]).unwrap_err().to_string();
    assert!(error.contains(r#"of ["rag"]"#), "{error}");
}

#[test]
fn a_template_beside_the_configuration_is_found() {
    let files = [("c.json", r#"{"bos_token":"<s>"}"#), ("chat_template.jinja", "{{ bos_token }}!")];
    assert_eq!(text(&load("c.json", &files).unwrap()), "<s>!");
    let error = load("c.json", &files[..1]).unwrap_err().to_string();
    assert!(error.contains("there is no `chat_template.jinja` beside it"), "{error}");
}

#[test]
fn what_is_no_template_is_refused() {
    assert!(matches!(template_of("{% if"), Err(LoadTemplateError::Syntax { .. })));
    assert!(matches!(load("x.json", &[("x.json", "{")]), Err(LoadTemplateError::Json { .. })));
    let missing = ChatTemplate::load(&PathBuf::from("/nowhere/x.jinja"));
    assert!(matches!(missing, Err(LoadTemplateError::Read { .. })));
}

/// What templates of the hub make use of, and Jinja for Rust has not by itself.
#[test]
fn templates_speak_pythons_jinja() {
    let cases = [
        ("{{ strftime_now('%d %b %Y') }}", "%d %b %Y"),
        ("{{ [true, none, 1.0, 'a'] }}{{ none }}{{ nothing }}", "[True, None, 1.0, 'a']None"),
        (
            "{{ 'a' is iterable }}{{ none is iterable }}{{ (1 | string) is string }}",
            "TrueFalseTrue",
        ),
        ("{{ messages[::-1][0].content.lower().strip('o') }}", "h"),
        ("{{ messages[0].get('x', 'y') }}{{ 'role' in messages[0] }}", "yTrue"),
        ("{{ messages[0].items() | list }}", "[['role', 'user'], ['content', 'Hi']]"),
        (
            "{{ tools[1].function | tojson(indent=1) }}",
            "{\n \"name\": \"list_pods\",\n \"description\": \"\",\n \"parameters\": {}\n}",
        ),
        (
            "{{ '<é>' | tojson(ensure_ascii=true) }}{{ {'b': 1} | tojson(separators=(',', ':')) }}",
            "\"<\\u00e9>\"{\"b\":1}",
        ),
        (
            "{% for m in messages %}{% break %}{% endfor %}{%- generation -%} x {% endgeneration %}",
            "x ",
        ),
        ("a\r\n  {% if true %}\r\nb\r\n  {% endif %}\r\nc", "a\nb\nc"),
    ];
    for (template, expected) in cases {
        assert_eq!(text(&template_of(template).unwrap()), expected, "{template}");
    }
}
