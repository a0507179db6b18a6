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
    /// Calls a tool, its arguments given by name, or else as text that may be
    /// no JSON.
    fn call<'v>(
        #[starlark(require = pos)] tool: &str,
        #[starlark(require = pos)] raw_args: Option<&str>,
        #[starlark(kwargs)] args: DictRef<'v>,
        heap: Heap<'v>,
    ) -> starlark::Result<StarlarkAnything<'v>> {
        let args = match raw_args {
            Some(_) if !args.is_empty() => {
                return Err(starlark::Error::new_native(ArgumentsTwice));
            }
            Some(raw) => ("raw_args", heap.alloc(raw)),
            None => ("args", heap.alloc(AllocDict(args.iter()))),
        };
        Ok(heap.alloc(AllocDict([("call", heap.alloc(tool)), args])))
    }

    /// Calls several tools side by side, or says something beside a call.
    fn calls<'v>(
        #[starlark(require = pos)] calls: StarlarkAnything<'v>,
        #[starlark(require = named, default = "")] say: &str,
        heap: Heap<'v>,
    ) -> starlark::Result<StarlarkAnything<'v>> {
        Ok(heap.alloc(AllocDict([("calls", calls), ("say", heap.alloc(say))])))
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

    /// Writes just this text, which may be empty or nonsense.
    fn raw<'v>(
        #[starlark(require = pos)] text: &str,
        heap: Heap<'v>,
    ) -> starlark::Result<StarlarkAnything<'v>> {
        Ok(heap.alloc(AllocDict([("raw", text)])))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("`call` takes arguments either by name or as one text")]
struct ArgumentsTwice;

/// Reads what a program gave as its move; `None` where it is none.
pub(crate) fn read(value: &Value) -> Option<Move> {
    let spelled = value.as_object()?;
    let said = spelled.get("say");
    if let Some(calls) = spelled.get("calls") {
        let text = said.map_or(Some(""), Value::as_str)?.to_owned();
        let calls: Option<Vec<MoveCall>> =
            calls.as_array()?.iter().map(|call| read_call(call.as_object()?)).collect();
        let calls = calls.filter(|calls| !calls.is_empty())?;
        return Some(Move::Call { text, calls });
    }
    if let Some(text) = said {
        let answer = spelled.get("answer").cloned().unwrap_or_default();
        return Some(Move::Answer { text: text.as_str()?.to_owned(), answer });
    }
    if let Some(text) = spelled.get("raw") {
        return Some(Move::Raw(text.as_str()?.to_owned()));
    }
    let call = read_call(spelled)?;
    Some(Move::Call { text: String::new(), calls: vec![call] })
}

fn read_call(spelled: &Map<String, Value>) -> Option<MoveCall> {
    let tool = spelled.get("call")?.as_str()?.to_owned();
    let arguments = match spelled.get("raw_args") {
        Some(raw) => raw.as_str()?.to_owned(),
        None => spelled.get("args")?.to_string(),
    };
    Some(MoveCall { tool, arguments })
}
