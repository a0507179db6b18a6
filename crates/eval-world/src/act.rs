//! What world code can see and change while it runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use eval_trace::Text;
use serde_json::Value;
use starlark::eval::Evaluator;
use starlark::values::any::StarlarkAny;

use crate::dice::Dice;
use crate::entities::Entities;

/// The stage as one call of world code finds and leaves it.
#[derive(Debug, Default)]
pub(crate) struct Act {
    pub(crate) role: Role,
    pub(crate) entities: Entities,
    /// What happened before this call.
    pub(crate) record: Arc<Record>,
    /// The facts that this call shows, in order.
    pub(crate) yields: Vec<String>,
    /// What `setup` draws with.
    pub(crate) dice: Option<Dice>,
}

#[derive(Debug, thiserror::Error)]
#[error("this works only while a function of the world is running")]
struct NoAct;

impl Act {
    /// The act that the evaluation is part of.
    ///
    /// The values that world code holds, `world` and `draw`, are frozen and
    /// know nothing of their own: their functions find the act here.
    pub(crate) fn of<'a>(
        evaluator: &'a mut Evaluator<'_, '_, '_>,
    ) -> starlark::Result<&'a mut Self> {
        let extra = evaluator.extra_mut.as_deref_mut();
        let act = extra.and_then(|extra| extra.downcast_mut::<StarlarkAny<Self>>());
        act.map(|act| &mut act.0).ok_or_else(|| starlark::Error::new_native(NoAct))
    }
}

/// What kind of function is running, hence what it may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// `setup`: may change entities.
    Setup,
    /// A tool: may change entities and yield facts.
    Tool,
    /// Everything else only looks.
    #[default]
    Onlooker,
}

/// What happened so far in a playing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) yielded: BTreeSet<String>,
    pub(crate) calls: Vec<RanCall>,
    /// The text of the answer that was let out.
    pub(crate) said: Option<Text>,
}

/// A call that reached its tool.
#[derive(Clone, Debug)]
pub(crate) struct RanCall {
    pub(crate) tool: String,
    pub(crate) arguments: Value,
    pub(crate) ok: bool,
    pub(crate) mutating: bool,
}
