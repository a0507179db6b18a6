//! What `--format json` prints is what `flywheel schema` and docs/schemas say it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::support::{Place, Said, card_runs};

const NAMES: [&str; 8] =
    ["baseline", "compare", "gate", "leaderboard", "noise", "plan", "profile", "trend"];

/// Below these, keys are names from suites and values whatever stands in them.
const FREE: [&str; 5] = ["effective", "from", "model_effective", "outcomes", "to"];

fn schema(name: &str) -> Value {
    card_runs().works(&["schema", name]).json()
}

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema(name)).unwrap()
}

/// What each command prints, with as little missing in it as can be.
fn printed() -> &'static BTreeMap<&'static str, Vec<Value>> {
    static PRINTED: OnceLock<BTreeMap<&str, Vec<Value>>> = OnceLock::new();
    PRINTED.get_or_init(|| {
        let place = Place::of_cards();
        let json = |said: &Said| serde_json::from_str(&said.stdout).unwrap();
        let works = |words: &[&str]| json(&place.works(&[words, &["--format", "json"]].concat()));
        place.write("prices.toml", "[model.flaky]\ninput = 3\noutput = 15\n");
        place.write(
            "gate.toml",
            "[tag.noise]\nmargin_points = 5\n[tokens]\nmargin_percent = 10\n[safety]\n\
             max_rate_percent = 1\n[[quarantine]]\nwhat = 'card#7'\nsince = '2026-01-01'\n\
             reason = 'torn'\n",
        );
        place.replace("planted-drop.toml", "kind = \"flaky\"", "kind = \"flaky\"\ninfra = 0.01");
        let suite = "planted-drop.toml";
        let noise = works(&["noise", suite, "--epochs", "2"]);
        place.works(&["run", suite, "-q"]);
        place.works(&["run", suite, "-q", "--seed", "2"]);
        place.works(&["run", suite, "-q", "--until-decided", "--out", "looks"]);
        let compare = ["compare", "runs/latest", "--prices", "prices.toml", "--volume", "10/day"];
        let gate = ["gate", "runs/latest", "--prices", "prices.toml", "--config", "gate.toml"];
        let judged = place.flywheel(&[&gate[..], &["--format", "json"]].concat());
        let looked = place.flywheel(&["gate", "looks", "--format", "json"]);
        let file = "base.json";
        let note = ["--note", "release 1.4"];
        let bless = ["baseline", "bless", "runs/latest", "--arm", "bare", "--out", file];
        place.works(&[&bless[..], &note].concat());
        let priced_plan = ["plan", suite, "--pilot", "runs/latest", "--prices", "prices.toml"];
        let profile =
            ["profile", "runs/latest", "--time", "--instances", "--prices", "prices.toml"];
        BTreeMap::from([
            (
                "baseline",
                vec![
                    serde_json::from_str(&place.read(file)).unwrap(),
                    works(&["baseline", "show", file]),
                ],
            ),
            ("compare", vec![works(&compare), works(&["compare", "looks"])]),
            ("gate", vec![json(&judged), json(&looked)]),
            (
                "leaderboard",
                vec![works(&["leaderboard", "runs/latest", "--prices", "prices.toml"])],
            ),
            ("noise", vec![noise]),
            ("plan", vec![works(&priced_plan), works(&["plan", suite])]),
            ("profile", vec![works(&profile), works(&["profile", "runs/latest"])]),
            ("trend", vec![works(&["trend"])]),
        ])
    })
}

#[test]
fn what_is_printed_fits_its_schema() {
    for (name, outputs) in printed() {
        let validator = validator(name);
        for output in outputs {
            let errors: Vec<String> = validator
                .iter_errors(output)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            assert_eq!(output["schema_version"], 1, "{name}");
        }
    }
}

