//! Turns in the text of a template that prints them otherwise once more is said:
//! it drops what was thought before, or marks the last turn.
//!
//! Such a text is not what was printed before with more after it, so the turn is
//! looked for from both of its ends. Change a message, print again, and where the
//! two texts differ there the message stands. What is between the end of one and
//! the start of the next is the template's own, and there the seams are looked
//! for: that way nothing that a message says can be taken for one.

use std::ops::Range;

use super::conversation::Conversation;
use crate::{Message, Role};

/// Where a message's own words stand in a text.
struct Words {
    /// Where they begin, or before it by what the template prints around them.
    start: usize,
    /// Where they end, or after it in the same way.
    end: usize,
}

/// The place of a turn in `text`; none if the seams are not where they would have to be.
pub(super) fn find(conversation: &Conversation<'_>, text: &str, at: usize) -> Option<Range<usize>> {
    let n = conversation.messages.len();
    let whole = Print { conversation, n, prompt: false };
    let said = whole.words(text, at)?;
    let start = start(whole, text, at)?;

    let closings = [false, true].map(|prompt| closing(conversation, at, prompt));
    let ends = closings.iter().flatten().filter_map(|closing| seam(text, said.end, closing));
    let end = ends.max()?;

    let next = if at + 1 < n { whole.words(text, at + 1) } else { None };
    let next = next.map_or(text.len(), |next| next.start);
    (start <= said.start && end <= next).then_some(start..end)
}

/// Where the model would go on: after what a prompt for the turn ends with.
fn start(whole: Print<'_>, text: &str, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let asked = whole.words(text, before)?;
    let prompt = Print { n: at, prompt: true, ..whole };
    let prompt_text = prompt.text()?;
    let opening = &prompt_text[prompt.words(&prompt_text, before)?.end..];
    if let Some(start) = seam(text, asked.end, opening) {
        return Some(start);
    }
    // A prompt may open a thought where the text has dropped it. Then the turn
    // starts where the two part, but not before the prompt for it does.
    let plain = whole.opening(text, asked.end, at)?;
    let shared = shared([opening, &plain, text.get(asked.end..)?]);
    let asked_text = Print { prompt: false, ..prompt }.text()?;
    let generation_prompt = prompt_text.strip_prefix(&*asked_text)?;
    let is_in_prompt = shared + generation_prompt.len() > opening.len();
    (is_in_prompt || shared == plain.len()).then_some(asked.end + shared)
}

/// How far three texts are the same.
fn shared([one, two, three]: [&str; 3]) -> usize {
    let chars = one.chars().zip(two.chars()).zip(three.chars());
    let same = chars.take_while(|((one, two), three)| one == two && two == three);
    same.map(|(_, char)| char.len_utf8()).sum()
}

/// Where `mark` ends, if it stands in `text` at this place.
fn seam(text: &str, at: usize, mark: &str) -> Option<usize> {
    text.get(at..)?.starts_with(mark).then_some(at + mark.len())
}

/// What ends a turn when nothing comes after it, and when a turn is to follow:
/// some templates tell the two apart.
fn closing(conversation: &Conversation<'_>, at: usize, prompt: bool) -> Option<String> {
    let print = Print { conversation, n: at + 1, prompt };
    let text = print.text()?;
    let closing = &text[print.words(&text, at)?.end..];
    if !prompt {
        return Some(closing.to_owned());
    }
    let asked = conversation.print(at, false).ok()?;
    let answering = conversation.print(at, true).ok()?;
    let generation_prompt = answering.strip_prefix(&asked)?;
    closing.strip_suffix(generation_prompt).map(str::to_owned)
}

/// The first messages of a conversation, printed.
#[derive(Clone, Copy)]
struct Print<'a> {
    conversation: &'a Conversation<'a>,
    n: usize,
    prompt: bool,
}

impl Print<'_> {
    fn text(self) -> Option<String> {
        self.conversation.print(self.n, self.prompt).ok()
    }

    /// What is printed of a turn before its own words, from `start` on, if nothing
    /// was thought before them.
    fn opening(self, text: &str, start: usize, at: usize) -> Option<String> {
        let mark = unused_in(text)?;
        let message = self.conversation.messages[at].clone();
        let plain = Message { text: mark.to_string().into(), reasoning: None, ..message };
        let other = self.conversation.print_with(self.n, self.prompt, (at, &plain)).ok()?;
        let (before, _) = other.split_once(mark)?;
        before.strip_prefix(text.get(..start)?).map(str::to_owned)
    }

    /// Where in `text`, which it printed, the words of a message stand; none if
    /// it shows nothing of them.
    fn words(self, text: &str, at: usize) -> Option<Words> {
        let mark = unused_in(text)?;
        let message = changed(self.conversation.messages[at], mark);
        let other = self.conversation.print_with(self.n, self.prompt, (at, &message)).ok()?;
        differing(text, &other)
    }
}

/// A character that has no meaning and that the text does not hold.
fn unused_in(text: &str) -> Option<char> {
    ('\u{e000}'..='\u{f8ff}').find(|mark| !text.contains(*mark))
}

/// Where a text differs from another, which has marks that it has not.
fn differing(text: &str, other: &str) -> Option<Words> {
    if text == other {
        return None;
    }
    let same = |(one, other): &(u8, u8)| one == other;
    let before = text.bytes().zip(other.bytes()).take_while(same).count();
    // The same bytes may be counted from both ends, so that the end does not depend on the start.
    let after = text.bytes().rev().zip(other.bytes().rev()).take_while(same).count();
    let end = text.ceil_char_boundary(text.len() - after);
    Some(Words { start: text.floor_char_boundary(before), end })
}

/// The message with a mark, which no text holds, at the start and at the end of
/// whatever it says. The names of tools stay: templates print them with results.
fn changed(message: &Message, mark: char) -> Message {
    let mut changed = message.clone();
    if !message.text.is_empty() || message.role != Role::Assistant || message.calls.is_empty() {
        changed.text = marked(&message.text, mark).into();
    }
    changed.reasoning = message.thought().map(|thought| marked(thought, mark).into());
    for call in &mut changed.calls {
        let Some(entries) = call.arguments.trim_end().strip_suffix('}') else { continue };
        let comma = if entries.trim_end().ends_with('{') { "" } else { "," };
        call.arguments = format!(r#"{entries}{comma}"{mark}":"{mark}"}}"#).into();
    }
    changed
}

/// The mark in place of the first and the last character that is no white space,
/// so that a template trims as much as before.
fn marked(text: &str, mark: char) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return format!("{text}{mark}");
    }
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + inner.len()..]);
    let mut middle = inner.chars();
    let (first, last) = (middle.next(), middle.next_back());
    let marks = [first, last].map(|char| char.map(|_| mark).into_iter().collect::<String>());
    [before, &marks[0], middle.as_str(), &marks[1], after].concat()
}
