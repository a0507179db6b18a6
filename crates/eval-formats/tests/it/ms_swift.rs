//! ms-swift's shapes, to the byte.

use eval_formats::{Format, Row};

use crate::rows::{TOOLS_AS_STRING, everything, labelled, line, pair};

const ASKED: &str = concat!(
    r#"{"role":"system","content":"You run the shop 🛒."},"#,
    r#"{"role":"user","content":"Wo ist\n\"checkout\"?\u001b[0m 日本"},"#,
    r#"{"role":"assistant","content":"<think>\nLook first.\n</think>\n\n","loss":false},"#,
    r#"{"role":"tool_call","content":"{\"name\":\"get_logs\",\"arguments\":{\"pod\":\"a-1\"}}","loss":false},"#,
    r#"{"role":"tool_response","content":"no such pod"}"#,
);
const CALLS: &str = concat!(
    r#"{"role":"tool_call","content":"{\"name\":\"get_logs\",\"arguments\":{\"pod\":\"b\\\"2\"}}","loss":true},"#,
    r#"{"role":"tool_call","content":"{\"name\":\"list_pods\",\"arguments\":{}}","loss":true}"#,
);
const GIVES_UP: &str =
    r#"{"role":"assistant","content":"<think>\nEnough.\n</think>\n\nI give up.","loss":true}"#;

#[test]
fn what_is_said_and_each_call_are_messages_of_their_own() {
    let expected = [
        r#"{"messages":["#,
        ASKED,
        r#",{"role":"assistant","content":"Wrong name.","loss":true},"#,
        CALLS,
        r#",{"role":"tool_response","content":""},{"role":"tool_response","content":"a\tb\\"},"#,
        r#"{"role":"assistant","content":"<think>\nBoth\nanswered.\n</think>\n\nIt is b.","loss":true}],"#,
        r#""tools":"#,
        TOOLS_AS_STRING,
        "}",
    ];
    assert_eq!(line(Format::MsSwift, &Row::Chat(everything())), (expected.concat(), 0));
}

#[test]
fn the_worse_turn_ends_a_conversation_with_tools_of_its_own() {
    let expected = format!(
        r#"{{"messages":[{ASKED},{CALLS}],"tools":{TOOLS_AS_STRING},"rejected_messages":[{ASKED},{GIVES_UP}],"rejected_tools":{TOOLS_AS_STRING}}}"#,
    );
    assert_eq!(line(Format::MsSwiftDpo, &pair()), (expected, 0));
}

#[test]
fn a_labelled_turn_is_the_one_in_the_loss() {
    let expected =
        format!(r#"{{"messages":[{ASKED},{GIVES_UP}],"label":false,"tools":{TOOLS_AS_STRING}}}"#);
    assert_eq!(line(Format::MsSwiftKto, &labelled()), (expected, 0));
}
