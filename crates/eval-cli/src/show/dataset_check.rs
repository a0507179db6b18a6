//! What a file of training data is refused for.

use eval_dataset::RowFile;
use eval_formats::{Fault, Report, Rule};
use serde_json::{Value, json};

use crate::screen::Screen;
use crate::show::words::{plural, safe};

/// How many places are shown of each rule.
const PLACES: usize = 3;

/// The version of what is printed for programs.
const SCHEMA_VERSION: u32 = 1;

/// Each file: whether it is good, then rule by rule where it is not and what to do.
pub(crate) fn tell(found: &[(RowFile, Report)], screen: Screen) -> String {
    let files = found.iter().map(|(file, report)| tell_file(file, report, screen));
    files.collect::<Vec<_>>().join("\n\n")
}

fn tell_file(file: &RowFile, report: &Report, screen: Screen) -> String {
    let path = file.path.display().to_string();
    let guessed = if file.is_guessed { " (guessed)" } else { "" };
    let verdict = if report.is_good() {
        screen.good("good")
    } else {
        screen.bad(format!("{} refused", report.refused))
    };
    let name = report.format.name();
    let mut lines = vec![format!(
        "{}  {name}{guessed}, {}: {verdict}",
        screen.bold(safe(&path)),
        plural(report.rows, "row"),
    )];
    for (rule, count) in &report.fault_counts {
        lines.push(of_rule("", *rule, *count, screen));
        lines.extend(places(&report.faults, *rule));
        lines.push(format!("    help: {}", rule.help()));
    }
    for (rule, count) in &report.warning_counts {
        lines.push(of_rule("warning: ", *rule, *count, screen));
        lines.extend(places(&report.warnings, *rule));
        lines.push(format!("    help: {}", rule.help()));
    }
    lines.join("\n")
}

fn of_rule(what: &str, rule: Rule, count: u64, screen: Screen) -> String {
    format!("  {what}{}: {count}", screen.bold(rule.name()))
}

fn places(faults: &[Fault], rule: Rule) -> Vec<String> {
    let of_rule = faults.iter().filter(|fault| fault.rule == rule);
    of_rule.take(PLACES).map(|fault| format!("    {}", safe(&fault.to_string()))).collect()
}

/// The same for programs.
pub(crate) fn json(found: &[(RowFile, Report)]) -> Value {
    let files = found.iter().map(|(file, report)| {
        json!({
            "path": file.path.display().to_string(),
            "format": report.format.name(),
            "format_is_guessed": file.is_guessed,
            "rows": report.rows,
            "refused": report.refused,
            "is_good": report.is_good(),
            "rules": counts(&report.fault_counts),
            "warnings": counts(&report.warning_counts),
            "faults": report.faults.iter().map(fault).collect::<Vec<_>>(),
        })
    });
    json!({ "schema_version": SCHEMA_VERSION, "files": files.collect::<Vec<_>>() })
}

fn counts(counts: &std::collections::BTreeMap<Rule, u64>) -> Value {
    counts.iter().map(|(rule, count)| (rule.name().to_owned(), Value::from(*count))).collect()
}

fn fault(fault: &Fault) -> Value {
    json!({
        "line": fault.line,
        "rule": fault.rule.name(),
        "origin": fault.origin.name(),
        "at": fault.at,
        "message": fault.message,
        "help": fault.help(),
    })
}
