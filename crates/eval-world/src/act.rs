//! What world code can see and change while it runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use starlark::values::OwnedFrozenValue;

use crate::entities::Entities;

/// The stage as one call of world code finds and leaves it.
#[derive(Debug, Default)]
pub(crate) struct Act {
    pub(crate) role: Role,
    pub(crate) entities: Entities,
    /// Hidden truth of the instance; none while `setup` draws it.
    pub(crate) case: Option<OwnedFrozenValue>,
    /// What happened before this call.
    pub(crate) record: Arc<Record>,
    /// The facts that this call shows, in order.
    pub(crate) yields: Vec<String>,
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
}

/// A call that reached its tool.
#[derive(Clone, Debug)]
pub(crate) struct RanCall {
    pub(crate) tool: String,
    pub(crate) arguments: Value,
    pub(crate) ok: bool,
    pub(crate) mutating: bool,
}
