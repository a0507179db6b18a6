//! Reading a harness file: `extends`, overrides, strictness.

use std::path::{Path, PathBuf};

use eval_toml::{Document, Effective, Origin, Section, TomlError, Value};

use crate::{
    Approval, Check, Context, ErrorRouting, Guardrails, HarnessConfig, Loop, Memory, OnFail, Tools,
    Verifiers,
};

/// A value laid over a harness file, by dotted key.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// The dotted key, such as `guardrails.budget`.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Who says so, for messages and `explain`: "arm `bare`".
    pub origin: String,
}

/// A harness and where each of its values came from.
#[derive(Clone, Debug)]
pub struct LoadedHarness {
    /// The harness.
    pub config: HarnessConfig,
    /// Every value that was read, in reading order.
    pub effective: Vec<Effective>,
}

/// Why a harness cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadHarnessError {
    /// A file says something that cannot be.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// Files that extend one another in a circle.
    #[error("harness files extend one another in a circle: {}", circle(.0))]
    Circle(Vec<PathBuf>),
}

fn circle(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    names.join(" → ")
}

impl HarnessConfig {
    /// Loads a harness file, what it extends, and lays the overrides over it.
    pub fn load(path: &Path, overrides: &[Override]) -> Result<LoadedHarness, LoadHarnessError> {
        let mut document = load_chain(path, &mut Vec::new())?;
        for Override { key, value, origin } in overrides {
            document.set(key, value.clone(), Origin::Override(origin.clone()))?;
        }
        let mut root = document.read();
        // Read by `load_chain`; asked for here so that it is no unknown key.
        root.optional::<String>("extends")?;
        if let Some(Origin::Override(_)) = root.origin_of("extends") {
            let help = "name another harness file, or lay its values over this one";
            return Err(root
                .error_at("extends", "`extends` cannot be laid over a file")
                .with_help(help)
                .into());
        }
        let config = read(&mut root)?;
        let effective = root.effective();
        root.finish()?;
        Ok(LoadedHarness { config, effective })
    }
}

/// A file on the way from a harness to the last one it extends.
struct Visited {
    /// What tells it from others, however it is written.
    identity: PathBuf,
    /// Its path as written.
    path: PathBuf,
}

/// Loads a file over the one it extends, and that over the one it extends.
fn load_chain(path: &Path, seen: &mut Vec<Visited>) -> Result<Document, LoadHarnessError> {
    let identity = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let again = seen.iter().any(|visited| visited.identity == identity);
    seen.push(Visited { identity, path: path.to_owned() });
    if again {
        return Err(LoadHarnessError::Circle(seen.drain(..).map(|visited| visited.path).collect()));
    }
    let document = Document::load(path)?;
    let mut root = document.read();
    let Some(base) = root.optional::<String>("extends")? else { return Ok(document) };
    let base_path: PathBuf =
        // Taken apart and put together again: `a/./b` is `a/b`.
        path.parent().unwrap_or(Path::new(".")).join(base).components().collect();
    if !base_path.is_file() {
        let message = format!("there is no harness file `{}`", base_path.display());
        return Err(root.error_at("extends", message).into());
    }
    Ok(document.over(load_chain(&base_path, seen)?))
}

fn read(root: &mut Section) -> Result<HarnessConfig, TomlError> {
    let Some(agent_loop) = component(root, "loop", read_loop)? else {
        return Err(root.missing("loop").with_help(
            "a harness needs a loop, its own or by `extends`: [loop] kind = \"react\"",
        ));
    };
    Ok(HarnessConfig {
        agent_loop,
        context: component(root, "context", read_context)?,
        tools: component(root, "tools", read_tools)?,
        guardrails: component(root, "guardrails", read_guardrails)?,
        approval: component(root, "approval", read_approval)?,
        memory: component(root, "memory", read_memory)?,
        verifiers: component(root, "verifiers", read_verifiers)?,
        errors: component(root, "errors", read_errors)?,
    })
}

/// Reads a component's table to its end.
fn component<T>(
    root: &mut Section,
    key: &str,
    read: fn(&mut Section) -> Result<Option<T>, TomlError>,
) -> Result<Option<T>, TomlError> {
    let Some(mut section) = root.section(key)? else { return Ok(None) };
    let value = read(&mut section)?;
    section.finish()?;
    Ok(value)
}

