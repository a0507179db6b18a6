//! TRL's shapes, to the byte.

use eval_formats::{Format, Row};

use crate::rows::{TOOLS, everything, everything_trained, labelled, line, pair, steps, untrained};

const ASKED: &str = concat!(
    r#"{"role":"system","content":"You run the shop 🛒."},"#,
    r#"{"role":"user","content":"Wo ist\n\"checkout\"?\u001b[0m 日本"},"#,
    r#"{"role":"assistant","content":"","reasoning_content":"Look first.","tool_calls":["#,
    r#"{"id":"c1","type":"function","function":{"name":"get_logs","arguments":{"pod":"a-1"}}}]},"#,
    r#"{"role":"tool","tool_call_id":"c1","content":"no such pod"}"#,
);
const CALLS: &str = concat!(
    r#""tool_calls":["#,
    r#"{"id":"c2","type":"function","function":{"name":"get_logs","arguments":{"pod":"b\"2"}}},"#,
    r#"{"id":"c3","type":"function","function":{"name":"list_pods","arguments":{}}}]"#,
);
const RESULTS: &str = concat!(
    r#"{"role":"tool","tool_call_id":"c2","content":""},"#,
    r#"{"role":"tool","tool_call_id":"c3","content":"a\tb\\"}"#,
);
const ANSWER: &str =
    r#"{"role":"assistant","content":"It is b.","reasoning_content":"Both\nanswered."}"#;

#[test]
fn a_conversation_has_arguments_as_objects() {
    let expected = format!(
        r#"{{"messages":[{ASKED},{{"role":"assistant","content":"Wrong name.",{CALLS}}},{RESULTS},{ANSWER}],"tools":{TOOLS}}}"#,
    );
    assert_eq!(line(Format::TrlSft, &Row::Chat(everything_trained())), (expected, 0));
}

#[test]
fn the_completion_is_the_last_turn() {
    let mut chat = everything();
    chat.messages[4] = untrained(chat.messages[4].clone());
    let expected = format!(
        r#"{{"prompt":[{ASKED},{{"role":"assistant","content":"Wrong name.",{CALLS}}},{RESULTS}],"completion":[{ANSWER}],"tools":{TOOLS}}}"#,
    );
    assert_eq!(line(Format::TrlSftCompletion, &Row::Chat(chat)), (expected, 0));
}

#[test]
fn every_message_says_whether_it_is_in_the_loss() {
    let expected = [
        r#"{"messages":["#,
        r#"{"role":"system","content":"You run the shop 🛒.","train":false},"#,
        r#"{"role":"user","content":"Wo ist\n\"checkout\"?\u001b[0m 日本","train":false},"#,
        r#"{"role":"assistant","content":"","reasoning_content":"Look first.","train":false,"tool_calls":["#,
        r#"{"id":"c1","type":"function","function":{"name":"get_logs","arguments":{"pod":"a-1"}}}]},"#,
        r#"{"role":"tool","tool_call_id":"c1","content":"no such pod","train":false},"#,
        r#"{"role":"assistant","content":"Wrong name.","train":true,"#,
        CALLS,
        r#"},{"role":"tool","tool_call_id":"c2","content":"","train":false},"#,
        r#"{"role":"tool","tool_call_id":"c3","content":"a\tb\\","train":false},"#,
        r#"{"role":"assistant","content":"It is b.","reasoning_content":"Both\nanswered.","train":true}"#,
        r#"],"tools":"#,
        TOOLS,
        "}",
    ];
    assert_eq!(line(Format::TrlSftMasked, &Row::Chat(everything())), (expected.concat(), 0));
}

#[test]
fn a_pair_is_one_turn_against_another() {
    let expected = format!(
        r#"{{"prompt":[{ASKED}],"chosen":[{{"role":"assistant","content":"",{CALLS}}}],"rejected":[{{"role":"assistant","content":"I give up.","reasoning_content":"Enough."}}],"tools":{TOOLS}}}"#,
    );
    assert_eq!(line(Format::TrlDpo, &pair()), (expected, 0));
}

#[test]
fn a_label_is_a_boolean() {
    let expected = format!(
        r#"{{"prompt":[{ASKED}],"completion":[{{"role":"assistant","content":"I give up.","reasoning_content":"Enough."}}],"label":false,"tools":{TOOLS}}}"#,
    );
    assert_eq!(line(Format::TrlKto, &labelled()), (expected, 0));
}

#[test]
fn steps_are_plain_text() {
    let expected = [
        r#"{"prompt":"You run the shop 🛒.\n\nWo ist\n\"checkout\"?\u001b[0m 日本","completions":["#,
        r#""get_logs {\"pod\":\"a-1\"}","#,
        r#""Wrong name.\nget_logs {\"pod\":\"b\\\"2\"}\nlist_pods {}","#,
        r#""It is b."],"labels":[false,true,true]}"#,
    ];
    assert_eq!(line(Format::TrlPrm, &steps()), (expected.concat(), 2));
}
