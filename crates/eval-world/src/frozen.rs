//! Frozen values: built once, read by every call, changed by none.

use serde_json::Value;
use starlark::environment::{Globals, Module};
use starlark::values::OwnedFrozenValue;
use starlark::values::structs::AllocStruct;

use crate::json;

/// A frozen struct of native functions and plain data.
pub(crate) fn frozen_struct<'a>(
    functions: &Globals,
    fields: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> starlark::Result<OwnedFrozenValue> {
    Module::with_temp_heap(|module| {
        module.frozen_heap().add_reference(functions.heap());
        let heap = module.heap();
        let functions = functions.iter().map(|(name, function)| (name, function.to_value()));
        let fields = fields.into_iter().map(|(name, value)| (name, json::to_value(value, heap)));
        module.set("it", heap.alloc(AllocStruct(functions.chain(fields).collect::<Vec<_>>())));
        Ok(module.freeze()?.get("it")?)
    })
}
