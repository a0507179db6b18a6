//! The series of runs, for people.

use eval_findings::Trend;

use crate::screen::Screen;
use crate::show::numbers::rate_within;
use crate::show::plain_table::table;
use crate::show::words::safe;

/// One table a suite and arm.
pub(crate) fn tell(found: &Trend, screen: Screen) -> String {
    let mut parts = Vec::new();
    for series in &found.series {
        let rows = series.points.iter().map(|point| {
            vec![
                point.created.clone(),
                rate_within(point.rate, point.interval),
                point.scored.to_string(),
                point.infra.to_string(),
                point.changed.join(", "),
                safe(&point.run),
            ]
        });
        let heads = [
            ("begun", false),
            ("success", false),
            ("trials", true),
            ("infra", true),
            ("changed before it", false),
            ("run", false),
        ];
        let title = format!("{} · {}", screen.bold(safe(&series.suite)), safe(&series.arm));
        parts.push(format!("{title}\n{}", table(&heads, rows.collect(), screen)));
    }
    if parts.is_empty() {
        parts.push(format!("no finished run in {}", safe(&found.runs)));
    }
    parts.extend(
        found.skipped.iter().map(|why| format!("{} {}", screen.bad("skipped:"), safe(why))),
    );
    parts.join("\n\n")
}
