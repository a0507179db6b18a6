//! `flywheel show`: a run, or one of its trials.

use anyhow::bail;
use eval_store::Run;
use eval_trace::{Event, TrialRecord};
use serde_json::json;

use crate::args::{Format, ShowArgs, View};
use crate::screen::Screen;
use crate::show::{sre, story, summary};
use crate::status::Status;

/// How many trials are named where too many fit.
const NAMED: usize = 5;

pub(crate) fn show(args: &ShowArgs, screen: Screen) -> anyhow::Result<Status> {
    let run = Run::open(&args.run)?;
    let Some(wanted) = &args.trial else {
        summary::show(&summary::of(&run)?, &run, args.format, screen)?;
        return Ok(Status::Fine);
    };
    let trial = find(&run, wanted)?;
    let events = run.trace(trial.id)?;
    match (args.view, args.format) {
        (View::Sre, _) => {
            for line in sre::project(&events) {
                screen.print(line)?;
            }
        }
        (View::Story, Format::Human) => {
            for line in story::tell(&trial, &events, screen) {
                screen.print(line)?;
            }
        }
        (View::Story, Format::Json) => {
            screen.print(serde_json::to_string_pretty(&as_json(&trial, &events))?)?;
        }
    }
    Ok(Status::Fine)
}

fn find(run: &Run, wanted: &str) -> anyhow::Result<TrialRecord> {
    let mut found = run.find(wanted)?;
    match found.len() {
        0 => {
            let example = match run.trials()?.next() {
                Some(first) => format!("; the first is `{}`", first?.key),
                None => "; it holds none".to_owned(),
            };
            bail!("no trial `{wanted}` in {}{example}", run.dir().display())
        }
        1 => Ok(found.remove(0)),
        n => {
            let names: Vec<String> =
                found.iter().take(NAMED).map(|trial| trial.key.to_string()).collect();
            let more = if n > NAMED { ", …" } else { "" };
            bail!("{n} trials fit `{wanted}`: {}{more}", names.join(", "))
        }
    }
}

/// The trial for programs: its events with every text in place, by hash.
fn as_json(trial: &TrialRecord, events: &[Event]) -> serde_json::Value {
    let mut texts = serde_json::Map::new();
    for event in events {
        event.kind.for_each_text(|text| {
            texts.entry(text.hash().to_string()).or_insert_with(|| json!(text.as_str()));
        });
    }
    json!({
        "schema_version": eval_trace::SCHEMA_VERSION,
        "trial_id": trial.id,
        "key": trial.key,
        "outcome": trial.outcome,
        "recoverability": trial.recoverability,
        "stop": trial.stop,
        "detail": trial.detail,
        "verified": trial.verified,
        "unmet": trial.unmet,
        "broken": trial.broken,
        "events": events,
        "texts": texts,
    })
}
