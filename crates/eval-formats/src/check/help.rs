//! What to do about a broken rule.

use super::rule::Rule;

impl Rule {
    /// What to do about a row, or a file, that breaks it.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a line for each rule")]
    pub const fn help(self) -> &'static str {
        match self {
            Self::NotUtf8 => "save the file as UTF-8",
            Self::BlankLine => "take the line out; each line is one row",
            Self::LineTooLong => {
                "write one row a line, with a line end after each; a row of this size fits no \
                 model"
            }
            Self::BadJson => {
                "write rows with a JSON library; in Python `json.dumps(row, allow_nan=False)`"
            }
            Self::DuplicateKey => "keep one of the two; readers drop one of them unseen",
            Self::NotAnObject => "write each row as one object, `{…}`, on its own line",
            Self::Columns => "write the columns of this format, or check the file as what it is",
            Self::ExtraKey => "take the key out; keep such notes in a file beside the data",
            Self::MixedShapes => "write one file for each shape",
            Self::MessagesEmpty => "write a list of at least one message, or leave the row out",
            Self::MessageType => "write each message as an object with `role` and `content`",
            Self::Role => "use the roles of this format; a template prints nothing for another",
            Self::SystemPosition => {
                "put the system's message first; later ones belong in a user's turn"
            }
            Self::ContentType => "write content as a string; make an object into JSON text",
            Self::ContentNull => "write the text, or take the message out",
            Self::ContentPart => "write each part as `{\"type\":\"text\",\"text\":\"…\"}`",
            Self::AssistantEmpty => "take the turn out; else the model learns to say nothing",
            Self::ToolContent => "write what the tool gave as a string; an empty result is `\"\"`",
            Self::NoAssistant => "leave the row out; there is nothing in it to learn",
            Self::LastRole => "cut the row after the last message that it is to end with",
            Self::Alternation => {
                "join messages of one side; the trainer skips the row without a word"
            }
            Self::ValueType => "write `value` as a string, calls as JSON text",
            Self::ToolsType => "write `tools` as a list, or leave the key out",
            Self::ToolsNotString => {
                "write `tools` as JSON text; Arrow gives each tool every other tool's \
                 parameters otherwise"
            }
            Self::ToolsJson => "write the list with a JSON library",
            Self::ToolShape => {
                "write `{\"type\":\"function\",\"function\":{\"name\":…,\"parameters\":…}}`"
            }
            Self::ToolName => "name tools with 1 to 64 letters, digits, `_` and `-`",
            Self::ToolParams => "write parameters as a JSON Schema object, or leave the key out",
            Self::ToolDup => "keep one of the two",
            Self::ToolsMissing => "add `tools`; a model that sees none must not learn to call one",
            Self::ToolCallsType => "leave `tool_calls` out of a turn without calls",
            Self::ToolCallShape => {
                "write \
                 `{\"id\":…,\"type\":\"function\",\"function\":{\"name\":…,\"arguments\":…}}`"
            }
            Self::ToolCallType => "write `\"type\":\"function\"`",
            Self::ToolCallName => "name the tool as `tools` does",
            Self::ToolUndefined => {
                "list the tool in `tools`, or leave the row out: the model invented it"
            }
            Self::ArgsNotString => "write arguments as JSON text: `json.dumps(arguments)`",
            Self::ArgsNotObject => {
                "write arguments as an object; templates print JSON text as a quoted string, or \
                 fail"
            }
            Self::ArgsBadJson => {
                "leave the row out: the model wrote broken JSON, and would learn to"
            }
            Self::ToolCallId => {
                "give each call an `id`, and each result the `tool_call_id` of its call"
            }
            Self::ToolCallIdDup => "number the calls of a row afresh",
            Self::ToolOrphan => "take the result out, or give it the id of the call just before it",
            Self::ToolUnanswered => "add the result, or take the call out",
            Self::FunctionCallJson => {
                "write one JSON object or a list; only a `<think>…</think>` block may stand \
                 before it"
            }
            Self::FunctionCallShape => "write `{\"name\":…,\"arguments\":{…}}`",
            Self::Weight => "write the integer 0 or 1",
            Self::TrainType => "write true or false; any other value counts as true",
            Self::MaskIgnored => {
                "use the key that this trainer reads, or a format that can leave turns out"
            }
            Self::NothingToTrain => "leave the row out",
            Self::LossType | Self::ParallelType | Self::LabelType => "write true or false",
            Self::ParallelNoTools => "take the key out, or add `tools`",
            Self::ParallelConflict => "write `\"parallel_tool_calls\":true`, or split the turn",
            Self::Input => "write `{\"messages\":[…],\"tools\":[…]}`",
            Self::OutputCount => "write a list of exactly one assistant's message",
            Self::NotConversational => {
                "write a list of messages; no chat template is applied to a string"
            }
            Self::PromptEnd => {
                "end the prompt with a user's or a tool's message; the turn to learn is the \
                 completion"
            }
            Self::CompletionRole => "begin with the assistant's turn that is to be learned",
            Self::EnvInLoss => {
                "write one row a turn; the trainer puts every token of a completion in the loss"
            }
            Self::IdenticalPair => "leave the row out; it teaches nothing",
            Self::PairPrefix => {
                "let both say the same up to the assistant's turn in which they differ"
            }
            Self::PromptType => "write the prompt as one string; no chat template is applied",
            Self::CompletionsType => "write a list of at least one string, calls made into text",
            Self::EmptyStep => {
                "take the step and its label out; its label would fall on its neighbour"
            }
            Self::LabelsType => "write a list of true and false",
            Self::LabelsLength => "write one label for each step",
            Self::EmptyFile => "nothing to train on: see that the selection keeps something",
            Self::TooFewRows => "add rows",
            Self::FileTooLarge => "split the file, or train on fewer rows",
            Self::Bom => "save without it; some readers take it for a part of the first key",
            Self::Crlf => "end lines with a line feed alone",
            Self::ContentParts => "write content as a string, unless the model sees pictures",
            Self::NullContent => "write `\"content\":\"\"`, which every template takes",
            Self::ResultOrder => {
                "sort results as their calls; templates print them by place, not by id"
            }
            Self::MaskNeedsTemplate => {
                "train with a chat template that reads `message.train`, else every turn is in \
                 the loss"
            }
            Self::MixedTypes => {
                "write one type in all rows; before datasets 4.7 the file does not load"
            }
            Self::LegacyArrow => {
                "use datasets 4.7 or later, or write JSON text; before, missing keys become \
                 null and are learned"
            }
            Self::OneLabel => "add rows of the other label; there is nothing to tell apart",
        }
    }
}
