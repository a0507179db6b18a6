//! `OpenAI`'s shapes, to the byte.

use eval_formats::{Format, Row};

use crate::rows::{TOOLS, assistant, chat, everything, line, pair, task, user};

const PROMPT: &str = concat!(
    r#"{"role":"system","content":"You run the shop 🛒."},"#,
    r#"{"role":"user","content":"Wo ist\n\"checkout\"?\u001b[0m 日本"}"#,
);

#[test]
fn one_masked_turn_puts_weights_on_all() {
    let expected = [
        r#"{"messages":["#,
        PROMPT,
        r#",{"role":"assistant","content":"","weight":0,"tool_calls":[{"id":"c1","type":"function","#,
        r#""function":{"name":"get_logs","arguments":"{\"pod\":\"a-1\"}"}}]},"#,
        r#"{"role":"tool","tool_call_id":"c1","content":"no such pod"},"#,
        r#"{"role":"assistant","content":"Wrong name.","weight":1,"tool_calls":["#,
        r#"{"id":"c2","type":"function","function":{"name":"get_logs","arguments":"{\"pod\":\"b\\\"2\"}"}},"#,
        r#"{"id":"c3","type":"function","function":{"name":"list_pods","arguments":"{}"}}]},"#,
        r#"{"role":"tool","tool_call_id":"c2","content":""},"#,
        r#"{"role":"tool","tool_call_id":"c3","content":"a\tb\\"},"#,
        r#"{"role":"assistant","content":"It is b.","weight":1}],"tools":"#,
        TOOLS,
        "}",
    ];
    let row = Row::Chat(everything());
    assert_eq!(line(Format::OpenaiSft, &row), (expected.concat(), 2));
}

#[test]
fn rows_that_never_call_in_parallel_say_so() {
    let turns = vec![user("Hi"), assistant("", &[("c1", "list_pods", "{}")])];
    let expected = [
        r#"{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":["#,
        r#"{"id":"c1","type":"function","function":{"name":"list_pods","arguments":"{}"}}]}],"tools":"#,
        TOOLS,
        r#","parallel_tool_calls":false}"#,
    ];
    assert_eq!(line(Format::OpenaiSft, &Row::Chat(chat(turns))), (expected.concat(), 0));
}

#[test]
fn a_pair_has_its_tools_in_the_input() {
    let expected = [
        r#"{"input":{"messages":["#,
        PROMPT,
        r#",{"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function","#,
        r#""function":{"name":"get_logs","arguments":"{\"pod\":\"a-1\"}"}}]},"#,
        r#"{"role":"tool","tool_call_id":"c1","content":"no such pod"}],"tools":"#,
        TOOLS,
        r#"},"preferred_output":[{"role":"assistant","content":"","tool_calls":["#,
        r#"{"id":"c2","type":"function","function":{"name":"get_logs","arguments":"{\"pod\":\"b\\\"2\"}"}},"#,
        r#"{"id":"c3","type":"function","function":{"name":"list_pods","arguments":"{}"}}]}],"#,
        r#""non_preferred_output":[{"role":"assistant","content":"I give up."}]}"#,
    ];
    assert_eq!(line(Format::OpenaiDpo, &pair()), (expected.concat(), 2));
}

#[test]
fn a_task_has_what_is_known_beside_it() {
    let expected = [
        r#"{"messages":["#,
        PROMPT,
        r#"],"tools":"#,
        TOOLS,
        r#","reference_answer":"7 \"lines\"","task_id":7}"#,
    ];
    assert_eq!(line(Format::OpenaiRft, &task()), (expected.concat(), 0));
}
