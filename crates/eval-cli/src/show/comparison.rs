//! A comparison, for people: the finding first, then what stands behind it.

use eval_findings::{
    Comparison, Difference, Estimand, Flip, IntervalMethod, PMethod, Says, SliceBy, SliceRow,
};
use serde_json::Value;

use crate::screen::Screen;
use crate::show::numbers::{
    NOTHING, amount, p_value, points, points_within, rate, rate_within, times,
};
use crate::show::plain_table::table;
use crate::show::words::{percent, plural, quoted, safe};
use crate::show::wrapping::wrapped;

/// How many flips and slices are shown unless all are asked for.
const SHOWN: usize = 10;

/// The whole comparison.
pub(crate) fn tell(found: &Comparison, all: bool, screen: Screen) -> String {
    let mut parts = vec![sides(found, screen), finding(found, screen)];
    parts.extend(sections(found, all, screen));
    parts.extend(footer(found, screen));
    parts.join("\n\n")
}

/// The sections that have something to say.
pub(crate) fn sections(found: &Comparison, all: bool, screen: Screen) -> Vec<String> {
    let sections = [
        changed(found, screen),
        flips(found, all, screen),
        slices(found, all, screen),
        takes(found, screen),
        safety(found, screen),
        missing(found, screen),
        volume(found, screen),
        warnings(&found.warnings, screen),
    ];
    sections.into_iter().flatten().collect()
}

fn heading(text: &str, screen: Screen) -> String {
    screen.bold(text)
}

fn sides(found: &Comparison, screen: Screen) -> String {
    let row = |role: &str, side: &eval_findings::Side| {
        let infra = if side.infra > 0 { format!(", {} infra", side.infra) } else { String::new() };
        vec![
            role.to_owned(),
            safe(&side.arm),
            rate_within(side.rate, side.interval),
            format!("{}/{}{infra}", side.success, side.scored),
            safe(&side.model),
            safe(&side.source),
        ]
    };
    let heads = [
        ("", false),
        ("arm", false),
        ("success", false),
        ("trials", true),
        ("model", false),
        ("from", false),
    ];
    let rows = vec![row("baseline", &found.baseline), row("candidate", &found.candidate)];
    table(&heads, rows, screen)
}

fn finding(found: &Comparison, screen: Screen) -> String {
    let difference = &found.success;
    let candidate = safe(&found.candidate.arm);
    let says = match difference.says {
        Says::Better => screen.good(format!("{candidate} is better")),
        Says::Worse => screen.bad(format!("{candidate} is worse")),
        Says::NotSeen => screen.bold("no difference was seen"),
        Says::CannotTell => screen.bold("it cannot be told"),
    };
    let Some(estimate) = difference.estimate else {
        return format!("{says}: no instance has a scored trial under both arms");
    };
    let p = difference.p.map_or_else(String::new, |p| format!(", {}", p_value(p)));
    let mut lines =
        vec![format!("{says}: {} points{p}", points_within(estimate, difference.interval))];
    lines.push(screen.dim(how(difference)));
    lines.push(match difference.smallest_seen {
        Some(smallest) => format!(
            "a true difference of {} points would have been seen four times out of five",
            percent(smallest)
        ),
        None => "how small a difference would have been seen cannot be told".to_owned(),
    });
    lines.push(noise(found, screen));
    wrapped(&lines.join("\n"), screen)
}

pub(crate) fn noise(found: &Comparison, screen: Screen) -> String {
    match &found.noise {
        Some(noise) => {
            let lies = if noise.is_outside { "outside" } else { "within" };
            format!(
                "noise floor: `{}` against itself differs by up to ±{} points in 95 of 100 such \
                 measurements; this lies {lies}",
                safe(&noise.arm),
                percent(noise.floor)
            )
        }
        None => screen.dim("noise floor: not measured; `flywheel noise SUITE` does"),
    }
}

/// How the interval and the p-value were made.
fn how(difference: &Difference) -> String {
    let interval = match difference.interval_by {
        IntervalMethod::ClusterT => "t",
        IntervalMethod::GuardedT => "guarded t, as nothing varied",
        IntervalMethod::Tango => "Tango",
        IntervalMethod::FixedSuite => "the noise of repeating only",
        IntervalMethod::None => "none",
    };
    let test = match difference.p_by {
        PMethod::SignFlip => "exact sign flip",
        PMethod::SignFlipDrawn => "sign flips, drawn",
        PMethod::McNemarMidP => "McNemar mid-p",
        PMethod::FixedSuite => "normal",
        PMethod::None => "none",
    };
    let estimand = match difference.estimand {
        Estimand::SuperPopulation => "instances like these",
        Estimand::FixedSuite => "exactly these instances",
    };
    format!(
        "over {} {} (of {estimand}); {:.0} % interval: {interval}; p: {test}; {} better, {} worse, \
         {} the same",
        difference.units,
        difference.unit.plural(),
        difference.confidence * 100.0,
        difference.wins,
        difference.losses,
        difference.ties,
    )
}

