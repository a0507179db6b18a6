//! The arms of a run from every side, for people.

use std::collections::BTreeMap;

use eval_findings::{ArmProfile, HorizonStep, RunProfile, Steadiness};

use crate::screen::Screen;
use crate::show::numbers::{NOTHING, amount, rate, rate_within};
use crate::show::plain_table::table;
use crate::show::words::{percent, safe};

/// Turns of a horizon that are shown.
const TURNS_SHOWN: usize = 12;

/// All arms, one after the other.
pub(crate) fn tell(found: &RunProfile, screen: Screen) -> String {
    let mut parts: Vec<String> = found.arms.iter().map(|arm| one(arm, screen)).collect();
    if found.simulated {
        parts.push(screen.dim(
            "models: simulated; this shows that the machinery works, never how a real model behaves",
        ));
    }
    parts.join("\n\n")
}

fn one(arm: &ArmProfile, screen: Screen) -> String {
    let parts = [
        Some(format!("{} · model {}", screen.bold(safe(&arm.arm)), safe(&arm.model))),
        Some(came_out(arm, screen)),
        Some(tries(arm, screen)),
        Some(takes(arm, screen)),
        Some(horizon(&arm.horizon, screen)),
        Some(instances(arm, screen)),
    ];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<String>>()
        .join("\n\n")
}

/// How often two trials of an instance both pass.
fn reliable(slice: &eval_findings::SliceProfile) -> String {
    let two = slice.tries.iter().find(|tries| tries.k == 2).and_then(|tries| tries.all);
    rate(two)
}

fn came_out(arm: &ArmProfile, screen: Screen) -> String {
    let outcomes = |counts: &BTreeMap<String, u64>| {
        let mut counts: Vec<(&String, &u64)> = counts.iter().collect();
        counts.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
        let words: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
        words.join(", ")
    };
    let row = |kind: &str, name: &str, slice: &eval_findings::SliceProfile| {
        vec![
            kind.to_owned(),
            safe(name),
            slice.instances.to_string(),
            slice.trials.to_string(),
            rate_within(slice.rate, slice.interval),
            reliable(slice),
            slice.tokens.map_or_else(|| NOTHING.to_owned(), amount),
            slice.latency_ms.map_or_else(|| NOTHING.to_owned(), amount),
            outcomes(&slice.outcomes),
        ]
    };
    let mut rows = vec![row("all", "", &arm.whole)];
    rows.extend(arm.slices.iter().map(|slice| row(slice.by.name(), &slice.name, &slice.profile)));
    let heads = [
        ("slice", false),
        ("", false),
        ("instances", true),
        ("trials", true),
        ("success", false),
        ("pass^2", true),
        ("tokens", true),
        ("ms", true),
        ("outcomes", false),
    ];
    let stability = &arm.whole.stability;
    let steady = format!(
        "\nsteady: {} always pass, {} always fail, {} flaky, {} with fewer than three trials",
        stability.stable_pass, stability.stable_fail, stability.flaky, stability.too_few
    );
    table(&heads, rows, screen) + &screen.dim(steady)
}

fn instances(arm: &ArmProfile, screen: Screen) -> String {
    if arm.instances.is_empty() {
        return String::new();
    }
    let rows = arm.instances.iter().map(|one| {
        let steadiness = match one.steadiness {
            Steadiness::StablePass => screen.good("always passes"),
            Steadiness::Flaky => "flaky".to_owned(),
            Steadiness::StableFail => screen.bad("always fails"),
            Steadiness::TooFew => "too few trials".to_owned(),
        };
        vec![
            safe(&one.instance),
            safe(&one.family),
            format!("{}/{}", one.success, one.scored),
            steadiness,
        ]
    });
    let heads = [("instance", false), ("family", false), ("passed", true), ("steady", false)];
    table(&heads, rows.collect(), screen)
}

fn tries(arm: &ArmProfile, screen: Screen) -> String {
    let rows = arm.whole.tries.iter().map(|tries| {
        vec![
            tries.k.to_string(),
            rate_within(tries.at_least_one, tries.at_least_one_interval),
            rate_within(tries.all, tries.all_interval),
            tries.instances.to_string(),
            tries.dropped.to_string(),
        ]
    });
    let heads = [
        ("k", true),
        ("pass@k: one of k", false),
        ("pass^k: all of k", false),
        ("instances", true),
        ("dropped", true),
    ];
    let few = arm.whole.tries.first().is_some_and(|tries| tries.instances < 20);
    let note = if few { "\nfewer than 20 instances: these intervals are not reliable" } else { "" };
    table(&heads, rows.collect(), screen) + &screen.dim(note)
}

fn takes(arm: &ArmProfile, screen: Screen) -> String {
    let rows = arm.takes.iter().map(|takes| {
        vec![
            takes.metric.name().replace('_', " "),
            amount(takes.mean),
            amount(takes.p50),
            amount(takes.p90),
            amount(takes.p95),
            amount(takes.max),
        ]
    });
    let heads = [
        ("takes, a trial", false),
        ("mean", true),
        ("median", true),
        ("p90", true),
        ("p95", true),
        ("most", true),
    ];
    let time = arm.time.as_ref().map_or_else(String::new, |time| {
        format!(
            "\ntime a trial: model {} ms, tools {} ms, people {} ms, harness {} ms (virtual with \
             simulated models)",
            amount(time.model_ms),
            amount(time.tool_ms),
            amount(time.human_ms),
            amount(time.harness_ms)
        )
    });
    table(&heads, rows.collect(), screen) + &screen.dim(time)
}

fn horizon(steps: &[HorizonStep], screen: Screen) -> String {
    let rows = steps.iter().take(TURNS_SHOWN).map(|step| {
        let [lower, upper] = step.hazard_interval;
        vec![
            step.turn.to_string(),
            step.at_risk.to_string(),
            step.failed.to_string(),
            step.succeeded.to_string(),
            format!("{} % [{}, {}]", percent(step.hazard), percent(lower), percent(upper)),
            rate(Some(step.not_failed)),
            step.success_of_ended.map_or_else(|| NOTHING.to_owned(), |share| rate(Some(share))),
        ]
    });
    let heads = [
        ("turn", true),
        ("get there", true),
        ("fail", true),
        ("succeed", true),
        ("hazard", false),
        ("not failed so far", true),
        ("success of those that end", true),
    ];
    let mut text = table(&heads, rows.collect(), screen);
    if steps.len() > TURNS_SHOWN {
        text += &screen.dim(format!("\n{} more turns: --format json", steps.len() - TURNS_SHOWN));
    }
    text
}
