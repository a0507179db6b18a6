//! What a tokenizer's configuration says of its chat template.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Templates by name, and the tokens that they may print.
pub(super) struct Source {
    pub(super) templates: Vec<(String, String)>,
    pub(super) tokens: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    template: String,
}

impl Source {
    /// `chat_template` is one, or a list with names; `…_token` is a text, or an
    /// object with its `content`.
    pub(super) fn of_configuration(json: &str) -> Result<Self, serde_json::Error> {
        let mut entries: Map<String, Value> = serde_json::from_str(json)?;
        let templates = match entries.remove("chat_template") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(template)) => vec![("default".to_owned(), template)],
            Some(list) => {
                let named: Vec<Named> = serde_json::from_value(list)?;
                named.into_iter().map(|Named { name, template }| (name, template)).collect()
            }
        };
        let tokens = entries.into_iter().filter(|(key, _)| key.ends_with("_token"));
        let tokens = tokens.filter_map(|(key, token)| {
            let text = token.get("content").unwrap_or(&token).as_str()?;
            Some((key, text.to_owned()))
        });
        Ok(Self { templates, tokens: tokens.collect() })
    }
}
