//! From a move to what a model would have written.

use eval_scenario::Move;
use eval_tokens::Counter;
use eval_trace::{Answer, ModelReply, ModelRequest, RawCall, Text, Usage};
use serde_json::Value;

/// Writes a move down as a model's reply.
pub(crate) fn play(request: &ModelRequest, cue: &Move) -> Answer {
    let (text, calls) = match cue {
        Move::Raw(text) => (text.clone(), Vec::new()),
        Move::Answer { text, answer } => (write_answer(text, answer), Vec::new()),
        Move::Call { text, calls } => {
            let calls = calls.iter().map(|call| RawCall {
                id: String::new(),
                tool: call.tool.clone(),
                arguments: Text::new(call.arguments.as_str()),
            });
            (text.clone(), calls.collect())
        }
    };
    let text = Text::new(text);
    let usage = usage(request, &text, &calls);
    Answer::Model(ModelReply { text, calls, usage })
}

/// Prose, then the structured part in a fenced block: the form in which real
/// models are asked to answer, and which the harness parses.
fn write_answer(text: &str, answer: &Value) -> String {
    match answer {
        Value::Null => text.to_owned(),
        answer => format!("{text}\n\n```json\n{answer}\n```"),
    }
}

fn usage(request: &ModelRequest, text: &Text, calls: &[RawCall]) -> Usage {
    let count = |text: &Text| u64::from(Counter::Estimate.count(text.as_str()));
    let of_calls = calls
        .iter()
        .map(|call| count(&call.arguments) + u64::from(Counter::Estimate.count(&call.tool)));
    Usage {
        input: request.messages.iter().map(|message| count(&message.text)).sum(),
        output: count(text) + of_calls.sum::<u64>(),
    }
}

#[cfg(test)]
mod tests {
    use eval_scenario::MoveCall;
    use eval_trace::{Message, Purpose, Role, ToolSet};

    use super::*;

    #[test]
    fn what_is_said_beside_calls_is_the_text_of_the_reply() {
        let request = ModelRequest {
            purpose: Purpose::Act,
            turn: 0,
            proposals: 0,
            messages: vec![Message::plain(Role::User, Text::new("checkout-7f9c is flapping"))],
            tools: ToolSet::new(Vec::new()),
        };
        let calls =
            ["a", "b"].map(|tool| MoveCall { tool: tool.to_owned(), arguments: "{}".to_owned() });
        let beside = |text: &str| {
            let cue = Move::Call { text: text.to_owned(), calls: calls.to_vec() };
            let Answer::Model(reply) = play(&request, &cue) else { panic!("it says something") };
            reply
        };
        let (silent, said) = (beside(""), beside("Let me look."));
        assert_eq!((silent.text.as_str(), said.text.as_str()), ("", "Let me look."));
        assert_eq!((&silent.calls, silent.calls.len()), (&said.calls, 2));
        assert!(said.usage.output > silent.usage.output, "what is said is counted");
    }
}
