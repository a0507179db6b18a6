//! The Starlark files of a world, parsed, run once and frozen.

use std::collections::{BTreeMap, HashMap};

use eval_trace::SourceFile;
use starlark::codemap::FileSpan;
use starlark::environment::{FrozenModule, Module};
use starlark::eval::{Evaluator, ReturnFileLoader};
use starlark::syntax::AstModule;
use starlark::values::OwnedFrozenValue;

use crate::definition::{Definition, Definitions};
use crate::diagnosis::Diagnosis;
use crate::nearest::suggestion;
use crate::{language, limits};

/// The file that a world begins with.
pub(crate) const ENTRY: &str = "world.star";

/// A world's files, run.
pub(crate) struct Program {
    entry: FrozenModule,
    /// What each file defines: the entry first, then what it loads.
    definitions: Vec<Definitions>,
}

impl Program {
    /// Runs `world.star` and every file that it loads.
    pub(crate) fn run(files: &[SourceFile]) -> Result<Self, Diagnosis> {
        let mut loader =
            Loader { files, loaded: BTreeMap::new(), loading: Vec::new(), definitions: Vec::new() };
        let entry = loader.module(ENTRY, None)?;
        let mut definitions = loader.definitions;
        // A file is done after those that it loads.
        definitions.reverse();
        Ok(Self { entry, definitions })
    }

    /// What `world.star` calls by that name.
    pub(crate) fn get(&self, name: &str) -> Option<OwnedFrozenValue> {
        // An error stands for a private name, which no caller asks for.
        self.entry.get_option(name).ok().flatten()
    }

    /// The definition of the function of that name.
    pub(crate) fn definition(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find_map(|file| file.functions.get(name))
    }

    /// Where that name is assigned to.
    pub(crate) fn assignment(&self, name: &str) -> Option<&FileSpan> {
        self.definitions.iter().find_map(|file| file.assigned.get(name))
    }

    /// That `world.star` lacks what it has to have.
    pub(crate) fn lacks(&self, what: &str, name: &str) -> Diagnosis {
        let names: Vec<_> = self.entry.names().collect();
        let suggestion = suggestion(name, names.iter().map(|name| name.as_str()));
        Diagnosis::new(format!("{ENTRY} has no {what}{suggestion}"), None)
    }
}

struct Loader<'a> {
    files: &'a [SourceFile],
    loaded: BTreeMap<String, FrozenModule>,
    /// The files that are waiting for what they load, outermost first.
    loading: Vec<String>,
    definitions: Vec<Definitions>,
}

impl Loader<'_> {
    fn module(&mut self, path: &str, asked: Option<&FileSpan>) -> Result<FrozenModule, Diagnosis> {
        if let Some(module) = self.loaded.get(path) {
            return Ok(module.clone());
        }
        if let Some(start) = self.loading.iter().position(|loading| loading == path) {
            let mut circle = self.loading.split_off(start);
            circle.push(path.to_owned());
            let message = format!("files load each other in a circle: {}", circle.join(" loads "));
            return Err(Diagnosis::new(message, asked));
        }
        let Some(file) = self.files.iter().find(|file| file.path == path) else {
            let suggestion = suggestion(path, self.files.iter().map(|file| file.path.as_str()));
            let message = format!("the scenario has no file `{path}`{suggestion}");
            return Err(Diagnosis::new(message, asked));
        };
        self.loading.push(path.to_owned());
        let module = self.run(file)?;
        self.loading.pop();
        self.loaded.insert(path.to_owned(), module.clone());
        Ok(module)
    }

    fn run(&mut self, file: &SourceFile) -> Result<FrozenModule, Diagnosis> {
        let told = |error| Diagnosis::of_starlark(&error);
        let syntax = language::parse(&file.path, &file.text).map_err(told)?;
        let mut modules = Vec::new();
        for load in syntax.loads() {
            let path = beside(&file.path, load.module_id);
            modules.push((load.module_id.to_owned(), self.module(&path, Some(&load.span))?));
        }
        self.definitions.push(Definitions::of(&syntax));
        freeze(syntax, &modules).map_err(told)
    }
}

fn freeze(syntax: AstModule, modules: &[(String, FrozenModule)]) -> starlark::Result<FrozenModule> {
    let modules: HashMap<_, _> =
        modules.iter().map(|(name, module)| (name.as_str(), module)).collect();
    let loader = ReturnFileLoader { modules: &modules };
    Module::with_temp_heap(|module| {
        {
            let mut evaluator = Evaluator::new(&module);
            limits::limit(&mut evaluator)?;
            evaluator.set_loader(&loader);
            evaluator.eval_module(syntax, language::globals())?;
        }
        Ok(module.freeze()?)
    })
}

/// The path that `wanted` means in the file at `path`, normalised.
fn beside(path: &str, wanted: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(wanted.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_load_is_relative_to_the_file_that_asks() {
        assert_eq!(beside("world.star", "pods.star"), "pods.star");
        assert_eq!(beside("world.star", "./lib/../pods.star"), "pods.star");
        assert_eq!(beside("world.star", "../triage.star"), "../triage.star");
        assert_eq!(beside("../triage.star", "common.star"), "../common.star");
        assert_eq!(beside("../lib/a.star", "../../b.star"), "../../b.star");
    }
}
