//! The value that world code knows as `world`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use allocative::Allocative;
use starlark::environment::{Methods, MethodsBuilder};
use starlark::values::dict::AllocDict;
use starlark::values::list::AllocList;
use starlark::values::none::NoneType;
use starlark::values::{
    Heap, NoSerialize, ProvidesStaticType, StarlarkValue, Value, starlark_value,
};
use starlark::{starlark_module, starlark_simple_value};

use crate::act::{Act, Role};
use crate::json;

/// A handle on the act that is on.
///
/// It holds the act rather than finding it through the evaluator, because
/// Starlark gives attributes such as `world.case` no evaluator to look in. The
/// lock is never contended: an act belongs to one call on one thread.
#[derive(Clone, Debug, ProvidesStaticType, NoSerialize, Allocative)]
pub(crate) struct WorldHandle(#[allocative(skip)] Arc<Mutex<Act>>);

starlark_simple_value!(WorldHandle);

#[starlark_value(type = "world")]
impl<'v> StarlarkValue<'v> for WorldHandle {
    fn get_methods() -> Option<&'static Methods> {
        Some(MEMBERS.methods())
    }
}

impl fmt::Display for WorldHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("world")
    }
}

/// What world code may not do, and where it tried.
#[derive(Debug, thiserror::Error)]
enum HandleError {
    #[error("only a tool or `setup` may change entities")]
    OnlookerChanges,
    #[error("only a tool can yield facts")]
    NoToolYields,
    #[error("cannot keep {kind} `{id}`: {problem}")]
    NotJson { kind: String, id: String, problem: json::NotJson },
}

impl WorldHandle {
    pub(crate) fn new(act: Act) -> Self {
        Self(Arc::new(Mutex::new(act)))
    }

    /// Takes the act back once the call is over.
    pub(crate) fn take(&self) -> Act {
        std::mem::take(&mut *self.act())
    }

    fn act(&self) -> MutexGuard<'_, Act> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changing(&self) -> starlark::Result<MutexGuard<'_, Act>> {
        let act = self.act();
        match act.role {
            Role::Setup | Role::Tool => Ok(act),
            Role::Onlooker => Err(starlark::Error::new_native(HandleError::OnlookerChanges)),
        }
    }
}

starlark::methods_static!(MEMBERS = members);

#[starlark_module]
fn members(builder: &mut MethodsBuilder) {
    /// The entity of that kind and id as a value of one's own, or None.
    fn get<'v>(
        this: &WorldHandle,
        #[starlark(require = pos)] kind: &str,
        #[starlark(require = pos)] id: &str,
        heap: Heap<'v>,
    ) -> starlark::Result<Value<'v>> {
        Ok(this.act().entities.get(kind, id).map_or(Value::new_none(), |value| heap.alloc(value)))
    }

    /// The ids of all entities of that kind, sorted.
    fn list<'v>(
        this: &WorldHandle,
        #[starlark(require = pos)] kind: &str,
        heap: Heap<'v>,
    ) -> starlark::Result<Value<'v>> {
        Ok(heap.alloc(AllocList(this.act().entities.ids(kind))))
    }

    /// Puts an entity in, over the one of the same kind and id.
    fn put<'v>(
        this: &WorldHandle,
        #[starlark(require = pos)] kind: &str,
        #[starlark(require = pos)] id: &str,
        #[starlark(require = pos)] value: Value<'v>,
    ) -> starlark::Result<NoneType> {
        let mut act = this.changing()?;
        let value = json::of_value(value).map_err(|problem| {
            let (kind, id) = (kind.to_owned(), id.to_owned());
            starlark::Error::new_native(HandleError::NotJson { kind, id, problem })
        })?;
        act.entities.put(kind, id, value);
        Ok(NoneType)
    }

    /// Takes an entity out; says whether there was one.
    fn delete(
        this: &WorldHandle,
        #[starlark(require = pos)] kind: &str,
        #[starlark(require = pos)] id: &str,
    ) -> starlark::Result<bool> {
        Ok(this.changing()?.entities.delete(kind, id))
    }

    /// Says that this tool's result shows the fact.
    fn yields(
        this: &WorldHandle,
        #[starlark(require = pos)] fact: &str,
    ) -> starlark::Result<NoneType> {
        let mut act = this.act();
        if act.role != Role::Tool {
            return Err(starlark::Error::new_native(HandleError::NoToolYields));
        }
        if !act.yields.iter().any(|yielded| yielded == fact) {
            act.yields.push(fact.to_owned());
        }
        Ok(NoneType)
    }

    /// What `setup` returned.
    #[starlark(attribute)]
    fn case<'v>(this: &WorldHandle, heap: Heap<'v>) -> starlark::Result<Value<'v>> {
        let act = this.act();
        let case = act.case.as_ref();
        Ok(case.map_or(Value::new_none(), |case| heap.access_owned_frozen_value(case)))
    }

    /// The facts that tool results have shown so far, sorted.
    #[starlark(attribute)]
    fn yielded<'v>(this: &WorldHandle, heap: Heap<'v>) -> starlark::Result<Value<'v>> {
        let record = Arc::clone(&this.act().record);
        Ok(heap.alloc(AllocList(record.yielded.iter().map(String::as_str))))
    }

    /// The calls that ran so far, each with tool, args, ok and mutating.
    #[starlark(attribute)]
    fn calls<'v>(this: &WorldHandle, heap: Heap<'v>) -> starlark::Result<Value<'v>> {
        let record = Arc::clone(&this.act().record);
        Ok(heap.alloc(AllocList(record.calls.iter().map(|call| {
            AllocDict([
                ("tool", heap.alloc(call.tool.as_str())),
                ("args", heap.alloc(&call.arguments)),
                ("ok", Value::new_bool(call.ok)),
                ("mutating", Value::new_bool(call.mutating)),
            ])
        }))))
    }
}
