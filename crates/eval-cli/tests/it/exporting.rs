//! `flywheel export`: what is taken, what is refused, and that it can be traced back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use eval_store::Run;
use eval_trace::EventKind;
use serde_json::Value;

use crate::support::{Place, Said, shapes_run, shipped, whole_run};

/// Every format, with the presets that make rows for it.
const ALL: &[(&str, &[&str])] = &[
    ("openai-sft", &["rejection-sampled", "repair", "negatives"]),
    ("openai-dpo", &["paired-arms"]),
    ("openai-rft", &["tasks"]),
    ("trl-sft", &["rejection-sampled", "negatives"]),
    ("trl-sft-completion", &["rejection-sampled", "repair", "negatives"]),
    ("trl-sft-masked", &["rejection-sampled", "repair", "negatives"]),
    ("trl-dpo", &["paired-arms"]),
    ("trl-kto", &["unpaired"]),
    ("trl-prm", &["stepwise"]),
    ("axolotl-chat", &["rejection-sampled", "repair", "negatives"]),
    ("llamafactory-sharegpt", &["rejection-sampled", "negatives"]),
    ("llamafactory-dpo", &["paired-arms"]),
    ("llamafactory-kto", &["unpaired"]),
    ("ms-swift", &["rejection-sampled", "repair", "negatives"]),
    ("ms-swift-dpo", &["paired-arms"]),
    ("ms-swift-kto", &["unpaired"]),
    ("parquet", &["rejection-sampled", "paired-arms", "unpaired", "stepwise", "tasks"]),
];

/// What lets simulated trials and their failures in.
const LET_IN: [&str; 3] = ["--allow-simulated", "--all-failures", "-q"];

fn export(run: &Place, folder: &str, out: &Path, more: &[&str]) -> Said {
    let out = out.display().to_string();
    run.flywheel(&[&["export", folder, "--out", &out], &LET_IN[..], more].concat())
}

fn manifest(out: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn rows(out: &Path) -> Vec<Value> {
    lines(&out.join("data/train.jsonl"))
}

/// Everything in a folder, by path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                all.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    all
}

#[test]
fn every_format_takes_the_shipped_suites_and_passes_its_own_check() {
    let out = tempfile::tempdir().unwrap();
    let (sre, _) = whole_run();
    for (run, folder) in [(shapes_run(), "shapes"), (sre, "whole")] {
        for (format, presets) in ALL {
            for preset in *presets {
                let out = out.path().join(format!("{folder}-{format}-{preset}"));
                let said = export(run, folder, &out, &["--format", format, "--preset", preset]);
                if said.code == 4 {
                    // Two harnesses render two prompts, and sre-triage has no task without calls.
                    assert_eq!(folder, "whole", "{format} {preset}: {}", said.stderr);
                    assert!(!out.exists());
                    continue;
                }
                assert_eq!(said.code, 0, "{format} {preset}: {}", said.stderr);
                let manifest = manifest(&out);
                assert!(manifest["rows"]["train"].as_u64().unwrap() > 0, "{format} {preset}");
                assert_eq!(manifest["rows_left_out"].get("not_as_recorded"), None);
                let path = out.display().to_string();
                let said = run.flywheel(&["dataset", "check", &path, "--json"]);
                let found: Value = serde_json::from_str(&said.stdout).unwrap();
                for file in found["files"].as_array().unwrap() {
                    assert_eq!(file["refused"], 0, "{format} {preset}: {file}");
                }
                every_row_can_be_traced_back(run, folder, &out);
            }
        }
    }
}

