//! Axolotl's shape, to the byte.

use eval_formats::{Format, Row};

use crate::rows::{TOOLS, everything, line};

#[test]
fn each_turn_says_whether_it_is_in_the_loss() {
    let expected = [
        r#"{"messages":["#,
        r#"{"role":"system","content":"You run the shop 🛒."},"#,
        r#"{"role":"user","content":"Wo ist\n\"checkout\"?\u001b[0m 日本"},"#,
        r#"{"role":"assistant","content":"","reasoning_content":"Look first.","train":false,"tool_calls":["#,
        r#"{"id":"c1","type":"function","function":{"name":"get_logs","arguments":"{\"pod\":\"a-1\"}"}}]},"#,
        r#"{"role":"tool","tool_call_id":"c1","content":"no such pod"},"#,
        r#"{"role":"assistant","content":"Wrong name.","train":true,"tool_calls":["#,
        r#"{"id":"c2","type":"function","function":{"name":"get_logs","arguments":"{\"pod\":\"b\\\"2\"}"}},"#,
        r#"{"id":"c3","type":"function","function":{"name":"list_pods","arguments":"{}"}}]},"#,
        r#"{"role":"tool","tool_call_id":"c2","content":""},"#,
        r#"{"role":"tool","tool_call_id":"c3","content":"a\tb\\"},"#,
        r#"{"role":"assistant","content":"It is b.","reasoning_content":"Both\nanswered.","train":true}"#,
        r#"],"tools":"#,
        TOOLS,
        "}",
    ];
    assert_eq!(line(Format::AxolotlChat, &Row::Chat(everything())), (expected.concat(), 0));
}
