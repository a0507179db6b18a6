//! Reading a suite file.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use eval_toml::{Document, Section, TomlError, Value};
use eval_trace::SourceFile;

use crate::suite::names;
use crate::{Arm, Limits, LoadScenarioError, ModelKind, ModelSpec, Scenario, Suite, SuiteScenario};

/// Why a suite cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadSuiteError {
    /// The suite says something that cannot be.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// One of its scenarios cannot be loaded.
    #[error(transparent)]
    Scenario(#[from] LoadScenarioError),
}

impl Suite {
    /// Loads a suite and its scenarios. Harness files are named, not read.
    pub fn load(path: &Path) -> Result<Self, LoadSuiteError> {
        let document = Document::load(path)?;
        let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
        let mut root = document.read();
        let name: String = root.required("name")?;
        let seed = root.or("seed", 0_u64)?;
        let epochs = count(&mut root, "epochs", 1)?;
        let split: Option<String> = root.optional("split")?;
        let limits = read_limits(&mut root)?;
        let scenarios = read_scenarios(&mut root, &folder, split.as_deref())?;
        let models = read_models(&mut root)?;
        let arms = read_arms(&mut root, &folder, &scenarios, &models)?;
        let effective = root.effective();
        root.finish()?;
        let source = SourceFile { path: file_name(path), text: document.text().to_owned() };
        let path = path.to_owned();
        Ok(Self { name, path, source, seed, epochs, limits, scenarios, models, arms, effective })
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A count of which 0 would mean that nothing runs.
fn count(section: &mut Section, key: &str, default: u32) -> Result<u32, TomlError> {
    let n = section.or(key, default)?;
    if n == 0 {
        return Err(section.error_at(key, format!("`{key}` is 0: nothing would run")));
    }
    Ok(n)
}

fn read_limits(root: &mut Section) -> Result<Limits, TomlError> {
    let mut section = root.section_or_empty("limits")?;
    let limits = Limits {
        max_turns: count(&mut section, "max_turns", 32)?,
        max_infra: probability(&mut section, "max_infra", 0.05)?,
    };
    section.finish()?;
    Ok(limits)
}

fn probability(section: &mut Section, key: &str, default: f64) -> Result<f64, TomlError> {
    let p = section.or(key, default)?;
    if !(0.0..=1.0).contains(&p) {
        return Err(section.error_at(key, format!("`{key}` is {p}; it must lie between 0 and 1")));
    }
    Ok(p)
}

// ── [[scenario]] ──────────────────────────────────────────────────────────

fn read_scenarios(
    root: &mut Section,
    folder: &Path,
    split: Option<&str>,
) -> Result<Vec<SuiteScenario>, LoadSuiteError> {
    let sections = root.sections("scenario")?;
    if sections.is_empty() {
        return Err(root.missing("scenario").into());
    }
    let mut scenarios: Vec<SuiteScenario> = Vec::with_capacity(sections.len());
    for mut section in sections {
        let read = read_scenario(&mut section, folder, split)?;
        let name = &read.scenario.name;
        if scenarios.iter().any(|other| other.scenario.name == *name) {
            return Err(section
                .error_at("path", format!("two scenarios are named `{name}`"))
                .into());
        }
        section.finish()?;
        scenarios.push(read);
    }
    Ok(scenarios)
}

fn read_scenario(
    section: &mut Section,
    folder: &Path,
    split: Option<&str>,
) -> Result<SuiteScenario, LoadSuiteError> {
    let path: String = section.required("path")?;
    let at = folder.join(&path);
    if !at.is_dir() {
        let message = format!("there is no folder `{}`", at.display());
        return Err(section.error_at("path", message).into());
    }
    let scenario = Scenario::load(&at)?;
    let variants = read_variants(section, &scenario)?;
    let own_split: Option<String> = section.optional("split")?;
    let split = own_split.or_else(|| split.map(str::to_owned));
    let bounds = split_bounds(section, &scenario, split.as_deref())?;
    let instances = read_instances(section, bounds.as_ref(), split.as_deref())?;
    let epochs = match section.optional("epochs")? {
        Some(0) => {
            return Err(section.error_at("epochs", "`epochs` is 0: nothing would run").into());
        }
        epochs => epochs,
    };
    Ok(SuiteScenario { scenario, variants, instances, epochs, split })
}

fn read_variants(section: &mut Section, scenario: &Scenario) -> Result<Vec<String>, TomlError> {
    let known = || scenario.variants.keys().map(String::as_str);
    let Some(wanted) = section.optional::<Vec<String>>("variants")? else {
        return Ok(known().map(str::to_owned).collect());
    };
    if wanted.is_empty() {
        let help = "leave `variants` out to have them all";
        return Err(section.error_at("variants", "`variants` names none").with_help(help));
    }
    for (index, name) in wanted.iter().enumerate() {
        if !scenario.variants.contains_key(name) {
            let message = format!("scenario `{}` has no variant `{name}`", scenario.name);
            return Err(unknown(section, "variants", message, name, known()));
        }
        if wanted[..index].contains(name) {
            return Err(section.error_at("variants", format!("variant `{name}` is named twice")));
        }
    }
    Ok(wanted)
}

fn split_bounds(
    section: &Section,
    scenario: &Scenario,
    split: Option<&str>,
) -> Result<Option<Range<u64>>, TomlError> {
    let Some(split) = split else { return Ok(None) };
    if let Some(bounds) = scenario.splits.get(split) {
        return Ok(Some(bounds.clone()));
    }
    let message = format!("scenario `{}` has no split `{split}`", scenario.name);
    let known = scenario.splits.keys().map(String::as_str);
    Err(unknown(section, "split", message, split, known))
}

/// `instances = { first = 0, count = 50 }`: seeds, all inside the split.
fn read_instances(
    section: &mut Section,
    bounds: Option<&Range<u64>>,
    split: Option<&str>,
) -> Result<Range<u64>, TomlError> {
    let mut table = section.section_or_empty("instances")?;
    let first = table.or("first", bounds.map_or(0, |bounds| bounds.start))?;
    let count = table.or("count", 1_u64)?;
    if count == 0 {
        return Err(table.error_at("count", "`count` is 0: nothing would run"));
    }
    let Some(end) = first.checked_add(count) else {
        return Err(table.error_at("count", "the seeds run past the largest there is"));
    };
    if let (Some(bounds), Some(split)) = (bounds, split)
        && !(bounds.start <= first && end <= bounds.end)
    {
        let message = format!("seeds {first}..{end} leave split `{split}`");
        let help = format!("`{split}` holds the seeds {}..{}", bounds.start, bounds.end);
        let key = if bounds.contains(&first) { "count" } else { "first" };
        return Err(table.error_at(key, message).with_help(help));
    }
    table.finish()?;
    Ok(first..end)
}

// ── [model.NAME] ──────────────────────────────────────────────────────────

fn read_models(root: &mut Section) -> Result<Vec<ModelSpec>, TomlError> {
    let sections = root.named_sections("model")?;
    if sections.is_empty() {
        return Err(root
            .missing("model")
            .with_help("name at least one: [model.oracle] kind = \"oracle\""));
    }
    sections
        .into_iter()
        .map(|(name, mut section)| {
            let kind = read_model_kind(&mut section)?;
            section.finish()?;
            Ok(ModelSpec { name, kind })
        })
        .collect()
}

#[derive(Clone)]
enum KindWord {
    Plain(ModelKind),
    Flaky,
}

fn read_model_kind(section: &mut Section) -> Result<ModelKind, TomlError> {
    let kinds = [
        ("scripted", KindWord::Plain(ModelKind::Scripted)),
        ("oracle", KindWord::Plain(ModelKind::Oracle)),
        ("null", KindWord::Plain(ModelKind::Null)),
        ("random", KindWord::Plain(ModelKind::Random)),
        ("greedy-wrong", KindWord::Plain(ModelKind::GreedyWrong)),
        ("flaky", KindWord::Flaky),
    ];
    match section.required_choice("kind", &kinds)? {
        KindWord::Plain(kind) => Ok(kind),
        KindWord::Flaky => Ok(ModelKind::Flaky {
            p: probability(section, "p", 0.5)?,
            infra: probability(section, "infra", 0.0)?,
        }),
    }
}

// ── [[arm]] ───────────────────────────────────────────────────────────────

fn read_arms(
    root: &mut Section,
    folder: &Path,
    scenarios: &[SuiteScenario],
    models: &[ModelSpec],
) -> Result<Vec<Arm>, TomlError> {
    let sections = root.sections("arm")?;
    if sections.is_empty() {
        let help = "an arm is a harness and a model: [[arm]] name, harness, model";
        return Err(root.missing("arm").with_help(help));
    }
    let mut arms: Vec<Arm> = Vec::with_capacity(sections.len());
    for mut section in sections {
        let arm = read_arm(&mut section, folder, scenarios, models)?;
        if arms.iter().any(|other| other.name == arm.name) {
            return Err(section.error_at("name", format!("two arms are named `{}`", arm.name)));
        }
        section.finish()?;
        arms.push(arm);
    }
    Ok(arms)
}

fn read_arm(
    section: &mut Section,
    folder: &Path,
    scenarios: &[SuiteScenario],
    models: &[ModelSpec],
) -> Result<Arm, TomlError> {
    let name = read_arm_name(section)?;
    let harness_as_written: String = section.required("harness")?;
    let harness: PathBuf = folder.join(&harness_as_written);
    if !harness.is_file() {
        let message = format!("there is no harness file `{}`", harness.display());
        return Err(section.error_at("harness", message));
    }
    let model: String = section.required("model")?;
    let known = || models.iter().map(|model| model.name.as_str());
    if !known().any(|name| name == model) {
        return Err(unknown(section, "model", format!("unknown model `{model}`"), &model, known()));
    }
    let set = read_set(section)?;
    let only = read_only(section, scenarios)?;
    let stream = section.or("stream", 0_u64)?;
    Ok(Arm { name, harness, harness_as_written, set, model, only, stream })
}

/// An arm's name stands in `arm/scenario#instance@epoch`, so it holds none of
/// the signs that part it from the rest.
fn read_arm_name(section: &mut Section) -> Result<String, TomlError> {
    let name: String = section.required("name")?;
    if name.is_empty()
        || name.contains(['/', '#', '@'])
        || name.contains(|sign: char| sign.is_whitespace() || sign.is_control())
    {
        let help = "use letters, digits, `-`, `_` and `.`";
        return Err(section
            .error_at("name", format!("`{name}` is no name for an arm"))
            .with_help(help));
    }
    Ok(name)
}

fn read_set(section: &mut Section) -> Result<Vec<(String, Value)>, TomlError> {
    match section.value("set")? {
        None => Ok(Vec::new()),
        Some(Value::Object(table)) => {
            let mut set = Vec::new();
            flatten("", table, &mut set);
            Ok(set)
        }
        Some(_) => {
            let help = "write set = { \"guardrails.budget\" = 6 }";
            Err(section.error_at("set", "`set` is not a table").with_help(help))
        }
    }
}

/// `{ guardrails.budget = 6 }` means the same as `{ "guardrails.budget" = 6 }`:
/// tables merge.
fn flatten(above: &str, table: serde_json::Map<String, Value>, set: &mut Vec<(String, Value)>) {
    for (key, value) in table {
        let path = if above.is_empty() { key } else { format!("{above}.{key}") };
        match value {
            Value::Object(inner) => flatten(&path, inner, set),
            value => set.push((path, value)),
        }
    }
}

fn read_only(
    section: &mut Section,
    scenarios: &[SuiteScenario],
) -> Result<Option<Vec<String>>, TomlError> {
    let Some(only) = section.optional::<Vec<String>>("only")? else { return Ok(None) };
    if only.is_empty() {
        let help = "leave `only` out to have the arm play everything";
        return Err(section
            .error_at("only", "`only` names nothing: the arm would not run")
            .with_help(help));
    }
    for word in &only {
        let found = scenarios.iter().any(|entry| {
            entry.variants.iter().any(|variant| names(word, &entry.scenario.name, variant))
        });
        if !found {
            let known: BTreeSet<&str> = scenarios
                .iter()
                .flat_map(|entry| {
                    let variants = entry.variants.iter().map(String::as_str);
                    variants.chain([entry.scenario.name.as_str()])
                })
                .collect();
            let message = format!("no scenario or variant of this suite is named `{word}`");
            return Err(unknown(section, "only", message, word, known));
        }
    }
    Ok(Some(only))
}

/// An error at a key whose word is not among the known ones.
fn unknown<'a>(
    section: &Section,
    key: &str,
    message: String,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> TomlError {
    let known: Vec<&str> = known.into_iter().collect();
    let help = match eval_toml::nearest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "it has none".to_owned(),
        None => format!("there are: {}", known.join(", ")),
    };
    section.error_at(key, message).with_help(help)
}