/// The k-th line beside the rows names the trial and the turns of the k-th row.
fn every_row_can_be_traced_back(place: &Place, folder: &str, out: &Path) {
    let run = Run::open(&place.path().join(folder)).unwrap();
    let known: BTreeMap<String, _> =
        run.trials().unwrap().map(|trial| trial.unwrap()).map(|t| (t.id.to_string(), t)).collect();
    let counted = manifest(out);
    for side in ["train", "validation"] {
        let n = usize::try_from(counted["rows"][side].as_u64().unwrap()).unwrap();
        if n == 0 {
            continue;
        }
        let beside = lines(&out.join(format!("provenance/{side}.jsonl")));
        assert_eq!(beside.len(), n);
        for line in beside {
            let trial = &known[line["trial"].as_str().unwrap()];
            assert_eq!(line["arm"], trial.key.arm.as_str());
            assert_eq!(line["harness_hash"], trial.harness_hash.to_string());
            assert_eq!(line["run"], run.manifest().run_id.as_str());
            assert!(matches!(line["split"].as_str(), Some("train") | None), "{line}");
            assert!(!line["turns"].as_array().unwrap().is_empty());
        }
    }
}

/// What is in the loss is what the model said in turns that led to no error, and nothing else.
#[test]
fn only_what_the_model_said_well_is_in_the_loss() {
    let place = shapes_run();
    let run = Run::open(&place.path().join("shapes")).unwrap();
    let out = tempfile::tempdir().unwrap();
    for preset in ["rejection-sampled", "repair"] {
        let out = out.path().join(preset);
        let said = export(place, "shapes", &out, &["--format", "axolotl-chat", "--preset", preset]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let beside = lines(&out.join("provenance/train.jsonl"));
        let mut masked = 0;
        for (row, from) in rows(&out).iter().zip(beside) {
            let trial = run.find(from["trial"].as_str().unwrap()).unwrap().remove(0);
            let events = run.trace(trial.id).unwrap();
            let said_in: BTreeMap<u32, String> = events
                .iter()
                .filter_map(|event| match &event.kind {
                    EventKind::ModelAnswered { reply, .. } => {
                        Some((event.turn, reply.text.as_str().to_owned()))
                    }
                    _ => None,
                })
                .collect();
            let bad: BTreeSet<u32> = events
                .iter()
                .filter(|event| match &event.kind {
                    EventKind::Routed(_) => true,
                    EventKind::Guarded(guarded) => !guarded.allow,
                    _ => false,
                })
                .map(|event| event.turn)
                .collect();
            let turns: Vec<u32> = from["turns"]
                .as_array()
                .unwrap()
                .iter()
                .map(|turn| u32::try_from(turn.as_u64().unwrap()).unwrap())
                .collect();
            let messages = row["messages"].as_array().unwrap();
            let taught: Vec<&Value> =
                messages.iter().filter(|message| message["train"] == true).collect();
            assert_eq!(taught.len(), turns.len());
            for (message, turn) in taught.iter().zip(&turns) {
                assert_eq!(message["role"], "assistant");
                assert!(!bad.contains(turn), "turn {turn} led to an error and is taught");
                let whole = &said_in[turn];
                let text = message["content"].as_str().unwrap();
                assert!(
                    text.starts_with('[') || whole.contains(text) || text.contains("_1]"),
                    "{text}"
                );
            }
            masked += messages.iter().filter(|message| message["train"] == false).count();
        }
        if preset == "repair" {
            assert!(masked > 0, "no turn was kept out of the loss");
        }
    }
}

#[test]
fn pairs_share_their_prefix_and_differ_in_one_turn() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("pairs");
    let said = export(shapes_run(), "shapes", &out, &["--format", "trl-dpo"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let place = shapes_run();
    let run = Run::open(&place.path().join("shapes")).unwrap();
    let beside = lines(&out.join("provenance/train.jsonl"));
    for (row, from) in rows(&out).iter().zip(beside) {
        assert_eq!(row["chosen"].as_array().unwrap().len(), 1);
        assert_eq!(row["rejected"].as_array().unwrap().len(), 1);
        assert_ne!(row["chosen"], row["rejected"]);
        assert!(matches!(from["outcome"].as_str(), Some("success" | "recovered")), "{from}");
        assert!(matches!(from["against"]["outcome"].as_str(), Some("failed" | "unsafe")), "{from}");
        for key in ["scenario", "variant", "instance", "epoch"] {
            assert_eq!(from[key], from["against"][key]);
        }
        // Up to the turn of the pair both were shown the same and said the same, to the byte.
        let turn = from["turns"][0].as_u64().unwrap();
        let asked = |trial: &Value| {
            let id = run.find(trial["trial"].as_str().unwrap()).unwrap().remove(0).id;
            let events = run.trace(id).unwrap();
            let of_turn = events.into_iter().filter(|event| u64::from(event.turn) <= turn);
            let seen = of_turn.filter_map(|event| match event.kind {
                EventKind::ModelAsked { blocks, tools, .. } => {
                    let blocks: Vec<_> = blocks.iter().map(|block| block.text.hash()).collect();
                    Some((blocks, tools))
                }
                _ => None,
            });
            seen.collect::<Vec<_>>()
        };
        assert_eq!(asked(&from), asked(&from["against"]));
    }
}

#[test]
fn the_same_export_has_the_same_bytes_on_any_number_of_threads() {
    let out = tempfile::tempdir().unwrap();
    for (format, threads) in [("trl-sft-masked", "1"), ("trl-dpo", "1"), ("parquet", "1")] {
        let one = out.path().join(format!("{format}/once/same"));
        let two = out.path().join(format!("{format}/twice/same"));
        let said =
            export(shapes_run(), "shapes", &one, &["--format", format, "--threads", threads]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        export(shapes_run(), "shapes", &two, &["--format", format, "--threads", "2"]);
        assert_eq!(contents(&one), contents(&two), "{format}");
        let again = export(shapes_run(), "shapes", &one, &["--format", format, "--threads", "2"]);
        assert!(again.stdout.contains("unchanged: nothing was written"), "{}", again.stdout);
        assert_eq!(contents(&one), contents(&two), "{format}");
    }
}

#[test]
fn another_run_makes_a_new_version_that_says_what_changed() {
    let place = Place::with("many-shapes");
    place.works(&["run", "suite.toml", "-q", "--out", "first", "--limit", "60"]);
    place.works(&["run", "suite.toml", "-q", "--out", "second", "--seed", "8", "--limit", "90"]);
    let words = ["--format", "trl-sft-masked", "--out", "data/set"];
    place.works(&[&["export", "first"], &words[..], &LET_IN].concat());
    let before = manifest(&place.path().join("data/set"));
    let said = place.works(&[&["export", "first", "second"], &words[..], &LET_IN].concat());
    assert!(
        said.stdout.contains("version 2; the one before is kept in data/set.v1"),
        "{}",
        said.stdout
    );
    let now = manifest(&place.path().join("data/set"));
    assert_eq!(manifest(&place.path().join("data/set.v1")), before);
    assert_eq!((&now["version"], &now["changes"]["since"]), (&Value::from(2), &Value::from(1)));
    let rows = |manifest: &Value| {
        manifest["rows"]["train"].as_u64().unwrap()
            + manifest["rows"]["validation"].as_u64().unwrap()
    };
    let changes = &now["changes"];
    assert_eq!(changes["kept"].as_u64().unwrap(), rows(&before), "adding runs only adds rows");
    assert_eq!(changes["removed"], 0);
    assert_eq!(changes["added"].as_u64().unwrap(), rows(&now) - rows(&before));
    assert_eq!(changes["runs_added"].as_array().unwrap().len(), 1);
    let card = place.read("data/set/README.md");
    assert!(card.contains("Since version 1: "), "{card}");
}

#[test]
fn what_is_simulated_or_blamed_on_nobody_is_refused_unless_asked_for() {
    let (place, _) = whole_run();
    let plain = place.flywheel(&["export", "whole", "--format", "trl-sft", "--out", "refused"]);
    assert_eq!(plain.code, 4);
    assert!(plain.stderr.contains("said by a simulated model"), "{}", plain.stderr);
    assert!(plain.stderr.contains("--allow-simulated"), "{}", plain.stderr);
    let words = ["export", "whole", "--format", "trl-kto", "--out", "refused", "--allow-simulated"];
    let only_good = place.works(&words);
    assert!(only_good.stdout.contains("not shown to be the model's fault"), "{}", only_good.stdout);
    let labels = rows(&place.path().join("refused"));
    assert!(labels.iter().all(|row| row["label"] == true));
}

#[test]
fn held_out_instances_and_tasks_like_theirs_never_come_through() {
    let place = Place::with("many-shapes");
    place.works(&["run", "suite.toml", "-q", "--out", "train"]);
    place.works(&["run", "holdout.toml", "-q", "--out", "holdout"]);
    let words = ["--format", "trl-sft-masked", "-q", "--allow-simulated"];
    // Alone, the held-out run gives nothing, whatever is asked for.
    let alone = place.flywheel(&[&["export", "holdout", "--out", "a"], &words[..]].concat());
    assert_eq!(alone.code, 4);
    assert!(alone.stderr.contains("held out: split `holdout`"), "{}", alone.stderr);
    // Beside another, it is what that one's tasks are held against.
    let both = place
        .flywheel(&[&["export", "train", "holdout", "--out", "b", "--json"], &words[..]].concat());
    let report = if both.code == 0 { both.json() } else { Value::Null };
    if both.code == 0 {
        assert!(report["held_out_tasks"].as_u64().unwrap() > 0);
        assert!(report["trials_left_out"]["holdout"].as_u64().unwrap() > 0);
    } else {
        assert!(both.stderr.contains("nearly the same task as a held-out one"), "{}", both.stderr);
    }
    for split in ["holdout", "canary"] {
        place
            .write("recipe.toml", &format!("format = 'trl-sft'\n[select]\nsplits = ['{split}']\n"));
        let said = place.flywheel(&["export", "train", "--recipe", "recipe.toml", "--out", "c"]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains(&format!("`{split}` is held out")), "{}", said.stderr);
    }
}

#[test]
fn planted_secrets_and_a_forbidding_licence_are_caught_counted_and_named() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("clean");
    let said = export(shapes_run(), "shapes", &out, &["--format", "trl-sft-masked"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let made = manifest(&out);
    assert!(made["redacted"]["aws_key"].as_u64().unwrap() > 0, "{made}");
    assert!(made["redacted"]["email"].as_u64().unwrap() > 0, "{made}");
    let everything = contents(&out);
    for (path, bytes) in &everything {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("AKIA"), "{path} holds a key");
    }
    let place = shapes_run();
    let recipe = out.with_file_name("recipe.toml");
    let text = "format = 'trl-sft-masked'\n\
        [licence.steady]\nlicence = 'no-training'\ntraining = false\n";
    std::fs::write(&recipe, text).unwrap();
    let recipe = recipe.display().to_string();
    let out = out.with_file_name("licensed");
    let said = export(place, "shapes", &out, &["--recipe", &recipe]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("54  the model's licence forbids training"), "{}", said.stdout);
    assert!(lines(&out.join("provenance/train.jsonl")).iter().all(|row| row["model"] != "steady"));
}

#[test]
fn a_student_sees_the_traces_as_its_own_harness_would_have_shown_them() {
    let place = Place::with("many-shapes");
    place.works(&["run", "suite.toml", "-q", "--out", "run", "--arm", "steady"]);
    let student = "harness/memory.toml";
    let words = ["--format", "trl-sft-masked", "--out"];
    place.works(&[&["export", "run"], &words[..], &["as-it-was"], &LET_IN].concat());
    let said = place.flywheel(
        &[&["export", "run"], &words[..], &["as-student", "--student", student], &LET_IN].concat(),
    );
    assert_eq!(said.code, 0, "{}", said.stderr);
    let (was, is) = (rows(&place.path().join("as-it-was")), rows(&place.path().join("as-student")));
    assert!(was.iter().any(|row| row["messages"].as_array().unwrap().len() > 4));
    // Memory is one message, so each row is the system, the user and one turn.
    assert!(is.iter().all(|row| row["messages"].as_array().unwrap().len() <= 3));
}

#[test]
fn a_trace_whose_request_was_altered_is_not_taught() {
    let place = Place::with("many-shapes");
    place.works(&["run", "suite.toml", "-q", "--out", "run", "--arm", "steady"]);
    // Another prompt in the manifest than the one that was used; its own hash is made to fit.
    place.edit("run/manifest.json", |manifest| {
        let arm = &mut manifest["arms"][0];
        let system = &mut arm["effective"]["context"]["system"];
        *system = Value::from(format!("{} Be quick.", system.as_str().unwrap()));
    });
    let said = export(&place, "run", &place.path().join("out"), &["--format", "trl-sft-masked"]);
    assert_eq!(said.code, 2, "{}", said.stdout);
    assert!(said.stderr.contains("is not the one of the run"), "{}", said.stderr);
}

#[test]
fn bad_input_names_what_is_wrong_and_leaves_nothing_behind() {
    let (place, _) = whole_run();
    let refused = |words: &[&str], code: i32, part: &str| {
        let said = place.flywheel(words);
        assert_eq!(said.code, code, "{words:?}\n{}", said.stderr);
        assert!(said.stderr.contains(part), "{words:?} should say `{part}`:\n{}", said.stderr);
        assert!(!place.path().join("nothing").exists(), "{words:?}");
    };
    let to = ["--out", "nothing", "-q"];
    let with = |words: &[&'static str]| [words, &to[..]].concat();
    refused(&with(&["export", "whole", "--format", "trl-stf"]), 2, "trl-sft");
    refused(&with(&["export", "nowhere", "--format", "trl-sft"]), 2, "there is no such folder");
    refused(
        &with(&["export", "whole", "--format", "trl-dpo", "--preset", "repair"]),
        2,
        "`repair` makes rows that `trl-dpo` does not take; presets for it: paired-arms",
    );
    refused(
        &with(&["export", "whole", "--format", "trl-sft", "--arm", "five-component"]),
        2,
        "did you mean `five-components`?",
    );
    refused(
        &with(&["export", "whole", "whole", "--format", "trl-sft"]),
        2,
        "a run that was named before",
    );
    refused(
        &with(&["export", "whole", "--format", "trl-sft", "--tokenizer", "nowhere.json"]),
        2,
        "nowhere.json",
    );
    refused(
        &with(&["export", "whole", "--format", "trl-sft", "--student", "nowhere.toml"]),
        2,
        "nowhere.toml",
    );
    place.write("typo.toml", "format = 'trl-sft'\n[select]\narm = ['bare-loop']\n");
    refused(&with(&["export", "whole", "--recipe", "typo.toml"]), 2, "did you mean `arms`?");
    place.write("unknown.toml", "format = 'trl-sfft'\n");
    refused(&with(&["export", "whole", "--recipe", "unknown.toml"]), 2, "trl-sft");
    place.write("taken/a-file", "somebody's own");
    let taken = ["export", "whole", "--format", "trl-sft", "--allow-simulated", "--out", "taken"];
    let said = place.flywheel(&taken);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("is there and is no data set"), "{}", said.stderr);
    assert_eq!(place.read("taken/a-file"), "somebody's own");
}

#[test]
fn a_run_without_the_columns_that_are_needed_says_which() {
    let place = Place::with("many-shapes");
    place.works(&["run", "suite.toml", "-q", "--out", "run", "--limit", "30"]);
    // The texts of another table under the events' name.
    let run = place.path().join("run");
    let file = |table: &str| {
        let mut names = std::fs::read_dir(&run).unwrap();
        names
            .find(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(table))
            .unwrap()
            .unwrap()
            .path()
    };
    let (events, timings) = (file("events"), file("timings"));
    std::fs::copy(&timings, &events).unwrap();
    let size = std::fs::metadata(&events).unwrap().len();
    place.edit("run/manifest.json", |manifest| {
        let rows = manifest["tables"]
            .as_array()
            .unwrap()
            .iter()
            .find(|file| file["table"] == "timings")
            .unwrap()["rows"]
            .clone();
        for file in manifest["tables"].as_array_mut().unwrap() {
            if file["table"] == "events" {
                (file["bytes"], file["rows"]) = (Value::from(size), rows.clone());
            }
        }
    });
    let said = export(&place, "run", &place.path().join("out"), &["--format", "trl-sft-masked"]);
    assert_eq!(said.code, 2, "{}", said.stdout);
    assert!(said.stderr.contains("there is no column `"), "{}", said.stderr);
    assert!(!place.path().join("out").exists());
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_no_file_under_its_final_name() {
    let (place, _) = whole_run();
    // No file may grow beyond two blocks of 512 bytes: as on a full disk, writing fails.
    let words = "ulimit -f 2; trap '' XFSZ; exec \"$0\" \"$@\"";
    let out = place.path().join("full");
    let said = Command::new("sh")
        .args([
            "-c",
            words,
            crate::support::FLYWHEEL,
            "export",
            "whole",
            "--format",
            "trl-sft-masked",
        ])
        .args(["--allow-simulated", "-q", "--out", "full"])
        .current_dir(place.path())
        .output()
        .unwrap();
    let said = place.said(&said);
    assert_eq!(said.code, 2, "{}{}", said.stdout, said.stderr);
    assert!(said.stderr.contains("nothing was left there"), "{}", said.stderr);
    assert!(!out.exists());
    let left: Vec<String> =
        place.left_behind().into_iter().filter(|name| name.contains("full")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn other_readers_find_the_same_rows_in_json_lines_and_in_parquet() {
    let Some(python) = std::env::var_os("FLYWHEEL_PYTHON") else {
        eprintln!("SKIPPED: FLYWHEEL_PYTHON names no Python with DuckDB and datasets");
        return;
    };
    let out = tempfile::tempdir().unwrap();
    let (by_lines, by_parquet) = (out.path().join("lines"), out.path().join("parquet"));
    for (out, format) in [(&by_lines, "axolotl-chat"), (&by_parquet, "parquet")] {
        let said = export(shapes_run(), "shapes", out, &["--format", format]);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
    let script = shipped().join("../scripts/rows.py");
    let read = Command::new(python).arg(script).args([&by_lines, &by_parquet]).output().unwrap();
    let said = String::from_utf8_lossy(&read.stdout);
    if read.status.code() == Some(77) {
        eprintln!("{said}");
        return;
    }
    assert!(read.status.success(), "{said}{}", String::from_utf8_lossy(&read.stderr));
}

#[test]
fn the_card_can_be_read_by_people_and_by_the_hub() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("card");
    let said = export(shapes_run(), "shapes", &out, &["--format", "trl-sft"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let card = std::fs::read_to_string(out.join("README.md")).unwrap();
    let (front, text) = card.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
    assert!(front.contains("{split: train, path: \"data/train.jsonl\"}"), "{front}");
    assert!(text.contains("> **Simulated.** "), "{text}");
    assert!(text.contains("assistant_only_loss: true"), "{text}");
    for (path, bytes) in contents(&out) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let path_here = shapes_run().path().display().to_string();
        assert!(!text.contains(&path_here), "{path} names a folder of this machine");
    }
}

#[test]
fn a_row_is_shown_as_the_trainer_sees_it_and_a_file_summed_up() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("seen");
    let place = shapes_run();
    let said = export(place, "shapes", &out, &["--format", "trl-sft-masked", "--preset", "repair"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let path = out.display().to_string();
    for (at, row) in rows(&out).iter().enumerate() {
        let number = (at + 1).to_string();
        let shown = place.works(&["dataset", "show", &path, "--row", &number, "--json"]).json();
        let pieces = shown["rendered"]["pieces"].as_array().unwrap();
        let trained: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece["trained"] == true)
            .map(|piece| piece["text"].as_str().unwrap())
            .collect();
        let taught: Vec<&Value> = row["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|message| message["role"] == "assistant" && message["train"] == true)
            .collect();
        assert_eq!(trained.len(), taught.len(), "row {number}");
        for (text, message) in trained.iter().zip(taught) {
            assert!(text.contains(message["content"].as_str().unwrap()), "row {number}: {text}");
            assert!(!text.contains("<|im_start|>") && !text.contains("<tool_response>"), "{text}");
        }
        if at == 20 {
            break;
        }
    }
    let said = place.flywheel(&["dataset", "show", &path, "--row", "100000"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("has no row 100000"), "{}", said.stderr);
    let stats = place.works(&["dataset", "stats", &path, "--json"]).json();
    let summary = &stats["files"][0]["summary"];
    assert_eq!(summary["rows"], rows(&out).len());
    assert!(summary["untrained_turns"].as_u64().unwrap() > 0);
    let exact = place.works(&["dataset", "stats", &path, "--tokenizer", "o200k_base"]);
    assert!(exact.stdout.contains("tokens by o200k_base"), "{}", exact.stdout);
}

/// What a recipe with these lines makes of the shapes; the format is `trl-sft-masked`.
fn by_recipe(out: &Path, name: &str, recipe: &str) -> Value {
    std::fs::create_dir_all(out).unwrap();
    let file = out.join(format!("{name}.toml"));
    std::fs::write(&file, format!("format = 'trl-sft-masked'\n{recipe}")).unwrap();
    let data = out.join(name);
    let file = file.display().to_string();
    let said = export(shapes_run(), "shapes", &data, &["--recipe", &file]);
    assert_eq!(said.code, 0, "{name}: {}", said.stderr);
    manifest(&data)
}

fn count(manifest: &Value, what: &str) -> BTreeMap<String, u64> {
    let counts = manifest["counts"][what].as_object().unwrap();
    counts.iter().map(|(name, count)| (name.clone(), count.as_u64().unwrap())).collect()
}

#[test]
fn every_key_of_a_recipe_does_what_it_says() {
    let out = tempfile::tempdir().unwrap();
    let made = |name: &str, recipe: &str| by_recipe(out.path(), name, recipe);
    let whole = made("whole", "");
    let names = |manifest: &Value, what: &str| -> Vec<String> {
        count(manifest, what).into_keys().collect()
    };
    assert!(names(&whole, "arm").len() > 1 && names(&whole, "family").len() > 1);

    let select = |keys: &str| format!("[select]\n{keys}\n");
    assert_eq!(names(&made("arms", &select("arms = ['steady']")), "arm"), ["steady"]);
    assert_eq!(names(&made("models", &select("models = ['shaky']")), "model"), ["shaky"]);
    let family = made("families", &select("families = ['stock-room']"));
    assert_eq!(names(&family, "family"), ["stock-room"]);
    let capped = made("capped", &select("per_scenario = 5"));
    assert!(count(&capped, "scenario").values().all(|rows| *rows <= 5));
    assert!(capped["rows_left_out"]["scenario_cap"].as_u64().unwrap() > 0);
    let hard = made("hard", &select("min_pass_rate = 0.1\nmax_pass_rate = 0.9"));
    assert!(hard["trials_left_out"]["difficulty"].as_u64().unwrap() > 0);
    let long = made("long", &select("min_turns = 10"));
    assert!(long["trials_left_out"]["turns"].as_u64().unwrap() > 0);
    let even = made("even", &select("balance = 'family'"));
    assert!(even["trials_left_out"]["balance"].as_u64().unwrap() > 0);

    let longest = whole["tokens"]["longest"].as_u64().unwrap();
    let limit = longest / 4;
    let dropped = made("dropped", &format!("[length]\nmax_tokens = {limit}\n"));
    assert!(dropped["rows_left_out"]["too_long"].as_u64().unwrap() > 0);
    assert!(dropped["tokens"]["longest"].as_u64().unwrap() <= limit);
    let cut = made("cut", &format!("[length]\nmax_tokens = {limit}\nover = 'cut'\n"));
    assert!(cut["rows_cut"].as_u64().unwrap() > 0);
    assert!(cut["tokens"]["longest"].as_u64().unwrap() <= limit);
    // Whole turns go: what is left ends with the assistant, and its calls are whole.
    for row in lines(&out.path().join("cut/data/train.jsonl")) {
        let last = row["messages"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["role"], &last["train"]),
            (&Value::from("assistant"), &Value::from(true))
        );
    }

    let dropped = made("near", "[clean]\nnear_duplicates = 'drop'\n");
    let near = dropped["rows_left_out"]["near_duplicate"].as_u64().unwrap();
    assert!(near > 0);
    assert_eq!(dropped["near_duplicates"].as_u64(), Some(near));
    assert_eq!(whole["near_duplicates"].as_u64(), Some(near), "counted alike where they are kept");
    assert_eq!(made("off", "[clean]\nnear_duplicates = 'off'\n")["near_duplicates"], Value::Null);
    let open = made("open", "[clean]\nsecrets = false\npersonal = false\n");
    assert_eq!(open["rows_redacted"], 0);
    let family = made("held", "[clean]\nholdout_families = ['stock-room']\n");
    assert_eq!(names(&family, "family"), ["order-desk"]);
    assert!(family["trials_left_out"]["held_out_family"].as_u64().unwrap() > 0);

    let split = made("split", "target_template = 'llama-3.1'\n");
    assert!(split["template"]["calls-split"].as_u64().unwrap() > 0);
    for row in lines(&out.path().join("split/data/train.jsonl")) {
        let messages = row["messages"].as_array().unwrap();
        let calls = messages.iter().filter_map(|message| message["tool_calls"].as_array());
        assert!(calls.map(Vec::len).all(|calls| calls == 1));
    }
    let alone = made("alone", "validation_percent = 0\n");
    assert_eq!(alone["rows"]["validation"], 0);
    let exact = made("exact", "[length]\ntokenizer = 'o200k_base'\n");
    assert_eq!(
        (&exact["tokens"]["counter"], &exact["tokens"]["is_exact"]),
        (&Value::from("o200k_base"), &Value::from(true))
    );
}

#[test]
fn what_a_killed_export_left_behind_is_removed_by_the_next() {
    let out = tempfile::tempdir().unwrap();
    // The number of no process: no system counts so far.
    let left = out.path().join(".set.4294967295.tmp");
    let others = [".set.mine.tmp", ".settle.7.tmp", "set.7.tmp"].map(|name| out.path().join(name));
    for folder in others.iter().chain([&left]) {
        std::fs::create_dir_all(folder.join("data")).unwrap();
    }
    let working = out.path().join(".set.4294967294.tmp");
    std::fs::create_dir(&working).unwrap();
    let lock = std::fs::File::open(&working).unwrap();
    lock.lock().unwrap();
    let said = export(shapes_run(), "shapes", &out.path().join("set"), &["--format", "trl-kto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(!left.exists(), "left behind by a killed process");
    assert!(working.exists(), "somebody works in it");
    assert!(others.iter().all(|folder| folder.exists()), "not ours to remove");
    let garbage = out.path().join("garbage.jsonl");
    std::fs::write(&garbage, "no row\n").unwrap();
    let garbage = garbage.display().to_string();
    let said = shapes_run().flywheel(&["dataset", "stats", &garbage, "--format", "trl-sft"]);
    assert_eq!(said.code, 2);
    assert!(said.stdout.contains("1 line cannot be read as rows"), "{}", said.stdout);
}

#[test]
fn a_version_may_change_what_is_said_and_no_row() {
    let place = Place::with("many-shapes");
    place.works(&["run", "suite.toml", "-q", "--out", "run", "--limit", "60"]);
    let words = ["export", "run", "--format", "trl-sft-masked", "--out", "set"];
    place.works(&[&words[..], &LET_IN].concat());
    place.edit("set/manifest.json", |manifest| manifest["trials"]["all"] = Value::from(59));
    place.works(&[&words[..], &LET_IN].concat());
    let now = manifest(&place.path().join("set"));
    assert_eq!((&now["version"], &now["changes"]["since"]), (&Value::from(2), &Value::from(1)));
    assert_eq!(
        (&now["changes"]["added"], &now["changes"]["removed"]),
        (&Value::from(0), &Value::from(0))
    );
    let again = place.works(&[&words[..], &LET_IN].concat());
    assert!(again.stdout.contains("version 2, unchanged"), "{}", again.stdout);
}
