//! `flywheel dataset`: what is in a file of training data, whoever made it.

use std::ops::ControlFlow;

use anyhow::{Context, bail};
use eval_dataset::{RowFile, row_files};
use eval_formats::{ChatTemplate, Checker, Format, Stats, read_row};
use eval_tokens::TokenCounter;

use crate::export_args::{
    CheckDatasetArgs, DatasetAction, DatasetArgs, ShowDatasetArgs, StatsDatasetArgs,
};
use crate::screen::Screen;
use crate::show::{dataset_check, dataset_row, dataset_stats};
use crate::status::Status;

pub(crate) fn dataset(args: &DatasetArgs, screen: Screen) -> anyhow::Result<Status> {
    match &args.action {
        DatasetAction::Check(args) => check(args, screen),
        DatasetAction::Show(args) => show(args, screen),
        DatasetAction::Stats(args) => stats(args, screen),
    }
}

fn check(args: &CheckDatasetArgs, screen: Screen) -> anyhow::Result<Status> {
    let mut found = Vec::new();
    for file in row_files(&args.path, format(args.format.as_deref()))? {
        let mut checker = Checker::new(file.format);
        file.for_each_line(|line| {
            checker.line(line);
            ControlFlow::Continue(())
        })?;
        found.push((file, checker.finish()));
    }
    let is_good = found.iter().all(|(_, report)| report.is_good());
    if args.json {
        screen.print(serde_json::to_string_pretty(&dataset_check::json(&found))?)?;
    } else {
        screen.print(dataset_check::tell(&found, screen))?;
    }
    Ok(if is_good { Status::Fine } else { Status::Differs })
}

/// A row of the first file, which is the one to train on.
fn show(args: &ShowDatasetArgs, screen: Screen) -> anyhow::Result<Status> {
    let files = row_files(&args.path, format(args.format.as_deref()))?;
    let Some(file) = files.first() else { bail!("{} has no rows", args.path.display()) };
    let line = nth_line(file, args.row)?;
    let row = read_row(file.format, &line).with_context(|| {
        format!("row {} of {}; `flywheel dataset check` says more", args.row, file.path.display())
    })?;
    let template = match &args.template {
        Some(path) => ChatTemplate::load(path)?,
        None => ChatTemplate::built_in(),
    };
    let rendered = template.render(&row)?;
    if args.json {
        screen
            .print(serde_json::to_string_pretty(&dataset_row::json(file, args.row, &rendered))?)?;
    } else {
        screen.print(dataset_row::tell(file, args.row, &rendered, screen))?;
    }
    Ok(Status::Fine)
}

fn nth_line(file: &RowFile, wanted: u64) -> anyhow::Result<Vec<u8>> {
    let mut found = None;
    let mut rows = 0;
    file.for_each_line(|line| {
        rows += 1;
        if rows == wanted {
            found = Some(line.to_vec());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    found.with_context(|| {
        format!("{} has no row {wanted}; it has {rows}, counted from 1", file.path.display())
    })
}

fn stats(args: &StatsDatasetArgs, screen: Screen) -> anyhow::Result<Status> {
    let counter = TokenCounter::named(&args.tokenizer)
        .map_err(|error| anyhow::anyhow!("{error}\nhelp: {}", error.hint()))?;
    let mut found = Vec::new();
    for file in row_files(&args.path, format(args.format.as_deref()))? {
        let mut stats = Stats::new(file.format);
        let mut unread = 0;
        file.for_each_line(|line| {
            match read_row(file.format, line) {
                Ok(row) => stats.add(&row, |text| counter.count(text) as u64),
                Err(_) => unread += 1,
            }
            ControlFlow::Continue(())
        })?;
        found.push((file, stats.summary(), unread));
    }
    if args.json {
        let json = dataset_stats::json(&found, counter.name());
        screen.print(serde_json::to_string_pretty(&json)?)?;
    } else {
        screen.print(dataset_stats::tell(&found, counter.name(), screen))?;
    }
    // Numbers over nothing are none.
    let is_read = found.iter().any(|(_, summary, _)| summary.rows > 0);
    Ok(if is_read { Status::Fine } else { Status::BadInput })
}

fn format(named: Option<&str>) -> Option<Format> {
    named.and_then(Format::from_name)
}
