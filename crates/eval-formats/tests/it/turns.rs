//! One row a turn.

use eval_formats::{Format, Row};

use crate::rows::{chat, everything, user, write};

#[test]
fn each_trained_turn_ends_a_conversation_of_its_own() {
    let whole = everything();
    let turns = whole.split_turns();
    let lengths: Vec<_> = turns.iter().map(|turn| turn.messages.len()).collect();
    assert_eq!(lengths, [5, 8]);
    for turn in turns {
        let (last, before) = turn.messages.split_last().unwrap();
        assert!(last.trained && before.iter().all(|message| !message.trained));
        assert_eq!(before.len() + 1, turn.messages.len());
        assert!(write(Format::TrlSftCompletion, &Row::Chat(turn)).is_ok());
    }
}

#[test]
fn nothing_trained_is_no_row() {
    assert!(chat(vec![user("Hi")]).split_turns().is_empty());
}
