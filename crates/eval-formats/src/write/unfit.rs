//! Why a row cannot take a trainer's shape.

use thiserror::Error;

/// Why a row cannot take a trainer's shape, or a family's template.
///
/// `at` counts messages from 0, a turn after the prompt included.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// A conversation for a format of pairs, and so on.
    #[error("{format} takes rows of another shape")]
    Shape {
        /// The format's name.
        format: &'static str,
    },
    /// Nothing is said.
    #[error("no message says anything")]
    Empty,
    /// A system message after the first message.
    #[error("message {at} is the system's, which only the first may be")]
    SystemPosition {
        /// The message.
        at: usize,
    },
    /// A user that calls, a result that thinks, and the like.
    #[error("message {at} has what only another role may have")]
    WrongRole {
        /// The message.
        at: usize,
    },
    /// An assistant's turn without text and without calls.
    #[error("message {at} is the assistant's and says and calls nothing")]
    AssistantEmpty {
        /// The message.
        at: usize,
    },
    /// A tool's name that providers refuse.
    #[error("the tool name `{tool}` is not 1 to 64 letters, digits, `_` or `-`")]
    ToolName {
        /// The tool.
        tool: String,
    },
    /// A name that is listed twice.
    #[error("the tool `{tool}` is listed twice")]
    ToolTwice {
        /// The tool.
        tool: String,
    },
    /// A schema that is no object.
    #[error("the parameters of the tool `{tool}` are not a JSON object")]
    ToolParameters {
        /// The tool.
        tool: String,
    },
    /// More tools than a provider takes.
    #[error("{count} tools are listed, and OpenAI takes at most 128")]
    ToolCount {
        /// How many there are.
        count: usize,
    },
    /// A call to what is not on offer.
    #[error("message {at} calls `{tool}`, which is not listed")]
    ToolUndefined {
        /// The message.
        at: usize,
        /// The tool.
        tool: String,
    },
    /// Arguments that are no JSON object, or not one that every parser reads alike.
    #[error("message {at} calls `{tool}` with arguments that cannot be taught: {why}")]
    Arguments {
        /// The message.
        at: usize,
        /// The tool.
        tool: String,
        /// What the parser says.
        why: String,
    },
    /// A call without an id, or with that of another.
    #[error("the call id `{id}` is empty or not the only one in its row")]
    CallId {
        /// The id.
        id: String,
    },
    /// A call whose result is missing when the conversation goes on.
    #[error("message {at} comes before the call `{id}` is answered")]
    CallUnanswered {
        /// The message that came too early.
        at: usize,
        /// The call.
        id: String,
    },
    /// A result of no call.
    #[error("message {at} answers no open call")]
    ResultWithoutCall {
        /// The message.
        at: usize,
    },
    /// Results in another order than the calls: templates print them by place.
    #[error("message {at} answers a call out of turn")]
    ResultOrder {
        /// The message.
        at: usize,
    },
    /// A conversation that does not end with the assistant.
    #[error("the last message is not the assistant's")]
    LastRole,
    /// A prompt after which it is not the assistant's turn.
    #[error("the prompt does not end with a user's message or a tool's")]
    PromptEnd,
    /// A task that does not end with the user.
    #[error("the task does not end with a user's message")]
    TaskEnd,
    /// A turn to be learned that is not the assistant's.
    #[error("the turn after the prompt is not the assistant's")]
    ReplyRole,
    /// A conversation without a turn in the loss.
    #[error("no turn is in the loss")]
    NothingTrained,
    /// A turn out of the loss, where the format would train it all the same.
    #[error("message {at} is not in the loss, and the format would train it")]
    UntrainedTurn {
        /// The message.
        at: usize,
    },
    /// A turn in the loss before the last, where the format trains only that.
    #[error("message {at} is in the loss, and the format trains only the last message")]
    EarlierTurnTrained {
        /// The message.
        at: usize,
    },
    /// The better and the worse turn would be written alike.
    #[error("the better and the worse turn are the same")]
    SameTurns,
    /// Two turns of one side in a row, where the format wants them to alternate.
    #[error("message {at} is not in turn: users or tools and the assistant must alternate")]
    Alternation {
        /// The message.
        at: usize,
    },
    /// Text beside calls, where the format has place for one of them.
    #[error("message {at} has text beside calls, and the format cannot hold both")]
    TextBesideCalls {
        /// The message.
        at: usize,
    },
    /// Text that the trainer would take for its own markup.
    #[error("message {at} holds `{markup}`, which the trainer would read as markup")]
    Markup {
        /// The message.
        at: usize,
        /// The markup.
        markup: &'static str,
    },
    /// A stepwise row without steps.
    #[error("there is no step")]
    NoSteps,
    /// Something known under a key that the format keeps for itself.
    #[error("the key `{key}` is the format's own")]
    ReservedKey {
        /// The key.
        key: String,
    },
    /// A turn with several calls that cannot be split, for a template that takes one.
    #[error("a turn with several calls cannot be split, and {template} takes one a turn")]
    ParallelCalls {
        /// The template's name.
        template: &'static str,
    },
    /// A call, for a template that cannot render arguments as objects.
    #[error("{template} cannot render calls whose arguments are objects")]
    ObjectArguments {
        /// The template's name.
        template: &'static str,
    },
    /// A turn with calls, text and reasoning, for a template that takes two of them.
    #[error("{template} cannot render text and reasoning beside one call")]
    TextAndReasoning {
        /// The template's name.
        template: &'static str,
    },
}

impl Unfit {
    /// A word for it that stays the same, to count by.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "shape",
            Self::Empty => "empty",
            Self::SystemPosition { .. } => "system-position",
            Self::WrongRole { .. } => "wrong-role",
            Self::AssistantEmpty { .. } => "assistant-empty",
            Self::ToolName { .. } => "tool-name",
            Self::ToolTwice { .. } => "tool-twice",
            Self::ToolParameters { .. } => "tool-parameters",
            Self::ToolCount { .. } => "tool-count",
            Self::ToolUndefined { .. } => "tool-undefined",
            Self::Arguments { .. } => "arguments",
            Self::CallId { .. } => "call-id",
            Self::CallUnanswered { .. } => "call-unanswered",
            Self::ResultWithoutCall { .. } => "result-without-call",
            Self::ResultOrder { .. } => "result-order",
            Self::LastRole => "last-role",
            Self::PromptEnd => "prompt-end",
            Self::TaskEnd => "task-end",
            Self::ReplyRole => "reply-role",
            Self::NothingTrained => "nothing-trained",
            Self::UntrainedTurn { .. } => "untrained-turn",
            Self::EarlierTurnTrained { .. } => "earlier-turn-trained",
            Self::SameTurns => "same-turns",
            Self::Alternation { .. } => "alternation",
            Self::TextBesideCalls { .. } => "text-beside-calls",
            Self::Markup { .. } => "markup",
            Self::NoSteps => "no-steps",
            Self::ReservedKey { .. } => "reserved-key",
            Self::ParallelCalls { .. } => "parallel-calls",
            Self::ObjectArguments { .. } => "object-arguments",
            Self::TextAndReasoning { .. } => "text-and-reasoning",
        }
    }
}
