//! A model that calls tools on offer at random and then answers at random: a
//! scenario it succeeds at can be guessed.

use eval_scenario::{Move, MoveCall};
use eval_trace::{Answer, ModelRequest, ToolSpec};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use crate::luck::Luck;
use crate::model::{Model, Program};
use crate::reply::play;

/// How likely it is to answer on any turn, rather than to call another tool.
const ANSWERS: f64 = 0.2;

/// How many fields its answer has at most.
const MOST_FIELDS: usize = 4;

pub(crate) struct Random;

impl Model for Random {
    fn wants(&self, _request: &ModelRequest, _luck: &Luck) -> Program {
        Program::Nothing
    }

    fn answer(&self, request: &ModelRequest, _cue: Option<&Move>, luck: &Luck) -> Answer {
        let mut stream = luck.stream("random.turn", request.turn);
        let words = visible_words(request);
        let tools = request.tools.specs();
        if tools.is_empty() || stream.random::<f64>() < ANSWERS {
            return play(request, &any_answer(&mut stream, &words));
        }
        let tool = &tools[stream.random_range(0..tools.len())];
        let arguments = any_arguments(&mut stream, tool, &words).to_string();
        let call = MoveCall { tool: tool.name.clone(), arguments };
        play(request, &Move::Call { text: String::new(), calls: vec![call] })
    }
}

fn visible_words(request: &ModelRequest) -> Vec<&str> {
    let in_word = |sign: char| sign.is_alphanumeric() || sign == '-' || sign == '_';
    let texts = request.messages.iter().map(|message| message.text.as_str());
    texts
        .flat_map(|text| text.split(|sign| !in_word(sign)))
        .filter(|word| !word.is_empty())
        .collect()
}

fn any_word(stream: &mut ChaCha8Rng, words: &[&str]) -> Value {
    match words.len() {
        0 => json!(""),
        n => json!(words[stream.random_range(0..n)]),
    }
}

fn any_answer(stream: &mut ChaCha8Rng, words: &[&str]) -> Move {
    let mut answer = Map::new();
    for _ in 0..stream.random_range(0..=MOST_FIELDS) {
        let key = any_word(stream, words);
        let value = any_word(stream, words);
        answer.insert(key.as_str().unwrap_or_default().to_owned(), value);
    }
    Move::Answer { text: "A guess.".to_owned(), answer: Value::Object(answer) }
}

/// Arguments that fit the declared types: required ones always, others by a
/// coin.
fn any_arguments(stream: &mut ChaCha8Rng, tool: &ToolSpec, words: &[&str]) -> Value {
    let mut arguments = Map::new();
    let Some(properties) = tool.parameters["properties"].as_object() else {
        return Value::Object(arguments);
    };
    for (name, schema) in properties {
        let required = tool.parameters["required"].as_array();
        let is_required = required.is_some_and(|names| names.iter().any(|other| other == name));
        if is_required || stream.random::<bool>() {
            arguments.insert(name.clone(), any_value(stream, schema, words));
        }
    }
    Value::Object(arguments)
}

fn any_value(stream: &mut ChaCha8Rng, schema: &Value, words: &[&str]) -> Value {
    match schema["type"].as_str() {
        Some("integer") => json!(stream.random_range(0..20)),
        Some("number") => json!(f64::from(stream.random_range(0..200_u32)) / 10.0),
        Some("boolean") => json!(stream.random::<bool>()),
        Some("array") => json!([any_value(stream, &schema["items"], words)]),
        Some("object") => json!({}),
        _ => any_word(stream, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eval_trace::{Digest, Message, Purpose, Role, Text, ToolSet};

    #[test]
    fn its_calls_fit_the_declared_types() {
        let parameters = json!({
            "type": "object",
            "properties": {"pod": {"type": "string"}, "lines": {"type": "integer"}},
            "required": ["pod"],
        });
        let tool = ToolSpec {
            name: "get_logs".into(),
            description: String::new(),
            parameters,
            mutating: false,
        };
        let request = |turn| ModelRequest {
            purpose: Purpose::Act,
            turn,
            proposals: 0,
            messages: vec![Message::plain(Role::User, Text::new("checkout-7f9c is flapping"))],
            tools: ToolSet::new(vec![tool.clone()]),
        };
        let luck = Luck::new(Digest::of_bytes(b"trial"));
        let mut n_calls = 0;
        for turn in 0..50 {
            let Answer::Model(reply) = Random.answer(&request(turn), None, &luck) else {
                panic!("it always says something")
            };
            for call in &reply.calls {
                let arguments: Value = serde_json::from_str(call.arguments.as_str()).unwrap();
                assert!(arguments["pod"].is_string());
                assert!(arguments.get("lines").is_none_or(Value::is_i64));
                n_calls += 1;
            }
        }
        assert!(n_calls > 25, "{n_calls}");
    }
}
