//! What a suite could see, for people.

use eval_findings::{SizePlan, Sized};

use crate::screen::Screen;
use crate::show::comparison::warnings;
use crate::show::numbers::{NOTHING, amount};
use crate::show::plain_table::{Head, table};
use crate::show::words::{percent, plural, safe};
use crate::show::wrapping::wrapped;

/// The plan: the answer first, then the tables it was read from.
pub(crate) fn tell(plan: &SizePlan, screen: Screen) -> String {
    let parts = [
        Some(wrapped(&answer(plan, screen), screen)),
        Some(section("by epochs", &plan.by_epochs, plan, screen)),
        Some(section("by instances", &plan.by_instances, plan, screen)),
        Some(wrapped(&noise(plan, screen), screen)),
        warnings(&plan.warnings, screen),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join("\n\n")
}

fn answer(plan: &SizePlan, screen: Screen) -> String {
    let (drop, margin) = (percent(plan.drop), percent(plan.margin));
    let often = percent(plan.power);
    let epochs = |found: Option<u32>| {
        found.map_or_else(
            || "no number of epochs".to_owned(),
            |n| screen.bold(plural(n.into(), "epoch")),
        )
    };
    let instances = |found: Option<u64>| {
        found.map_or_else(
            || "no number of instances".to_owned(),
            |n| screen.bold(plural(n, "instance")),
        )
    };
    format!(
        "{}: {}, {}, {}\n\
         to block a drop of {drop} points {often} % of the time: {} over these instances, or {} at \
         these epochs\n\
         to pass at a margin of {margin} points {often} % of the time if nothing changed: {} over \
         these instances, or {} at these epochs",
        screen.bold(safe(&plan.suite)),
        plural(plan.instances, "instance"),
        plural(plan.epochs.into(), "epoch"),
        plural(plan.units, "independent unit"),
        epochs(plan.epochs_for_drop),
        instances(plan.instances_for_drop),
        epochs(plan.epochs_for_pass),
        instances(plan.instances_for_pass),
    )
}

fn section(what: &'static str, sizes: &[Sized], plan: &SizePlan, screen: Screen) -> String {
    let share = |value: Option<f64>| {
        value.map_or_else(|| NOTHING.to_owned(), |value| format!("{} %", percent(value)))
    };
    let rows = sizes.iter().map(|size| {
        let is_now = size.epochs == plan.epochs && size.instances == plan.instances;
        let mark = if is_now { screen.bold("now") } else { String::new() };
        let mut row = vec![
            mark,
            size.instances.to_string(),
            size.epochs.to_string(),
            size.trials.to_string(),
            size.smallest_seen.map_or_else(
                || NOTHING.to_owned(),
                |smallest| format!("{} points", percent(smallest)),
            ),
            share(size.blocks_drop),
            share(size.passes_unchanged),
        ];
        row.extend(size.tokens.map(amount));
        row.extend(size.cost.map(|cost| format!("${cost:.2}")));
        row.extend(size.seconds.map(|seconds| format!("{} s", amount(seconds))));
        row
    });
    let mut heads: Vec<Head> = vec![
        (what, false),
        ("instances", true),
        ("epochs", true),
        ("trials", true),
        ("smallest seen", true),
        ("blocks the drop", true),
        ("passes unchanged", true),
    ];
    let one = plan.per_trial;
    heads.extend(one.map(|_| ("tokens", true)));
    heads.extend(one.and_then(|one| one.cost).map(|_| ("cost", true)));
    heads.extend(one.and_then(|one| one.seconds).map(|_| ("on one thread", true)));
    table(&heads, rows.collect(), screen)
}

fn noise(plan: &SizePlan, screen: Screen) -> String {
    let noise = &plan.noise;
    let text = format!(
        "trials are those of both arms; noise from {}: success {} %, a single trial varies by {:.3}, \
         instances by {:.3}{}",
        safe(&noise.from),
        percent(noise.rate),
        noise.within,
        noise.between,
        if noise.design_effect > 1.0 {
            format!(", and {:.1} times as much because related ones are alike", noise.design_effect)
        } else {
            String::new()
        },
    );
    screen.dim(text)
}
