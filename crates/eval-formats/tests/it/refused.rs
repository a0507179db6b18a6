//! Each reason why a row is refused, once.

use std::sync::Arc;

use eval_formats::{Chat, Format, Message, Role, Row, Tools};
use serde_json::{Value, json};

use crate::rows::{
    assistant, better, chat, everything, everything_apart, everything_trained, pair, prompt,
    result, steps, task, thinking, user, worse, write,
};

#[track_caller]
fn refused(format: Format, row: &Row, rule: &str) {
    let Err(unfit) = write(format, row) else { panic!("not refused: {rule}") };
    assert_eq!(unfit.rule(), rule, "{unfit}");
}

/// The row with everything, changed.
#[track_caller]
fn refused_when(rule: &str, change: impl FnOnce(&mut Chat)) {
    let mut chat = everything();
    change(&mut chat);
    refused(Format::OpenaiSft, &Row::Chat(chat), rule);
}

fn with_tools(specs: &[(&str, &Value)]) -> Row {
    let specs = specs.iter().map(|(name, parameters)| (*name, "", *parameters));
    let tools = Arc::new(Tools::of(specs));
    Row::Chat(Chat { messages: vec![user("Hi"), assistant("Ho", &[])], tools })
}

#[test]
fn another_shape() {
    refused(Format::TrlSft, &pair(), "shape");
    refused(Format::TrlDpo, &Row::Chat(everything()), "shape");
}

#[test]
fn messages_out_of_place() {
    refused_when("empty", |chat| chat.messages.clear());
    refused_when("system-position", |chat| chat.messages.swap(0, 1));
    refused_when("last-role", |chat| {
        chat.messages.pop();
    });
    refused_when("call-unanswered", |chat| {
        chat.messages.remove(3);
    });
    refused_when("call-unanswered", |chat| {
        chat.messages.remove(6);
    });
    refused_when("result-without-call", |chat| {
        chat.messages.remove(2);
    });
    refused_when("result-without-call", |chat| chat.messages.insert(4, result("c1", "again")));
    refused_when("result-order", |chat| chat.messages.swap(5, 6));
}

#[test]
fn messages_with_what_is_not_theirs() {
    refused_when("wrong-role", |chat| chat.messages[1].trained = true);
    refused_when("wrong-role", |chat| chat.messages[1].reasoning = Some("Hm.".into()));
    refused_when("wrong-role", |chat| chat.messages[0].calls = better().calls);
    refused_when("wrong-role", |chat| chat.messages[7].call_id = Some("c3".into()));
    for text in ["", " \n"] {
        refused_when("assistant-empty", |chat| chat.messages[7].text = text.into());
    }
    refused_when("nothing-trained", |chat| {
        chat.messages.iter_mut().for_each(|message| message.trained = false);
    });
}

#[test]
fn calls_that_cannot_be_taught() {
    refused_when("tool-undefined", |chat| chat.messages[2].calls[0].tool = "drain_node".into());
    refused_when("arguments", |chat| chat.messages[2].calls[0].arguments = "[1]".into());
    refused_when("arguments", |chat| chat.messages[2].calls[0].arguments = "{\n}".into());
    // No id, and that of another call.
    for id in ["", "c2"] {
        refused_when("call-id", |chat| {
            chat.messages[2].calls[0].id = id.into();
            chat.messages[3].call_id = Some(id.into());
        });
    }
}

#[test]
fn tools_that_no_provider_takes() {
    let any = json!({});
    let long = "x".repeat(65);
    for name in ["", "get logs", "größe", "a.b", &long] {
        refused(Format::TrlSft, &with_tools(&[(name, &any)]), "tool-name");
    }
    refused(Format::TrlSft, &with_tools(&[("a", &any), ("a", &any)]), "tool-twice");
    refused(Format::TrlSft, &with_tools(&[("a", &json!(null))]), "tool-parameters");
}

#[test]
fn more_tools_than_openai_takes() {
    let any = json!({});
    let names: Vec<_> = (0..129).map(|n| format!("tool_{n}")).collect();
    let specs: Vec<_> = names.iter().map(|name| (name.as_str(), &any)).collect();
    refused(Format::OpenaiSft, &with_tools(&specs), "tool-count");
    assert!(write(Format::OpenaiSft, &with_tools(&specs[..128])).is_ok());
    assert!(write(Format::TrlSft, &with_tools(&specs)).is_ok());
}

