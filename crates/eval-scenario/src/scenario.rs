//! A scenario: `scenario.toml` and the files beside it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use eval_toml::Effective;
use eval_trace::{Digest, SourceFile};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Move;

/// The name of the variant of a scenario that declares none.
pub const BASE_VARIANT: &str = "base";

/// A task with its variants. The world that acts it out is in `world.star`,
/// whose text is carried here and read by `eval-world`.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its folder, as given.
    pub folder: PathBuf,
    /// Its name.
    pub name: String,
    /// The set of scenarios that exercise the same thing.
    pub family: String,
    /// Words to slice results by.
    pub tags: Vec<String>,
    /// The task, with `{placeholders}` for what `setup` in `world.star` draws.
    pub prompt: String,
    /// What each tool declares, by name.
    pub tools: BTreeMap<String, ToolDeclaration>,
    /// Ranges of instance seeds, by split.
    pub splits: BTreeMap<String, Range<u64>>,
    /// The variants by name; at least one.
    pub variants: BTreeMap<String, Variant>,
    /// `scenario.toml`, `world.star` and every `.star` file beside them or in
    /// the folder above, in order of path; `world.star` is the entry.
    pub files: Vec<SourceFile>,
    /// Hash of the files.
    pub hash: Digest,
    /// Every value that was read, for `explain`.
    pub effective: Vec<Effective>,
}

/// `[tools.NAME]` of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolDeclaration {
    /// Whether a call may change the world. Mandatory: no default is safe.
    pub mutating: bool,
}

/// A named patch of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The tools granted; all where none are named.
    pub grant: Option<Vec<String>>,
    /// Handed to `setup` in `world.star`.
    pub params: Value,
    /// What the scripted model plays.
    pub script: Vec<Move>,
    /// What the scripted approver says.
    pub approver: Approver,
}

/// The scripted approver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// Says no to everything.
    #[default]
    Deny,
    /// Says yes to everything.
    Grant,
}
