//! What comes into the kernel.

use std::sync::Arc;

use eval_trace::{Answer, RequestId, Text, VirtualMillis};

use crate::Toolbox;

/// What a trial starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The task, in words.
    pub task: Text,
    /// The registered tools.
    pub toolbox: Arc<Toolbox>,
    /// The names of the tools granted for this trial.
    pub granted: Vec<String>,
    /// How many times the model may be asked, whatever the harness allows.
    pub max_turns: u32,
    /// The chance the harness may draw on.
    pub seed: u64,
}

/// One input of [`crate::Kernel::step`].
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The outstanding batch is answered: one answer a request, in order.
    ///
    /// A set of answers that does not name exactly the outstanding requests is
    /// late or half; it is dropped and the batch stands.
    Answered {
        /// The answers by request.
        answers: Vec<(RequestId, Answer)>,
        /// When, in virtual time.
        at: VirtualMillis,
    },
    /// The run is cancelled.
    Cancelled {
        /// When, in virtual time.
        at: VirtualMillis,
    },
    /// The trial's deadline passed.
    DeadlinePassed {
        /// When, in virtual time.
        at: VirtualMillis,
    },
}