#[test]
fn a_mask_that_the_format_lacks() {
    let masked = Row::Chat(everything());
    refused(Format::TrlSft, &masked, "untrained-turn");
    refused(Format::LlamafactorySharegpt, &masked, "untrained-turn");
    refused(Format::TrlSftCompletion, &masked, "earlier-turn-trained");
}

#[test]
fn a_completion_without_a_prompt_before_it() {
    let row = Row::Chat(chat(vec![assistant("Ho", &[])]));
    refused(Format::TrlSftCompletion, &row, "prompt-end");
}

#[test]
fn a_task_that_does_not_end_with_the_user() {
    let Row::Task { known, .. } = task() else { unreachable!() };
    refused(Format::OpenaiRft, &Row::Task { prompt: prompt(), known }, "task-end");
}

#[test]
fn a_key_that_is_the_formats_own() {
    let Row::Task { prompt, mut known } = task() else { unreachable!() };
    known.insert("tools".into(), json!([]));
    refused(Format::OpenaiRft, &Row::Task { prompt, known }, "reserved-key");
}

#[test]
fn pairs_that_are_none() {
    let pair = |prompt, chosen, rejected| Row::Pair { prompt, chosen, rejected };
    let mut other_ids = better();
    other_ids.calls[0].id = "z".into();
    refused(Format::TrlDpo, &pair(prompt(), better(), other_ids), "same-turns");
    refused(Format::TrlDpo, &pair(prompt(), better(), user("Hi")), "reply-role");
    let mut early = prompt();
    early.messages.truncate(1);
    refused(Format::TrlDpo, &pair(early, better(), worse()), "prompt-end");
    let mut open = prompt();
    open.messages.truncate(3);
    refused(Format::TrlDpo, &pair(open, better(), worse()), "call-unanswered");
}

#[test]
fn a_pair_that_differs_only_in_what_the_format_drops() {
    let (chosen, rejected) = (thinking("A.", worse()), thinking("B.", worse()));
    let row = Row::Pair { prompt: prompt(), chosen, rejected };
    refused(Format::OpenaiDpo, &row, "same-turns");
    assert!(write(Format::TrlDpo, &row).is_ok());
}

#[test]
fn steps_that_say_nothing() {
    let Row::Steps { prompt, steps } = steps() else { unreachable!() };
    let none = Row::Steps { prompt: prompt.clone(), steps: Vec::new() };
    refused(Format::TrlPrm, &none, "no-steps");
    let silent = Row::Steps { prompt: chat(vec![user("")]), steps: steps.clone() };
    refused(Format::TrlPrm, &silent, "empty");
}

#[test]
fn two_of_one_side_in_a_row() {
    let two_users = Row::Chat(chat(vec![user("Hi"), user("You?"), assistant("Ho", &[])]));
    let two_answers =
        Row::Chat(chat(vec![user("Hi"), assistant("Ho", &[]), assistant("Ho!", &[])]));
    let mut messages = everything_apart().messages;
    messages.insert(7, user("And?"));
    let user_after_results = Row::Chat(chat(messages));
    for row in [two_users, two_answers, user_after_results] {
        refused(Format::LlamafactorySharegpt, &row, "alternation");
        refused(Format::MsSwift, &row, "alternation");
        assert!(write(Format::TrlSft, &row).is_ok());
    }
}

#[test]
fn text_beside_calls_where_there_is_place_for_one() {
    let row = Row::Chat(everything_trained());
    refused(Format::LlamafactorySharegpt, &row, "text-beside-calls");
}

#[test]
fn text_that_the_trainer_would_parse() {
    let ends_early = thinking("a </think> b", assistant("Ho", &[]));
    let row = Row::Chat(chat(vec![user("Hi"), ends_early]));
    refused(Format::LlamafactorySharegpt, &row, "markup");
    refused(Format::MsSwift, &row, "markup");

    let call = assistant("", &[("c", "get_logs", r#"{"pod":"<tool_call>x</tool_call>"}"#)]);
    let row = Row::Chat(chat(vec![user("Hi"), call]));
    refused(Format::LlamafactorySharegpt, &row, "markup");
    assert!(write(Format::MsSwift, &row).is_ok());
}

#[test]
fn a_message_of_the_system_alone() {
    let row = Row::Chat(chat(vec![Message::plain(Role::System, "Be kind.")]));
    refused(Format::AxolotlChat, &row, "last-role");
}
