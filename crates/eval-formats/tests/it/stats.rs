//! What is counted of rows.

use eval_formats::{Format, Lengths, Row, Spread, Stats, Summary, ToolUse};
use proptest::prelude::*;

use crate::any_row::any_chat;
use crate::rows::{assistant, chat, everything, labelled, pair, steps, task, user};

/// A token a byte.
fn counted(rows: &[Row]) -> Summary {
    let mut stats = Stats::new(Format::TrlSft);
    for row in rows {
        stats.add(row, |text| text.len() as u64);
    }
    stats.summary()
}

#[test]
fn nothing_is_all_zeros() {
    let summary = counted(&[]);
    assert_eq!((summary.rows, summary.turns, summary.format), (0, Spread::default(), "trl-sft"));
    assert!(summary.tools.is_empty());
}

#[test]
fn a_conversation_is_counted_turn_by_turn() {
    let plain = Row::Chat(chat(vec![user("Hi"), assistant("Ho", &[])]));
    let listing = plain.chat().tools.listing().len() as u64;
    let summary = counted(&[Row::Chat(everything()), plain]);
    assert_eq!(summary.rows, 2);
    assert_eq!((summary.turns.min, summary.turns.median, summary.turns.max), (1, 1, 3));
    assert_eq!((summary.trained_turns, summary.untrained_turns), (3, 1));
    assert_eq!((summary.tokens.min, summary.tokens_trained.min), (4 + listing, 2));
    // `Wrong name.` and its two calls, `Both answered.` and `It is b.`
    assert_eq!(summary.tokens_trained.max, 11 + 8 + 14 + 9 + 2 + 14 + 8);
    assert_eq!(summary.tools["get_logs"], ToolUse { offered: 2, calls: 2 });
    assert_eq!(summary.tools["list_pods"], ToolUse { offered: 2, calls: 1 });
    assert_eq!(summary.rows_with_parallel_calls, 1);
    assert_eq!(summary.rows_with_text_beside_calls, 1);
    assert_eq!(summary.rows_with_reasoning, 1);
}

#[test]
fn of_a_prompt_nothing_is_trained() {
    let summary = counted(&[pair(), labelled()]);
    assert_eq!((summary.trained_turns, summary.untrained_turns), (3, 2));
    let said = |row: &Row| match row {
        Row::Labelled { completion, .. } => completion.text.len() + "Enough.".len(),
        _ => unreachable!(),
    };
    assert_eq!(summary.tokens_trained.min, said(&labelled()) as u64);
    assert_eq!(counted(&[task()]).tokens_trained, Spread::default());
}

#[test]
fn labels_are_counted() {
    let summary = counted(&[labelled(), steps(), task()]);
    assert_eq!((summary.good, summary.bad), (2, 2));
}

#[test]
fn a_pair_is_known_by_its_longer_side() {
    let of = |chosen, rejected| {
        let prompt = chat(vec![user("Hi")]);
        Row::Pair { prompt, chosen: assistant(chosen, &[]), rejected: assistant(rejected, &[]) }
    };
    let pairs = counted(&[of("long", "l"), of("a", "b"), of("a", "bc"), of("a", "bcd")]).pairs;
    assert_eq!(pairs, Lengths { chosen_longer: 1, equal: 1, rejected_longer: 2 });
}

#[test]
fn a_summary_is_json() {
    let json = serde_json::to_value(counted(&[pair()])).unwrap();
    assert_eq!(json["tools"]["get_logs"]["offered"], 1);
    assert_eq!(json["pairs"]["chosen_longer"], 1);
    assert_eq!(json["tokens"]["p99"], json["tokens"]["max"]);
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(chats in prop::collection::vec(any_chat(), 1..5)) {
        let mut rows: Vec<_> = chats.into_iter().map(Row::Chat).collect();
        let summary = counted(&rows);
        rows.reverse();
        prop_assert_eq!(&summary, &counted(&rows));
        prop_assert!(summary.tokens_trained.total <= summary.tokens.total);
        prop_assert!(summary.turns.min <= summary.turns.median && summary.turns.p99 <= summary.turns.max);
        prop_assert_eq!(summary.turns.total, summary.trained_turns + summary.untrained_turns);
    }
}
