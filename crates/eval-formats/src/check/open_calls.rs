//! Which calls of a conversation still wait for their results.

use std::collections::{HashMap, HashSet};

/// The calls made so far.
///
/// After one fault nothing more is said: an id that is wrong at a call is wrong at its result as
/// well, and the second would not be worth reading.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenCalls<'j> {
    seen: HashSet<&'j str>,
    /// Those with an id, and the place of each.
    open: HashMap<&'j str, usize>,
    /// How many without an id; their results stand in the order of the calls.
    nameless: usize,
    made: usize,
    /// The place of the call that was answered last.
    answered: usize,
    lost: bool,
}

/// What a result answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    /// A call, in its turn; or nothing more can be said.
    InOrder,
    /// A call that was made before the one that was answered last.
    OutOfOrder,
    /// No call that is open.
    Nothing,
    /// A call that has an id, and the result has none.
    Unnamed,
}

impl<'j> OpenCalls<'j> {
    /// A call is made. False if its id was given before.
    #[must_use]
    pub(super) fn make(&mut self, id: Option<&'j str>) -> bool {
        self.made += 1;
        let Some(id) = id else {
            self.nameless += 1;
            return true;
        };
        self.open.insert(id, self.made);
        let fresh = self.seen.insert(id) || self.lost;
        self.lost |= !fresh;
        fresh
    }

    /// A result stands here.
    pub(super) fn answer(&mut self, id: Option<&str>) -> Answers {
        if self.lost {
            return Answers::InOrder;
        }
        let answers = match id {
            Some(id) => self.answer_named(id),
            None if self.nameless > 0 => {
                self.nameless -= 1;
                Answers::InOrder
            }
            None if self.open.is_empty() => Answers::Nothing,
            None => Answers::Unnamed,
        };
        self.lost |= matches!(answers, Answers::Nothing | Answers::Unnamed);
        answers
    }

    fn answer_named(&mut self, id: &str) -> Answers {
        match self.open.remove(id) {
            None => Answers::Nothing,
            Some(place) if place < self.answered => Answers::OutOfOrder,
            Some(place) => {
                self.answered = place;
                Answers::InOrder
            }
        }
    }

    /// The talk goes on: whatever was open stays unanswered. Gives a name for the first such call.
    pub(super) fn leave_off(&mut self) -> Option<String> {
        let first = self.open.iter().min_by_key(|(_, place)| **place);
        let first = first.map(|(id, _)| format!("call `{id}`"));
        let first = first.or_else(|| (self.nameless > 0).then(|| "a call".to_owned()));
        self.open.clear();
        self.nameless = 0;
        first.filter(|_| !self.lost)
    }

    /// Some message cannot be read, so ids can no longer be followed.
    pub(super) fn lose(&mut self) {
        self.lost = true;
    }
}