fn changed(found: &Comparison, screen: Screen) -> Option<String> {
    if found.changed.is_empty() {
        return None;
    }
    let value = |value: &Option<Value>| {
        value.as_ref().map_or_else(|| "(none)".to_owned(), |value| short(&safe(&value.to_string())))
    };
    let rows = found.changed.iter().map(|change| {
        vec![
            change.of.name().to_owned(),
            safe(&change.key),
            format!("{} → {}", value(&change.from), value(&change.to)),
        ]
    });
    let heads = [("changed", false), ("key", false), ("", false)];
    Some(table(&heads, rows.collect(), screen))
}

/// A long value by its beginning; the whole stands in the JSON.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

fn flips(found: &Comparison, all: bool, screen: Screen) -> Option<String> {
    let flips = &found.flips;
    if flips.lost.is_empty() && flips.won.is_empty() {
        return None;
    }
    let head = format!(
        "{}  {} lost, {} won; if the arms were alike, luck would make about {} each way",
        heading("flips", screen),
        flips.lost.len(),
        flips.won.len(),
        amount(flips.expected_each_way),
    );
    let shown = if all { usize::MAX } else { SHOWN };
    let row = |way: String, flip: &Flip| {
        vec![
            way,
            safe(&flip.instance),
            format!(
                "{}/{} → {}/{}",
                flip.baseline[0], flip.baseline[1], flip.candidate[0], flip.candidate[1]
            ),
            p_value(flip.p),
            format!("{:.3}", flip.p_adjusted),
        ]
    };
    let lost = flips.lost.iter().take(shown).map(|flip| row(screen.bad("lost"), flip));
    let won = flips.won.iter().take(shown).map(|flip| row(screen.good("won"), flip));
    let heads =
        [("", false), ("instance", false), ("passed", false), ("alone", false), ("adjusted", true)];
    let mut text = format!("{head}\n{}", table(&heads, lost.chain(won).collect(), screen));
    let hidden = flips.lost.len().saturating_sub(shown) + flips.won.len().saturating_sub(shown);
    if hidden > 0 {
        text += &screen.dim(format!("\n{hidden} more: --all"));
    }
    Some(text)
}

fn slices(found: &Comparison, all: bool, screen: Screen) -> Option<String> {
    if found.slices.is_empty() {
        return None;
    }
    let mut slices: Vec<&SliceRow> = found.slices.iter().collect();
    // The surest of each kind first, where not all are shown.
    if !all {
        slices.sort_by(|one, other| one.by.cmp(&other.by).then(one.p.total_cmp(&other.p)));
    }
    let shown = if all { usize::MAX } else { SHOWN };
    let mut rows = Vec::new();
    let mut hidden = 0;
    for by in [SliceBy::Family, SliceBy::Tag, SliceBy::Difficulty] {
        let of_kind: Vec<&&SliceRow> = slices.iter().filter(|slice| slice.by == by).collect();
        hidden += of_kind.len().saturating_sub(shown);
        rows.extend(of_kind.into_iter().take(shown).map(|slice| slice_row(slice, screen)));
    }
    let heads = [
        ("slice", false),
        ("", false),
        ("instances", true),
        ("baseline", true),
        ("candidate", true),
        ("points", false),
        ("adjusted p", true),
    ];
    let mut text = table(&heads, rows, screen);
    text += &screen.dim(
        "\nto explore, not to decide by: of those marked *, one in ten is expected to be false",
    );
    if hidden > 0 {
        text += &screen.dim(format!("\n{hidden} more: --all"));
    }
    Some(text)
}

fn slice_row(slice: &SliceRow, screen: Screen) -> Vec<String> {
    let mark = if slice.stands_out { screen.bold(" *") } else { String::new() };
    vec![
        slice.by.name().to_owned(),
        safe(&slice.name) + &mark,
        slice.instances.to_string(),
        rate(Some(slice.baseline)),
        rate(Some(slice.candidate)),
        points_within(slice.difference, slice.interval),
        format!("{:.3}", slice.p_adjusted),
    ]
}

