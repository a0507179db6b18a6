//! Which of the assistant's turns are in the loss.

use super::at::At;
use super::dialect::{Dialect, Mark, Speaker};
use super::findings::Findings;
use super::json::Json;
use super::rule::Rule;
use super::talk::speaker;

/// Checks the marks of a conversation; says so if every turn is left out.
pub(super) fn read(messages: &[Json<'_>], dialect: &Dialect, at: &At<'_>, out: &mut Findings) {
    let Some(key) = dialect.mark.key() else { return };
    let mut turns = 0_usize;
    let mut trained = 0_usize;
    for (place, message) in messages.iter().enumerate() {
        let at = &at.item(place);
        let mark = message.get(key);
        if let Some(mark) = mark {
            check(mark, dialect.mark, &at.key(key), out);
        }
        let who = message.text("role").and_then(|role| speaker(role, dialect));
        if matches!(who, Some(Speaker::Assistant | Speaker::Call)) {
            turns += 1;
            trained += usize::from(!mark.is_some_and(leaves_out));
        }
    }
    if turns > 0 && trained == 0 {
        out.add(Rule::NothingToTrain, at, format!("`{key}` leaves out each of the {turns} turns"));
    }
}

fn check(mark: &Json<'_>, read: Mark, at: &At<'_>, out: &mut Findings) {
    match read {
        Mark::None => {}
        Mark::Weight => {
            if !matches!(mark, Json::Integer(0 | 1)) {
                out.add(Rule::Weight, at, "is not the integer 0 or 1");
            }
        }
        Mark::Train => boolean(mark, Rule::TrainType, at, out),
        Mark::Loss => boolean(mark, Rule::LossType, at, out),
    }
}

/// Says so if a value that must be a boolean is none.
pub(super) fn boolean(value: &Json<'_>, rule: Rule, at: &At<'_>, out: &mut Findings) {
    if value.as_bool().is_none() {
        out.add(rule, at, format!("is {}, not a boolean", value.kind()));
    }
}

fn leaves_out(mark: &Json<'_>) -> bool {
    matches!(mark, Json::Bool(false) | Json::Integer(0))
}

/// Whether any turn is marked as left out.
pub(super) fn leave_any_out(messages: &[Json<'_>], mark: Mark) -> bool {
    let Some(key) = mark.key() else { return false };
    messages.iter().any(|message| message.get(key).is_some_and(leaves_out))
}
