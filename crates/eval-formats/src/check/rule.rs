//! Every rule, by name; `help.rs` says what to do about each.

use std::fmt;

use super::origin::{About, Origin};

/// Whether a row that breaks a rule can be used at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Severity {
    Fault,
    Warning,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident $about:ident;)+) => {
        /// A rule that a file of training data can break.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $variant),+ }

        impl Rule {
            /// Every rule, in the order in which they are looked at.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in reports; it never changes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            const fn about(self) -> About {
                match self { $(Self::$variant => About::$about),+ }
            }
        }
    };
}

impl Rule {
    /// Whether a row that breaks it may be used all the same.
    #[must_use]
    pub const fn is_warning(self) -> bool {
        matches!(self.severity(), Severity::Warning)
    }

    /// Where it comes from, in a file for a trainer that is `hosted` or open.
    pub(super) const fn origin(self, hosted: bool) -> Origin {
        self.about().origin(hosted)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

rules! {
    // The line.

    /// The line is not UTF-8.
    NotUtf8 = "not-utf8", Fault Line;
    /// The line holds nothing.
    BlankLine = "blank-line", Fault Line;
    /// The line is too long to be a row.
    LineTooLong = "line-too-long", Fault Line;
    /// The line is not JSON.
    BadJson = "bad-json", Fault Line;
    /// An object has a key twice.
    DuplicateKey = "duplicate-key", Fault Line;
    /// The line is JSON, but no object.
    NotAnObject = "not-an-object", Fault Line;

    // Columns.

    /// The columns are not those of the format.
    Columns = "columns", Fault Row;
    /// A key that the vendor does not document; one such key refuses the whole file.
    ExtraKey = "extra-key", Fault Row;
    /// Rows of two shapes in one file; the first row decides for all.
    MixedShapes = "mixed-shapes", Fault Row;

    // Messages.

    /// There is no message.
    MessagesEmpty = "messages-empty", Fault Row;
    /// A message is no object.
    MessageType = "message-type", Fault Row;
    /// A role that the format does not have.
    Role = "role", Fault Row;
    /// A system message that is not the first.
    SystemPosition = "system-position", Fault Row;
    /// Content that is neither a text nor a list of parts.
    ContentType = "content-type", Fault Row;
    /// A message that must say something has no content.
    ContentNull = "content-null", Fault Row;
    /// A part of a content list that is none.
    ContentPart = "content-part", Fault Row;
    /// An assistant's turn that says nothing and calls nothing.
    AssistantEmpty = "assistant-empty", Fault Row;
    /// A tool's message without text.
    ToolContent = "tool-content", Fault Row;
    /// No assistant's turn.
    NoAssistant = "no-assistant", Fault Row;
    /// The last message is of the wrong role.
    LastRole = "last-role", Fault Row;
    /// The two sides do not take turns.
    Alternation = "alternation", Fault Row;
    /// A message's `value` is no text.
    ValueType = "value-type", Fault Row;

    // Tools.

    /// `tools` is no list.
    ToolsType = "tools-type", Fault Row;
    /// `tools` is not JSON text.
    ToolsNotString = "tools-not-string", Fault Row;
    /// `tools` is a text that is not JSON.
    ToolsJson = "tools-json", Fault Row;
    /// A tool without a function.
    ToolShape = "tool-shape", Fault Row;
    /// A tool without a usable name.
    ToolName = "tool-name", Fault Row;
    /// A tool's parameters are no schema.
    ToolParams = "tool-params", Fault Row;
    /// Two tools of one name.
    ToolDup = "tool-dup", Fault Row;
    /// A row that calls a tool and lists none.
    ToolsMissing = "tools-missing", Fault Row;

    // Calls.

    /// `tool_calls` is no list, or an empty one.
    ToolCallsType = "tool-calls-type", Fault Row;
    /// A call without a function, or a message of calls that is none.
    ToolCallShape = "tool-call-shape", Fault Row;
    /// A call of a type other than `function`.
    ToolCallType = "tool-call-type", Fault Row;
    /// A call without a usable name.
    ToolCallName = "tool-call-name", Fault Row;
    /// A call to a tool that is not listed.
    ToolUndefined = "tool-undefined", Fault Row;
    /// Arguments that must be JSON text are not.
    ArgsNotString = "args-not-string", Fault Row;
    /// Arguments that must be an object are not.
    ArgsNotObject = "args-not-object", Fault Row;
    /// Arguments that are not JSON.
    ArgsBadJson = "args-bad-json", Fault Row;
    /// A call or a result without an id.
    ToolCallId = "tool-call-id", Fault Row;
    /// Two calls of one id.
    ToolCallIdDup = "tool-call-id-dup", Fault Row;
    /// A result that answers no open call.
    ToolOrphan = "tool-orphan", Fault Row;
    /// A call without a result before the talk goes on.
    ToolUnanswered = "tool-unanswered", Fault Row;
    /// A turn of calls that is not JSON.
    FunctionCallJson = "function-call-json", Fault Row;
    /// A call in JSON text without name or arguments.
    FunctionCallShape = "function-call-shape", Fault Row;

    // What is trained.

    /// A weight other than 0 and 1.
    Weight = "weight", Fault Row;
    /// A `train` that is no boolean.
    TrainType = "train-type", Fault Row;
    /// A `loss` that is no boolean.
    LossType = "loss-type", Fault Row;
    /// A mark that the trainer does not read: the turn is trained all the same.
    MaskIgnored = "mask-ignored", Fault Row;
    /// Every turn is left out.
    NothingToTrain = "nothing-to-train", Fault Row;

    // OpenAI.

    /// `parallel_tool_calls` is no boolean.
    ParallelType = "parallel-type", Fault Row;
    /// `parallel_tool_calls` without tools.
    ParallelNoTools = "parallel-no-tools", Fault Row;
    /// Parallel calls in a row that rules them out.
    ParallelConflict = "parallel-conflict", Fault Row;
    /// `input` is no object.
    Input = "input", Fault Row;
    /// An output that is not one message.
    OutputCount = "output-count", Fault Row;

    // Prompts, pairs, labels.

    /// A prompt or a completion that is no list of messages.
    NotConversational = "not-conversational", Fault Row;
    /// A prompt that ends with the assistant.
    PromptEnd = "prompt-end", Fault Row;
    /// A completion that does not begin with the assistant.
    CompletionRole = "completion-role", Fault Row;
    /// A completion with what the world said: it would be learned.
    EnvInLoss = "env-in-loss", Fault Row;
    /// Both sides of a pair say the same.
    IdenticalPair = "identical-pair", Fault Row;
    /// The two sides of a pair do not share their beginning.
    PairPrefix = "pair-prefix", Fault Row;
    /// A label that is no boolean.
    LabelType = "label-type", Fault Row;

    // Steps.

    /// A prompt that is no text.
    PromptType = "prompt-type", Fault Row;
    /// Steps that are no list of texts.
    CompletionsType = "completions-type", Fault Row;
    /// A step that says nothing.
    EmptyStep = "empty-step", Fault Row;
    /// Labels that are no list of booleans.
    LabelsType = "labels-type", Fault Row;
    /// Not one label a step.
    LabelsLength = "labels-length", Fault Row;

    // The file.

    /// There is no row.
    EmptyFile = "empty-file", Fault File;
    /// Fewer rows than the vendor takes.
    TooFewRows = "too-few-rows", Fault File;
    /// More bytes than the vendor takes.
    FileTooLarge = "file-too-large", Fault File;

    // Warnings.

    /// The file begins with a byte order mark.
    Bom = "utf8-bom", Warning Line;
    /// The line ends as on Windows.
    Crlf = "crlf", Warning Line;
    /// Content lists, which only templates of models that see can print.
    ContentParts = "content-parts", Warning Row;
    /// No content beside calls.
    NullContent = "null-content", Warning Row;
    /// Results in another order than their calls.
    ResultOrder = "result-order", Warning Row;
    /// `train` on messages, which only a patched template reads.
    MaskNeedsTemplate = "mask-needs-template", Warning Row;
    /// One column holds two types.
    MixedTypes = "mixed-types", Warning Column;
    /// Objects that differ in their keys.
    LegacyArrow = "legacy-arrow", Warning Column;
    /// All labels of the file are the same.
    OneLabel = "one-label", Warning File;
}
