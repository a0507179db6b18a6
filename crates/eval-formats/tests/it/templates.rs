//! What a family's template makes of a row.

use eval_formats::{Adjustment, Call, Handling, Message, Role, Row, Template};
use proptest::prelude::*;

use crate::any_row::any_chat;
use crate::rows::{
    assistant, better, chat, everything, labelled, pair, prompt, result, steps, thinking, user,
    worse,
};

fn fit(name: &str, row: &mut Row) -> Result<Vec<Adjustment>, &'static str> {
    Template::from_name(name).unwrap().fit(row).map_err(|unfit| unfit.rule())
}

#[test]
fn names_are_found_and_none_comes_twice() {
    for (at, template) in Template::ALL.iter().enumerate() {
        assert_eq!(Template::from_name(template.name), Some(template));
        assert!(Template::ALL[..at].iter().all(|earlier| earlier.name != template.name));
    }
    assert_eq!(Template::from_name("qwen"), None);
}

#[test]
fn a_family_that_keeps_all_changes_nothing() {
    let mut row = Row::Chat(everything());
    assert_eq!(fit("qwen3", &mut row), Ok(vec![]));
    assert_eq!(row, Row::Chat(everything()));
}

#[test]
fn parallel_calls_become_turns_one_after_the_other() {
    let mut row = Row::Chat(chat(vec![
        user("Hi"),
        thinking("Both.", assistant("Now.", &[("a", "list_pods", "{}"), ("b", "list_pods", "{}")])),
        result("a", "1"),
        result("b", "2"),
        assistant("Ho", &[]),
    ]));
    let expected = chat(vec![
        user("Hi"),
        thinking("Both.", assistant("Now.", &[("a", "list_pods", "{}")])),
        result("a", "1"),
        assistant("", &[("b", "list_pods", "{}")]),
        result("b", "2"),
        assistant("Ho", &[]),
    ]);
    let adjustments = [Adjustment::CallsSplit, Adjustment::TextLost, Adjustment::ReasoningLost];
    assert_eq!(fit("llama-3.1", &mut row), Ok(adjustments.to_vec()));
    assert_eq!(row, Row::Chat(expected));
}

#[test]
fn one_turn_with_several_calls_cannot_be_split() {
    for mut row in [pair(), Row::Labelled { prompt: prompt(), completion: better(), good: true }] {
        let before = row.clone();
        assert_eq!(fit("gpt-oss", &mut row), Err("parallel-calls"));
        assert_eq!(row, before);
    }
    let open = assistant("", &[("a", "list_pods", "{}"), ("b", "list_pods", "{}")]);
    let mut row = Row::Chat(chat(vec![user("Hi"), open]));
    assert_eq!(fit("gpt-oss", &mut row), Err("parallel-calls"));
}

#[test]
fn reasoning_before_the_last_user_is_lost_where_it_is_in_the_loss() {
    let turns = || vec![user("Hi"), thinking("Hm.", assistant("Ho", &[])), user("And?"), worse()];
    let mut row = Row::Chat(chat(turns()));
    assert_eq!(fit("qwen3", &mut row), Ok(vec![Adjustment::EarlierReasoningLost]));
    assert_eq!(fit("qwen3-training", &mut row), Ok(vec![]));
    let mut read_only = turns();
    read_only[1].trained = false;
    assert_eq!(fit("qwen3", &mut Row::Chat(chat(read_only))), Ok(vec![]));
}

#[test]
fn gpt_oss_keeps_what_is_beside_a_call_until_it_answers() {
    let call = || assistant("Now.", &[("a", "list_pods", "{}")]);
    let mut open = Row::Chat(chat(vec![user("Hi"), call()]));
    assert_eq!(fit("gpt-oss", &mut open), Ok(vec![]));
    let mut answered =
        Row::Chat(chat(vec![user("Hi"), call(), result("a", "1"), assistant("Ho", &[])]));
    assert_eq!(fit("gpt-oss", &mut answered), Ok(vec![Adjustment::TextLost]));
    let mut both = Row::Chat(chat(vec![user("Hi"), thinking("Hm.", call())]));
    assert_eq!(fit("gpt-oss", &mut both), Err("text-and-reasoning"));
    // The prompt's call is thought about, the reply is an answer.
    assert_eq!(fit("gpt-oss", &mut labelled()), Ok(vec![Adjustment::ReasoningLost]));
}

#[test]
fn deepseek_takes_no_arguments_as_objects() {
    assert_eq!(fit("deepseek-v3", &mut Row::Chat(everything())), Err("object-arguments"));
    let mut talk = Row::Chat(chat(vec![user("Hi"), assistant("Ho", &[])]));
    assert_eq!(fit("deepseek-v3", &mut talk), Ok(vec![]));
}

#[test]
fn rows_that_no_template_renders_are_left_alone() {
    assert_eq!(fit("deepseek-v3", &mut steps()), Ok(vec![]));
}

fn calls(messages: &[Message]) -> Vec<Call> {
    messages.iter().flat_map(|message| message.calls.clone()).collect()
}

fn of_role(role: Role, messages: &[Message]) -> Vec<Message> {
    messages.iter().filter(|message| message.role == role).cloned().collect()
}

fn said(messages: &[Message]) -> String {
    let turns = messages.iter().filter(|message| message.role == Role::Assistant);
    turns.map(|turn| &*turn.text).collect()
}

proptest! {
    #[test]
    fn nothing_is_lost_when_calls_are_split(before in any_chat()) {
        let templates = Template::ALL.iter().filter(|template| {
            matches!(template.parallel_calls, Handling::Dropped | Handling::Refused)
                && template.text_and_reasoning == Handling::Kept
        });
        for template in templates {
            let mut row = Row::Chat(before.clone());
            let Ok(adjustments) = template.fit(&mut row) else {
                prop_assert_eq!(row, Row::Chat(before.clone()));
                continue;
            };
            let split = adjustments.iter().filter(|one| **one == Adjustment::CallsSplit).count();
            let (before, after) = (&before.messages, &row.chat().messages);
            prop_assert!(after.iter().all(|message| message.calls.len() <= 1));
            prop_assert_eq!(split, before.iter().filter(|message| message.calls.len() > 1).count());
            prop_assert_eq!(calls(before), calls(after));
            for role in [Role::System, Role::User, Role::Tool] {
                prop_assert_eq!(of_role(role, before), of_role(role, after));
            }
            prop_assert_eq!(said(before), said(after));
            // What fits has nothing left to be split.
            let again = template.fit(&mut row).unwrap();
            prop_assert!(!again.contains(&Adjustment::CallsSplit));
        }
    }
}
