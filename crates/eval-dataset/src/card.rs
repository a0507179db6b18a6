//! What a data set says of itself, for people: a card as the Hugging Face hub reads it.

use eval_formats::Shape;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};
use serde::Serialize;

use crate::configs::{Config, configs, data_file, max_length, notes};
use crate::excluded::Tally;
use crate::manifest::DatasetManifest;
use crate::preset::Preset;

const CARD: &str = include_str!("../templates/card.md.j2");

/// What was left out, for the table.
#[derive(Serialize)]
struct LeftOut {
    count: u64,
    words: &'static str,
}

/// A side with rows.
#[derive(Serialize)]
struct Side {
    split: &'static str,
    glob: String,
}

/// Writes the card.
pub(crate) fn card(manifest: &DatasetManifest) -> String {
    let mut jinja = Environment::new();
    jinja.add_filter("cell", cell);
    let preset = Preset::from_name(&manifest.preset);
    let count = |what: &str, name: &str| -> u64 {
        let counts = manifest.counts.get(what);
        counts.and_then(|counts| counts.get(name)).copied().unwrap_or_default()
    };
    let total = manifest.rows.train + manifest.rows.validation;
    let configs: Vec<Config> = configs(manifest);
    let known = context! {
        m => Value::from(Serde(manifest)),
        total => total,
        licence => only_licence(manifest),
        kind => preset.map_or("sft", |preset| kind(preset.shape())),
        preset_says => preset.map_or("", preset_says),
        size => size(total),
        sides => Value::from(Serde(sides(manifest))),
        simulated => count("origin", "simulated"),
        failures => count("class", "unknown"),
        trials_left_out => Value::from(Serde(left_out(&manifest.trials_left_out))),
        rows_left_out => Value::from(Serde(left_out(&manifest.rows_left_out))),
        max_length => max_length(manifest),
        configs => Value::from(Serde(configs)),
        notes => notes(manifest),
    };
    match jinja.render_str(CARD, known) {
        Ok(card) => format!("{}\n", card.trim_end()),
        // The template is ours and tested; the numbers are worth more than how they look.
        Err(error) => format!("# {}\n\nThe card could not be written: {error}\n", manifest.name),
    }
}

/// Nothing in a cell ends it, begins a tag or runs over lines.
fn cell(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('|', "\\|").replace(['\n', '\r'], " ")
}

/// The licence, where all rows have the same and it is stated.
fn only_licence(manifest: &DatasetManifest) -> Option<String> {
    let licences = manifest.counts.get("licence")?;
    let (name, _) = licences.first_key_value().filter(|_| licences.len() == 1)?;
    (name != "not stated").then(|| name.clone())
}

fn sides(manifest: &DatasetManifest) -> Vec<Side> {
    let rows = &manifest.rows;
    let sides = [("train", rows.train), ("validation", rows.validation)];
    let there = sides.into_iter().filter(|(_, rows)| *rows > 0);
    there.map(|(split, _)| Side { split, glob: data_file(manifest, split) }).collect()
}

fn left_out(tally: &Tally) -> Vec<LeftOut> {
    let mut left_out: Vec<LeftOut> =
        tally.0.iter().map(|(reason, &count)| LeftOut { count, words: reason.words() }).collect();
    left_out.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    left_out
}

/// The hub's classes of size.
fn size(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        _ => "10M<n<100M",
    }
}

fn kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Chat => "sft",
        Shape::Pair => "dpo",
        Shape::Labelled => "kto",
        Shape::Steps => "prm",
        Shape::Task => "rft",
    }
}

fn preset_says(preset: Preset) -> &'static str {
    match preset {
        Preset::RejectionSampled => {
            "trials that succeeded without an error; turns that were refused are not taught"
        }
        Preset::Repair => {
            "trials that succeeded after an error; the error and the recovery stay, the bad turn is \
             not taught"
        }
        Preset::Negatives => "trials that succeeded without a call, though tools were on offer",
        Preset::PairedArms => {
            "one arm passed and another failed the same instance and epoch; the first turn in which \
             they differ, after a prefix that is the same to the byte"
        }
        Preset::Unpaired => "the last turn of each trial, good where the trial succeeded",
        Preset::Stepwise => "every turn of each trial, good where it brought the trial on",
        Preset::Tasks => "the task of each instance that was solved, and the answer that solved it",
    }
}
