//! The Starlark that worlds are written in: its dialect, and what is in scope
//! everywhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use starlark::environment::{Globals, GlobalsBuilder, LibraryExtension};
use starlark::syntax::{AstModule, Dialect, DialectTypes};

use crate::{limits, moves};

/// What is in scope in every file of every world.
pub(crate) fn globals() -> &'static Globals {
    static GLOBALS: LazyLock<Globals> = LazyLock::new(|| {
        GlobalsBuilder::extended_by(&[LibraryExtension::Json, LibraryExtension::Typing])
            .with(moves::programs)
            .with(limits::bounded)
            .build()
    });
    &GLOBALS
}

/// Parses a file.
pub(crate) fn parse(path: &str, text: &str) -> starlark::Result<AstModule> {
    let dialect = Dialect {
        enable_keyword_only_arguments: true,
        enable_types: DialectTypes::Enable,
        enable_f_strings: true,
        enable_top_level_stmt: true,
        ..Dialect::Standard
    };
    let mut module = AstModule::parse(path, text.to_owned(), &dialect)?;
    // One multiplication can ask for gigabytes at once, before any limit on
    // what is held has a say; so it goes through a function that looks first.
    let multiply = [("*".to_owned(), "__multiply__".to_owned())];
    module.replace_binary_operators(&HashMap::from(multiply));
    Ok(module)
}
