//! Lines that others wrote: as their trainer would take them.

use std::fs;
use std::path::Path;

use eval_formats::{Format, Message, Role, Row, read_row};

fn read(format: Format, line: &str) -> Row {
    read_row(format, line.as_bytes()).unwrap()
}

#[track_caller]
fn refused(format: Format, line: &str, said: &str) {
    let error = read_row(format, line.as_bytes()).unwrap_err();
    assert!(error.to_string().contains(said), "{error}");
}

/// Role, text, ids of calls or the id of the answered call, whether it is in the loss.
fn told(message: &Message) -> (Role, &str, Vec<&str>, bool) {
    let ids = message.calls.iter().map(|call| &*call.id).chain(message.call_id.as_deref());
    (message.role, &*message.text, ids.collect(), message.trained)
}

fn all_told(row: &Row) -> Vec<(Role, &str, Vec<&str>, bool)> {
    row.messages().map(told).collect()
}

/// The assistant's turns: whether each is in the loss.
fn trained(row: &Row) -> Vec<bool> {
    row.messages().filter(|said| said.role == Role::Assistant).map(|said| said.trained).collect()
}

#[test]
fn whatever_passes_the_check_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/good");
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let format = Format::from_name(name.split("__").next().unwrap()).unwrap();
        for line in fs::read(&file).unwrap().split_inclusive(|byte| *byte == b'\n') {
            let row = read_row(format, line).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(row.messages().next().is_some());
            let mut results = row.messages().filter(|said| said.role == Role::Tool);
            assert!(results.all(|result| result.call_id.is_some()), "{name}");
        }
    }
}

