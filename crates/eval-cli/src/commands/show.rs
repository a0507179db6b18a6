//! `flywheel show`: a run, or one of its trials.

use eval_store::Run;
use eval_trace::{Event, TrialRecord};
use serde_json::json;

use crate::args::{Format, ShowArgs, View};
use crate::find_trial::find_trial;
use crate::screen::Screen;
use crate::show::{sre, story, summary};
use crate::status::Status;

pub(crate) fn show(args: &ShowArgs, screen: Screen) -> anyhow::Result<Status> {
    let run = Run::open(&args.run)?;
    let Some(wanted) = &args.trial else {
        summary::show(&summary::of(&run)?, &run, args.format, screen)?;
        return Ok(Status::Fine);
    };
    let trial = find_trial(&run, wanted)?;
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
