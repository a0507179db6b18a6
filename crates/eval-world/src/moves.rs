//! The moves that the programs of a world make.

#![expect(clippy::unnecessary_wraps, reason = "every native function of Starlark returns a Result")]

use eval_scenario::{Move, MoveCall};
use serde_json::{Map, Value};
use starlark::environment::GlobalsBuilder;
use starlark::starlark_module;
use starlark::values::dict::{AllocDict, DictRef};
use starlark::values::{Heap, Value as StarlarkAnything};

/// The functions that programs spell their moves with.
#[starlark_module]
pub(crate) fn programs(builder: &mut GlobalsBuilder) {
    /// Calls a tool.
    fn call<'v>(
        #[starlark(require = pos)] tool: &str,
        #[starlark(kwargs)] args: DictRef<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<StarlarkAnything<'v>> {
        let args = heap.alloc(AllocDict(args.iter()));
        Ok(heap.alloc(AllocDict([("call", heap.alloc(tool)), ("args", args)])))
    }

    /// Calls several tools side by side.
    fn calls<'v>(
        #[starlark(require = pos)] calls: StarlarkAnything<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<StarlarkAnything<'v>> {
        Ok(heap.alloc(AllocDict([("calls", calls)])))
    }

    /// Proposes an answer, its structured part given by name.
    fn answer<'v>(
        #[starlark(require = pos)] text: &str,
        #[starlark(kwargs)] fields: DictRef<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<StarlarkAnything<'v>> {
        let fields = match fields.len() {
            0 => StarlarkAnything::new_none(),
            _ => heap.alloc(AllocDict(fields.iter())),
        };
        Ok(heap.alloc(AllocDict([("say", heap.alloc(text)), ("answer", fields)])))
    }
}

/// Reads what a program gave as its move; `None` where it is none.
pub(crate) fn read(value: &Value) -> Option<Move> {
    let spelled = value.as_object()?;
    if let Some(text) = spelled.get("say") {
        let answer = spelled.get("answer").cloned().unwrap_or_default();
        return Some(Move::Answer { text: text.as_str()?.to_owned(), answer });
    }
    if let Some(calls) = spelled.get("calls") {
        let calls: Option<Vec<MoveCall>> =
            calls.as_array()?.iter().map(|call| read_call(call.as_object()?)).collect();
        return calls.filter(|calls| !calls.is_empty()).map(Move::Call);
    }
    read_call(spelled).map(|call| Move::Call(vec![call]))
}

fn read_call(spelled: &Map<String, Value>) -> Option<MoveCall> {
    let tool = spelled.get("call")?.as_str()?.to_owned();
    let arguments = spelled.get("args")?.to_string();
    Some(MoveCall { tool, arguments })
}
