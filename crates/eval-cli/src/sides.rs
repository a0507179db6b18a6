//! Which two arms are meant: by words of the command line.

use std::path::{Path, PathBuf};

use anyhow::bail;
use eval_analysis::{Measured, read_arms, read_baseline};
use eval_store::Run;
use eval_toml::nearest;

use crate::run_folder::{LATEST, RUNS};
use crate::runs_in::MANIFEST;

/// The two arms of a comparison.
pub(crate) struct Sides {
    pub(crate) a: Measured,
    pub(crate) b: Measured,
}

/// What a word means.
#[derive(Clone, Debug)]
enum Word {
    /// A run's folder.
    Run(PathBuf),
    /// An arm of a run.
    ArmOf(PathBuf, String),
    /// A baseline's file.
    File(PathBuf),
    /// An arm of the run that is meant otherwise.
    Arm(String),
}

impl Word {
    fn of(word: &str) -> Self {
        let path = Path::new(word);
        if is_run(path) {
            return Self::Run(path.to_owned());
        }
        if path.is_file() {
            return Self::File(path.to_owned());
        }
        match word.rsplit_once(':') {
            Some((run, arm)) if is_run(Path::new(run)) => Self::ArmOf(run.into(), arm.to_owned()),
            // A path that is not there is an error about that path.
            _ if word.contains(std::path::MAIN_SEPARATOR) => Self::Run(path.to_owned()),
            _ if path.extension().is_some_and(|kind| kind == "json") => Self::File(path.to_owned()),
            _ => Self::Arm(word.to_owned()),
        }
    }
}

fn is_run(path: &Path) -> bool {
    path.join(MANIFEST).is_file()
}

/// Whether the word means an arm of the run at hand, and nothing beside it.
pub(crate) fn is_arm(word: &str) -> bool {
    matches!(Word::of(word), Word::Arm(_))
}

/// The two that one to three words mean.
pub(crate) fn of_words(words: &[String]) -> anyhow::Result<Sides> {
    let words: Vec<Word> = words.iter().map(|word| Word::of(word)).collect();
    match words.as_slice() {
        [Word::Run(run)] => default_pair(run),
        [Word::Run(run), Word::Arm(b)] => pair(run, None, Some(b)),
        [Word::Run(run), Word::Arm(a), Word::Arm(b)] => pair(run, Some(a), Some(b)),
        [Word::Arm(a), Word::Arm(b)] => pair(&latest(), Some(a), Some(b)),
        [one, other] => across(one, other),
        [Word::Arm(name)] => {
            bail!(
                "`{name}` is no run's folder, and one arm is no comparison; name two, as in: flywheel \
                 compare A {name}"
            )
        }
        [Word::File(file) | Word::ArmOf(file, _)] => {
            bail!("{} is one side of a comparison; name the other after it", file.display())
        }
        _ => bail!(
            "three words are a run's folder and two of its arms; see `flywheel compare --help`"
        ),
    }
}

/// A candidate of a run, and its baseline: another arm of the run, or something else.
pub(crate) fn of_gate(
    run: &Path,
    baseline: Option<&str>,
    candidate: Option<&str>,
) -> anyhow::Result<Sides> {
    match baseline.map(Word::of) {
        None => pair(run, None, candidate),
        Some(Word::Arm(a)) => pair(run, Some(&a), candidate),
        Some(other) => {
            let a = alone(&other, None)?;
            let arms = arms_of(run)?;
            let name = candidate.unwrap_or(&a.provenance.arm);
            // A baseline is of an arm: the candidate is the one of its name.
            let b = if candidate.is_none() && arms.len() == 1 {
                take(arms, None, run)?
            } else {
                take(arms, Some(name), run)?
            };
            Ok(Sides { a, b })
        }
    }
}

/// One arm of a run: the one named, else the only one.
pub(crate) fn one(run: &Path, arm: Option<&str>) -> anyhow::Result<Measured> {
    let arms = arms_of(run)?;
    if arm.is_none() && arms.len() > 1 {
        bail!("{} has several arms: {}; say which with --arm", run.display(), names(&arms));
    }
    take(arms, arm, run)
}

fn latest() -> PathBuf {
    Path::new(RUNS).join(LATEST)
}

fn arms_of(run: &Path) -> anyhow::Result<Vec<Measured>> {
    Ok(read_arms(&Run::open(run)?, None)?)
}

fn default_pair(run: &Path) -> anyhow::Result<Sides> {
    pair(run, None, None)
}

