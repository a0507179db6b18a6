//! Where the names of a file are defined, and how the parameters of its
//! functions are written.
//!
//! A frozen function tells the types of its parameters, but neither where it
//! stands nor whether a type was written at all; its syntax does.

use std::collections::BTreeMap;

use starlark::codemap::FileSpan;
use starlark::syntax::AstModule;
use starlark::syntax::ast::{AssignTargetP, AstNoPayload, AstStmt, DefP, ParameterP, StmtP};

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

/// What a file defines at its top level, by name.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    pub(crate) functions: BTreeMap<String, Definition>,
    /// Where names are assigned to.
    pub(crate) assigned: BTreeMap<String, FileSpan>,
}

impl Definitions {
    pub(crate) fn of(module: &AstModule) -> Self {
        let mut found = Self::default();
        found.collect(module, module.statement());
        found
    }

    fn collect(&mut self, module: &AstModule, statement: &AstStmt) {
        match &statement.node {
            StmtP::Statements(statements) => {
                for statement in statements {
                    self.collect(module, statement);
                }
            }
            StmtP::Def(function) => {
                let name = function.name.node.ident.clone();
                self.functions.insert(name, Definition::of(module, function));
            }
            StmtP::Assign(assign) => {
                if let AssignTargetP::Identifier(name) = &assign.lhs.node {
                    let place = module.file_span(name.span);
                    self.assigned.insert(name.node.ident.clone(), place);
                }
            }
            _ => {}
        }
    }
}

impl Definition {
    fn of(module: &AstModule, function: &DefP<AstNoPayload>) -> Self {
        let parameters = function.params.iter().filter_map(|parameter| {
            let name = parameter.node.ident()?.node.ident.clone();
            let place = module.file_span(parameter.span);
            Some(WrittenParameter { name, place, form: Form::of(&parameter.node) })
        });
        Self { place: module.file_span(function.name.span), parameters: parameters.collect() }
    }
}

impl Form {
    fn of(parameter: &ParameterP<AstNoPayload>) -> Self {
        match parameter {
            ParameterP::Normal(_, Some(_), _) => Self::Typed,
            ParameterP::Args(..) | ParameterP::KwArgs(..) => Self::Star,
            ParameterP::Normal(_, None, _) | ParameterP::NoArgs | ParameterP::Slash => {
                Self::Untyped
            }
        }
    }
}
