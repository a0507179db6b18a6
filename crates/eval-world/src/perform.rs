//! Running one function of a world.

use serde_json::{Map, Value};
use starlark::ErrorKind;
use starlark::codemap::FileSpan;
use starlark::environment::Module;
use starlark::eval::Evaluator;
use starlark::values::{Heap, OwnedFrozenValue, Value as StarlarkAnything};

use crate::act::Act;
use crate::diagnosis::Diagnosis;
use crate::draw::Draw;
use crate::fault::WorldFault;
use crate::handle::WorldHandle;
use crate::{json, language};

/// A function of a world, frozen.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) value: OwnedFrozenValue,
    /// Where it is defined.
    pub(crate) place: Option<FileSpan>,
}

/// What is handed to a function by position.
pub(crate) enum Argument<'a> {
    /// The handle on the act.
    World,
    /// The dice.
    Draw(Draw),
    /// Plain data.
    Json(&'a Value),
}

/// Why a function gave no result.
pub(crate) enum Stop {
    /// It called `fail`, with this message.
    Failed(String),
    /// It is broken.
    Broken(Diagnosis),
}

/// Runs the function on a heap of its own, and gives the act back as the
/// function left it.
pub(crate) fn perform<'a>(
    function: &Function,
    act: Act,
    positional: impl IntoIterator<Item = Argument<'a>>,
    named: &Map<String, Value>,
) -> (Act, Result<Value, Stop>) {
    let world = WorldHandle::new(act);
    let result = Module::with_temp_heap(|module| {
        let heap = module.heap();
        let positional = positional.into_iter().map(|argument| hand_over(argument, &world, heap));
        let positional: Vec<_> = positional.collect();
        let named: Vec<_> =
            named.iter().map(|(name, value)| (name.as_str(), heap.alloc(value))).collect();
        let mut evaluator = Evaluator::new(&module);
        let callee = heap.access_owned_frozen_value(&function.value);
        language::limit(&mut evaluator)
            .and_then(|()| evaluator.eval_function(callee, &positional, &named))
            .map_err(|error| stop(function, &error))
            .and_then(|value| read(function, value))
    });
    (world.take(), result)
}

fn hand_over<'v>(
    argument: Argument<'_>,
    world: &WorldHandle,
    heap: Heap<'v>,
) -> StarlarkAnything<'v> {
    match argument {
        Argument::World => heap.alloc(world.clone()),
        Argument::Draw(draw) => heap.alloc(draw),
        Argument::Json(value) => heap.alloc(value),
    }
}

fn read(function: &Function, value: StarlarkAnything<'_>) -> Result<Value, Stop> {
    json::of_value(value).map_err(|problem| {
        let message = format!("`{}` returned what is not JSON: {problem}", function.name);
        Stop::Broken(Diagnosis::new(message, function.place.as_ref()))
    })
}

fn stop(function: &Function, error: &starlark::Error) -> Stop {
    match error.kind() {
        // Starlark puts a blank before each argument of `fail`.
        ErrorKind::Fail(message) => Stop::Failed(message.to_string().trim_start().to_owned()),
        _ => {
            let diagnosis = Diagnosis::of_starlark(error);
            Stop::Broken(diagnosis.or_at(function.place.as_ref()))
        }
    }
}

impl Function {
    /// That the function broke its side of the bargain: "must return …".
    pub(crate) fn fault(&self, message: &str) -> WorldFault {
        let message = format!("`{}` {message}", self.name);
        WorldFault::new(Diagnosis::new(message, self.place.as_ref()))
    }
}

/// The result of a function that has no agent to tell its failure to.
pub(crate) fn unless_stopped(
    function: &Function,
    result: Result<Value, Stop>,
) -> Result<Value, WorldFault> {
    result.map_err(|stop| match stop {
        Stop::Failed(message) => function.fault(&format!("failed: {message}")),
        Stop::Broken(diagnosis) => WorldFault::new(diagnosis),
    })
}
