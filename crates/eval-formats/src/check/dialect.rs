//! In what the trainers that read messages differ.

/// How a trainer takes messages.
#[derive(Debug)]
pub(super) struct Dialect {
    /// The roles it knows.
    pub(super) roles: &'static [(&'static str, Speaker)],
    /// The type of a call's arguments.
    pub(super) arguments: Arguments,
    /// What to say of calls without content beside them.
    pub(super) null_content: NullContent,
    /// The key by which it leaves turns out.
    pub(super) mark: Mark,
    /// How it takes `tools`.
    pub(super) tools: Listing,
    /// Whether it runs at a vendor's, who refuses undocumented keys and calls without ids.
    pub(super) hosted: bool,
    /// Whether content lists are only for models that see.
    pub(super) text_only: bool,
    /// Whether results are given to calls by place rather than by id.
    pub(super) by_place: bool,
}

/// Who speaks, whatever the format's word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    System,
    User,
    Assistant,
    /// The assistant, in a message that is one call.
    Call,
    Tool,
}

/// The type of a call's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arguments {
    Text,
    Object,
    Either,
}

/// What to say of calls without content beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NullContent {
    Fine,
    Warned,
    Refused,
}

/// The key by which an assistant's turn is left out of the loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Weight,
    Train,
    Loss,
    None,
}

impl Mark {
    /// The keys that trainers know, whichever of them reads which.
    pub(super) const KEYS: [&'static str; 3] = ["weight", "train", "loss"];

    pub(super) const fn key(self) -> Option<&'static str> {
        match self {
            Self::Weight => Some("weight"),
            Self::Train => Some("train"),
            Self::Loss => Some("loss"),
            Self::None => None,
        }
    }
}

/// How `tools` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    /// A list of wrapped functions, with documented keys alone.
    Documented,
    /// A list of wrapped functions, or one as JSON text.
    Wrapped,
    /// A list or JSON text; functions may stand bare.
    Loose,
    /// JSON text alone; functions may stand bare.
    Text,
}

const ROLES: &[(&str, Speaker)] = &[
    ("system", Speaker::System),
    ("developer", Speaker::System),
    ("user", Speaker::User),
    ("assistant", Speaker::Assistant),
    ("tool", Speaker::Tool),
];

pub(super) const OPENAI: Dialect = Dialect {
    roles: ROLES,
    arguments: Arguments::Text,
    null_content: NullContent::Fine,
    mark: Mark::Weight,
    tools: Listing::Documented,
    hosted: true,
    text_only: false,
    by_place: false,
};

/// Conversations for TRL's SFT, whose templates may read `train`.
pub(super) const TRL: Dialect = Dialect {
    roles: ROLES,
    arguments: Arguments::Object,
    null_content: NullContent::Warned,
    mark: Mark::Train,
    tools: Listing::Wrapped,
    hosted: false,
    text_only: true,
    by_place: true,
};

/// Prompts and completions for TRL, which are in the loss whole.
pub(super) const TRL_COMPLETION: Dialect = Dialect { mark: Mark::None, ..TRL };

pub(super) const AXOLOTL: Dialect = Dialect {
    arguments: Arguments::Either,
    null_content: NullContent::Fine,
    text_only: false,
    ..TRL
};

pub(super) const SWIFT: Dialect = Dialect {
    roles: &[
        ("system", Speaker::System),
        ("user", Speaker::User),
        ("assistant", Speaker::Assistant),
        ("tool_call", Speaker::Call),
        ("tool_response", Speaker::Tool),
        ("tool", Speaker::Tool),
    ],
    arguments: Arguments::Either,
    null_content: NullContent::Refused,
    mark: Mark::Loss,
    tools: Listing::Loose,
    hosted: false,
    text_only: false,
    // It sorts results itself where ids are complete.
    by_place: false,
};
