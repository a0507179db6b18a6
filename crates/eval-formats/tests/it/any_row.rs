//! Any row at all: one line of JSON, from which everything can be read back.

use eval_formats::{Chat, Checker, Format, Message, Role, Row, Shape, Step, write_row};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::rows::{assistant, chat, result, user, write};

/// Quotes, controls, other scripts, markup, and now and then a text of some length.
fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\"",
        "\\",
        "\n",
        "\u{0}",
        "\u{1b}[0m",
        "\u{7f}",
        "é",
        "日本",
        "🦀",
        "\u{2028}",
        "{}",
        "</think>",
        "<tool_call>",
        "plain words ",
    ]);
    let pieces = prop::collection::vec(odd, 0..12).prop_map(|pieces| pieces.concat());
    let any = prop::collection::vec(any::<char>(), 0..24).prop_map(String::from_iter);
    let long = (pieces.clone(), 1..200_usize).prop_map(|(text, times)| text.repeat(times));
    prop_oneof![10 => pieces, 10 => any, 1 => long]
}

fn any_said() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| text + ".")
}

fn any_arguments() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        any_text().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        Just(json!(null)),
        Just(json!([true, { "a": "\"" }])),
    ];
    prop::collection::btree_map(any_text(), value, 0..4)
        .prop_map(|map| Value::from_iter(map).to_string())
}

/// A turn with calls, and their results.
fn any_round() -> impl Strategy<Value = Vec<Message>> {
    let tool = prop::sample::select(vec!["get_logs", "list_pods"]);
    let call = (tool, any_arguments(), any_text());
    let text = prop_oneof![Just(String::new()), any_text()];
    (text, prop::collection::vec(call, 1..4), prop::option::of(any_text()), any::<bool>()).prop_map(
        |(text, calls, thought, trained)| {
            let asked: Vec<_> =
                calls.iter().map(|(tool, arguments, _)| ("", *tool, &**arguments)).collect();
            let mut turn = assistant(&text, &asked);
            turn.reasoning = thought.map(Into::into);
            turn.trained = trained;
            let results = calls.iter().map(|(.., text)| result("", text));
            [turn].into_iter().chain(results).collect()
        },
    )
}

fn any_answer() -> impl Strategy<Value = Message> {
    (any_said(), prop::option::of(any_text())).prop_map(|(text, thought)| {
        let mut answer = assistant(&text, &[]);
        answer.reasoning = thought.map(Into::into);
        answer
    })
}

/// A user's message, rounds of calls, an answer.
fn any_exchange() -> impl Strategy<Value = Vec<Message>> {
    (any_text(), prop::collection::vec(any_round(), 0..3), any_answer()).prop_map(
        |(text, rounds, answer)| {
            [user(&text)].into_iter().chain(rounds.into_iter().flatten()).chain([answer]).collect()
        },
    )
}

/// A conversation that keeps the protocol; the last turn is in the loss.
pub(crate) fn any_chat() -> impl Strategy<Value = Chat> {
    (prop::option::of(any_text()), prop::collection::vec(any_exchange(), 1..3)).prop_map(
        |(system, exchanges)| {
            let system = system.map(|text| Message::plain(Role::System, text));
            let mut chat =
                chat(system.into_iter().chain(exchanges.into_iter().flatten()).collect());
            number_calls(&mut chat.messages);
            chat
        },
    )
}

/// Ids that are unique; results follow their calls one for one.
fn number_calls(messages: &mut [Message]) {
    let mut calls = 0;
    let mut results = 0;
    for message in messages {
        for call in &mut message.calls {
            call.id = format!("call_{calls}").into();
            calls += 1;
        }
        if message.role == Role::Tool {
            message.call_id = Some(format!("call_{results}").into());
            results += 1;
        }
    }
}

/// Rows of every shape, from one conversation.
fn rows(chat: &Chat, answer: &Message, good: bool) -> Vec<Row> {
    let mut prompt = chat.clone();
    let Some(last) = prompt.messages.pop() else { unreachable!() };
    let task = Chat { messages: vec![user(&last.text)], tools: prompt.tools.clone() };
    let known = Map::from_iter([("k".to_owned(), json!(last.text))]);
    vec![
        Row::Chat(chat.clone()),
        Row::Pair { prompt: prompt.clone(), chosen: last.clone(), rejected: answer.clone() },
        Row::Labelled { prompt: prompt.clone(), completion: last.clone(), good },
        Row::Steps { prompt: task.clone(), steps: vec![Step { turn: last, good }; 2] },
        Row::Task { prompt: task, known },
    ]
}

/// Texts and calls of a message with `role` and `content`.
fn read_back(message: &Value) -> (String, String, Vec<(String, Value)>) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let calls = message["tool_calls"].as_array().into_iter().flatten().map(|call| {
        let function = &call["function"];
        let arguments = match &function["arguments"] {
            Value::String(json) => serde_json::from_str(json).unwrap(),
            object => object.clone(),
        };
        (text(&function["name"]), arguments)
    });
    (text(&message["role"]), text(&message["content"]), calls.collect())
}

fn as_said(message: &Message) -> (String, String, Vec<(String, Value)>) {
    let role = match message.role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    };
    let calls = message
        .calls
        .iter()
        .map(|call| (call.tool.to_string(), serde_json::from_str(&call.arguments).unwrap()));
    (role.to_owned(), message.text.to_string(), calls.collect())
}

/// What the checker says of it; what it says of the file as a whole is left out.
fn faults_of_line(format: Format, line: &str) -> Vec<String> {
    let mut checker = Checker::new(format);
    checker.line(line.as_bytes());
    let faults = checker.finish().faults.into_iter().filter(|fault| fault.line.is_some());
    faults.map(|fault| format!("{}: {fault}", format.name())).collect()
}

