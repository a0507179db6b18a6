//! The chat templates of model families, and what each does to a row.
//!
//! Measured with the templates that TRL 1.16.0 ships, rendered by transformers
//! 5.23.0; `reasoning_content` is what reasoning was passed as. Templates change
//! with a model's releases: a family is named for what was rendered.

mod fit;

use Handling::{Dropped, Kept, KeptAtEnd, Refused};

pub use fit::Adjustment;

/// A family's chat template, as what it does to what a row may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// The family's name on the command line.
    pub name: &'static str,
    /// Calls with arguments as objects.
    pub calls: Handling,
    /// Several calls in one turn.
    pub parallel_calls: Handling,
    /// Text beside a call.
    pub text_beside_calls: Handling,
    /// Reasoning beside a call, after the last user's message.
    pub reasoning_beside_calls: Handling,
    /// Reasoning before an answer, after the last user's message.
    pub reasoning: Handling,
    /// Reasoning before the last user's message.
    pub earlier_reasoning: Handling,
    /// Text and reasoning beside one call.
    pub text_and_reasoning: Handling,
}

/// What a template does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// It prints it.
    Kept,
    /// It prints it until the assistant has answered without a call, then not.
    KeptAtEnd,
    /// It says nothing and leaves it out.
    Dropped,
    /// It raises an error.
    Refused,
}

impl Template {
    /// Every family, in the order in which they are listed to people.
    #[rustfmt::skip]
    pub const ALL: &'static [Self] = &[
        //                      calls    parallel text      thought + call  thought  earlier  text + thought
        family("qwen2.5",          [Kept,    Kept,    Kept,      Dropped,   Dropped, Dropped, Kept]),
        family("qwen3",            [Kept,    Kept,    Kept,      Kept,      Kept,    Dropped, Kept]),
        family("qwen3-training",   [Kept,    Kept,    Kept,      Kept,      Kept,    Kept,    Kept]),
        family("qwen3-2507",       [Kept,    Kept,    Kept,      Dropped,   Dropped, Dropped, Kept]), // qwen3_instruct_2507
        family("qwen3.5",          [Kept,    Kept,    Kept,      Kept,      Kept,    Dropped, Kept]), // qwen3_5_think
        family("qwen3.5-training", [Kept,    Kept,    Kept,      Kept,      Kept,    Kept,    Kept]), // qwen3_5_think_training
        family("llama-3.1",        [Kept,    Refused, Dropped,   Dropped,   Dropped, Dropped, Kept]),
        family("llama-3.2",        [Kept,    Refused, Dropped,   Dropped,   Dropped, Dropped, Kept]),
        family("gpt-oss",          [Kept,    Dropped, KeptAtEnd, KeptAtEnd, Kept,    Dropped, Refused]),
        family("glm-4",            [Kept,    Kept,    Kept,      Kept,      Kept,    Dropped, Kept]), // glm4moe
        family("deepseek-v3",      [Refused, Kept,    Kept,      Dropped,   Dropped, Dropped, Kept]),
        family("nemotron-3",       [Kept,    Kept,    Kept,      Kept,      Kept,    Dropped, Kept]), // nemotron_3_nano
        family("lfm2",             [Kept,    Kept,    Kept,      Dropped,   Dropped, Dropped, Kept]), // lfm2_v2
        family("gemma-4",          [Kept,    Kept,    Kept,      Kept,      Kept,    Dropped, Kept]), // gemma4_v5
    ];

    /// The family of that name.
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|template| template.name == name)
    }
}

const fn family(name: &'static str, handling: [Handling; 7]) -> Template {
    let [
        calls,
        parallel_calls,
        text_beside_calls,
        reasoning_beside_calls,
        reasoning,
        earlier_reasoning,
        text_and_reasoning,
    ] = handling;
    Template {
        name,
        calls,
        parallel_calls,
        text_beside_calls,
        reasoning_beside_calls,
        reasoning,
        earlier_reasoning,
        text_and_reasoning,
    }
}
