//! What an export came to, for people.

use std::path::Path;

use eval_dataset::{DatasetManifest, Exported, Placed, Tally};

use crate::screen::Screen;
use crate::show::words::{plural, safe};

/// The data set in a few lines: what it holds, what was left out and why, what to do next.
pub(crate) fn tell(exported: &Exported, out: &Path, screen: Screen) -> String {
    let manifest = &exported.manifest;
    let mut lines = vec![headline(exported, out, screen)];
    lines.push(rows(manifest));
    lines.extend(warnings(manifest, screen));
    lines.extend(left_out(manifest));
    lines.extend(notes(manifest));
    lines.push(String::new());
    let out = safe(&out.display().to_string());
    lines.push(format!("next: flywheel dataset check {out}"));
    lines.push(format!("      flywheel dataset show {out}"));
    lines.join("\n")
}

fn headline(exported: &Exported, out: &Path, screen: Screen) -> String {
    let DatasetManifest { version, format, preset, .. } = &exported.manifest;
    let what = match &exported.placed {
        Placed::New => format!("version {version}"),
        Placed::Unchanged => format!("version {version}, unchanged: nothing was written"),
        Placed::NewVersion { kept } => format!(
            "version {version}; the one before is kept in {}",
            safe(&kept.display().to_string())
        ),
    };
    let out = out.display().to_string();
    format!("{}  {format}, {preset}, {what}", screen.bold(safe(&out)))
}

fn rows(manifest: &DatasetManifest) -> String {
    let rows = &manifest.rows;
    let tokens = &manifest.tokens;
    let validation = match (&rows.why_no_validation, rows.validation) {
        (_, held) if held > 0 => {
            format!("{held} to validate with ({})", safe(&rows.validation_families.join(", ")))
        }
        (Some(why), _) => format!("none to validate with: {why}"),
        (None, _) => "none to validate with".to_owned(),
    };
    format!(
        "{} to train on, {validation}\n{} of {} trials taken; {} tokens by {}, {} in the longest row",
        plural(rows.train, "row"),
        manifest.trials.taken,
        manifest.trials.all,
        tokens.total,
        tokens.counter,
        tokens.longest,
    )
}

fn warnings(manifest: &DatasetManifest, screen: Screen) -> Vec<String> {
    let count = |what: &str, name: &str| -> u64 {
        let counts = manifest.counts.get(what);
        counts.and_then(|counts| counts.get(name)).copied().unwrap_or_default()
    };
    let mut lines = Vec::new();
    let simulated = count("origin", "simulated");
    if simulated > 0 {
        lines.push(screen.bad(format!(
            "simulated: {} said by simulated models; they prove the machinery, not a model",
            plural(simulated, "row")
        )));
    }
    let failures = count("class", "unknown");
    if failures > 0 {
        lines.push(screen.bad(format!(
            "failures: {} of unknown cause; a harness's fault among them is taught as the model's",
            plural(failures, "row")
        )));
    }
    lines
}

fn left_out(manifest: &DatasetManifest) -> Vec<String> {
    let mut lines = Vec::new();
    let all = manifest.trials.all;
    lines.extend(tallied(&format!("left out of {all} trials"), &manifest.trials_left_out));
    let taken = manifest.trials.taken;
    let what = format!("left out of what {taken} trials gave");
    lines.extend(tallied(&what, &manifest.rows_left_out));
    for (rule, count) in &manifest.unfit {
        lines.push(format!("        by the rule `{rule}`: {count}"));
    }
    lines
}

fn tallied(what: &str, tally: &Tally) -> Vec<String> {
    let mut all: Vec<(u64, &str)> =
        tally.0.iter().map(|(reason, count)| (*count, reason.words())).collect();
    all.sort_unstable_by(|one, other| other.cmp(one));
    let Some((most, _)) = all.first() else { return Vec::new() };
    let width = most.to_string().len();
    let lines = all.iter().map(|(count, words)| format!("  {count:>width$}  {words}"));
    [String::new(), format!("{what}:")].into_iter().chain(lines).collect()
}

fn notes(manifest: &DatasetManifest) -> Vec<String> {
    let listed = |counts: &std::collections::BTreeMap<String, u64>| -> String {
        counts.iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    if manifest.rows_redacted > 0 {
        let rows = plural(manifest.rows_redacted, "row");
        lines.push(format!("redacted in {rows}: {}", listed(&manifest.redacted)));
    }
    if let Some(near) = manifest.near_duplicates.filter(|near| *near > 0) {
        lines.push(format!(
            "near duplicates: {near}, Jaccard {} and above",
            manifest.recipe.jaccard
        ));
    }
    if !manifest.template.is_empty() {
        lines.push(format!("for the student's template: {}", listed(&manifest.template)));
    }
    if manifest.reasoning_dropped > 0 {
        let turns = plural(manifest.reasoning_dropped, "turn");
        lines.push(format!("reasoning of {turns} left out: the format has no place for it"));
    }
    if manifest.rows_cut > 0 {
        lines.push(format!("{} cut at the end of a turn", plural(manifest.rows_cut, "row")));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}
