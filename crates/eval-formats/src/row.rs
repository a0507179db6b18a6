//! A training row before it takes a trainer's shape.

use std::sync::Arc;

use serde_json::{Map, Value};

pub use eval_trace::Role;

/// What a trainer is to learn from: one line of a data set.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A conversation; the loss is on the messages that are marked.
    Chat(Chat),
    /// One turn after a prompt, better and worse.
    Pair {
        /// What both were said to; ends with a user's or a tool's message.
        prompt: Chat,
        /// The assistant's better turn.
        chosen: Message,
        /// The assistant's worse turn; never equal to the better one.
        rejected: Message,
    },
    /// One turn after a prompt, said to be good or bad.
    Labelled {
        /// What it was said to; ends with a user's or a tool's message.
        prompt: Chat,
        /// The assistant's turn.
        completion: Message,
        /// Whether it is good.
        good: bool,
    },
    /// The turns of a trial, each said to be good or bad.
    Steps {
        /// What the first turn was said to.
        prompt: Chat,
        /// The turns, in order; at least one.
        steps: Vec<Step>,
    },
    /// A task without an answer, for a trainer that plays it itself.
    Task {
        /// The task; ends with a user's message.
        prompt: Chat,
        /// What a grader may ask for: the reference answer, ids.
        known: Map<String, Value>,
    },
}

/// Messages in the order in which the model reads them, and the tools on offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Chat {
    /// The messages; at most the first is the system's.
    pub messages: Vec<Message>,
    /// The tools on offer.
    pub tools: Arc<Tools>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said; may be empty beside calls.
    pub text: Arc<str>,
    /// What an assistant thought before it spoke, without markup.
    pub reasoning: Option<Arc<str>>,
    /// The calls an assistant makes, in order.
    pub calls: Vec<Call>,
    /// The call that a tool's message answers.
    pub call_id: Option<Arc<str>>,
    /// Whether an assistant's message is in the loss.
    pub trained: bool,
}

/// A call to a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Unique in its row.
    pub id: Arc<str>,
    /// The tool.
    pub tool: Arc<str>,
    /// A JSON object, as compact text.
    pub arguments: Arc<str>,
}

/// One turn of a stepwise row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The assistant's turn.
    pub turn: Message,
    /// Whether it brought the trial on.
    pub good: bool,
}

/// The tools on offer, and their listing as trainers read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tools {
    names: Vec<String>,
    listing: String,
}

impl Tools {
    /// The tools of a request: name, description and parameters of each.
    pub fn of<'a>(specs: impl IntoIterator<Item = (&'a str, &'a str, &'a Value)>) -> Self {
        let mut names = Vec::new();
        let listed = specs.into_iter().map(|(name, description, parameters)| {
            names.push(name.to_owned());
            // In this order of keys, which is the one that people write.
            serde_json::json!({
                "type": "function",
                "function": { "name": name, "description": description, "parameters": parameters },
            })
        });
        let listing = Value::Array(listed.collect()).to_string();
        Self { names, listing }
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// `[{"type":"function","function":{"name":…}}, …]` as JSON text.
    pub fn listing(&self) -> &str {
        &self.listing
    }

    /// Whether none is on offer.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

impl Message {
    /// A message of text alone, not in the loss.
    pub fn plain(role: Role, text: impl Into<Arc<str>>) -> Self {
        Self {
            role,
            text: text.into(),
            reasoning: None,
            calls: Vec::new(),
            call_id: None,
            trained: false,
        }
    }
}

impl Row {
    /// Which shape it is.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Chat(_) => Shape::Chat,
            Self::Pair { .. } => Shape::Pair,
            Self::Labelled { .. } => Shape::Labelled,
            Self::Steps { .. } => Shape::Steps,
            Self::Task { .. } => Shape::Task,
        }
    }

    /// What is said before anything is learned, and the tools on offer; the
    /// whole of a conversation.
    pub fn chat(&self) -> &Chat {
        match self {
            Self::Chat(chat)
            | Self::Pair { prompt: chat, .. }
            | Self::Labelled { prompt: chat, .. }
            | Self::Steps { prompt: chat, .. }
            | Self::Task { prompt: chat, .. } => chat,
        }
    }
}

/// What a row holds; a data set's rows are all of one shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// [`Row::Chat`].
    Chat,
    /// [`Row::Pair`].
    Pair,
    /// [`Row::Labelled`].
    Labelled,
    /// [`Row::Steps`].
    Steps,
    /// [`Row::Task`].
    Task,
}
