//! Instances that went the other way.

use schemars::JsonSchema;
use serde::Serialize;

/// Instances that mostly passed under one arm and mostly failed under the other. A tie under
/// either arm is no flip.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flips {
    /// Mostly passed under A, mostly failed under B; the surest first.
    pub lost: Vec<Flip>,
    /// Mostly failed under A, mostly passed under B; the surest first.
    pub won: Vec<Flip>,
    /// How many would flip each way, on average, if the arms were alike and only luck decided
    /// which of an instance's trials came out under which.
    pub expected_each_way: f64,
}

/// An instance that flipped.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flip {
    /// `scenario.variant#instance`.
    pub instance: String,
    /// Its family.
    pub family: String,
    /// Passed and scored trials under A.
    pub baseline: [u64; 2],
    /// Passed and scored trials under B.
    pub candidate: [u64; 2],
    /// Fisher's one-sided p of this instance alone.
    pub p: f64,
    /// The same, adjusted for the number of instances (Benjamini and Hochberg).
    pub p_adjusted: f64,
}

/// Success within some of the instances.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SliceRow {
    /// What the instances have in common.
    pub by: SliceBy,
    /// The family, the tag, the stratum.
    pub name: String,
    /// Instances compared.
    pub instances: u64,
    /// A's rate on them.
    pub baseline: f64,
    /// B's rate on them.
    pub candidate: f64,
    /// B's less A's.
    pub difference: f64,
    /// Its interval by t over instances, not adjusted; none where nothing varied.
    pub interval: Option<[f64; 2]>,
    /// The sign-flip p over instances.
    pub p: f64,
    /// The same, adjusted over all slices of its kind (Benjamini and Hochberg).
    pub p_adjusted: f64,
    /// Whether it is named among those of which at most one in ten is expected to be false.
    pub stands_out: bool,
}

/// What the instances of a slice have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SliceBy {
    /// Their family.
    Family,
    /// A tag.
    Tag,
    /// How often they pass under both arms together.
    Difficulty,
}

impl SliceBy {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Tag => "tag",
            Self::Difficulty => "difficulty",
        }
    }
}
