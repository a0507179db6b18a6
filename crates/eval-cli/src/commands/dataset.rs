//! `flywheel dataset`: what is in a file of training data, whoever made it.

use eval_dataset::row_files;
use eval_formats::{Checker, Format};

use crate::export_args::{CheckDatasetArgs, DatasetAction, DatasetArgs};
use crate::screen::Screen;
use crate::show::dataset_check as show;
use crate::status::Status;

pub(crate) fn dataset(args: &DatasetArgs, screen: Screen) -> anyhow::Result<Status> {
    match &args.action {
        DatasetAction::Check(args) => check(args, screen),
    }
}

fn check(args: &CheckDatasetArgs, screen: Screen) -> anyhow::Result<Status> {
    let said = args.format.as_deref().and_then(Format::from_name);
    let mut found = Vec::new();
    for file in row_files(&args.path, said)? {
        let mut checker = Checker::new(file.format);
        file.for_each_line(|line| {
            checker.line(line);
            Ok(())
        })?;
        found.push((file, checker.finish()));
    }
    let is_good = found.iter().all(|(_, report)| report.is_good());
    if args.json {
        screen.print(serde_json::to_string_pretty(&show::json(&found))?)?;
    } else {
        screen.print(show::tell(&found, screen))?;
    }
    Ok(if is_good { Status::Fine } else { Status::Differs })
}
