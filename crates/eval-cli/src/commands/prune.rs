//! `flywheel prune`: delete runs.

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::args::PruneArgs;
use crate::discard::{self, Discarded};
use crate::pruning::{self, Criteria, Kept};
use crate::runs_in::{bytes_in, folder, runs_in};
use crate::screen::Screen;
use crate::show::prune_plan::{self, Pruned};
use crate::show::words::{quoted, safe};
use crate::status::Status;

pub(crate) fn prune(args: &PruneArgs, screen: Screen) -> anyhow::Result<Status> {
    if args.older_than.is_none() && args.keep_at_most.is_none() && args.run.is_empty() {
        bail!(
            "nothing says which runs are to go: give --older-than AGE, --keep-at-most SIZE or \
             --run ID, as in: flywheel prune --older-than 30d"
        );
    }
    let now = Timestamp::now();
    let asked = args.dir.as_deref();
    let folder = folder(asked);
    let runs = runs_in(asked)?;
    let before = args.older_than.as_ref().map(|age| {
        age.before(now).with_context(|| format!("--older-than {age} is before all time"))
    });
    let criteria = Criteria {
        before: before.transpose()?,
        at_most: args.keep_at_most.as_ref().map(|size| size.bytes),
        named: pruning::named(&args.run, &runs, folder)?,
        unfinished: args.unfinished,
    };
    let choice = pruning::choose(&runs, &criteria);
    let leftovers = discard::leftovers(folder);
    let mut pruned = Pruned {
        folder,
        runs: &runs,
        choice,
        leftovers: leftovers.iter().map(|dir| (dir.clone(), bytes_in(dir))).collect(),
        command: (!args.yes).then(|| command(args)),
        failed: Vec::new(),
        at_most: args.keep_at_most.as_ref(),
    };
    if args.yes {
        delete(&mut pruned, screen);
    }
    prune_plan::show(&pruned, now, args, screen)?;
    Ok(if pruned.failed.is_empty() { Status::Fine } else { Status::BadInput })
}

/// Deletes what was chosen. What cannot be deleted keeps nothing else from it.
fn delete(pruned: &mut Pruned<'_>, screen: Screen) {
    let folder = pruned.folder;
    let mut failed = Vec::new();
    let mut fail = |error: anyhow::Error| {
        let problem = format!("{error:#}");
        screen.note(format!("error: {}", safe(&problem)));
        failed.push(problem);
    };
    pruned.leftovers.retain(|(dir, _)| discard::remove(dir).map_err(&mut fail).is_ok());
    let chosen = std::mem::take(&mut pruned.choice.go);
    for (run, why) in chosen {
        match discard::discard(folder, &run.name) {
            Ok(Discarded::Gone) => pruned.choice.go.push((run, why)),
            Ok(Discarded::BeingWritten) => pruned.choice.kept.push((run, Kept::Writing)),
            Err(error) => fail(error),
        }
    }
    if let Err(error) = discard::mend_latest(folder) {
        fail(error);
    }
    pruned.failed = failed;
}

/// The command that does what was shown.
fn command(args: &PruneArgs) -> String {
    let mut words = vec!["flywheel prune".to_owned()];
    words.extend(args.dir.iter().map(|dir| quoted(&dir.display().to_string())));
    words.extend(
        args.older_than.iter().map(|age| format!("--older-than {}", quoted(&age.to_string()))),
    );
    words.extend(
        args.keep_at_most
            .iter()
            .map(|size| format!("--keep-at-most {}", quoted(&size.to_string()))),
    );
    words.extend(args.run.iter().map(|run| format!("--run {}", quoted(run))));
    words.extend(args.unfinished.then(|| "--unfinished".to_owned()));
    words.push("--yes".to_owned());
    words.join(" ")
}