proptest! {
    #[test]
    fn a_line_passes_the_checker_or_is_not_written(chat in any_chat(), answer in any_answer(), good: bool) {
        for row in rows(&chat, &answer, good) {
            for &format in Format::ALL {
                // `write` sees to it that a refused row leaves nothing behind.
                match write(format, &row) {
                    Ok((line, _)) => {
                        prop_assert_eq!(faults_of_line(format, &line), Vec::<String>::new());
                        prop_assert_eq!(format.shape(), row.shape());
                        prop_assert!(serde_json::from_str::<Value>(&line).unwrap().is_object());
                    }
                    Err(unfit) => prop_assert_eq!(unfit.rule() == "shape", format.shape() != row.shape()),
                }
            }
        }
    }

    #[test]
    fn conversations_are_read_back_as_they_were(chat in any_chat()) {
        let row = Row::Chat(chat.clone());
        for format in [Format::OpenaiSft, Format::TrlSftMasked, Format::AxolotlChat] {
            let (line, _) = write(format, &row).unwrap();
            let value: Value = serde_json::from_str(&line).unwrap();
            let read: Vec<_> =
                value["messages"].as_array().unwrap().iter().map(read_back).collect();
            let said: Vec<_> = chat.messages.iter().map(as_said).collect();
            prop_assert_eq!(read, said);
        }
    }

    #[test]
    fn llamafactory_holds_every_text_and_call(mut chat in any_chat()) {
        for message in &mut chat.messages {
            message.trained = message.role == Role::Assistant;
            if !message.calls.is_empty() {
                message.text = "\n".into();
            }
        }
        let written = write(Format::LlamafactorySharegpt, &Row::Chat(chat.clone()));
        let line = match written {
            Ok((line, _)) => line,
            Err(unfit) => {
                prop_assert_eq!(unfit.rule(), "markup");
                return Ok(());
            }
        };
        prop_assert_eq!(faults_of_line(Format::LlamafactorySharegpt, &line), Vec::<String>::new());
        let value: Value = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(value["system"].as_str(), chat.system());
        let turns = value["conversations"].as_array().unwrap();
        let mut turns = turns.iter().map(|turn| turn["value"].as_str().unwrap()).peekable();
        let spoken = chat.messages.chunk_by(|a, b| a.role == Role::Tool && b.role == Role::Tool);
        for messages in spoken.filter(|messages| messages[0].role != Role::System) {
            let value = turns.next().unwrap();
            let said = value.rsplit_once("\n</think>\n\n").filter(|_| messages[0].thought().is_some());
            let said = said.map_or(value, |(_, said)| said);
            let texts: Vec<_> = messages.iter().map(|message| &*message.text).collect();
            let [message, ..] = messages else { unreachable!() };
            if message.calls.is_empty() {
                prop_assert_eq!(said, texts.join("\n</tool_response>\n<tool_response>\n"));
                continue;
            }
            let calls: Value = serde_json::from_str(said).unwrap();
            let calls = if let Value::Array(calls) = calls { calls } else { vec![calls] };
            let expected = message.calls.iter().map(|call| {
                let arguments: Value = serde_json::from_str(&call.arguments).unwrap();
                json!({ "name": *call.tool, "arguments": arguments })
            });
            prop_assert_eq!(calls, expected.collect::<Vec<_>>());
        }
        prop_assert!(turns.next().is_none());
    }

    #[test]
    fn ms_swift_holds_every_text_and_call(chat in any_chat()) {
        let Ok((line, _)) = write(Format::MsSwift, &Row::Chat(chat.clone())) else { return Ok(()) };
        let value: Value = serde_json::from_str(&line).unwrap();
        let mut parts = value["messages"].as_array().unwrap().iter().peekable();
        for message in &chat.messages {
            let mut said = message.thought().map_or(String::new(), |thought| {
                format!("<think>\n{thought}\n</think>\n\n")
            });
            said += &message.text;
            if !said.trim().is_empty() || message.calls.is_empty() {
                prop_assert_eq!(parts.next().unwrap()["content"].as_str(), Some(&*said));
            }
            for call in &message.calls {
                let content = parts.next().unwrap()["content"].as_str().unwrap();
                let expected = format!(r#"{{"name":"{}","arguments":{}}}"#, call.tool, call.arguments);
                prop_assert_eq!(content, expected);
            }
        }
        prop_assert!(parts.next().is_none());
    }
}

#[test]
fn one_long_text_is_one_line() {
    let text = "Zeile 1\n\"zwei\" \u{1f} 🦀".repeat(50_000);
    let row = Row::Chat(chat(vec![user(&text), assistant("Ho", &[])]));
    let (line, _) = write(Format::OpenaiSft, &row).unwrap();
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["messages"][0]["content"].as_str(), Some(&*text));
}

#[test]
fn lines_follow_one_another() {
    let row = Row::Chat(chat(vec![user("Hi"), assistant("Ho", &[])]));
    let mut out = Vec::new();
    for _ in 0..3 {
        write_row(Format::TrlSft, &row, &mut out).unwrap();
    }
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<_> = text.split_terminator('\n').collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| *line == lines[0]));
}

#[test]
fn every_format_is_written_from_a_row_of_its_shape() {
    let shapes = [Shape::Chat, Shape::Pair, Shape::Labelled, Shape::Steps, Shape::Task];
    let chat = chat(vec![user("Hi"), assistant("Ho", &[])]);
    let rows = rows(&chat, &assistant("Hm", &[]), true);
    assert_eq!(rows.iter().map(Row::shape).collect::<Vec<_>>(), shapes);
    for &format in Format::ALL {
        let row = rows.iter().find(|row| row.shape() == format.shape()).unwrap();
        assert!(write(format, row).is_ok(), "{}", format.name());
    }
}
