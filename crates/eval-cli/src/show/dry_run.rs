//! The plan of a run and its size.

use eval_runner::{Bench, Plan};
use eval_trace::Manifest;
use serde_json::json;

use crate::args::Format;
use crate::screen::Screen;
use crate::show::words::plural;

pub(crate) fn show(
    bench: &Bench,
    plan: &Plan,
    manifest: &Manifest,
    format: Format,
    screen: Screen,
) -> anyhow::Result<()> {
    match format {
        Format::Json => {
            screen.print(serde_json::to_string_pretty(&as_json(bench, plan, manifest))?)?;
        }
        Format::Human => screen.print(as_text(bench, plan, manifest, screen))?,
    }
    Ok(())
}

/// No more model calls than this can be made.
fn most_turns(bench: &Bench, plan: &Plan) -> u64 {
    plan.len().saturating_mul(bench.suite.limits.max_turns.into())
}

fn as_json(bench: &Bench, plan: &Plan, manifest: &Manifest) -> serde_json::Value {
    let arms: Vec<_> = manifest
        .arms
        .iter()
        .map(|arm| {
            json!({
                "name": arm.name,
                "trials": arm.planned,
                "model": arm.model,
                "harness": arm.harness,
                "harness_hash": arm.harness_hash,
            })
        })
        .collect();
    let scenarios: Vec<_> = manifest
        .scenarios
        .iter()
        .map(|scenario| json!({ "name": scenario.name, "instances": scenario.instances }))
        .collect();
    json!({
        "schema_version": manifest.schema_version,
        "suite": manifest.suite.name,
        "plan_hash": plan.hash,
        "instances_hash": plan.instances_hash,
        "seed": plan.seed,
        "trials": plan.len(),
        "most_model_calls": most_turns(bench, plan),
        "arms": arms,
        "scenarios": scenarios,
    })
}

fn as_text(bench: &Bench, plan: &Plan, manifest: &Manifest, screen: Screen) -> String {
    let mut lines = vec![format!(
        "{} · {} planned · seed {} · at most {} model calls",
        screen.bold(&manifest.suite.name),
        plural(plan.len(), "trial"),
        plan.seed,
        most_turns(bench, plan),
    )];
    lines.push("\narms".to_owned());
    for arm in &manifest.arms {
        let trials = plural(arm.planned, "trial");
        let hash = screen.dim(arm.harness_hash.short());
        lines.push(format!(
            "  {:<18} {trials:>12}  {} · {} {hash}",
            arm.name, arm.model, arm.harness
        ));
    }
    lines.push("\nscenarios".to_owned());
    for scenario in &manifest.scenarios {
        for (variant, n) in &scenario.instances {
            let instances = plural(*n, "instance");
            lines.push(format!("  {:<30} {instances}", format!("{}.{variant}", scenario.name)));
        }
    }
    let (first, last) = (plan.trial(0), plan.trial(plan.len() - 1));
    if let (Some(first), Some(last)) = (first, last) {
        lines.push(format!("\nfirst  {}\nlast   {}", first.key, last.key));
    }
    lines.push(screen.dim("\nnothing was run (--dry-run)"));
    lines.join("\n")
}
