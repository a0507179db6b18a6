//! A training row before it takes a trainer's shape.

use std::sync::Arc;

use serde_json::{Map, Value};

pub use eval_trace::Role;

use crate::Tools;

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

    /// Whether nothing is said, or only white space, as models do before calls.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// What was thought, where anything was.
    pub fn thought(&self) -> Option<&str> {
        self.reasoning.as_deref().filter(|thought| !thought.is_empty())
    }
}

impl Chat {
    /// What the system says first, if anything.
    pub fn system(&self) -> Option<&str> {
        let first = self.messages.first().filter(|message| message.role == Role::System);
        first.map(|message| &*message.text)
    }

    /// One conversation a trained turn, which is then the last message and the
    /// only one in the loss; for formats that hold [one turn a row].
    ///
    /// [one turn a row]: crate::Format::is_one_turn_a_row
    #[must_use]
    pub fn split_turns(&self) -> Vec<Self> {
        let trained = self.messages.iter().enumerate().filter(|(_, message)| message.trained);
        trained.map(|(at, _)| self.up_to_turn(at)).collect()
    }

    fn up_to_turn(&self, at: usize) -> Self {
        let mut messages = self.messages[..=at].to_vec();
        for earlier in &mut messages[..at] {
            earlier.trained = false;
        }
        Self { messages, tools: Arc::clone(&self.tools) }
    }
}

impl Row {
    /// Every message: those of the chat, then the turns after it.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        let (turns, steps): ([Option<&Message>; 2], &[Step]) = match self {
            Self::Chat(_) | Self::Task { .. } => ([None; 2], &[]),
            Self::Pair { chosen, rejected, .. } => ([Some(chosen), Some(rejected)], &[]),
            Self::Labelled { completion, .. } => ([Some(completion), None], &[]),
            Self::Steps { steps, .. } => ([None; 2], steps),
        };
        let steps = steps.iter().map(|step| &step.turn);
        self.chat().messages.iter().chain(turns.into_iter().flatten()).chain(steps)
    }

    /// Hands out every message that [`Row::messages`] shows, to be changed.
    pub fn for_each_message_mut(&mut self, mut change: impl FnMut(&mut Message)) {
        match self {
            Self::Chat(chat) | Self::Task { prompt: chat, .. } => {
                chat.messages.iter_mut().for_each(change);
            }
            Self::Pair { prompt, chosen, rejected } => {
                prompt.messages.iter_mut().for_each(&mut change);
                change(chosen);
                change(rejected);
            }
            Self::Labelled { prompt, completion, .. } => {
                prompt.messages.iter_mut().for_each(&mut change);
                change(completion);
            }
            Self::Steps { prompt, steps } => {
                prompt.messages.iter_mut().for_each(&mut change);
                for step in steps {
                    change(&mut step.turn);
                }
            }
        }
    }

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
