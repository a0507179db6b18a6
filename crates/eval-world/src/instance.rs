//! A scenario with its parameters drawn.

use std::fmt;
use std::sync::{Arc, OnceLock};

use eval_scenario::{Move, Variant};
use eval_trace::{Digest, Text};
use serde_json::{Map, Value};
use starlark::values::OwnedFrozenValue;

use crate::act::{Act, Role};
use crate::diagnosis::Diagnosis;
use crate::dice::Dice;
use crate::draw::draw;
use crate::entities::Entities;
use crate::fault::WorldFault;
use crate::handle::handle;
use crate::perform::{Argument, perform, unless_stopped};
use crate::prompt;
use crate::stage::Stage;
use crate::world::World;

/// A scenario with its parameters drawn from a seed: what is asked, and the
/// state that every playing begins in. Cloning it is cheap.
#[derive(Clone)]
pub struct Instance(Arc<Parts>);

struct Parts {
    world: Arc<World>,
    variant: Variant,
    prompt: Text,
    hash: Digest,
    entities: Entities,
    /// The `world` of this instance's calls, which shows the case.
    handle: OwnedFrozenValue,
    /// What a scripted model plays, once it was asked for.
    script: OnceLock<Result<Vec<Move>, WorldFault>>,
}

impl Instance {
    pub(crate) fn draw(
        world: &Arc<World>,
        variant: &Variant,
        seed: u64,
    ) -> Result<Self, WorldFault> {
        let broken = |message: String| WorldFault::new(Diagnosis::new(message, None));
        let (entities, case) = set_up(world, variant, seed)?;
        let prompt = prompt::fill(&world.prompt, &case).map_err(broken)?;
        let prompt = Text::new(prompt);
        let hash = Digest::of(&(
            (&world.scenario, &variant.name, seed),
            (&prompt, world.tools(), granted(world, variant)),
            (entities.digest(), &case, variant.approver),
        ));
        let handle = frozen(handle(&case))?;
        let (world, variant, script) = (Arc::clone(world), variant.clone(), OnceLock::new());
        Ok(Self(Arc::new(Parts { world, variant, prompt, hash, entities, handle, script })))
    }

    /// What the agent is asked.
    pub fn prompt(&self) -> &Text {
        &self.0.prompt
    }

    /// The names of the tools that the variant grants, in the order of `TOOLS`.
    pub fn granted(&self) -> Vec<String> {
        granted(&self.0.world, &self.0.variant)
    }

    /// Hash of all that makes the instance: prompt, tools, initial state, case
    /// and approver, and the names and the seed it goes by.
    pub fn hash(&self) -> Digest {
        self.0.hash
    }

    /// Hash of the initial state.
    pub fn state(&self) -> Digest {
        self.0.entities.digest()
    }

    /// A fresh playing.
    pub fn stage(&self) -> Stage {
        Stage::new(self.clone(), self.0.entities.clone())
    }

    /// The world it is an instance of.
    pub fn world(&self) -> &Arc<World> {
        &self.0.world
    }

    /// The variant it is an instance of.
    pub fn variant(&self) -> &Variant {
        &self.0.variant
    }

    pub(crate) fn script(&self) -> &OnceLock<Result<Vec<Move>, WorldFault>> {
        &self.0.script
    }

    pub(crate) fn handle(&self) -> &OwnedFrozenValue {
        &self.0.handle
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { world, variant, hash, .. } = &*self.0;
        let mut shown = formatter.debug_struct("Instance");
        shown.field("world", world).field("variant", &variant.name).field("hash", hash);
        shown.finish_non_exhaustive()
    }
}

fn frozen(value: starlark::Result<OwnedFrozenValue>) -> Result<OwnedFrozenValue, WorldFault> {
    value.map_err(|error| WorldFault::new(Diagnosis::of_starlark(&error)))
}

fn granted(world: &World, variant: &Variant) -> Vec<String> {
    let names = world.tools().specs().iter().map(|spec| spec.name.clone());
    let grants = |name: &String| variant.grant.as_ref().is_none_or(|grant| grant.contains(name));
    names.filter(grants).collect()
}

/// The `world` that `setup` gets: there is no case yet, so it is always the same.
fn caseless() -> Result<&'static OwnedFrozenValue, WorldFault> {
    static CASELESS: OnceLock<Result<OwnedFrozenValue, WorldFault>> = OnceLock::new();
    CASELESS.get_or_init(|| frozen(handle(&Value::Null))).as_ref().map_err(Clone::clone)
}

/// The initial state and the case.
fn set_up(world: &World, variant: &Variant, seed: u64) -> Result<(Entities, Value), WorldFault> {
    let entities = world.compiled.fixtures.clone();
    let Some(setup) = &world.compiled.script.setup else {
        return Ok((entities, Map::new().into()));
    };
    let params = match &variant.params {
        Value::Null => Map::new().into(),
        params => params.clone(),
    };
    let dice = Some(Dice::new(&world.scenario, seed));
    let act = Act { role: Role::Setup, entities, dice, ..Act::default() };
    let draw = frozen(draw(seed))?;
    let arguments =
        [Argument::Handle(caseless()?), Argument::Json(&params), Argument::Handle(&draw)];
    let (act, result) = perform(setup, act, &arguments, &Map::new());
    match unless_stopped(setup, result)? {
        case @ Value::Object(_) => Ok((act.entities.settle(), case)),
        Value::Null => Ok((act.entities.settle(), Map::new().into())),
        _ => Err(setup.fault("returned something else than a dict, the case")),
    }
}
