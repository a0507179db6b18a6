//! Which runs are to go. Decides and deletes nothing.

use std::ffi::OsString;
use std::path::Path;

use anyhow::bail;
use jiff::Timestamp;

use crate::run_folder::LATEST;
use crate::runs_in::{Condition, RunFolder, names};
use crate::show::words::{quoted, safe};

/// What was asked for. A run goes if any of the first three means it.
#[derive(Debug, Default)]
pub(crate) struct Criteria {
    /// Runs begun before this.
    pub(crate) before: Option<Timestamp>,
    /// The oldest, until the rest takes no more bytes than this.
    pub(crate) at_most: Option<u64>,
    /// These, by their folders' names.
    pub(crate) named: Vec<OsString>,
    /// Whether age and size apply to unfinished runs too.
    pub(crate) unfinished: bool,
}

/// Why a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Named,
    Old,
    Room,
}

/// Why a run stays that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Writing,
    Unfinished,
    /// Nobody knows when it was begun.
    Undated,
    /// It may be anything that has a `manifest.json`.
    Doubtful,
}

/// What goes and what is kept, of the runs in a folder.
#[derive(Debug, Default)]
pub(crate) struct Choice<'a> {
    pub(crate) go: Vec<(&'a RunFolder, Why)>,
    pub(crate) kept: Vec<(&'a RunFolder, Kept)>,
}

/// Chooses among runs, the newest of which comes first.
pub(crate) fn choose<'a>(runs: &'a [RunFolder], criteria: &Criteria) -> Choice<'a> {
    let mut choice = Choice::default();
    for run in runs {
        if criteria.named.contains(&run.name) {
            choice.take(run, Why::Named, kept_though_named(run));
        } else if criteria.before.is_some_and(|before| is_old(run, before)) {
            choice.take(run, Why::Old, kept_otherwise(run, criteria));
        }
    }
    if let Some(at_most) = criteria.at_most {
        choice.make_room(runs, at_most, criteria);
    }
    choice
}

impl<'a> Choice<'a> {
    fn take(&mut self, run: &'a RunFolder, why: Why, kept: Option<Kept>) {
        match kept {
            None => self.go.push((run, why)),
            Some(kept) => self.kept.push((run, kept)),
        }
    }

    /// Takes the oldest runs that are left until the rest is small enough.
    fn make_room(&mut self, runs: &'a [RunFolder], at_most: u64, criteria: &Criteria) {
        for run in runs.iter().rev() {
            if self.bytes_left(runs) <= at_most {
                return;
            }
            let is_decided = |decided: &RunFolder| decided.name == run.name;
            if !self.go.iter().any(|(gone, _)| is_decided(gone))
                && !self.kept.iter().any(|(kept, _)| is_decided(kept))
            {
                self.take(run, Why::Room, kept_otherwise(run, criteria));
            }
        }
    }

    /// What the runs take that do not go.
    pub(crate) fn bytes_left(&self, runs: &[RunFolder]) -> u64 {
        let all: u64 = runs.iter().map(|run| run.bytes).sum();
        let go: u64 = self.go.iter().map(|(run, _)| run.bytes).sum();
        all - go
    }
}

/// Whether age means a run. One that cannot be dated may be, which is said when
/// it is kept; one from the future, as a clock that was set back leaves it, is
/// never old.
fn is_old(run: &RunFolder, before: Timestamp) -> bool {
    run.created().is_none_or(|created| created < before)
}

fn kept_though_named(run: &RunFolder) -> Option<Kept> {
    match run.condition {
        Condition::Writing => Some(Kept::Writing),
        Condition::Damaged if !has_files_of_a_run(&run.dir) => Some(Kept::Doubtful),
        Condition::Complete | Condition::Stopped | Condition::Newer | Condition::Damaged => None,
    }
}

fn kept_otherwise(run: &RunFolder, criteria: &Criteria) -> Option<Kept> {
    match run.condition {
        Condition::Writing => Some(Kept::Writing),
        _ if run.created().is_none() => Some(Kept::Undated),
        Condition::Stopped if !criteria.unfinished => Some(Kept::Unfinished),
        Condition::Complete | Condition::Stopped => None,
        // Without a manifest there is no date.
        Condition::Newer | Condition::Damaged => Some(Kept::Undated),
    }
}

/// Whether something in a folder is a run's, where its manifest does not tell:
/// other programs keep a `manifest.json` too.
fn has_files_of_a_run(dir: &Path) -> bool {
    names(dir).unwrap_or_default().iter().any(|name| {
        name == "lock" || Path::new(name).extension().is_some_and(|ending| ending == "parquet")
    })
}

/// The folders of the runs that were named, by that name or by their ids. An
/// error where one cannot be told: then nothing is deleted at all.
pub(crate) fn named(
    wanted: &[String],
    runs: &[RunFolder],
    folder: &Path,
) -> anyhow::Result<Vec<OsString>> {
    wanted.iter().map(|wanted| one_named(wanted, runs, folder)).collect()
}

