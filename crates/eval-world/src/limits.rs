//! The limits that a world which runs away meets.
//!
//! They count what the program does, never time, so a world runs away at the
//! same place on every machine.

use std::num::NonZeroI32;

use starlark::ErrorKind;
use starlark::codemap::FileSpanRef;
use starlark::environment::GlobalsBuilder;
use starlark::eval::{BeforeStmtFunc, BeforeStmtFuncDyn, Evaluator};
use starlark::starlark_module;
use starlark::values::list::ListRef;
use starlark::values::range::Range;
use starlark::values::tuple::TupleRef;
use starlark::values::{UnpackValue, Value};

/// The most function calls and loop rounds of one evaluation. A tool call of a
/// shipped scenario takes a few hundred.
const MAX_TICKS: u64 = 1_000_000;
/// The most bytes of Starlark values that one evaluation may hold.
const MAX_HEAP: usize = 64 << 20;
/// The deepest recursion. Low enough for the stacks of worker threads.
const MAX_CALL_DEPTH: usize = 64;
/// The most items that one `*` or one `range` may make.
const MAX_ITEMS: i64 = 1_000_000;

/// What stops a world that runs away.
#[derive(Debug, thiserror::Error)]
enum LimitError {
    #[error("this takes more than {MAX_TICKS} function calls and loop rounds")]
    Ticks,
    #[error("the values held here fill more than {} MiB", MAX_HEAP >> 20)]
    Heap,
    #[error("this would make {0} items; at most {MAX_ITEMS} are allowed")]
    Items(i64),
    #[error("the third argument of range, the step, cannot be zero")]
    ZeroStep,
}

/// Sets the limits that every evaluation runs under.
///
/// Starlark itself looks only once in a thousand ticks, by when a string that
/// keeps doubling has long filled the memory, and does not tell the line. So a
/// guard looks before every statement, through a hook that Starlark has for
/// debuggers. Starlark's own limits are wider and stand behind it, for loops
/// without statements.
pub(crate) fn limit(evaluator: &mut Evaluator<'_, '_, '_>) -> starlark::Result<()> {
    let set = |result: Result<(), _>| result.map_err(starlark::Error::new_other);
    set(evaluator.set_max_tick_count(2 * MAX_TICKS))?;
    set(evaluator.set_max_heap_size(4 * MAX_HEAP))?;
    set(evaluator.set_max_callstack_size(MAX_CALL_DEPTH))?;
    evaluator.before_stmt_for_dap(BeforeStmtFunc::from_dyn(Box::new(Guard)));
    Ok(())
}

/// Whether an error is one of these limits, our own or Starlark's.
pub(crate) fn is_limit(error: &starlark::Error) -> bool {
    match error.kind() {
        ErrorKind::Native(cause) | ErrorKind::Other(cause) => {
            // Starlark's own come as `Other`, of a type that it keeps private.
            cause.is::<LimitError>() || cause.to_string().contains("limit")
        }
        ErrorKind::Fail(_)
        | ErrorKind::Value(_)
        | ErrorKind::Function(_)
        | ErrorKind::Scope(_)
        | ErrorKind::Parser(_)
        | ErrorKind::Freeze(_) => false,
        // Stack overflow, a bug of Starlark, and whatever the list is extended by:
        // what is not known is not called the agent's doing.
        _ => true,
    }
}

struct Guard;

impl<'e> BeforeStmtFuncDyn<'e> for Guard {
    fn call<'v>(
        &mut self,
        _span: FileSpanRef<'_>,
        _continued: bool,
        evaluator: &mut Evaluator<'v, '_, 'e>,
    ) -> starlark::Result<()> {
        if evaluator.get_total_tick_count() > MAX_TICKS {
            return Err(starlark::Error::new_native(LimitError::Ticks));
        }
        if evaluator.heap().allocated_bytes() > MAX_HEAP {
            return Err(starlark::Error::new_native(LimitError::Heap));
        }
        Ok(())
    }
}

/// Built-ins that could make more than fits, with a bound.
#[starlark_module]
pub(crate) fn bounded(builder: &mut GlobalsBuilder) {
    /// A range of integers, as in standard Starlark.
    fn range(
        #[starlark(require = pos)] first: i32,
        #[starlark(require = pos)] second: Option<i32>,
        #[starlark(require = pos, default = 1)] step: i32,
    ) -> starlark::Result<Range> {
        let (start, stop) = second.map_or((0, first), |stop| (first, stop));
        let step = NonZeroI32::new(step)
            .ok_or_else(|| starlark::Error::new_native(LimitError::ZeroStep))?;
        let items = (i64::from(stop) - i64::from(start)) / i64::from(step.get());
        bound(items)?;
        Ok(Range::new(start, stop, step))
    }

    /// The operator `*`, which is rewritten into this call.
    fn __multiply__<'v>(
        #[starlark(require = pos)] left: Value<'v>,
        #[starlark(require = pos)] right: Value<'v>,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<Value<'v>> {
        for (sequence, times) in [(left, right), (right, left)] {
            // Asking a number for its length would make an error each time.
            if let (Some(length), Ok(Some(times))) = (length(sequence), i64::unpack_value(times)) {
                bound(i64::try_from(length).unwrap_or(i64::MAX).saturating_mul(times))?;
            }
        }
        left.mul(right, eval.heap())
    }
}

/// The length of what `*` can repeat.
fn length(value: Value<'_>) -> Option<usize> {
    let list = || ListRef::from_value(value).map(|list| list.len());
    let tuple = || TupleRef::from_value(value).map(TupleRef::len);
    value.unpack_str().map(str::len).or_else(list).or_else(tuple)
}

fn bound(items: i64) -> starlark::Result<()> {
    if items > MAX_ITEMS {
        return Err(starlark::Error::new_native(LimitError::Items(items)));
    }
    Ok(())
}
