//! What a gate demands, from its file.

use std::path::Path;

use eval_findings::{Metric, Policy};
use eval_toml::{Document, Section, TomlError};

use super::quarantine::{self, Quarantine};

/// A gate's demands. The file's keys stand in `docs/gate.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct GateSpec {
    /// The file they come from; none where the defaults are in force.
    pub file: Option<String>,
    /// What to hold the candidate against, where the command line does not say.
    pub baseline: Option<String>,
    /// The candidate's arm, where the command line does not say.
    pub candidate: Option<String>,
    /// The one-sided level of each bound.
    pub alpha: f64,
    /// The smallest number of independent units to judge by.
    pub min_units: usize,
    /// The largest share of trials that may be lost to infra.
    pub max_missing: f64,
    /// What an inconclusive verdict means.
    pub policy: Policy,
    /// By how much the success rate may fall, as a share.
    pub margin: f64,
    /// Families and tags with a margin of their own.
    pub within: Vec<Within>,
    /// By what share more may be taken of something.
    pub budgets: Vec<(Metric, f64)>,
    /// Whether a single broken invariant blocks.
    pub zero_tolerance: bool,
    /// The share of instances that may ever break an invariant, to be shown before a pass.
    pub max_broken: Option<f64>,
    /// What is kept out of the decision.
    pub quarantine: Vec<Quarantine>,
}

/// A family or a tag with a margin of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// Whether it is a tag; else it is a family.
    pub is_tag: bool,
    /// Its name.
    pub name: String,
    /// By how much the success rate may fall there, as a share.
    pub margin: f64,
}

impl Default for GateSpec {
    /// A margin of 10 points at 5 %, at most 5 % lost, zero tolerance for broken invariants, and
    /// an inconclusive verdict that allows the merge.
    fn default() -> Self {
        Self {
            file: None,
            baseline: None,
            candidate: None,
            alpha: 0.05,
            min_units: 5,
            max_missing: 0.05,
            policy: Policy::Advisory,
            margin: 0.1,
            within: Vec::new(),
            budgets: Vec::new(),
            zero_tolerance: true,
            max_broken: None,
            quarantine: Vec::new(),
        }
    }
}

/// The budgets a gate's file may set.
const BUDGETS: [Metric; 5] =
    [Metric::Cost, Metric::Tokens, Metric::Latency, Metric::Turns, Metric::ToolCalls];

impl GateSpec {
    /// Reads a gate's file.
    pub fn load(path: &Path) -> Result<Self, TomlError> {
        let mut spec = Self::read(&Document::load(path)?)?;
        spec.file = Some(path.display().to_string());
        Ok(spec)
    }

    /// Reads a gate's demands.
    pub fn read(document: &Document) -> Result<Self, TomlError> {
        let plain = Self::default();
        let mut root = document.read();
        let alpha = root.or("alpha", plain.alpha)?;
        if !(alpha > 0.0 && alpha < 0.5) {
            return Err(root.error_at("alpha", "`alpha` lies between 0 and 0.5, as in 0.05"));
        }
        let min_units = root.or("min_units", plain.min_units)?;
        if min_units < 2 {
            return Err(root.error_at("min_units", "`min_units` is at least 2"));
        }
        let policies = [("advisory", Policy::Advisory), ("strict", Policy::Strict)];
        let mut spec = Self {
            baseline: root.optional("baseline")?,
            candidate: root.optional("candidate")?,
            alpha,
            min_units,
            max_missing: percent(&mut root, "max_missing_percent")?.unwrap_or(plain.max_missing),
            policy: root.choice_or("inconclusive", &policies, Policy::Advisory)?,
            ..plain
        };
        if let Some(mut success) = root.section("success")? {
            spec.margin = margin(&mut success)?.unwrap_or(spec.margin);
            success.finish()?;
        }
        for (key, is_tag) in [("family", false), ("tag", true)] {
            let mut named = root.section_or_empty(key)?;
            for name in named.keys() {
                let Some(mut slice) = named.section(&name)? else { continue };
                let margin = margin(&mut slice)?.ok_or_else(|| slice.missing("margin_points"))?;
                slice.finish()?;
                spec.within.push(Within { is_tag, name, margin });
            }
            named.finish()?;
        }
        for metric in BUDGETS {
            if let Some(mut budget) = root.section(metric.name())? {
                let more = more(&mut budget)?.ok_or_else(|| budget.missing("margin_percent"))?;
                budget.finish()?;
                spec.budgets.push((metric, more));
            }
        }
        if let Some(mut safety) = root.section("safety")? {
            spec.zero_tolerance = safety.or("zero_tolerance", true)?;
            spec.max_broken = percent(&mut safety, "max_rate_percent")?;
            if spec.max_broken == Some(0.0) {
                let why = "no number of trials shows a rate of 0; ask for a small one, such as 1";
                return Err(safety.error_at("max_rate_percent", why));
            }
            safety.finish()?;
        }
        spec.quarantine = quarantine::read(&mut root)?;
        root.finish()?;
        Ok(spec)
    }
}

/// A margin in points, as a share.
fn margin(section: &mut Section) -> Result<Option<f64>, TomlError> {
    let points: Option<f64> = section.optional("margin_points")?;
    match points {
        Some(points) if !(points > 0.0 && points < 100.0) => Err(section.error_at(
            "margin_points",
            format!("a margin lies between 0 and 100 points, and this is {points}"),
        )),
        points => Ok(points.map(|points| points / 100.0)),
    }
}

/// By how many percent more may be taken, as a share.
fn more(section: &mut Section) -> Result<Option<f64>, TomlError> {
    let percent: Option<f64> = section.optional("margin_percent")?;
    match percent {
        Some(percent) if !(percent > 0.0 && percent.is_finite()) => Err(section.error_at(
            "margin_percent",
            format!("a margin is above 0 percent, and this is {percent}"),
        )),
        percent => Ok(percent.map(|percent| percent / 100.0)),
    }
}

/// A percentage, as a share.
fn percent(section: &mut Section, key: &str) -> Result<Option<f64>, TomlError> {
    let percent: Option<f64> = section.optional(key)?;
    match percent {
        Some(percent) if !(0.0..100.0).contains(&percent) => Err(section
            .error_at(key, format!("`{key}` lies from 0 to below 100, and this is {percent}"))),
        percent => Ok(percent.map(|percent| percent / 100.0)),
    }
}
