//! Messages with `role` and `content`.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::Error as _;
use serde_json::value::RawValue;

use super::ReadRowError;
use super::call_ids::CallIds;
use super::json::arguments;
use crate::{Call, Format, Message, Role};

/// A message as it stands in a row.
#[derive(Deserialize)]
pub(super) struct Said<'a> {
    pub(super) role: String,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    reasoning_content: Option<Arc<str>>,
    /// The same for the templates of GPT-OSS.
    thinking: Option<Arc<str>>,
    /// What `OpenAI` trains in place of content.
    refusal: Option<String>,
    #[serde(borrow)]
    tool_calls: Option<Vec<CallSaid<'a>>>,
    tool_call_id: Option<Arc<str>>,
    #[serde(borrow)]
    weight: Option<&'a RawValue>,
    #[serde(borrow)]
    train: Option<&'a RawValue>,
    #[serde(borrow)]
    loss: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct CallSaid<'a> {
    id: Option<Arc<str>>,
    #[serde(borrow)]
    function: FunctionCall<'a>,
}

/// The tool and its arguments, in a call or as a text of its own.
#[derive(Deserialize)]
pub(super) struct FunctionCall<'a> {
    name: Arc<str>,
    #[serde(borrow)]
    arguments: &'a RawValue,
}

#[derive(Deserialize)]
struct Part {
    #[serde(rename = "type")]
    kind: String,
    text: Option<String>,
}

/// Which of the assistant's messages a trainer puts in the loss.
#[derive(Clone, Copy)]
pub(super) enum Trained {
    All,
    None,
    /// Those that no `weight` of 0 leaves out.
    ByWeight,
    /// Those that no `train` of false leaves out.
    ByTrain,
    /// Those that no `loss` of false leaves out.
    ByLoss,
}

/// The messages of a format whose roles are `OpenAI`'s.
pub(super) fn read(
    said: Vec<Said<'_>>,
    trained: Trained,
    ids: &mut CallIds,
    format: Format,
) -> Result<Vec<Message>, ReadRowError> {
    said.into_iter()
        .map(|said| {
            let role = role(&said.role, format)?;
            said.message(role, trained, ids)
        })
        .collect()
}

fn role(role: &str, format: Format) -> Result<Role, ReadRowError> {
    match role {
        "system" | "developer" => Ok(Role::System),
        "user" => Ok(Role::User),
        "assistant" => Ok(Role::Assistant),
        "tool" => Ok(Role::Tool),
        _ => Err(ReadRowError::Role { role: role.to_owned(), format: format.name() }),
    }
}

impl Said<'_> {
    /// The message of somebody of this role.
    pub(super) fn message(
        self,
        role: Role,
        trained: Trained,
        ids: &mut CallIds,
    ) -> Result<Message, ReadRowError> {
        let text = self.text()?;
        let trained = role == Role::Assistant && self.is_trained(trained);
        let calls = self.tool_calls.filter(|_| role == Role::Assistant).into_iter().flatten();
        let calls = calls.map(|call| call.function.call(call.id, ids)).collect::<Result<_, _>>()?;
        let call_id = match role {
            Role::Tool => ids.result(self.tool_call_id),
            Role::System | Role::User | Role::Assistant => None,
        };
        let reasoning = self.reasoning_content.or(self.thinking);
        Ok(Message { role, text: text.into(), reasoning, calls, call_id, trained })
    }

    /// The content, or what was said in refusing.
    pub(super) fn text(&self) -> Result<String, serde_json::Error> {
        let text = self.content.map_or_else(|| Ok(String::new()), content)?;
        if text.is_empty() { Ok(self.refusal.clone().unwrap_or_default()) } else { Ok(text) }
    }

    pub(super) fn is_trained(&self, trained: Trained) -> bool {
        let mark = match trained {
            Trained::All => return true,
            Trained::None => return false,
            Trained::ByWeight => self.weight,
            Trained::ByTrain => self.train,
            Trained::ByLoss => self.loss,
        };
        !mark.is_some_and(|mark| matches!(mark.get(), "false" | "0"))
    }
}

impl FunctionCall<'_> {
    pub(super) fn call(
        self,
        id: Option<Arc<str>>,
        ids: &mut CallIds,
    ) -> Result<Call, serde_json::Error> {
        let id = ids.call(id.filter(|id| !id.is_empty()));
        Ok(Call { id, tool: self.name, arguments: arguments(self.arguments)? })
    }
}

/// A string, or a list of parts one after the other.
fn content(json: &RawValue) -> Result<String, serde_json::Error> {
    match json.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(json.get()),
        Some(b'[') => {
            let parts: Vec<Part> = serde_json::from_str(json.get())?;
            Ok(parts.into_iter().map(Part::text).collect())
        }
        Some(_) | None => Err(serde_json::Error::custom("content is no text")),
    }
}

impl Part {
    /// A picture has no text, but it must be seen that there is one.
    fn text(self) -> String {
        let Self { kind, text } = self;
        text.filter(|_| kind == "text").unwrap_or_else(|| format!("[{kind}]"))
    }
}