fn one_named(wanted: &str, runs: &[RunFolder], folder: &Path) -> anyhow::Result<OsString> {
    if let Some(run) = runs.iter().find(|run| run.name == wanted) {
        return Ok(run.name.clone());
    }
    let has_id = |run: &&RunFolder| run.facts.as_ref().is_some_and(|facts| facts.run_id == wanted);
    let found: Vec<&RunFolder> = runs.iter().filter(has_id).collect();
    let list = format!("flywheel list {}", quoted(&folder.display().to_string()));
    let folder = folder.display();
    match found.as_slice() {
        [run] => Ok(run.name.clone()),
        [] => match nearest(wanted, runs) {
            Some(meant) => bail!("no run `{wanted}` in {folder}; did you mean {}?", safe(&meant)),
            None => bail!("no run `{wanted}` in {folder}; to see which there are: {list}"),
        },
        several => {
            let names: Vec<String> = several.iter().map(|run| safe(&run.name())).collect();
            bail!("several runs have the id `{wanted}`: name one of {}", names.join(", "))
        }
    }
}

fn nearest(wanted: &str, runs: &[RunFolder]) -> Option<String> {
    // The link may have moved on since somebody looked where it points.
    if wanted == LATEST {
        return runs.iter().find(|run| run.is_latest).map(RunFolder::name);
    }
    let names: Vec<String> = runs.iter().map(RunFolder::name).collect();
    eval_toml::nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs_in::Facts;

    fn run(name: &str, created: &str, bytes: u64, condition: Condition) -> RunFolder {
        let facts = Facts {
            run_id: name.to_owned(),
            suite: "web".to_owned(),
            created: created.to_owned(),
            finished: 1,
            planned: 1,
            shard: None,
            arms: Vec::new(),
        };
        let is_readable = !matches!(condition, Condition::Damaged | Condition::Newer);
        RunFolder {
            name: name.into(),
            dir: Path::new("runs").join(name),
            condition,
            facts: is_readable.then_some(facts),
            problem: None,
            bytes,
            is_latest: false,
        }
    }

    /// Each of another kind, the newest first.
    fn runs() -> Vec<RunFolder> {
        vec![
            run("future", "2030-01-01T00:00:00Z", 10, Condition::Complete),
            run("writing", "2026-03-01T00:00:00Z", 10, Condition::Writing),
            run("new", "2026-02-01T00:00:00Z", 10, Condition::Complete),
            run("stopped", "2026-01-03T00:00:00Z", 10, Condition::Stopped),
            run("old", "2026-01-02T00:00:00Z", 10, Condition::Complete),
            run("older", "2026-01-01T00:00:00Z", 10, Condition::Complete),
            run("timeless", "once upon a time", 10, Condition::Complete),
            run("damaged", "", 10, Condition::Damaged),
        ]
    }

    /// The names of what goes and of what is kept.
    type Chosen = (Vec<(String, Why)>, Vec<(String, Kept)>);

    fn chosen(criteria: &Criteria) -> Chosen {
        let runs = runs();
        let choice = choose(&runs, criteria);
        (
            choice.go.iter().map(|(run, why)| (run.name(), *why)).collect(),
            choice.kept.iter().map(|(run, kept)| (run.name(), *kept)).collect(),
        )
    }

    fn go(criteria: &Criteria) -> Vec<String> {
        chosen(criteria).0.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn age_spares_the_future_the_unfinished_and_the_undated() {
        let before = Some("2026-02-15T00:00:00Z".parse().unwrap());
        let (go, kept) = chosen(&Criteria { before, ..Criteria::default() });
        assert_eq!(
            go,
            [
                ("new".to_owned(), Why::Old),
                ("old".to_owned(), Why::Old),
                ("older".to_owned(), Why::Old)
            ]
        );
        assert_eq!(
            kept,
            [
                ("stopped".to_owned(), Kept::Unfinished),
                ("timeless".to_owned(), Kept::Undated),
                ("damaged".to_owned(), Kept::Undated)
            ]
        );
    }

    #[test]
    fn room_is_made_by_the_oldest_and_by_no_more_than_it_takes() {
        let at_most = |bytes| Criteria { at_most: Some(bytes), ..Criteria::default() };
        assert_eq!(go(&at_most(80)), Vec::<String>::new());
        assert_eq!(go(&at_most(79)), ["older"]);
        assert_eq!(go(&at_most(65)), ["older", "old"]);
        assert_eq!(go(&at_most(0)), ["older", "old", "new", "future"]);
        let unfinished = Criteria { unfinished: true, ..at_most(55) };
        assert_eq!(go(&unfinished), ["older", "old", "stopped"]);
    }

    #[test]
    fn criteria_add_up_and_what_goes_anyway_makes_room() {
        let both = Criteria {
            before: Some("2026-01-02T00:00:00Z".parse().unwrap()),
            at_most: Some(60),
            named: vec!["stopped".into()],
            ..Criteria::default()
        };
        assert_eq!(go(&both), ["stopped", "older"]);
    }

    #[test]
    fn a_name_does_not_reach_a_run_that_is_being_written() {
        let named = Criteria { named: vec!["writing".into()], ..Criteria::default() };
        assert_eq!(chosen(&named), (vec![], vec![("writing".to_owned(), Kept::Writing)]));
    }
}
