//! A compiled scenario.

use std::fmt;
use std::sync::Arc;

use eval_scenario::{Scenario, Variant};
use eval_trace::ToolSet;

use crate::fault::WorldFault;
use crate::instance::Instance;
use crate::load::{self, Compiled, LoadWorldError};

/// A scenario, compiled: what all its instances and trials share.
pub struct World {
    pub(crate) scenario: String,
    pub(crate) prompt: String,
    pub(crate) compiled: Compiled,
}

impl World {
    /// Compiles the scenario's Starlark and checks it against what
    /// `scenario.toml` declares.
    pub fn load(scenario: &Scenario) -> Result<Self, LoadWorldError> {
        Ok(Self {
            scenario: scenario.name.clone(),
            prompt: scenario.prompt.clone(),
            compiled: load::compile(scenario)?,
        })
    }

    /// The tools, in the order of `TOOLS`.
    pub fn tools(&self) -> &ToolSet {
        &self.compiled.specs
    }

    /// Whether the world can say which facts an answer rests on.
    pub fn has_claims(&self) -> bool {
        self.compiled.script.claims.is_some()
    }

    /// Whether the world says what a scripted model plays where the variant has
    /// no script.
    pub fn has_script(&self) -> bool {
        self.compiled.script.moves.is_some()
    }

    /// Draws the instance of that variant and seed. The same seed gives the
    /// same instance, whatever the run.
    pub fn instance(
        self: &Arc<Self>,
        variant: &Variant,
        seed: u64,
    ) -> Result<Instance, WorldFault> {
        Instance::draw(self, variant, seed)
    }
}

impl fmt::Debug for World {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("World").field("scenario", &self.scenario).finish_non_exhaustive()
    }
}
