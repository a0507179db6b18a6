//! From a scenario's files to a scenario.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use eval_toml::{Document, Section, TomlError, Value};
use eval_trace::{Digest, SourceFile};

use crate::scenario_files::{SCENARIO_FILE, WORLD_FILE, read_files};
use crate::{Approver, BASE_VARIANT, Move, MoveCall, Scenario, ToolDeclaration, Variant};

/// Why a scenario cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadScenarioError {
    /// `scenario.toml` says something that cannot be.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// A file cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The folder holds no world.
    #[error("scenario {} has no world: `world.star` is missing beside `scenario.toml`", .0.display())]
    NoWorld(PathBuf),
    /// Among the files there is none that declares the scenario.
    #[error("scenario {} has no `scenario.toml` among its files", .0.display())]
    NoToml(PathBuf),
}

impl Scenario {
    /// Loads the scenario of a folder: `scenario.toml`, `world.star`, and the
    /// Starlark files that the world may load.
    pub fn load(folder: &Path) -> Result<Self, LoadScenarioError> {
        Self::of_files(folder, read_files(folder)?)
    }

    /// Makes the scenario of its files, wherever they were kept: no folder is
    /// read, the one named stands in messages alone.
    pub fn of_files(folder: &Path, files: Vec<SourceFile>) -> Result<Self, LoadScenarioError> {
        let file = |wanted: &str| files.iter().find(|file| file.path == wanted);
        let Some(toml) = file(SCENARIO_FILE) else {
            return Err(LoadScenarioError::NoToml(folder.to_owned()));
        };
        let document = Document::parse(&folder.join(SCENARIO_FILE), &toml.text)?;
        let mut root = document.read();
        let name = read_name(&mut root)?;
        let family = root.or("family", name.clone())?;
        let tags = root.or("tags", Vec::new())?;
        let prompt: String = root.required("prompt")?;
        let tools = read_tools(&mut root)?;
        let splits = read_splits(&mut root)?;
        let variants = read_variants(&mut root)?;
        let effective = root.effective();
        root.finish()?;
        if file(WORLD_FILE).is_none() {
            return Err(LoadScenarioError::NoWorld(folder.to_owned()));
        }
        let hash = Digest::of(&files);
        Ok(Self {
            folder: folder.to_owned(),
            name,
            family,
            tags,
            prompt,
            tools,
            splits,
            variants,
            files,
            hash,
            effective,
        })
    }
}

fn read_name(root: &mut Section) -> Result<String, TomlError> {
    let name: String = root.required("name")?;
    if name.is_empty()
        || name.contains(['/', '#', '@', '.'])
        || name.contains(|sign: char| sign.is_whitespace() || sign.is_control())
    {
        let help = "use letters, digits, `-` and `_`";
        return Err(root
            .error_at("name", format!("`{name}` is no name for a scenario"))
            .with_help(help));
    }
    Ok(name)
}

fn read_tools(root: &mut Section) -> Result<BTreeMap<String, ToolDeclaration>, TomlError> {
    let mut tools = BTreeMap::new();
    for (name, mut section) in root.named_sections("tools")? {
        let Some(mutating) = section.optional("mutating")? else {
            let help = "say whether a call may change the world: no default is safe";
            return Err(section
                .error(format!("tool `{name}` does not declare `mutating`"))
                .with_help(help));
        };
        section.finish()?;
        tools.insert(name, ToolDeclaration { mutating });
    }
    Ok(tools)
}

// ── [splits] ──────────────────────────────────────────────────────────────

fn read_splits(root: &mut Section) -> Result<BTreeMap<String, Range<u64>>, TomlError> {
    let mut section = root.section_or_empty("splits")?;
    let mut splits: BTreeMap<String, Range<u64>> = BTreeMap::new();
    for name in section.keys() {
        let written: String = section.required(&name)?;
        let Some(range) = parse_range(&written) else {
            let help = "a split is a range of instance seeds: train = \"0..1000\"";
            return Err(section
                .error_at(&name, format!("`{written}` is no range"))
                .with_help(help));
        };
        let clash =
            splits.iter().find(|(_, other)| other.start < range.end && range.start < other.end);
        if let Some((other, _)) = clash {
            let message = format!("split `{name}` shares seeds with split `{other}`");
            let help = "what is held out must not be trained on";
            return Err(section.error_at(&name, message).with_help(help));
        }
        splits.insert(name, range);
    }
    section.finish()?;
    Ok(splits)
}

fn parse_range(written: &str) -> Option<Range<u64>> {
    let (start, end) = written.split_once("..")?;
    let range = start.trim().parse().ok()?..end.trim().parse().ok()?;
    (range.start < range.end).then_some(range)
}

// ── [variant.NAME] ────────────────────────────────────────────────────────

/// What a scenario says for all its variants, and each variant for itself.
struct Patch {
    grant: Option<Vec<String>>,
    params: Option<Value>,
    script: Option<Vec<Move>>,
    approver: Option<Approver>,
}

