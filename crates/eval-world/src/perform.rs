//! Running one function of a world.

use serde_json::{Map, Value};
use starlark::ErrorKind;
use starlark::codemap::FileSpan;
use starlark::environment::Module;
use starlark::eval::Evaluator;
use starlark::values::any::StarlarkAny;
use starlark::values::{Heap, OwnedFrozenValue, Value as StarlarkAnything};

use crate::act::Act;
use crate::diagnosis::Diagnosis;
use crate::fault::WorldFault;
use crate::{json, limits};

/// A function of a world, frozen.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) value: OwnedFrozenValue,
    /// Where it is defined.
    pub(crate) place: Option<FileSpan>,
}

/// What is handed to a function by position.
#[derive(Clone, Copy)]
pub(crate) enum Argument<'a> {
    /// `world` or `draw`.
    Handle(&'a OwnedFrozenValue),
    /// Plain data.
    Json(&'a Value),
}

/// Why a function gave no result.
pub(crate) enum Stop {
    /// It called `fail`, with this message.
    Failed(String),
    /// It is broken.
    Crashed(Diagnosis),
    /// It ran into a limit: it would go on for ever, or nearly.
    RanAway(Diagnosis),
}

/// Runs the function on a heap of its own, and gives the act back as the
/// function left it.
pub(crate) fn perform(
    function: &Function,
    act: Act,
    positional: &[Argument<'_>],
    named: &Map<String, Value>,
) -> (Act, Result<Value, Stop>) {
    let mut act = StarlarkAny::new(act);
    let result = Module::with_temp_heap(|module| {
        let heap = module.heap();
        let positional: Vec<_> =
            positional.iter().map(|argument| argument.hand_over(heap)).collect();
        let named: Vec<_> = named
            .iter()
            .map(|(name, value)| (name.as_str(), json::to_value(value, heap)))
            .collect();
        let callee = heap.access_owned_frozen_value(&function.value);
        let mut evaluator = Evaluator::new(&module);
        evaluator.extra_mut = Some(&mut act);
        limits::limit(&mut evaluator)
            .and_then(|()| evaluator.eval_function(callee, &positional, &named))
            .map_err(|error| stop(function, &error))
            .and_then(|value| read(function, value))
    });
    (act.0, result)
}

impl Argument<'_> {
    fn hand_over(self, heap: Heap<'_>) -> StarlarkAnything<'_> {
        match self {
            Self::Handle(value) => heap.access_owned_frozen_value(value),
            Self::Json(value) => json::to_value(value, heap),
        }
    }
}

fn read(function: &Function, value: StarlarkAnything<'_>) -> Result<Value, Stop> {
    json::of_value(value).map_err(|problem| {
        let message = format!("`{}` returned what does not fit in JSON: {problem}", function.name);
        Stop::Crashed(Diagnosis::new(message, function.place.as_ref()))
    })
}

fn stop(function: &Function, error: &starlark::Error) -> Stop {
    if let ErrorKind::Fail(message) = error.kind() {
        // Starlark puts a blank before each argument of `fail`.
        return Stop::Failed(message.to_string().trim_start().to_owned());
    }
    let diagnosis = Diagnosis::of_starlark(error).or_at(function.place.as_ref());
    if limits::is_limit(error) { Stop::RanAway(diagnosis) } else { Stop::Crashed(diagnosis) }
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
        Stop::Crashed(diagnosis) | Stop::RanAway(diagnosis) => WorldFault::new(diagnosis),
    })
}