/// The outputs that are looked at hold something in every place that can be empty, as far as one
/// output can.
#[test]
fn the_outputs_looked_at_are_not_empty_where_it_matters() {
    let of = |name: &str, at: &str| printed()[name][0].pointer(at).cloned().unwrap_or_default();
    for (name, at) in [
        ("compare", "/changed/0/key"),
        ("compare", "/flips/lost/0/instance"),
        ("compare", "/slices/0/name"),
        ("compare", "/ratios/0/metric"),
        ("compare", "/missing/share"),
        ("compare", "/noise/floor"),
        ("compare", "/volume/per_day"),
        ("gate", "/quarantined/0/what"),
        ("gate", "/checks/1/within"),
        ("gate", "/comparison/noise/floor"),
        ("leaderboard", "/ranked/0/arm"),
        ("plan", "/per_trial/cost"),
        ("profile", "/arms/0/time/model_ms"),
        ("profile", "/arms/0/slices/0/name"),
        ("profile", "/arms/0/instances/0/instance"),
        ("trend", "/series/0/points/1/run"),
    ] {
        assert!(!of(name, at).is_null(), "{name} has nothing at {at}");
    }
    assert_eq!(printed()["gate"][1]["look"]["planned"], 5);
}

/// Each field under another name, one at a time, at every depth: no output is still what the
/// schema describes.
#[test]
fn a_field_under_another_name_does_not_fit() {
    for (name, outputs) in printed() {
        let validator = validator(name);
        let mut n_renamed = 0;
        for (at, key) in fields(&outputs[0]) {
            let mut other = outputs[0].clone();
            let object = other.pointer_mut(&at).unwrap().as_object_mut().unwrap();
            let value = object.remove(&key).unwrap();
            object.insert(format!("{key}x"), value);
            assert!(!validator.is_valid(&other), "{name}: {at} may call `{key}` what it likes");
            n_renamed += 1;
        }
        assert!(n_renamed > 10, "{name}: only {n_renamed} fields");
    }
}

/// Every field of every object, as the place of the object and the key. Of a list the first
/// element stands for all.
fn fields(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(value, "", &mut found);
    found
}

fn gather(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(table) => {
            for (key, inner) in table {
                found.push((at.to_owned(), key.clone()));
                if !FREE.contains(&key.as_str()) {
                    gather(inner, &format!("{at}/{key}"), found);
                }
            }
        }
        Value::Array(list) => {
            if let Some(first) = list.first() {
                gather(first, &format!("{at}/0"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_value_of_another_kind_does_not_fit() {
    for (name, outputs) in printed() {
        let validator = validator(name);
        let mut other = outputs[0].clone();
        other["schema_version"] = "1".into();
        assert!(!validator.is_valid(&other), "{name}");
        assert!(!validator.is_valid(&Value::Null), "{name}");
    }
}

#[test]
fn a_schema_is_one_itself_and_says_what_everything_is() {
    for name in NAMES {
        let schema = schema(name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        let properties = schema["properties"].as_object().unwrap();
        for (key, property) in properties {
            let is_told = !property["description"].is_null() || !property["$ref"].is_null();
            assert!(is_told, "{name}: {key} is not described");
        }
    }
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas")
}

/// The committed schemas are the documentation of what programs read. Renew them with
/// `FLYWHEEL_RENEW=1 cargo test -p eval-cli --test it schemas`, and look at what changed: a reader
/// of the older version may break.
#[test]
fn the_committed_schemas_are_the_ones_that_are_printed() {
    let renew = std::env::var("FLYWHEEL_RENEW").is_ok_and(|value| value == "1");
    let file = |name: &str| docs().join(format!("{name}.schema.json"));
    for name in NAMES {
        let printed = card_runs().works(&["schema", name]).stdout;
        if renew {
            std::fs::create_dir_all(docs()).unwrap();
            std::fs::write(file(name), &printed).unwrap();
        }
        let committed = std::fs::read_to_string(file(name)).unwrap_or_default();
        assert_eq!(
            committed,
            printed,
            "{} is not what `flywheel schema {name}` prints; if that is meant: FLYWHEEL_RENEW=1 \
             cargo test -p eval-cli --test it schemas",
            file(name).display()
        );
    }
    let entries = std::fs::read_dir(docs()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, NAMES.map(|name| format!("{name}.schema.json")));
}

#[test]
fn there_is_a_schema_of_each_and_of_no_other() {
    let said = card_runs().flywheel(&["schema", "compar"]);
    assert_eq!(said.code, 2);
    let (_, values) = said.stderr.split_once("[possible values: ").unwrap();
    let mut known: Vec<&str> = values.split(']').next().unwrap().split(", ").collect();
    known.sort_unstable();
    assert_eq!(known, NAMES);
}
