//! A chat template, and where it is found.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use minijinja::{Environment, Value};
use thiserror::Error;

use super::engine;
use super::source::Source;

const BUILT_IN: &str = include_str!("../../templates/chatml.jinja");

/// The template for conversations with tools, where a model has two.
const TOOL_USE: &str = "tool_use";
const DEFAULT: &str = "default";

/// A model's chat template, which makes one text of a conversation.
#[derive(Debug)]
pub struct ChatTemplate {
    environment: Environment<'static>,
    /// `bos_token` and the like, as the template finds them.
    tokens: Vec<(String, Value)>,
}

/// Why a chat template cannot be had.
#[derive(Debug, Error)]
pub enum LoadTemplateError {
    /// The file cannot be read.
    #[error("read `{path}`: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file is no JSON, or not what a tokenizer's configuration holds.
    #[error("read `{path}` as a tokenizer's configuration: {source}")]
    Json {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: serde_json::Error,
    },
    /// The configuration has no template, and none lies beside it.
    #[error(
        "find a chat template: `{path}` has no `chat_template`, and there is no `chat_template.jinja` beside it"
    )]
    NoTemplate {
        /// The file.
        path: PathBuf,
    },
    /// Several templates, of which none is the one to take.
    #[error("choose a chat template: of {names:?} in `{path}` none is `default`")]
    NoDefault {
        /// The file.
        path: PathBuf,
        /// Those that there are.
        names: Vec<String>,
    },
    /// The template is none.
    #[error("parse the chat template of `{path}`: {source}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: minijinja::Error,
    },
}

impl ChatTemplate {
    /// A plain one in the manner of Qwen's, which prints everything that a row holds.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "it is part of the program, and tests parse it"
    )]
    pub fn built_in() -> Self {
        let source = Source { templates: vec![(DEFAULT.into(), BUILT_IN.into())], tokens: vec![] };
        Self::parse(source).expect("a template that can be parsed")
    }

    /// That of a `.jinja` file, which knows no special tokens; any other is a tokenizer's configuration, such as
    /// `tokenizer_config.json` or `chat_template.json`. Where the configuration has
    /// no template, `chat_template.jinja` beside it is taken, with its tokens.
    pub fn load(path: &Path) -> Result<Self, LoadTemplateError> {
        let text = read(path)?;
        let source = if path.extension().is_some_and(|extension| extension == "jinja") {
            Source { templates: vec![(DEFAULT.into(), text)], tokens: vec![] }
        } else {
            configured(path, &text)?
        };
        if !source.templates.iter().any(|(name, _)| name == DEFAULT) {
            let names = source.templates.into_iter().map(|(name, _)| name).collect();
            return Err(LoadTemplateError::NoDefault { path: path.into(), names });
        }
        Self::parse(source)
            .map_err(|source| LoadTemplateError::Syntax { path: path.into(), source })
    }

    fn parse(source: Source) -> Result<Self, minijinja::Error> {
        let Source { templates, tokens } = source;
        let mut environment = engine::environment();
        for (name, text) in templates {
            environment.add_template_owned(name, engine::without_marks(&text))?;
        }
        let tokens = tokens.into_iter().map(|(name, token)| (name, token.into())).collect();
        Ok(Self { environment, tokens })
    }

    /// What it prints of these messages.
    pub(super) fn print(
        &self,
        messages: &[Value],
        tools: &Value,
        add_generation_prompt: bool,
    ) -> Result<String, minijinja::Error> {
        let tool_use = self.environment.get_template(TOOL_USE).ok().filter(|_| !tools.is_none());
        let template = tool_use.map_or_else(|| self.environment.get_template(DEFAULT), Ok)?;
        let given = [
            ("messages", messages.iter().cloned().collect()),
            ("tools", tools.clone()),
            ("documents", Value::from(())),
            ("add_generation_prompt", add_generation_prompt.into()),
        ];
        let tokens = self.tokens.iter().map(|(name, token)| (&**name, token.clone()));
        template.render(tokens.chain(given).collect::<BTreeMap<_, _>>())
    }
}

fn configured(path: &Path, text: &str) -> Result<Source, LoadTemplateError> {
    let mut source = Source::of_configuration(text)
        .map_err(|source| LoadTemplateError::Json { path: path.into(), source })?;
    if source.templates.is_empty() {
        let beside = path.with_file_name("chat_template.jinja");
        if !beside.exists() {
            return Err(LoadTemplateError::NoTemplate { path: path.into() });
        }
        source.templates.push((DEFAULT.into(), read(&beside)?));
    }
    Ok(source)
}

fn read(path: &Path) -> Result<String, LoadTemplateError> {
    fs::read_to_string(path).map_err(|source| LoadTemplateError::Read { path: path.into(), source })
}