/// Whether the component is on, in the one way there is. `kind = "off"`
/// switches off what an extended file has on; that file's other keys are still
/// there, so they are still held against what the component knows.
fn is_on(section: &mut Section, kind: &str, keys: &[&str]) -> Result<bool, TomlError> {
    let on = section.required_choice("kind", &[(kind, true), ("off", false)])?;
    if !on {
        for key in keys {
            section.value(key)?;
        }
    }
    Ok(on)
}

/// A count of which 0 would mean that nothing can happen.
fn at_least_one(section: &mut Section, key: &str, default: u32) -> Result<u32, TomlError> {
    let n = section.or(key, default)?;
    if n == 0 {
        return Err(section.error_at(key, format!("`{key}` is 0; it must be at least 1")));
    }
    Ok(n)
}

fn read_loop(section: &mut Section) -> Result<Option<Loop>, TomlError> {
    section.required_choice("kind", &[("react", ())])?;
    let max_turns = at_least_one(section, "max_turns", 32)?;
    Ok(Some(Loop::React { max_turns }))
}

fn read_context(section: &mut Section) -> Result<Option<Context>, TomlError> {
    if !is_on(section, "system_first", &["system"])? {
        return Ok(None);
    }
    Ok(Some(Context::SystemFirst { system: section.required("system")? }))
}

fn read_tools(section: &mut Section) -> Result<Option<Tools>, TomlError> {
    if !is_on(section, "registry", &["granted_only"])? {
        return Ok(None);
    }
    Ok(Some(Tools::Registry { granted_only: section.or("granted_only", true)? }))
}

fn read_guardrails(section: &mut Section) -> Result<Option<Guardrails>, TomlError> {
    if !is_on(section, "rails", &["budget", "allowlist", "schema"])? {
        return Ok(None);
    }
    Ok(Some(Guardrails::Rails {
        budget: at_least_one(section, "budget", 12)?,
        allowlist: section.or("allowlist", true)?,
        schema: section.or("schema", true)?,
    }))
}

fn read_approval(section: &mut Section) -> Result<Option<Approval>, TomlError> {
    let kinds =
        [("ask", Some(Approval::Ask)), ("allow_all", Some(Approval::AllowAll)), ("off", None)];
    section.required_choice("kind", &kinds)
}

fn read_memory(section: &mut Section) -> Result<Option<Memory>, TomlError> {
    if !is_on(section, "observations", &["cap"])? {
        return Ok(None);
    }
    Ok(Some(Memory::Observations { cap: at_least_one(section, "cap", 8)? }))
}

fn read_verifiers(section: &mut Section) -> Result<Option<Verifiers>, TomlError> {
    if !is_on(section, "checks", &["checks", "on_fail", "max_feedback"])? {
        return Ok(None);
    }
    let checks = read_checks(section)?;
    let on_fail = section.choice_or(
        "on_fail",
        &[("surface", OnFail::Surface), ("feedback", OnFail::Feedback), ("halt", OnFail::Halt)],
        OnFail::Surface,
    )?;
    let max_feedback = section.or("max_feedback", 2_u32)?;
    Ok(Some(Verifiers::Checks { checks, on_fail, max_feedback }))
}

fn read_checks(section: &mut Section) -> Result<Vec<Check>, TomlError> {
    let names: Vec<String> = section.required("checks")?;
    if names.is_empty() {
        let help = "name a check, or switch the verifiers off with kind = \"off\"";
        return Err(section.error_at("checks", "no check is named").with_help(help));
    }
    let known = Check::NAMES;
    let mut checks = Vec::with_capacity(names.len());
    for name in &names {
        let Some((_, check)) = known.iter().find(|(word, _)| word == name) else {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let error = section.error_at("checks", format!("unknown check `{name}`"));
            let meant = eval_toml::nearest(name, words.iter().copied());
            return Err(error.with_help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("checks are: {}", words.join(", ")),
            }));
        };
        if checks.contains(check) {
            return Err(section.error_at("checks", format!("check `{name}` is named twice")));
        }
        checks.push(*check);
    }
    Ok(checks)
}

fn read_errors(section: &mut Section) -> Result<Option<ErrorRouting>, TomlError> {
    if !is_on(section, "route", &["max_unusable"])? {
        return Ok(None);
    }
    let max_unusable = at_least_one(section, "max_unusable", ErrorRouting::DEFAULT_MAX_UNUSABLE)?;
    // What holds anyway adds nothing: equal conduct, equal hash.
    let differs = max_unusable != ErrorRouting::DEFAULT_MAX_UNUSABLE;
    Ok(differs.then_some(ErrorRouting::Route { max_unusable }))
}
