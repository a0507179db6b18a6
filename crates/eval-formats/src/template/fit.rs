//! A row made to fit a template, and what is lost of it all the same.

use std::fmt;
use std::iter;

use super::{Handling, Template};
use crate::write::Unfit;
use crate::{Chat, Message, Role, Row};

/// What became of one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Adjustment {
    /// Its calls were made into turns of their own, one after the other.
    CallsSplit,
    /// The text beside its calls is not rendered.
    TextLost,
    /// Its reasoning is not rendered.
    ReasoningLost,
    /// It is in the loss, and its reasoning is not rendered because a user spoke
    /// since. Out of the loss that is no loss: the model reads it so when it is used.
    EarlierReasoningLost,
}

impl Adjustment {
    /// Every kind, in the order in which they are listed to people.
    pub const ALL: &'static [Self] =
        &[Self::CallsSplit, Self::TextLost, Self::ReasoningLost, Self::EarlierReasoningLost];

    /// A word for it that stays the same, to count by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CallsSplit => "calls-split",
            Self::TextLost => "text-lost",
            Self::ReasoningLost => "reasoning-lost",
            Self::EarlierReasoningLost => "earlier-reasoning-lost",
        }
    }
}

impl fmt::Display for Adjustment {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::CallsSplit => "several calls of one turn were made turns of one call each",
            Self::TextLost => "the template leaves out text beside calls",
            Self::ReasoningLost => "the template leaves out reasoning",
            Self::EarlierReasoningLost => "the template leaves out reasoning of earlier turns",
        })
    }
}

impl Template {
    /// Splits turns whose calls the template would refuse or drop, and says what
    /// else becomes of the row; on `Err` the row is as it was.
    ///
    /// Only for [formats rendered by a template]; stepwise rows and tasks are none.
    ///
    /// [formats rendered by a template]: crate::Format::is_rendered_by_template
    pub fn fit(&self, row: &mut Row) -> Result<Vec<Adjustment>, Unfit> {
        let (chat, replies): (&mut Chat, &[&Message]) = match row {
            Row::Chat(chat) => (chat, &[]),
            Row::Pair { prompt, chosen, rejected } => (prompt, &[chosen, rejected]),
            Row::Labelled { prompt, completion, .. } => (prompt, &[completion]),
            Row::Steps { .. } | Row::Task { .. } => return Ok(Vec::new()),
        };
        for message in chat.messages.iter().chain(replies.iter().copied()) {
            self.renders(message)?;
        }
        let mut adjustments = self.split_calls(chat, replies)?;
        adjustments.extend(self.losses(&chat.messages, replies));
        Ok(adjustments)
    }

    fn renders(&self, message: &Message) -> Result<(), Unfit> {
        if message.calls.is_empty() {
            return Ok(());
        }
        if self.calls == Handling::Refused {
            return Err(Unfit::ObjectArguments { template: self.name });
        }
        let both = !message.text.is_empty() && message.thought().is_some();
        if both && self.text_and_reasoning == Handling::Refused {
            return Err(Unfit::TextAndReasoning { template: self.name });
        }
        Ok(())
    }

    fn split_calls(&self, chat: &mut Chat, replies: &[&Message]) -> Result<Vec<Adjustment>, Unfit> {
        let several = |message: &Message| message.calls.len() > 1;
        if self.parallel_calls == Handling::Kept {
            return Ok(Vec::new());
        }
        let unsplittable = || Unfit::ParallelCalls { template: self.name };
        if replies.iter().copied().any(several) {
            return Err(unsplittable());
        }
        let n_split = chat.messages.iter().filter(|message| several(message)).count();
        if n_split > 0 {
            chat.messages = one_call_a_turn(&chat.messages).ok_or_else(unsplittable)?;
        }
        Ok(vec![Adjustment::CallsSplit; n_split])
    }

    fn losses(&self, messages: &[Message], replies: &[&Message]) -> Vec<Adjustment> {
        let last = |is: &dyn Fn(&Message) -> bool| messages.iter().rposition(is);
        let last_user = last(&|message| message.role == Role::User);
        let last_answer = last(&is_answer);
        // Of two replies one may be an answer and one a call: what either loses is lost.
        let answered_after = replies.iter().any(|reply| is_answer(reply));
        let places = messages.iter().enumerate().map(|(at, message)| {
            let answered = answered_after || last_answer > Some(at);
            (message, Place { earlier: last_user > Some(at), answered, trained: message.trained })
        });
        let end = Place { earlier: false, answered: false, trained: true };
        let places = places.chain(replies.iter().map(|reply| (*reply, end)));
        places.flat_map(|(message, place)| self.lost(message, place)).collect()
    }

    fn lost(&self, message: &Message, place: Place) -> impl Iterator<Item = Adjustment> {
        let calls = !message.calls.is_empty();
        let text = calls && !message.text.is_empty() && place.loses(self.text_beside_calls);
        let reasoning = message.thought().is_some().then(|| match (place.earlier, calls) {
            (true, _) => (place.trained && place.loses(self.earlier_reasoning))
                .then_some(Adjustment::EarlierReasoningLost),
            (false, true) => {
                place.loses(self.reasoning_beside_calls).then_some(Adjustment::ReasoningLost)
            }
            (false, false) => place.loses(self.reasoning).then_some(Adjustment::ReasoningLost),
        });
        text.then_some(Adjustment::TextLost).into_iter().chain(reasoning.flatten())
    }
}

/// Where a message stands in its row.
#[derive(Clone, Copy)]
struct Place {
    /// A user speaks later.
    earlier: bool,
    /// The assistant answers later, without a call.
    answered: bool,
    trained: bool,
}

impl Place {
    fn loses(self, handling: Handling) -> bool {
        match handling {
            Handling::Kept => false,
            Handling::KeptAtEnd => self.answered,
            Handling::Dropped | Handling::Refused => true,
        }
    }
}

fn is_answer(message: &Message) -> bool {
    message.role == Role::Assistant && message.calls.is_empty()
}

/// Each call with its result after it; text and reasoning stay with the first.
/// None where a turn of several calls has not each of them answered right after.
fn one_call_a_turn(messages: &[Message]) -> Option<Vec<Message>> {
    let mut split = Vec::with_capacity(messages.len() * 2);
    let mut rest = messages;
    while let [message, after @ ..] = rest {
        rest = after;
        if message.calls.len() < 2 {
            split.push(message.clone());
            continue;
        }
        let (results, after) = rest.split_at_checked(message.calls.len())?;
        for (turn, result) in single_calls(message).zip(results) {
            let call = turn.calls.first()?;
            if result.call_id.as_ref() != Some(&call.id) {
                return None;
            }
            split.extend([turn, result.clone()]);
        }
        rest = after;
    }
    Some(split)
}

fn single_calls(message: &Message) -> impl Iterator<Item = Message> {
    let first = iter::once(message.clone());
    let silent = Message { text: "".into(), reasoning: None, ..message.clone() };
    let turns = first.chain(iter::repeat(silent));
    turns.zip(&message.calls).map(|(turn, call)| Message { calls: vec![call.clone()], ..turn })
}