fn read_variants(root: &mut Section) -> Result<BTreeMap<String, Variant>, TomlError> {
    let base = read_patch(root)?;
    let sections = root.named_sections("variant")?;
    if sections.is_empty() {
        let variant = base.over(None).into_variant(BASE_VARIANT.to_owned());
        return Ok(BTreeMap::from([(BASE_VARIANT.to_owned(), variant)]));
    }
    let mut variants = BTreeMap::new();
    for (name, mut section) in sections {
        if name.is_empty()
            || name.contains(['/', '#', '@', '.'])
            || name.contains(|sign: char| sign.is_whitespace() || sign.is_control())
        {
            return Err(section.error(format!("`{name}` is no name for a variant")));
        }
        let patch = read_patch(&mut section)?;
        section.finish()?;
        variants.insert(name.clone(), patch.over(Some(&base)).into_variant(name));
    }
    Ok(variants)
}

fn read_patch(section: &mut Section) -> Result<Patch, TomlError> {
    Ok(Patch {
        grant: section.optional("grant")?,
        params: read_params(section)?,
        script: read_script(section)?,
        approver: section
            .choice("approver", &[("deny", Approver::Deny), ("grant", Approver::Grant)])?,
    })
}

fn read_params(section: &mut Section) -> Result<Option<Value>, TomlError> {
    match section.value("params")? {
        Some(params) if !params.is_object() => {
            Err(section.error_at("params", "`params` is not a table"))
        }
        params => Ok(params),
    }
}

impl Patch {
    fn over(self, base: Option<&Self>) -> Self {
        let Some(base) = base else { return self };
        Self {
            grant: self.grant.or_else(|| base.grant.clone()),
            params: merge(base.params.clone(), self.params),
            script: self.script.or_else(|| base.script.clone()),
            approver: self.approver.or(base.approver),
        }
    }

    fn into_variant(self, name: String) -> Variant {
        Variant {
            name,
            grant: self.grant,
            params: self.params.unwrap_or_else(|| Value::Object(serde_json::Map::new())),
            script: self.script.unwrap_or_default(),
            approver: self.approver.unwrap_or_default(),
        }
    }
}

/// Parameters merge key by key; a variant's key replaces the scenario's.
fn merge(base: Option<Value>, over: Option<Value>) -> Option<Value> {
    match (base, over) {
        (Some(Value::Object(mut base)), Some(Value::Object(over))) => {
            base.extend(over);
            Some(Value::Object(base))
        }
        (base, over) => over.or(base),
    }
}

// ── script ────────────────────────────────────────────────────────────────

fn read_script(section: &mut Section) -> Result<Option<Vec<Move>>, TomlError> {
    if !section.keys().iter().any(|key| key == "script") {
        // Asked for all the same, so that it counts as a known key.
        section.sections("script")?;
        return Ok(None);
    }
    let sections = section.sections("script")?;
    sections.into_iter().map(read_move).collect::<Result<_, _>>().map(Some)
}

fn read_move(mut section: Section) -> Result<Move, TomlError> {
    let calls = section.sections("calls")?;
    let call: Option<String> = section.optional("call")?;
    let say: Option<String> = section.optional("say")?;
    let raw: Option<String> = section.optional("raw")?;
    let read = match (call, say, raw) {
        (Some(tool), say, None) if calls.is_empty() => Move::Call {
            text: say.unwrap_or_default(),
            calls: vec![read_call(&mut section, tool)?],
        },
        (None, say, None) if !calls.is_empty() => Move::Call {
            text: say.unwrap_or_default(),
            calls: calls.into_iter().map(read_side_by_side).collect::<Result<_, _>>()?,
        },
        (None, Some(text), None) => {
            Move::Answer { text, answer: section.value("answer")?.unwrap_or(Value::Null) }
        }
        (None, None, Some(raw)) if calls.is_empty() => Move::Raw(raw),
        _ => {
            let help = "a move is { call, args } or { calls }, each with or without `say`; \
                        or { say, answer }; or { raw }";
            return Err(section.error("a move does exactly one thing").with_help(help));
        }
    };
    section.finish()?;
    Ok(read)
}

fn read_side_by_side(mut section: Section) -> Result<MoveCall, TomlError> {
    let tool = section.required("call")?;
    let call = read_call(&mut section, tool)?;
    section.finish()?;
    Ok(call)
}

/// `args` as a table, or `raw_args` as text that may be no JSON.
fn read_call(section: &mut Section, tool: String) -> Result<MoveCall, TomlError> {
    let raw: Option<String> = section.optional("raw_args")?;
    let args = section.value("args")?;
    if args.as_ref().is_some_and(|args| !args.is_object()) {
        let help = "text that may be no JSON goes into `raw_args`";
        return Err(section.error_at("args", "`args` is not a table").with_help(help));
    }
    if raw.is_some() && args.is_some() {
        return Err(section.error("a call has either `args` or `raw_args`"));
    }
    let arguments = match (raw, args) {
        (Some(raw), _) => raw,
        (None, Some(args)) => args.to_string(),
        (None, None) => "{}".to_owned(),
    };
    Ok(MoveCall { tool, arguments })
}
