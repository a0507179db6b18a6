//! How far an arm differs from itself, for people.

use eval_findings::NoiseFloor;

use crate::screen::Screen;
use crate::show::numbers::points_within;
use crate::show::plain_table::table;
use crate::show::words::{percent, plural, safe};
use crate::show::wrapping::wrapped;

/// The noise of an arm.
pub(crate) fn tell(floor: &NoiseFloor, screen: Screen) -> String {
    let head = format!(
        "{}: `{}` against itself differs by up to ±{} points in 95 of 100 such measurements",
        screen.bold("noise floor"),
        safe(&floor.arm),
        percent(floor.floor)
    );
    let facts = format!(
        "measured: {} points between {} and {} others of {} instances, {} and {} of which \
         flipped\nsuccess {} %; a single trial varies by {:.3} within an instance (pass^1 - pass^2)",
        points_within(floor.difference, floor.interval),
        plural(floor.epochs[0].into(), "epoch"),
        floor.epochs[1],
        floor.instances,
        floor.flips[0],
        floor.flips[1],
        percent(floor.rate),
        floor.within,
    );
    let rows = floor
        .naive
        .iter()
        .map(|gate| vec![safe(&gate.rule), format!("{} %", percent(gate.blocks))])
        .collect();
    let heads =
        [("a gate on the bare numbers: blocks if", false), ("though nothing changed", true)];
    let said = wrapped(&format!("{head}\n{facts}"), screen);
    format!("{said}\n\n{}", table(&heads, rows, screen))
}