/// Two arms of one run. The first unless named; the other unless named is the only one that played
/// an instance of the first.
fn pair(run: &Path, a: Option<&str>, b: Option<&str>) -> anyhow::Result<Sides> {
    let mut arms = arms_of(run)?;
    let place_of = |arms: &[Measured], name: &str| {
        let place = arms.iter().position(|arm| arm.provenance.arm == name);
        place.ok_or_else(|| unknown_arm(arms, name, run))
    };
    let first = match (a, b) {
        (Some(name), _) => place_of(&arms, name)?,
        // The candidate named is no baseline of itself.
        (None, Some(b)) if arms.first().is_some_and(|arm| arm.provenance.arm == b) => {
            bail!(
                "`{b}` is the run's first arm, so it is the baseline; name another with --baseline"
            )
        }
        (None, _) if arms.is_empty() => bail!("{} has no arm", run.display()),
        (None, _) => 0,
    };
    let second = match b {
        Some(name) => place_of(&arms, name)?,
        None => other(&arms, first, run)?,
    };
    if first == second {
        let name = &arms[first].provenance.arm;
        bail!(
            "both sides are the arm `{name}`; to measure an arm against itself: flywheel noise {} \
             --arm {name}",
            run.display()
        );
    }
    let b = arms[second].clone();
    Ok(Sides { a: arms.swap_remove(first), b })
}

/// The only arm that played an instance of the first.
fn other(arms: &[Measured], first: usize, run: &Path) -> anyhow::Result<usize> {
    let others: Vec<usize> = (0..arms.len())
        .filter(|place| *place != first && share_instances(&arms[first], &arms[*place]))
        .collect();
    let name = &arms[first].provenance.arm;
    match others.as_slice() {
        [only] => Ok(*only),
        // Stopped before it came to that: what is missing is not what the suite left out.
        [] if arms[first].provenance.unfinished > 0 && arms.len() > 1 => {
            Ok(usize::from(first == 0))
        }
        [] => bail!(
            "no other arm of {} played the instances of `{name}`; a comparison needs two arms, or \
             a second run",
            run.display()
        ),
        several => {
            let names: Vec<&str> =
                several.iter().map(|place| arms[*place].provenance.arm.as_str()).collect();
            bail!(
                "`{name}` can be compared with {}; say with which, as in: flywheel compare {} {name} \
                 {} (or --candidate {} for a gate)",
                names.join(", "),
                run.display(),
                names[0],
                names[0]
            )
        }
    }
}

fn share_instances(one: &Measured, other: &Measured) -> bool {
    // Arms of one run share their places, in one order.
    let mut there =
        other.instances.iter().map(|instance| (instance.place, instance.seed)).peekable();
    one.instances.iter().map(|instance| (instance.place, instance.seed)).any(|wanted| {
        while there.next_if(|found| *found < wanted).is_some() {}
        there.peek() == Some(&wanted)
    })
}

/// Two sides that are not of one run.
fn across(one: &Word, other: &Word) -> anyhow::Result<Sides> {
    let name = |word: &Word| match word {
        Word::ArmOf(_, arm) | Word::Arm(arm) => Some(arm.clone()),
        Word::File(file) => read_baseline(file).ok().map(|(baseline, _)| baseline.arm),
        Word::Run(_) => None,
    };
    let a = alone(one, name(other).as_deref())?;
    let b = alone(other, Some(&a.provenance.arm))?;
    Ok(Sides { a, b })
}

/// One side by itself. Of a run with several arms it is the one that the other side is about.
fn alone(word: &Word, counterpart: Option<&str>) -> anyhow::Result<Measured> {
    match word {
        Word::File(file) => Ok(read_baseline(file)?.1),
        Word::ArmOf(run, arm) => take(arms_of(run)?, Some(arm), run),
        Word::Arm(arm) => take(arms_of(&latest())?, Some(arm), &latest()),
        Word::Run(run) => {
            let arms = arms_of(run)?;
            let same = |name: &&str| arms.iter().any(|arm| arm.provenance.arm == **name);
            let name = counterpart.filter(|name| same(name)).map(str::to_owned);
            take(arms, name.as_deref(), run)
        }
    }
}

fn take(mut arms: Vec<Measured>, name: Option<&str>, run: &Path) -> anyhow::Result<Measured> {
    let Some(name) = name else {
        return match arms.len() {
            1 => Ok(arms.swap_remove(0)),
            0 => bail!("{} has no arm", run.display()),
            _ => bail!(
                "{} has several arms: {}; say which, as in {}:{}",
                run.display(),
                names(&arms),
                run.display(),
                arms[0].provenance.arm
            ),
        };
    };
    match arms.iter().position(|arm| arm.provenance.arm == name) {
        Some(place) => Ok(arms.swap_remove(place)),
        None => Err(unknown_arm(&arms, name, run)),
    }
}

fn unknown_arm(arms: &[Measured], name: &str, run: &Path) -> anyhow::Error {
    let near = nearest(name, arms.iter().map(|arm| arm.provenance.arm.as_str()));
    let hint = near.map_or_else(
        || format!("; there are: {}", names(arms)),
        |near| format!("; did you mean `{near}`?"),
    );
    anyhow::anyhow!("{} has no arm `{name}`{hint}", run.display())
}

fn names(arms: &[Measured]) -> String {
    let names: Vec<&str> = arms.iter().map(|arm| arm.provenance.arm.as_str()).collect();
    names.join(", ")
}
