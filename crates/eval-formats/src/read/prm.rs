//! Stepwise rows, which are text: a prompt, its steps, and a label for each.

use std::sync::Arc;

use serde::Deserialize;

use super::ReadRowError;
use crate::{Chat, Message, Role, Row, Step, Tools};

#[derive(Deserialize)]
struct Stepwise {
    prompt: Arc<str>,
    completions: Vec<Arc<str>>,
    labels: Vec<bool>,
}

pub(super) fn stepwise(line: &[u8]) -> Result<Row, ReadRowError> {
    let Stepwise { prompt, completions, labels } = serde_json::from_slice(line)?;
    if completions.len() != labels.len() {
        return Err(ReadRowError::Labels { steps: completions.len(), labels: labels.len() });
    }
    let messages = vec![Message::plain(Role::User, prompt)];
    let steps = completions.into_iter().zip(labels).map(|(text, good)| Step {
        turn: Message { trained: true, ..Message::plain(Role::Assistant, text) },
        good,
    });
    let prompt = Chat { messages, tools: Arc::new(Tools::of([])) };
    Ok(Row::Steps { prompt, steps: steps.collect() })
}
