//! A gate's verdict, for people: the verdict first, then what it rests on.

use eval_findings::{Check, CheckOf, GateReport, Policy, Verdict};

use crate::screen::Screen;
use crate::show::comparison;
use crate::show::numbers::{NOTHING, points};
use crate::show::plain_table::table;
use crate::show::words::{percent, safe};
use crate::show::wrapping::wrapped;

/// The whole verdict. The last line is the verdict again with the code that the process ends with.
pub(crate) fn tell(report: &GateReport, screen: Screen) -> String {
    let headline = wrapped(&safe(&report.headline), screen);
    let mut parts = vec![paint(report.verdict, headline, screen)];
    if !report.checks.is_empty() {
        parts.push(checks(report, screen));
    }
    parts.extend(quarantined(report, screen));
    if let Some(found) = &report.comparison {
        let mut found = (**found).clone();
        parts.push(wrapped(&comparison::noise(&found, screen), screen));
        // Those of the verdict hold those of the comparison.
        found.warnings.clear();
        parts.extend(comparison::sections(&found, false, screen));
    }
    parts.extend(comparison::warnings(&report.warnings, screen));
    parts.push(last_line(report, screen));
    parts.join("\n\n")
}

fn paint(verdict: Verdict, text: String, screen: Screen) -> String {
    match verdict {
        Verdict::Pass => screen.good(text),
        Verdict::Block | Verdict::Invalid => screen.bad(text),
        Verdict::Inconclusive => screen.bold(text),
    }
}

fn checks(report: &GateReport, screen: Screen) -> String {
    let rows = report.checks.iter().map(|check| {
        let [found, bounds, allowed] = numbers(check);
        let of = check.of.name().replace('_', " ");
        vec![
            check
                .within
                .as_ref()
                .map_or_else(|| of.clone(), |within| format!("{of}, {}", safe(within))),
            paint(check.verdict, check.verdict.name().to_owned(), screen),
            found,
            bounds,
            allowed,
            safe(&check.why),
        ]
    });
    let heads = [
        ("check", false),
        ("says", false),
        ("found", true),
        ("bounds", false),
        ("allowed", true),
        ("why", false),
    ];
    let demanded = &report.demanded;
    let look = report
        .look
        .map_or_else(String::new, |look| format!(", look {} of {}", look.taken, look.planned));
    let note = format!(
        "\none-sided bounds at {:.3}{look}; success in points; from {}",
        demanded.alpha,
        demanded.file.as_deref().map_or("the defaults".to_owned(), safe),
    );
    table(&heads, rows.collect(), screen) + &screen.dim(note)
}

/// What was found, its bounds, and what is allowed.
fn numbers(check: &Check) -> [String; 3] {
    let or_nothing = |value: Option<String>| value.unwrap_or_else(|| NOTHING.to_owned());
    let bounds = check.lower.zip(check.upper);
    match check.of {
        CheckOf::Success => [
            or_nothing(check.estimate.map(points)),
            or_nothing(bounds.map(|(low, high)| format!("{} to {}", points(low), points(high)))),
            or_nothing(check.margin.map(|margin| points(-margin))),
        ],
        CheckOf::Safety => [
            NOTHING.to_owned(),
            or_nothing(check.upper.map(|upper| format!("up to {} %", percent(upper)))),
            or_nothing(check.margin.map(|most| format!("{} %", percent(most)))),
        ],
        CheckOf::Cost
        | CheckOf::Tokens
        | CheckOf::Latency
        | CheckOf::Turns
        | CheckOf::ToolCalls => [
            or_nothing(check.estimate.map(|ratio| format!("×{ratio:.2}"))),
            or_nothing(bounds.map(|(low, high)| format!("×{low:.2} to ×{high:.2}"))),
            or_nothing(check.margin.map(|more| format!("×{:.2}", 1.0 + more))),
        ],
    }
}

fn quarantined(report: &GateReport, screen: Screen) -> Option<String> {
    if report.quarantined.is_empty() {
        return None;
    }
    let rows = report.quarantined.iter().map(|entry| {
        vec![
            safe(&entry.what),
            entry.since.clone(),
            entry.instances.to_string(),
            format!("{}/{}", entry.baseline[0], entry.baseline[1]),
            format!("{}/{}", entry.candidate[0], entry.candidate[1]),
            safe(&entry.reason),
        ]
    });
    let heads = [
        ("in quarantine", false),
        ("since", false),
        ("instances", true),
        ("baseline", true),
        ("candidate", true),
        ("reason", false),
    ];
    Some(table(&heads, rows.collect(), screen))
}

fn last_line(report: &GateReport, screen: Screen) -> String {
    let policy = match (report.verdict, report.policy) {
        (Verdict::Inconclusive, Policy::Advisory) => " (advisory: the merge is allowed)",
        (Verdict::Inconclusive, Policy::Strict) => " (strict: the merge is not allowed)",
        (Verdict::Pass | Verdict::Block | Verdict::Invalid, _) => "",
    };
    let over = report.checks.first().filter(|check| check.units > 0);
    let over = over.map_or_else(String::new, |check| {
        format!(", over {} {}", check.units, check.unit.plural())
    });
    let verdict = paint(report.verdict, report.verdict.name().to_owned(), screen);
    format!("{verdict}{policy}{over}: exit {}", report.exit_code)
}
