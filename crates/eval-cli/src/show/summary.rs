//! The summary of a run.

use eval_findings::{CONFIDENCE, RunSummary, Summing};
use eval_store::Run;
use eval_trace::{Outcome, RunStatus, TrialRecord};

use crate::args::Format;
use crate::screen::Screen;
use crate::show::summary_table::table;
use crate::show::words::{percent, plural, quoted, safe};

/// Sums a stored run up.
pub(crate) fn of(run: &Run) -> anyhow::Result<RunSummary> {
    let mut summing = Summing::new(run.manifest());
    for trial in run.trials()? {
        summing.add(&trial?);
    }
    Ok(summing.finish(run.manifest(), &run.dir().display().to_string()))
}

/// Shows a summary, and for people what to type next.
pub(crate) fn show(
    summary: &RunSummary,
    run: &Run,
    format: Format,
    screen: Screen,
) -> anyhow::Result<()> {
    match format {
        Format::Json => screen.print(serde_json::to_string_pretty(summary)?)?,
        Format::Human => {
            screen.print(head(summary, screen))?;
            screen.print(table(summary, screen))?;
            screen.print(foot(summary, screen))?;
            screen.print(what_next(summary, run, screen)?)?;
        }
    }
    Ok(())
}

fn head(summary: &RunSummary, screen: Screen) -> String {
    let mut head = format!(
        "\n{} · {} · seed {}",
        screen.bold(safe(&summary.suite)),
        plural(summary.finished, "trial"),
        summary.seed
    );
    if summary.status != RunStatus::Complete {
        let planned = plural(summary.planned, "trial");
        head += &screen.bad(format!(" · INCOMPLETE: {} of {planned}", summary.finished));
    }
    head
}

fn foot(summary: &RunSummary, screen: Screen) -> String {
    let mut lines = vec![format!(
        "success: mean over instances, recovered ones included, with a {:.0} % interval\n\
         over {} (–: not to be estimated); turns and calls: means",
        CONFIDENCE * 100.0,
        summary.unit.plural(),
    )];
    if let Some(share) = summary.infra_share.filter(|share| *share > 0.0) {
        let line = format!(
            "infra: {} % of trials failed outside the agent and stand in no rate\n\
             (at most {} % allowed)",
            percent(share),
            percent(summary.max_infra),
        );
        lines.push(line);
    }
    let dropped: u64 = summary.arms.iter().map(|arm| arm.dropped_instances).sum();
    if dropped > 0 {
        lines.push(format!(
            "dropped: {} without a single scored trial",
            plural(dropped, "instance")
        ));
    }
    if summary.simulated {
        lines.push(
            "models: simulated; this shows that the machinery works, never how a real\n\
             model behaves"
                .to_owned(),
        );
    }
    let mut foot = screen.dim(lines.join("\n"));
    if summary.is_invalid() {
        foot +=
            &screen.bad("\nINVALID: too much failed outside the agents to say anything of them");
    }
    foot
}

fn what_next(summary: &RunSummary, run: &Run, screen: Screen) -> anyhow::Result<String> {
    let dir = &summary.dir;
    let mut lines = vec![format!("run:  {dir}")];
    if let Some(trial) = worth_a_look(run)? {
        let show = screen.command(format!("flywheel show {} '{}'", quoted(dir), trial.key));
        lines.push(format!("next: {show}   ({})", trial.outcome.name()));
    }
    let again = screen.command(format!("flywheel show {}", quoted(dir)));
    lines.push(format!("      {again}   (this table)"));
    Ok(lines.join("\n"))
}

/// The first trial that did not end well, else the first there is.
fn worth_a_look(run: &Run) -> anyhow::Result<Option<TrialRecord>> {
    let mut first = None;
    for trial in run.trials()? {
        let trial = trial?;
        if matches!(trial.outcome, Outcome::Failed | Outcome::Unsafe | Outcome::Infra) {
            return Ok(Some(trial));
        }
        first.get_or_insert(trial);
    }
    Ok(first)
}
