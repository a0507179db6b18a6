//! A leaderboard, for people.

use eval_findings::Leaderboard;

use crate::screen::Screen;
use crate::show::comparison::warnings;
use crate::show::numbers::{NOTHING, amount, rate_within};
use crate::show::plain_table::table;
use crate::show::words::{plural, safe};
use crate::show::wrapping::wrapped;

/// The arms, best first.
pub(crate) fn tell(found: &Leaderboard, screen: Screen) -> String {
    let rows = found.ranked.iter().map(|arm| {
        let [low, high] = arm.ranks;
        let ranks = if low == high { low.to_string() } else { format!("{low}–{high}") };
        let frontier = if arm.on_frontier { screen.good("yes") } else { "no".to_owned() };
        vec![
            ranks,
            safe(&arm.arm),
            safe(&arm.model),
            rate_within(Some(arm.rate), arm.interval),
            arm.scored.to_string(),
            arm.unsafe_trials.to_string(),
            arm.infra.to_string(),
            arm.takes.map_or_else(|| NOTHING.to_owned(), amount),
            frontier,
        ]
    });
    let dear = found.frontier_by.map_or("takes", |metric| metric.name());
    let heads = [
        ("rank", true),
        ("arm", false),
        ("model", false),
        ("success", false),
        ("trials", true),
        ("unsafe", true),
        ("infra", true),
        (dear, true),
        ("frontier", false),
    ];
    let mut parts = vec![table(&heads, rows.collect(), screen)];
    let mut notes = vec![format!(
        "over {} that all of them played, {} {}; ranks: pairs tested together at 5 % (Holm), arms \
         that share a rank are not shown to differ",
        plural(found.instances, "instance"),
        found.units,
        found.unit.plural(),
    )];
    if !found.unranked.is_empty() {
        notes.push(format!(
            "not ranked, as they played something else: {}",
            safe(&found.unranked.join(", "))
        ));
    }
    if found.simulated {
        notes.push(
            "models: simulated; this shows that the machinery works, never how a real model behaves"
                .to_owned(),
        );
    }
    parts.push(screen.dim(wrapped(&notes.join("\n"), screen)));
    parts.extend(warnings(&found.warnings, screen));
    parts.join("\n\n")
}
