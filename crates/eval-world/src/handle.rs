//! The value that world code knows as `world`.

use std::sync::{Arc, LazyLock};

use serde_json::Value as Json;
use starlark::environment::{Globals, GlobalsBuilder};
use starlark::eval::Evaluator;
use starlark::starlark_module;
use starlark::values::dict::AllocDict;
use starlark::values::list::AllocList;
use starlark::values::none::NoneType;
use starlark::values::{OwnedFrozenValue, Value};

use crate::act::{Act, Role};
use crate::frozen::frozen_struct;
use crate::json::{self, NotJson};

/// The handle of an instance, which shows its case.
pub(crate) fn handle(case: &Json) -> starlark::Result<OwnedFrozenValue> {
    static FUNCTIONS: LazyLock<Globals> =
        LazyLock::new(|| GlobalsBuilder::new().with(functions).build());
    frozen_struct(&FUNCTIONS, [("case", case)])
}

/// What world code may not do.
#[derive(Debug, thiserror::Error)]
enum HandleError {
    #[error("only a tool or `setup` may change entities")]
    OnlookerChanges,
    #[error("only a tool can yield facts")]
    NoToolYields,
    #[error("cannot keep {kind} `{id}`: {problem}")]
    NotJson { kind: String, id: String, problem: NotJson },
}

fn refused(error: HandleError) -> starlark::Error {
    starlark::Error::new_native(error)
}

fn changing<'a>(evaluator: &'a mut Evaluator<'_, '_, '_>) -> starlark::Result<&'a mut Act> {
    let act = Act::of(evaluator)?;
    match act.role {
        Role::Setup | Role::Tool => Ok(act),
        Role::Onlooker => Err(refused(HandleError::OnlookerChanges)),
    }
}

#[starlark_module]
fn functions(builder: &mut GlobalsBuilder) {
    /// The entity of that kind and id as a value of one's own, or None.
    fn get<'v>(
        #[starlark(require = pos)] kind: &str,
        #[starlark(require = pos)] id: &str,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<Value<'v>> {
        let heap = eval.heap();
        let entity = Act::of(eval)?.entities.get(kind, id);
        Ok(entity.map_or(Value::new_none(), |value| json::to_value(value, heap)))
    }

    /// The ids of all entities of that kind, sorted.
    fn list<'v>(
        #[starlark(require = pos)] kind: &str,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<Value<'v>> {
        let heap = eval.heap();
        Ok(heap.alloc(AllocList(Act::of(eval)?.entities.ids(kind))))
    }

    /// Puts an entity in, over the one of the same kind and id.
    fn put<'v>(
        #[starlark(require = pos)] kind: &str,
        #[starlark(require = pos)] id: &str,
        #[starlark(require = pos)] value: Value<'v>,
        eval: &mut Evaluator<'v, '_, '_>,
    ) -> starlark::Result<NoneType> {
        let act = changing(eval)?;
        let value = json::of_value(value).map_err(|problem| {
            let (kind, id) = (kind.to_owned(), id.to_owned());
            refused(HandleError::NotJson { kind, id, problem })
        })?;
        act.entities.put(kind, id, value);
        Ok(NoneType)
    }

    /// Takes an entity out; says whether there was one.
    fn delete(
        #[starlark(require = pos)] kind: &str,
        #[starlark(require = pos)] id: &str,
        eval: &mut Evaluator<'_, '_, '_>,
    ) -> starlark::Result<bool> {
        Ok(changing(eval)?.entities.delete(kind, id))
    }

    /// Says that this tool's result shows the fact.
    fn yields(
        #[starlark(require = pos)] fact: &str,
        eval: &mut Evaluator<'_, '_, '_>,
    ) -> starlark::Result<NoneType> {
        let act = Act::of(eval)?;
        if act.role != Role::Tool {
            return Err(refused(HandleError::NoToolYields));
        }
        if !act.yields.iter().any(|yielded| yielded == fact) {
            act.yields.push(fact.to_owned());
        }
        Ok(NoneType)
    }

    /// The facts that tool results have shown so far, sorted.
    fn yielded<'v>(eval: &mut Evaluator<'v, '_, '_>) -> starlark::Result<Value<'v>> {
        let heap = eval.heap();
        let record = Arc::clone(&Act::of(eval)?.record);
        Ok(heap.alloc(AllocList(record.yielded.iter().map(String::as_str))))
    }

    /// The calls that ran so far, each with tool, args, ok and mutating.
    fn calls<'v>(eval: &mut Evaluator<'v, '_, '_>) -> starlark::Result<Value<'v>> {
        let heap = eval.heap();
        let record = Arc::clone(&Act::of(eval)?.record);
        Ok(heap.alloc(AllocList(record.calls.iter().map(|call| {
            AllocDict([
                ("tool", heap.alloc(call.tool.as_str())),
                ("args", json::to_value(&call.arguments, heap)),
                ("ok", Value::new_bool(call.ok)),
                ("mutating", Value::new_bool(call.mutating)),
            ])
        }))))
    }

    /// The text of the answer that was let out, or None.
    fn said<'v>(eval: &mut Evaluator<'v, '_, '_>) -> starlark::Result<Value<'v>> {
        let heap = eval.heap();
        let said = Act::of(eval)?.record.said.as_ref();
        Ok(said.map_or(Value::new_none(), |text| heap.alloc(text.as_str())))
    }
}