fn takes(found: &Comparison, screen: Screen) -> Option<String> {
    if found.ratios.is_empty() {
        return None;
    }
    let per_success = |value: Option<f64>| value.map_or_else(|| NOTHING.to_owned(), amount);
    let rows = found.ratios.iter().map(|ratio| {
        let factor = match (ratio.ratio, ratio.shift) {
            (None, Some(shift)) => format!("{shift:+.2} (shift)"),
            _ => times(ratio.ratio, ratio.interval),
        };
        vec![
            ratio.metric.name().replace('_', " "),
            amount(ratio.baseline),
            amount(ratio.candidate),
            factor,
            times(ratio.total_ratio, None),
            format!(
                "{} → {}",
                per_success(ratio.baseline_per_success),
                per_success(ratio.candidate_per_success)
            ),
        ]
    });
    let heads = [
        ("takes, a trial", false),
        ("baseline", true),
        ("candidate", true),
        ("typically", false),
        ("in all", false),
        ("per success", false),
    ];
    let mut text = table(&heads, rows.collect(), screen);
    if found.simulated {
        text += &screen.dim("\nlatency: virtual milliseconds; tokens: an estimate");
    }
    Some(text)
}

fn safety(found: &Comparison, screen: Screen) -> Option<String> {
    let (a, b) = (&found.safety.baseline, &found.safety.candidate);
    if a.events + b.events == 0 {
        return None;
    }
    let line = |role: &str, side: &eval_findings::SafetyEvents| {
        let upper = side.upper.map_or_else(String::new, |upper| {
            format!("; of instances like these up to {} %", percent(upper))
        });
        format!(
            "  {role:<10} {} of {} trials, in {} of {} instances{upper}",
            side.events, side.trials, side.instances_with, side.instances
        )
    };
    Some(format!(
        "{}\n{}\n{}",
        screen.bad("broken invariants"),
        line("baseline", a),
        line("candidate", b)
    ))
}

fn missing(found: &Comparison, screen: Screen) -> Option<String> {
    let missing = found.missing.as_ref()?;
    let [low, high] = missing.bounds;
    Some(format!(
        "{}  {} trials of the baseline and {} of the candidate ({} %); had they all gone against or \
         for the candidate: {} to {} points",
        heading("lost to infra", screen),
        missing.baseline,
        missing.candidate,
        percent(missing.share),
        points(low),
        points(high),
    ))
}

fn volume(found: &Comparison, screen: Screen) -> Option<String> {
    let volume = found.volume.as_ref()?;
    let bounds = volume
        .successes_interval
        .map_or_else(String::new, |[lower, upper]| format!(" [{lower:+.0}, {upper:+.0}]"));
    let tokens =
        volume.tokens.map_or_else(String::new, |tokens| format!(", and {tokens:+.0} tokens"));
    Some(format!(
        "{}  {:+.0}{bounds} successes a day{tokens}",
        heading(&format!("at {} tasks a day", volume.per_day), screen),
        volume.successes,
    ))
}

/// Warnings, one a line; nothing where there are none.
pub(crate) fn warnings(warnings: &[String], screen: Screen) -> Option<String> {
    let lines: Vec<String> =
        warnings.iter().map(|text| format!("{} {}", screen.bad("warning:"), safe(text))).collect();
    (!lines.is_empty()).then(|| wrapped(&lines.join("\n"), screen))
}

fn footer(found: &Comparison, screen: Screen) -> Option<String> {
    let mut lines = Vec::new();
    let dropped = found.pairing.dropped;
    if dropped > 0 {
        lines.push(format!(
            "dropped: {} without a scored trial under both arms",
            plural(dropped, "instance")
        ));
    }
    if found.simulated {
        lines.push(
            "models: simulated; this shows that the machinery works, never how a real model behaves"
                .to_owned(),
        );
    }
    let mut parts = vec![screen.dim(wrapped(&lines.join("\n"), screen))];
    let flip = found.flips.lost.first().or(found.flips.won.first());
    if let Some(flip) = flip {
        let side = if found.flips.lost.is_empty() { &found.baseline } else { &found.candidate };
        let trial = format!("{}/{}@0", side.arm, flip.instance);
        let show = format!("flywheel show {} {}", quoted(&side.source), quoted(&trial));
        parts.push(format!("next: {}", screen.command(show)));
    }
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then(|| parts.join("\n"))
}
