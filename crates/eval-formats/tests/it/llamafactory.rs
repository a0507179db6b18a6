//! LLaMA-Factory's shapes, to the byte, and the entry that makes it read them.

use eval_formats::{Format, Row, dataset_info};
use serde_json::json;

use crate::rows::{TOOLS_AS_STRING, everything_apart, labelled, line, pair};

const ASKED: &str = concat!(
    r#"{"from":"human","value":"Wo ist\n\"checkout\"?\u001b[0m 日本"},"#,
    r#"{"from":"function_call","value":"<think>\nLook first.\n</think>\n\n"#,
    r#"{\"name\":\"get_logs\",\"arguments\":{\"pod\":\"a-1\"}}"},"#,
    r#"{"from":"observation","value":"no such pod"}"#,
);
const CALLS: &str = concat!(
    r#"{"from":"function_call","value":"[{\"name\":\"get_logs\",\"arguments\":{\"pod\":\"b\\\"2\"}},"#,
    r#"{\"name\":\"list_pods\",\"arguments\":{}}]"}"#,
);
const SYSTEM: &str = r#""system":"You run the shop 🛒.""#;

#[test]
fn results_of_parallel_calls_are_one_observation() {
    let expected = [
        r#"{"conversations":["#,
        ASKED,
        ",",
        CALLS,
        r#",{"from":"observation","value":"\n</tool_response>\n<tool_response>\na\tb\\"},"#,
        r#"{"from":"gpt","value":"<think>\nBoth\nanswered.\n</think>\n\nIt is b."}],"#,
        SYSTEM,
        r#","tools":"#,
        TOOLS_AS_STRING,
        "}",
    ];
    let row = Row::Chat(everything_apart());
    assert_eq!(line(Format::LlamafactorySharegpt, &row), (expected.concat(), 0));
}

#[test]
fn a_pair_has_one_message_on_each_side() {
    let expected = format!(
        r#"{{"conversations":[{ASKED}],"chosen":{CALLS},"rejected":{{"from":"gpt","value":"<think>\nEnough.\n</think>\n\nI give up."}},{SYSTEM},"tools":{TOOLS_AS_STRING}}}"#,
    );
    assert_eq!(line(Format::LlamafactoryDpo, &pair()), (expected, 0));
}

#[test]
fn a_labelled_turn_ends_the_conversation() {
    let expected = format!(
        r#"{{"conversations":[{ASKED},{{"from":"gpt","value":"<think>\nEnough.\n</think>\n\nI give up."}}],"label":false,{SYSTEM},"tools":{TOOLS_AS_STRING}}}"#,
    );
    assert_eq!(line(Format::LlamafactoryKto, &labelled()), (expected, 0));
}

#[test]
fn the_entry_names_the_columns_that_are_there() {
    let info = |format, system, tools| dataset_info(format, "shop", "train.jsonl", system, tools);
    assert_eq!(
        info(Format::LlamafactorySharegpt, true, true),
        Some(json!({ "shop": {
            "file_name": "train.jsonl",
            "formatting": "sharegpt",
            "columns": { "messages": "conversations", "system": "system", "tools": "tools" },
        } }))
    );
    assert_eq!(
        info(Format::LlamafactoryDpo, false, true),
        Some(json!({ "shop": {
            "file_name": "train.jsonl",
            "formatting": "sharegpt",
            "ranking": true,
            "columns": {
                "messages": "conversations", "chosen": "chosen", "rejected": "rejected",
                "tools": "tools",
            },
        } }))
    );
    assert_eq!(
        info(Format::LlamafactoryKto, false, false),
        Some(json!({ "shop": {
            "file_name": "train.jsonl",
            "formatting": "sharegpt",
            "columns": { "messages": "conversations", "kto_tag": "label" },
        } }))
    );
    assert_eq!(info(Format::TrlDpo, true, true), None);
}
