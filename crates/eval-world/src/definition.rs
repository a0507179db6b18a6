//! Where functions are defined and how their parameters are written.
//!
//! A frozen function tells the types of its parameters, but neither where it
//! stands nor whether a type was written at all; its syntax does.

use std::collections::BTreeMap;

use starlark::codemap::FileSpan;
use starlark::syntax::AstModule;
use starlark::syntax::ast::{AstStmt, DefP, ParameterP, StmtP};

/// A `def` at the top level of a file.
#[derive(Debug)]
pub(crate) struct Definition {
    /// Its name in the `def` line.
    pub(crate) place: FileSpan,
    pub(crate) parameters: Vec<WrittenParameter>,
}

/// A parameter as it is written.
#[derive(Debug)]
pub(crate) struct WrittenParameter {
    pub(crate) name: String,
    pub(crate) place: FileSpan,
    pub(crate) form: Form,
}

/// The forms of parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `name: type`
    Typed,
    /// `name`
    Untyped,
    /// `*name` or `**name`
    Star,
}

/// The functions of a file by name.
pub(crate) fn of_module(module: &AstModule) -> BTreeMap<String, Definition> {
    let mut found = BTreeMap::new();
    collect(module, module.statement(), &mut found);
    found
}

fn collect(module: &AstModule, statement: &AstStmt, found: &mut BTreeMap<String, Definition>) {
    match &statement.node {
        StmtP::Statements(statements) => {
            for statement in statements {
                collect(module, statement, found);
            }
        }
        StmtP::Def(DefP { name, params, .. }) => {
            let parameters = params.iter().filter_map(|parameter| {
                let name = parameter.node.ident()?;
                let form = match &parameter.node {
                    ParameterP::Normal(_, Some(_), _) => Form::Typed,
                    ParameterP::Args(..) | ParameterP::KwArgs(..) => Form::Star,
                    ParameterP::Normal(_, None, _) | ParameterP::NoArgs | ParameterP::Slash => {
                        Form::Untyped
                    }
                };
                let place = module.file_span(parameter.span);
                Some(WrittenParameter { name: name.node.ident.clone(), place, form })
            });
            let parameters = parameters.collect();
            let place = module.file_span(name.span);
            found.insert(name.node.ident.clone(), Definition { place, parameters });
        }
        _ => {}
    }
}