#[test]
fn a_turn_without_a_mark_is_in_the_loss() {
    let row = |mark: &str| {
        let said = format!(r#"{{"role":"assistant","content":"a"{mark}}}"#);
        format!(r#"{{"messages":[{{"role":"user","content":"u"}},{said}]}}"#)
    };
    let cases = [
        (Format::OpenaiSft, r#","weight":0"#, false),
        (Format::OpenaiSft, r#","weight":1"#, true),
        (Format::OpenaiSft, "", true),
        (Format::TrlSft, r#","train":false"#, true),
        (Format::TrlSftMasked, r#","train":false"#, false),
        (Format::TrlSftMasked, r#","train":null"#, true),
        (Format::AxolotlChat, r#","train":false"#, false),
        (Format::AxolotlChat, r#","weight":0"#, true),
        (Format::AxolotlChat, "", true),
        (Format::MsSwift, r#","loss":false"#, false),
        (Format::MsSwift, "", true),
    ];
    for (format, mark, expected) in cases {
        assert_eq!(trained(&read(format, &row(mark))), [expected], "{} {mark}", format.name());
    }
}

#[test]
fn only_the_completion_is_in_the_loss() {
    let line = r#"{"prompt":[{"role":"user","content":"u"},{"role":"assistant","content":"a"},
        {"role":"user","content":"v"}],"completion":[{"role":"assistant","content":"b"}]}"#;
    for format in [Format::TrlSft, Format::TrlSftCompletion] {
        assert_eq!(trained(&read(format, line)), [false, true]);
    }
}

#[test]
fn calls_without_ids_get_some() {
    let call = r#"{"function":{"name":"f","arguments":{ "b": 1.0, "a": "x y" }}}"#;
    let line = format!(
        r#"{{"messages":[{{"role":"assistant","tool_calls":[{call},{call}]}},{{"role":"tool","content":"1"}},{{"role":"tool","content":"2"}}]}}"#
    );
    let row = read(Format::TrlSft, &line);
    let expected = [
        (Role::Assistant, "", vec!["call_0", "call_1"], true),
        (Role::Tool, "1", vec!["call_0"], false),
        (Role::Tool, "2", vec!["call_1"], false),
    ];
    assert_eq!(all_told(&row), expected);
    assert_eq!(&*row.chat().messages[0].calls[0].arguments, r#"{"b":1.0,"a":"x y"}"#);
}

#[test]
fn tools_stay_in_their_words() {
    let bare = r#"{ "name": "f", "parameters": {"z": 1, "a": 1.50} }"#;
    let wrapped = format!(r#"{{ "type": "function", "function": {bare} }}"#);
    let said = r#""messages":[{"role":"user","content":"u"}]"#;
    let listing = r#"[{"type":"function","function":{"name":"f","parameters":{"z":1,"a":1.50}}}]"#;
    for tools in [format!("[{wrapped}]"), format!("{:?}", format!("[{wrapped}]"))] {
        let row = read(Format::TrlSft, &format!(r#"{{{said},"tools":{tools}}}"#));
        assert_eq!(row.chat().tools.listing(), listing);
        assert_eq!(row.chat().tools.names(), ["f"]);
    }
    let said = r#""conversations":[{"from":"human","value":"u"}]"#;
    let line = format!(r#"{{{said},"tools":{:?}}}"#, format!("[{bare}]"));
    assert_eq!(read(Format::LlamafactorySharegpt, &line).chat().tools.listing(), listing);
    for none in [r#""tools":"""#, r#""tools":null"#, r#""tools":"[]""#] {
        let row = read(Format::LlamafactorySharegpt, &format!("{{{said},{none}}}"));
        assert!(row.chat().tools.is_empty());
    }
}

#[test]
fn content_that_is_no_text_is_named() {
    let line = r#"{"messages":[
        {"role":"developer","content":null},
        {"role":"user","content":[{"type":"text","text":"What is "},{"type":"image_url","image_url":{}}]},
        {"role":"assistant","content":null,"refusal":"No."}]}"#;
    let row = read(Format::OpenaiSft, line);
    let expected = [
        (Role::System, "", vec![], false),
        (Role::User, "What is [image_url]", vec![], false),
        (Role::Assistant, "No.", vec![], true),
    ];
    assert_eq!(all_told(&row), expected);
}

#[test]
fn ms_swift_runs_neighbours_together() {
    let line = r#"{"messages":[{"role":"user","content":"u"},
        {"role":"assistant","content":"<think>Hm.</think>Look."},
        {"role":"tool_call","content":"{\"name\":\"f\",\"arguments\":\"{ }\"}","loss":false},
        {"role":"tool_response","content":"1"},
        {"role":"assistant","content":"","tool_calls":[
            {"id":"b","function":{"name":"f","arguments":{}}},{"id":"c","function":{"name":"f","arguments":{}}}]},
        {"role":"tool","tool_call_id":"c","content":"2"},{"role":"tool","tool_call_id":"b","content":"3"}]}"#;
    let row = read(Format::MsSwift, line);
    let expected = [
        (Role::User, "u", vec![], false),
        (Role::Assistant, "Look.", vec!["call_0"], false),
        (Role::Tool, "1", vec!["call_0"], false),
        (Role::Assistant, "", vec!["b", "c"], true),
        (Role::Tool, "3", vec!["b"], false),
        (Role::Tool, "2", vec!["c"], false),
    ];
    assert_eq!(all_told(&row), expected);
    assert_eq!(row.chat().messages[1].thought(), Some("Hm."));
}

#[test]
fn another_response_comes_after_the_last_user() {
    let line = r#"{"messages":[{"role":"user","content":"u"},{"role":"assistant","content":"a"}],"rejected_response":"b"}"#;
    let Row::Pair { prompt, chosen, rejected } = read(Format::MsSwiftDpo, line) else { panic!() };
    assert_eq!(prompt.messages.len(), 1);
    assert_eq!((&*chosen.text, &*rejected.text), ("a", "b"));
    assert!(chosen.trained && rejected.trained);
}

#[test]
fn an_observation_that_fits_no_calls_stays_whole() {
    let line = r#"{"conversations":[{"from":"system","value":"s"},{"from":"human","value":"u"},
        {"from":"function_call","value":"{\"name\":\"f\",\"arguments\":{}}"},
        {"from":"observation","value":"1\n</tool_response>\n<tool_response>\n2"},
        {"from":"gpt","value":"a"}],"system":"other"}"#;
    let row = read(Format::LlamafactorySharegpt, line);
    assert_eq!(row.chat().system(), Some("s"));
    assert_eq!(&*row.chat().messages[3].text, "1\n</tool_response>\n<tool_response>\n2");
}

#[test]
fn what_is_no_row_is_refused() {
    let user = r#"{"role":"user","content":"u"}"#;
    let said = r#"{"role":"assistant","content":"a"}"#;
    refused(Format::OpenaiSft, "[", "EOF");
    refused(Format::OpenaiSft, "{}", "missing field `messages`");
    refused(Format::OpenaiSft, r#"{"messages":[{"role":"function","content":"u"}]}"#, "`function`");
    refused(
        Format::OpenaiSft,
        r#"{"messages":[{"role":"user","content":1}]}"#,
        "content is no text",
    );
    let call = r#"{"function":{"name":"f","arguments":"[]"}}"#;
    let line = format!(r#"{{"messages":[{{"role":"assistant","tool_calls":[{call}]}}]}}"#);
    refused(Format::TrlSft, &line, "arguments are not a JSON object");
    let line = format!(r#"{{"prompt":[{user}],"chosen":[{said},{said}],"rejected":[{said}]}}"#);
    refused(Format::TrlDpo, &line, "`chosen` does not end with exactly one turn");
    refused(
        Format::TrlKto,
        &format!(r#"{{"prompt":[{user}],"completion":[{said}]}}"#),
        "missing field `label`",
    );
    let line = r#"{"prompt":"p","completions":["a"],"labels":[]}"#;
    refused(Format::TrlPrm, line, "0 labels stand for 1 steps");
    let line = format!(r#"{{"messages":[{user},{said}],"rejected_messages":[{said},{said}]}}"#);
    refused(Format::MsSwiftDpo, &line, "`rejected_messages`");
}
