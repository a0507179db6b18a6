//! From a trial, told again, to training rows.

use std::sync::Arc;

use eval_formats::{Chat, Message, Row, Step};
use eval_trace::{Outcome, Role};
use serde_json::{Map, Value};

use crate::chat::{Chats, said};
use crate::preset::Preset;
use crate::told::{Told, Turn};

/// A row, and where in its trial it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) row: Row,
    /// The turns that it teaches, from 1.
    pub(crate) turns: Vec<u32>,
    /// What shows that it teaches what it claims to.
    pub(crate) evidence: String,
}

/// The rows of one trial. Pairs come of two, see [`pair`].
pub(crate) fn rows(preset: Preset, told: &Told, outcome: Outcome, chats: &mut Chats) -> Vec<Drawn> {
    match preset {
        Preset::RejectionSampled | Preset::Repair | Preset::Negatives => {
            conversations(told, outcome, chats)
        }
        Preset::Unpaired => last_turn(told, outcome, chats).into_iter().collect(),
        Preset::Stepwise => steps(told, outcome, chats).into_iter().collect(),
        Preset::Tasks => task(told, chats).into_iter().collect(),
        Preset::PairedArms => Vec::new(),
    }
}

/// A trial as conversations, as few as show the model what it was shown. A harness that keeps
/// the whole past gives one; one that renders its memory anew gives one a turn.
fn conversations(told: &Told, outcome: Outcome, chats: &mut Chats) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    let mut first = 0;
    for last in 0..told.turns.len() {
        let next = told.turns.get(last + 1);
        if next.is_some_and(|next| goes_on(&told.turns[last], next)) {
            continue;
        }
        drawn.extend(conversation(&told.turns[first..=last], outcome, chats));
        first = last + 1;
    }
    drawn
}

/// Whether the next request is this one and more.
fn goes_on(turn: &Turn, next: &Turn) -> bool {
    next.request.tools == turn.request.tools
        && next.request.messages.starts_with(&turn.request.messages)
}

/// Turns that share a growing prefix, as one conversation; none where nothing of it is taught.
fn conversation(turns: &[Turn], outcome: Outcome, chats: &mut Chats) -> Option<Drawn> {
    let (last, before) = turns.split_last()?;
    let mut chat = chats.of(&last.request);
    let mut taught = Vec::new();
    for turn in before {
        let Some(message) = chat.messages.get_mut(turn.request.messages.len()) else { continue };
        // A turn that came to nothing has no message; its place is the harness's complaint.
        if message.role == Role::Assistant && !turn.is_bad() {
            message.trained = true;
            taught.push(turn.number);
        }
    }
    if let Some(message) = said(last).filter(|_| !last.is_bad()) {
        chat.messages.push(message);
        taught.push(last.number);
    } else {
        // A conversation ends with something that is taught.
        let end = chat.messages.iter().rposition(|message| message.trained)? + 1;
        chat.messages.truncate(end);
    }
    let evidence = format!("the trial ended as {}", outcome.name());
    (!taught.is_empty()).then_some(Drawn { row: Row::Chat(chat), turns: taught, evidence })
}

fn last_turn(told: &Told, outcome: Outcome, chats: &mut Chats) -> Option<Drawn> {
    let turn = told.turns.last()?;
    let row = Row::Labelled {
        prompt: chats.of(&turn.request),
        completion: said(turn)?,
        good: outcome.is_success(),
    };
    let evidence = format!("the trial ended with this turn, as {}", outcome.name());
    Some(Drawn { row, turns: vec![turn.number], evidence })
}

/// A turn is good when it brought the trial on without an error; an answer when it is right.
fn steps(told: &Told, outcome: Outcome, chats: &mut Chats) -> Option<Drawn> {
    let first = told.turns.first()?;
    let mut steps = Vec::new();
    let mut turns = Vec::new();
    for turn in &told.turns {
        let Some(message) = said(turn) else { continue };
        let is_last = turn.number == told.turns.last()?.number;
        let good = if turn.is_answer {
            is_last && outcome.is_success()
        } else {
            !turn.is_bad() && turn.brought_on
        };
        steps.push(Step { turn: message, good });
        turns.push(turn.number);
    }
    let evidence = "errors, refusals, results seen before and the world's verdict".to_owned();
    let row = Row::Steps { prompt: chats.of(&first.request), steps };
    (!turns.is_empty()).then_some(Drawn { row, turns, evidence })
}

/// The task, and the answer that was found right.
fn task(told: &Told, chats: &mut Chats) -> Option<Drawn> {
    let answer = told.answer.as_ref()?;
    let reference = match &told.structured {
        Value::Null => Value::String(answer.as_str().to_owned()),
        structured => structured.clone(),
    };
    let mut known = Map::new();
    known.insert("reference_answer".to_owned(), reference);
    let prompt = chats.of(&told.turns.first()?.request);
    let evidence = "the success check held for the reference answer".to_owned();
    Some(Drawn { row: Row::Task { prompt, known }, turns: vec![1], evidence })
}

/// Why two trials make no pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPair {
    /// They were shown different things before they did different things.
    PrefixDiffers,
    /// They did the same throughout.
    SameThroughout,
    /// One of the two turns cannot be said in a chat.
    Unsayable,
    /// The turn of the trial that passed led to an error itself.
    BetterIsBad,
}

/// The first turn in which two trials differ that were shown the same until then.
pub(crate) fn pair(passed: &Told, failed: &Told, chats: &mut Chats) -> Result<Drawn, NoPair> {
    for (better, worse) in passed.turns.iter().zip(&failed.turns) {
        if !is_same_request(better, worse) {
            return Err(NoPair::PrefixDiffers);
        }
        if is_same_reply(better, worse) {
            continue;
        }
        let (Some(chosen), Some(rejected)) = (said(better), said(worse)) else {
            return Err(NoPair::Unsayable);
        };
        if is_same_said(&chosen, &rejected) {
            continue;
        }
        if better.is_bad() {
            return Err(NoPair::BetterIsBad);
        }
        // Calls are named by what went before, which is the same for both.
        let prompt: Chat = chats.of(&better.request);
        let evidence = format!("both were shown request {}", better.request_hash());
        let row = Row::Pair { prompt, chosen, rejected };
        return Ok(Drawn { row, turns: vec![better.number], evidence });
    }
    Err(NoPair::SameThroughout)
}

/// Spelled alike, whatever the calls are named.
fn is_same_said(one: &Message, other: &Message) -> bool {
    let calls = |message: &Message| -> Vec<_> {
        let calls = message.calls.iter();
        calls.map(|call| (Arc::clone(&call.tool), Arc::clone(&call.arguments))).collect()
    };
    one.text == other.text && one.reasoning == other.reasoning && calls(one) == calls(other)
}

fn is_same_request(one: &Turn, other: &Turn) -> bool {
    one.request.messages == other.request.messages && one.request.tools == other.request.tools
}

fn is_same_reply(one: &Turn, other: &Turn) -> bool {
    let calls = |turn: &Turn| -> Vec<(String, eval_trace::Digest)> {
        let calls = turn.reply.calls.iter();
        calls.map(|call| (call.tool.clone(), call.arguments.hash())).collect()
    };
    one.reply.text == other.reply.text && calls(one) == calls(other)
}
