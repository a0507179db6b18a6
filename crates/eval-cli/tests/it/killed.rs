//! `kill -9` at any moment: nothing finished is lost, nothing is there twice,
//! and the tables are those of a run that nobody disturbed.
//!
//! Ten kills in an ordinary test run; `just kills` sends two hundred.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use eval_store::Run;
use eval_trace::RunStatus;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::support::{FLYWHEEL, Place};

/// How long a process is let live at most before it is killed.
const LONGEST: Duration = Duration::from_millis(900);

#[test]
fn a_run_killed_at_any_moment_ends_as_if_undisturbed() {
    let n_kills = std::env::var("FLYWHEEL_KILLS").map_or(10, |n| n.parse().unwrap());
    let place = Place::of_cheap_trials();
    assert_eq!(place.flywheel(&command("whole")).code, 0);
    let undisturbed = tables(&place.path().join("whole"));

    let mut dice = ChaCha8Rng::seed_from_u64(7);
    let mut hit = BTreeMap::new();
    let mut survived = 0;
    let mut kills = 0;
    let mut round = 0;
    while kills < n_kills {
        let out = format!("round-{round}");
        let dir = place.path().join(&out);
        round += 1;
        loop {
            let moment = Moment::of(kills, &mut dice);
            let before = journaled(&dir);
            let mut child = start(&place, &out);
            moment.wait(&dir, &mut child);
            if child.try_wait().unwrap().is_some_and(|status| status.success()) {
                survived += 1;
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            *hit.entry(what_was_hit(&dir, before)).or_insert(0) += 1;
            kills += 1;
            if kills == n_kills {
                assert_eq!(place.flywheel(&command(&out)).code, 0);
                break;
            }
        }
        assert_whole(&dir);
        assert_eq!(tables(&dir), undisturbed, "after kill {kills}");
        fs::remove_dir_all(&dir).unwrap();
    }
    let early = ["beginning", "recovering"];
    assert!(hit.keys().any(|moment| !early.contains(moment)), "no kill hit its work: {hit:?}");
    println!("{kills} kills over {round} runs ({survived} ended by themselves): {hit:?}");
    if n_kills >= 200 {
        for moment in ["sealing", "writing the manifest", "recovering", "running"] {
            assert!(hit.contains_key(moment), "no kill hit {moment}: {hit:?}");
        }
    }
}

fn command(out: &str) -> [&str; 7] {
    ["run", "cheap.toml", "--threads", "2", "-q", "--out", out]
}

fn start(place: &Place, out: &str) -> Child {
    let mut command_line = Command::new(FLYWHEEL);
    command_line.args(command(out)).current_dir(place.path());
    command_line.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// When to kill.
enum Moment {
    /// After so long.
    After(Duration),
    /// So long after a file that ends like this is there.
    Sees(&'static str, Duration),
}

impl Moment {
    /// By turns at random, and where a folder would be left in the middle of
    /// something.
    fn of(kill: u32, dice: &mut ChaCha8Rng) -> Self {
        let micros =
            |most: u64, dice: &mut ChaCha8Rng| Duration::from_micros(dice.random_range(0..most));
        match kill % 4 {
            0 => Self::After(micros(800_000, dice)),
            1 => Self::Sees(".parquet.tmp", micros(30_000, dice)),
            2 => Self::Sees("manifest.json.tmp", micros(300, dice)),
            // Reading the suite and taking up the journals is all there is time for.
            _ => Self::After(micros(120_000, dice)),
        }
    }

    fn wait(&self, dir: &Path, child: &mut Child) {
        match self {
            Self::After(time) => std::thread::sleep(*time),
            Self::Sees(ending, then) => {
                let began = Instant::now();
                while names(dir).iter().all(|name| !name.ends_with(ending)) {
                    let ended = child.try_wait().unwrap().is_some();
                    if ended || began.elapsed() > LONGEST {
                        return;
                    }
                }
                std::thread::sleep(*then);
            }
        }
    }
}

/// What the process was at when it was killed, by what it left.
fn what_was_hit(dir: &Path, journaled_before: u64) -> &'static str {
    let names = names(dir);
    let left = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    if left("manifest.json.tmp") {
        "writing the manifest"
    } else if left(".parquet.tmp") {
        "sealing"
    } else if journaled(dir) != journaled_before {
        "running"
    } else if journaled_before > 0 {
        "recovering"
    } else {
        "beginning"
    }
}

/// Bytes in the journals.
fn journaled(dir: &Path) -> u64 {
    let journals = names(dir).into_iter().filter(|name| name.starts_with("journal-"));
    journals.filter_map(|name| Some(fs::metadata(dir.join(name)).ok()?.len())).sum()
}

fn assert_whole(dir: &Path) {
    let run = Run::open(dir).unwrap();
    assert_eq!(run.manifest().status, RunStatus::Complete);
    let mut ids = run.ids(u32::MAX).unwrap();
    assert_eq!(ids.len() as u64, run.manifest().planned);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len() as u64, run.manifest().planned, "each trial once");
    let mut others = names(dir);
    others.retain(|name| !name.ends_with(".parquet"));
    assert_eq!(others, ["lock", "manifest.json"]);
}

/// The bytes of the promised tables, by their hash.
fn tables(dir: &Path) -> Vec<(String, String)> {
    let manifest = Run::open(dir).unwrap().manifest().clone();
    let promised = manifest.tables.into_iter().filter(|file| file.table != "timings");
    promised
        .map(|file| {
            let bytes = fs::read(dir.join(&file.file)).unwrap();
            let hash = blake3::hash(&bytes).to_hex().to_string();
            assert_eq!(hash, file.blake3, "{}", file.file);
            (file.file, hash)
        })
        .collect()
}

fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    names
}
