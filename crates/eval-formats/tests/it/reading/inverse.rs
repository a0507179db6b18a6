//! What was written is read as it was, as far as the format can hold it.

use std::collections::BTreeMap;
use std::sync::Arc;

use eval_formats::{Chat, Format, Message, Role, Row, Step, Tools, read_row};
use proptest::prelude::*;
use serde_json::{Map, json};

use crate::any_row::any_chat;
use crate::rows::{everything, everything_apart, labelled, pair, steps, task, user, write};

/// What of a row a format holds.
fn held(format: Format, row: &Row) -> Row {
    let mut row = row.clone();
    row.for_each_message_mut(|message| {
        let keeps = format.keeps_reasoning() && message.thought().is_some();
        message.reasoning = message.reasoning.take().filter(|_| keeps);
    });
    if let Row::Steps { prompt, steps } = row {
        return as_text(&prompt, &steps);
    }
    only_replies_trained(&mut row);
    if format.name().starts_with("llamafactory") {
        without_empty_system(&mut row);
    }
    if inline(format) {
        number_calls(&mut row);
        without_blanks(&mut row);
    }
    row
}

/// Whether thoughts and calls stand in the text.
fn inline(format: Format) -> bool {
    ["llamafactory", "ms-swift"].iter().any(|trainer| format.name().starts_with(trainer))
}

fn only_replies_trained(row: &mut Row) {
    if matches!(row, Row::Chat(_)) {
        return;
    }
    let n = row.chat().messages.len();
    let mut at = 0;
    row.for_each_message_mut(|message| {
        message.trained = at >= n;
        at += 1;
    });
}

/// An empty column says nothing.
fn without_empty_system(row: &mut Row) {
    let (Row::Chat(chat) | Row::Pair { prompt: chat, .. } | Row::Labelled { prompt: chat, .. }) =
        row
    else {
        return;
    };
    chat.messages.retain(|message| message.role != Role::System || !message.text.is_empty());
}

/// Without ids in the line, calls are numbered; both sides of a pair go on from the prompt.
fn number_calls(row: &mut Row) {
    let in_prompt: usize = row.chat().messages.iter().map(|message| message.calls.len()).sum();
    let n = row.chat().messages.len();
    let mut ids = BTreeMap::new();
    let (mut at, mut made) = (0, 0);
    row.for_each_message_mut(|message| {
        made = if at >= n { in_prompt } else { made };
        at += 1;
        for call in &mut message.calls {
            let id: Arc<str> = format!("call_{made}").into();
            ids.insert(std::mem::replace(&mut call.id, id.clone()), id);
            made += 1;
        }
        message.call_id = message.call_id.take().map(|id| ids[&id].clone());
    });
}

/// White space beside calls is not always written where both are one text.
fn without_blanks(row: &mut Row) {
    row.for_each_message_mut(|message| {
        if !message.calls.is_empty() && message.text.trim().is_empty() {
            message.text = "".into();
        }
    });
}

fn as_text(prompt: &Chat, steps: &[Step]) -> Row {
    let plainly = |message: &Message| {
        let text = Some(message.text.to_string()).filter(|text| !text.is_empty());
        let calls = message.calls.iter().map(|call| format!("{} {}", call.tool, call.arguments));
        text.into_iter().chain(calls).collect::<Vec<_>>().join("\n")
    };
    let said = prompt.messages.iter().map(plainly).filter(|text| !text.is_empty());
    let messages = vec![user(&said.collect::<Vec<_>>().join("\n\n"))];
    let step = |step: &Step| {
        let turn = Message::plain(Role::Assistant, plainly(&step.turn));
        Step { turn: Message { trained: true, ..turn }, good: step.good }
    };
    Row::Steps {
        prompt: Chat { messages, tools: Arc::new(Tools::of([])) },
        steps: steps.iter().map(step).collect(),
    }
}

/// The formats that took the row, each of which gave back what it holds of it.
fn read_back(row: &Row) -> Result<Vec<Format>, TestCaseError> {
    let mut taken = Vec::new();
    for &format in Format::ALL {
        let Ok((line, _)) = write(format, row) else { continue };
        let mut read = read_row(format, line.as_bytes())
            .map_err(|error| TestCaseError::fail(format!("{}: {error}\n{line}", format.name())))?;
        if inline(format) {
            without_blanks(&mut read);
        }
        prop_assert_eq!(read, held(format, row), "{}\n{}", format.name(), line);
        taken.push(format);
    }
    Ok(taken)
}

/// One conversation so that every format of conversations takes some of them.
fn variants(chat: &Chat) -> Vec<Chat> {
    let changed = |change: &dyn Fn(bool, &mut Message)| {
        let mut chat = chat.clone();
        let last = chat.messages.len() - 1;
        for (at, message) in chat.messages.iter_mut().enumerate() {
            change(at == last, message);
        }
        chat
    };
    let all = |_: bool, message: &mut Message| message.trained = message.role == Role::Assistant;
    let last = |last: bool, message: &mut Message| message.trained = last;
    let apart = |at: bool, message: &mut Message| {
        all(at, message);
        if !message.calls.is_empty() {
            message.text = "".into();
        }
    };
    vec![chat.clone(), changed(&all), changed(&last), changed(&apart)]
}

proptest! {
    // Each is some fifty lines.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn conversations(chat in any_chat()) {
        for chat in variants(&chat) {
            let taken = read_back(&Row::Chat(chat))?;
            prop_assert!(taken.contains(&Format::OpenaiSft) && taken.contains(&Format::TrlSftMasked));
        }
    }

    #[test]
    fn replies(chat in any_chat(), other in any_chat(), good: bool) {
        for mut prompt in variants(&chat) {
            let last = prompt.messages.pop().unwrap();
            let rejected = other.messages.last().unwrap().clone();
            read_back(&Row::Pair { prompt: prompt.clone(), chosen: last.clone(), rejected })?;
            let taken = read_back(&Row::Labelled { prompt, completion: last, good })?;
            prop_assert!(taken.contains(&Format::TrlKto));
        }
    }

    #[test]
    fn steps_and_tasks(chat in any_chat(), good: bool) {
        let mut messages = chat.messages.clone();
        let last = messages.pop().unwrap();
        let known = Map::from_iter([("k".to_owned(), json!([last.text, 1.5, null]))]);
        messages.push(user(&last.text));
        let prompt = Chat { messages: vec![messages.pop().unwrap()], tools: chat.tools };
        let turns = chat.messages.iter().filter(|message| message.calls.len() == 1);
        let steps = turns.chain([&last]).map(|turn| Step { turn: turn.clone(), good });
        read_back(&Row::Steps { prompt: prompt.clone(), steps: steps.collect() })?;
        let taken = read_back(&Row::Task { prompt, known })?;
        prop_assert_eq!(taken, vec![Format::OpenaiRft]);
    }
}

#[test]
fn every_format_is_read_back() {
    let rows = [
        Row::Chat(everything()),
        Row::Chat(everything_apart()),
        pair(),
        labelled(),
        steps(),
        task(),
    ];
    let turns = everything().split_turns().into_iter().map(Row::Chat);
    let mut taken: Vec<_> =
        rows.into_iter().chain(turns).flat_map(|row| read_back(&row).unwrap()).collect();
    taken.sort();
    taken.dedup();
    assert_eq!(taken, Format::ALL);
}
