//! The formats, by name.

use crate::Shape;

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $shape:ident;)+) => {
        /// A trainer's own shape for a file of training data.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format { $($(#[$doc])* $variant),+ }

        impl Format {
            /// Every format, in the order in which they are listed to people.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the command line and in manifests.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The format of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// The shape of row that it holds.
            #[must_use]
            pub const fn shape(self) -> Shape {
                match self { $(Self::$variant => Shape::$shape),+ }
            }
        }
    };
}

formats! {
    /// `OpenAI` fine-tuning, and those who take the same: `messages`, `weight` on turns.
    OpenaiSft = "openai-sft", Chat;
    /// `OpenAI` preference data: `input`, `preferred_output`, `non_preferred_output`.
    OpenaiDpo = "openai-dpo", Pair;
    /// `OpenAI` reinforcement fine-tuning: a task and what its grader may ask for.
    OpenaiRft = "openai-rft", Task;
    /// TRL `SFTTrainer`, whole conversations; every assistant turn is in the loss.
    TrlSft = "trl-sft", Chat;
    /// TRL `SFTTrainer`, `prompt` and `completion`: one row a trained turn.
    TrlSftCompletion = "trl-sft-completion", Chat;
    /// TRL `SFTTrainer` with `train` on each message, for a template that reads it.
    TrlSftMasked = "trl-sft-masked", Chat;
    /// TRL `DPOTrainer`: `prompt`, `chosen`, `rejected`, one turn each.
    TrlDpo = "trl-dpo", Pair;
    /// TRL `KTOTrainer`: `prompt`, `completion`, `label`.
    TrlKto = "trl-kto", Labelled;
    /// TRL `PRMTrainer`, and Axolotl `stepwise_supervised`: `prompt`, `completions`, `labels`.
    TrlPrm = "trl-prm", Steps;
    /// Axolotl `chat_template` with `train` on assistant turns.
    AxolotlChat = "axolotl-chat", Chat;
    /// LLaMA-Factory `sharegpt`.
    LlamafactorySharegpt = "llamafactory-sharegpt", Chat;
    /// LLaMA-Factory `sharegpt` with `ranking`.
    LlamafactoryDpo = "llamafactory-dpo", Pair;
    /// LLaMA-Factory `sharegpt` with a `kto_tag`.
    LlamafactoryKto = "llamafactory-kto", Labelled;
    /// ms-swift, with `loss` on each of the assistant's messages.
    MsSwift = "ms-swift", Chat;
    /// ms-swift preference data: `messages` and `rejected_messages`.
    MsSwiftDpo = "ms-swift-dpo", Pair;
    /// ms-swift labelled data: `messages` and `label`.
    MsSwiftKto = "ms-swift-kto", Labelled;
}

impl Format {
    /// Whether a file of it can leave single assistant turns out of the loss.
    #[must_use]
    pub const fn masks_turns(self) -> bool {
        matches!(
            self,
            Self::OpenaiSft
                | Self::TrlSftCompletion
                | Self::TrlSftMasked
                | Self::AxolotlChat
                | Self::MsSwift
        )
    }

    /// Whether each row holds exactly one trained turn, its last message.
    #[must_use]
    pub const fn is_one_turn_a_row(self) -> bool {
        matches!(self, Self::TrlSftCompletion)
    }

    /// Whether a file of it can hold what an assistant thought.
    #[must_use]
    pub const fn keeps_reasoning(self) -> bool {
        !matches!(self, Self::OpenaiSft | Self::OpenaiDpo | Self::OpenaiRft | Self::TrlPrm)
    }

    /// Whether its trainer renders rows with the chat template of the model's
    /// tokenizer, so that a [`Template`](crate::Template) says what is lost.
    #[must_use]
    pub const fn is_rendered_by_template(self) -> bool {
        matches!(
            self,
            Self::TrlSft
                | Self::TrlSftCompletion
                | Self::TrlSftMasked
                | Self::TrlDpo
                | Self::TrlKto
                | Self::AxolotlChat
        )
    }
}
