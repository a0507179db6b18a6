//! Where in the text of a conversation its turns stand.

use std::ops::Range;

use super::conversation::Conversation;
use super::{RenderRowError, probe};

/// The place in `text` of each of these turns, from where the model would go on to
/// where it would stop.
pub(super) fn find(
    conversation: &Conversation<'_>,
    text: &str,
    turns: &[usize],
) -> Result<Vec<Range<usize>>, RenderRowError> {
    let mut found: Vec<Range<usize>> = Vec::with_capacity(turns.len());
    for &at in turns {
        let turn =
            by_prefix(conversation, text, at).or_else(|| probe::find(conversation, text, at));
        let end = found.last().map_or(0, |turn| turn.end);
        let turn = turn.filter(|turn| end <= turn.start && turn.start <= turn.end);
        found.push(turn.ok_or(RenderRowError::TurnNotFound { at })?);
    }
    Ok(found)
}

/// Most templates print what was before a turn, and the turn, as if nothing came
/// after: then the turn is what it adds to the prompt for it.
fn by_prefix(conversation: &Conversation<'_>, text: &str, at: usize) -> Option<Range<usize>> {
    let before = conversation.print(at, true).ok()?;
    let through = conversation.print(at + 1, false).ok()?;
    (through.starts_with(&before) && text.starts_with(&through))
        .then_some(before.len()..through.len())
}
