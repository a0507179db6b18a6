//! The walls of the house: which crate may use which, and who may depend on what is heavy.
//!
//! The two tables below are the plan, rooms not yet built included. The check is a
//! plain function over names, so the tests at the end can plant faults in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

use serde_json::Value;

/// Floor 1: open to every room above it. The rooms of one floor do not use each other.
const GROUND: [&str; 4] = ["eval-stats", "eval-tokens", "eval-toml", "eval-trace"];

/// Each room, and the rooms it may use beside the ground floor: these and whatever
/// these may use.
const ROOMS: [(&str, &[&str]); 23] = [
    ("eval-trace", &[]),
    ("eval-stats", &[]),
    ("eval-toml", &[]),
    ("eval-tokens", &[]),
    ("eval-harness", &[]),
    ("eval-scenario", &[]),
    ("eval-store", &[]),
    ("eval-findings", &[]),
    ("eval-process", &[]),
    // Training data as such: rows and texts, whoever they came from.
    ("eval-clean", &[]),
    ("eval-formats", &[]),
    ("eval-kernel", &["eval-harness"]),
    // The left wing makes facts.
    ("eval-world", &["eval-scenario", "eval-process"]),
    // A simulated model sees the rendered view, never the config: no harness, no kernel.
    ("eval-model", &["eval-scenario"]),
    ("eval-runner", &["eval-kernel", "eval-world", "eval-model", "eval-scenario", "eval-store"]),
    ("eval-remote", &["eval-runner"]),
    // The right wing reads them.
    ("eval-score", &[]),
    ("eval-attribution", &[]),
    ("eval-analysis", &["eval-store", "eval-findings", "eval-kernel"]),
    ("eval-dataset", &["eval-clean", "eval-formats", "eval-kernel", "eval-scenario", "eval-store"]),
    ("eval-interchange", &["eval-store"]),
    ("eval-report", &["eval-findings"]),
    // The front door knows both wings; through these seven it may use every room.
    (
        "eval-cli",
        &[
            "eval-remote",
            "eval-score",
            "eval-attribution",
            "eval-analysis",
            "eval-dataset",
            "eval-interchange",
            "eval-report",
        ],
    ),
];

/// What is slow to build or ties to an outside world, and who alone may name it.
const HEAVY: [(&str, &[&str]); 20] = [
    ("anyhow", &["eval-cli"]),
    ("arrow", &["eval-dataset", "eval-store"]),
    ("bpe-openai", &["eval-tokens"]),
    ("clap", &["eval-cli"]),
    ("indicatif", &["eval-cli"]),
    ("jsonschema", &["eval-kernel"]),
    ("landlock", &["eval-process"]),
    ("minijinja", &["eval-dataset", "eval-formats", "eval-report"]),
    ("parquet", &["eval-dataset", "eval-store"]),
    ("polars", &["eval-analysis"]),
    ("rayon", &["eval-dataset", "eval-runner", "eval-stats"]),
    ("regex-automata", &["eval-clean"]),
    ("reqwest", &["eval-remote"]),
    ("rmcp", &["eval-remote"]),
    ("starlark", &["eval-world"]),
    ("statrs", &["eval-stats"]),
    ("tokio", &["eval-remote"]),
    ("tokenizers", &["eval-tokens"]),
    ("toml", &["eval-toml"]),
    ("toml_edit", &["eval-toml"]),
];

/// Who depends directly on whom, by name.
type Workspace = BTreeMap<String, Deps>;

#[derive(Default)]
struct Deps {
    /// What the crate itself needs: normal and build dependencies.
    needs: BTreeSet<String>,
    /// What its tests need beside that.
    tests_need: BTreeSet<String>,
}

#[test]
fn every_crate_keeps_to_its_rooms() {
    let command = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be started");
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    let metadata = serde_json::from_slice(&command.stdout).expect("cargo speaks JSON");
    let workspace = read_workspace(&metadata);
    assert!(workspace.contains_key("eval-cli"), "no members found: {metadata}");

    let faults = broken_walls(&workspace);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// With `--no-deps` the packages are exactly the members.
fn read_workspace(metadata: &Value) -> Workspace {
    let mut workspace = Workspace::new();
    for package in list(&metadata["packages"]) {
        let deps = workspace.entry(text(&package["name"])).or_default();
        for dependency in list(&package["dependencies"]) {
            let name = text(&dependency["name"]);
            match dependency["kind"].as_str() {
                Some("dev") => deps.tests_need.insert(name),
                // No kind is a normal dependency.
                Some(_) | None => deps.needs.insert(name),
            };
        }
    }
    workspace
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Every breach, one line each; none where the workspace follows the plan.
fn broken_walls(workspace: &Workspace) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, deps) in workspace {
        faults.extend(misplaced_heavy(name, deps));
        if row(name).is_none() {
            faults.push(format!("{name}: not in the plan; give it a row in walls.rs"));
            continue;
        }
        faults.extend(forbidden_paths(workspace, name, &deps.needs, "→"));
        let only_tests = &deps.tests_need - &deps.needs;
        faults.extend(forbidden_paths(workspace, name, &only_tests, "→ (tests)"));
    }
    faults
}

fn misplaced_heavy(name: &str, deps: &Deps) -> Vec<String> {
    let misplaced = HEAVY
        .iter()
        .filter(|(heavy, owners)| deps.needs.contains(*heavy) && !owners.contains(&name));
    misplaced
        .map(|(heavy, owners)| {
            format!("{name} → {heavy}: not allowed; {heavy} is only for: {}", owners.join(", "))
        })
        .collect()
}

/// The shortest path from `start` to each room it may not use. What lies behind a
/// forbidden room is not followed: the first breach is the one to mend.
fn forbidden_paths(
    workspace: &Workspace,
    start: &str,
    first: &BTreeSet<String>,
    arrow: &str,
) -> Vec<String> {
    let allowed = may_use(start);
    let mut faults = Vec::new();
    let mut seen = BTreeSet::from([start]);
    let mut ahead: VecDeque<(&str, String)> =
        first.iter().map(|name| (name.as_str(), format!("{start} {arrow} {name}"))).collect();
    while let Some((name, path)) = ahead.pop_front() {
        let Some(deps) = workspace.get(name) else { continue };
        if !seen.insert(name) {
            continue;
        }
        if allowed.contains(name) {
            ahead.extend(deps.needs.iter().map(|next| (next.as_str(), format!("{path} → {next}"))));
        } else {
            let allowed: Vec<&str> = allowed.iter().copied().collect();
            let allowed = if allowed.is_empty() { "no room".into() } else { allowed.join(", ") };
            faults.push(format!("{path}: not allowed; {start} may use: {allowed}"));
        }
    }
    faults
}

fn row(name: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(room, _)| *room == name).map(|(_, named)| *named)
}

/// The ground floor, the rooms named in the row, and what these may use in turn.
fn may_use(name: &str) -> BTreeSet<&'static str> {
    if GROUND.contains(&name) {
        return BTreeSet::new();
    }
    let mut allowed = BTreeSet::from(GROUND);
    for named in row(name).unwrap_or_default() {
        allowed.insert(named);
        allowed.extend(may_use(named));
    }
    allowed
}

/// A workspace in which `tests_need` is empty.
fn workspace_of(crates: &[(&str, &[&str])]) -> Workspace {
    let names = |needs: &[&str]| needs.iter().map(|&name| name.to_owned()).collect();
    crates
        .iter()
        .map(|(name, needs)| {
            let deps = Deps { needs: names(needs), tests_need: BTreeSet::new() };
            ((*name).to_owned(), deps)
        })
        .collect()
}

#[test]
fn a_workspace_that_follows_the_plan_has_no_faults() {
    let workspace = workspace_of(&[
        ("eval-trace", &["serde"]),
        ("eval-toml", &["toml"]),
        ("eval-scenario", &["eval-toml", "eval-trace"]),
        ("eval-world", &["eval-scenario", "starlark"]),
        ("eval-cli", &["eval-world", "clap"]),
    ]);
    assert_eq!(broken_walls(&workspace), [""; 0]);
}

#[test]
fn a_wrong_edge_is_named_with_what_would_be_right() {
    let workspace = workspace_of(&[("eval-kernel", &["eval-scenario"]), ("eval-scenario", &[])]);
    assert_eq!(
        broken_walls(&workspace),
        ["eval-kernel → eval-scenario: not allowed; eval-kernel may use: \
          eval-harness, eval-stats, eval-tokens, eval-toml, eval-trace"]
    );
}

#[test]
fn a_leak_through_a_permitted_room_is_shown_as_a_path() {
    let workspace = workspace_of(&[
        ("eval-harness", &[]),
        ("eval-scenario", &["eval-harness"]),
        ("eval-model", &["eval-scenario"]),
    ]);
    assert_eq!(
        broken_walls(&workspace),
        [
            "eval-model → eval-scenario → eval-harness: not allowed; eval-model may use: \
             eval-scenario, eval-stats, eval-tokens, eval-toml, eval-trace",
            "eval-scenario → eval-harness: not allowed; eval-scenario may use: \
             eval-stats, eval-tokens, eval-toml, eval-trace",
        ]
    );
}

#[test]
fn a_ground_room_that_uses_its_neighbour_is_refused() {
    let workspace = workspace_of(&[("eval-stats", &["eval-trace"]), ("eval-trace", &[])]);
    assert_eq!(
        broken_walls(&workspace),
        ["eval-stats → eval-trace: not allowed; eval-stats may use: no room"]
    );
}

#[test]
fn a_heavy_dependency_in_the_wrong_room_is_refused() {
    let workspace = workspace_of(&[("eval-report", &["minijinja", "polars"])]);
    assert_eq!(
        broken_walls(&workspace),
        ["eval-report → polars: not allowed; polars is only for: eval-analysis"]
    );
}

#[test]
fn a_crate_without_a_row_is_refused() {
    let workspace = workspace_of(&[("eval-attic", &["serde"])]);
    assert_eq!(
        broken_walls(&workspace),
        ["eval-attic: not in the plan; give it a row in walls.rs"]
    );
}

#[test]
fn tests_keep_to_the_rooms_but_may_use_heavy_crates() {
    let mut workspace = workspace_of(&[("eval-score", &[]), ("eval-world", &[])]);
    if let Some(deps) = workspace.get_mut("eval-score") {
        deps.tests_need = BTreeSet::from(["eval-world".to_owned(), "parquet".to_owned()]);
    }
    assert_eq!(
        broken_walls(&workspace),
        ["eval-score → (tests) eval-world: not allowed; eval-score may use: \
          eval-stats, eval-tokens, eval-toml, eval-trace"]
    );
}

#[test]
fn build_dependencies_count_like_normal_ones() {
    let metadata = serde_json::json!({"packages": [{
        "name": "eval-report",
        "dependencies": [
            {"name": "tokio", "kind": "build"},
            {"name": "serde", "kind": null},
            {"name": "polars", "kind": "dev"},
        ],
    }]});
    assert_eq!(
        broken_walls(&read_workspace(&metadata)),
        ["eval-report → tokio: not allowed; tokio is only for: eval-remote"]
    );
}

#[test]
fn the_front_door_may_use_every_room() {
    let mut all = may_use("eval-cli");
    all.insert("eval-cli");
    assert_eq!(all, ROOMS.iter().map(|(name, _)| *name).collect());
}

#[test]
fn the_plan_itself_keeps_the_wings_apart() {
    let left = ["eval-world", "eval-model", "eval-runner", "eval-remote"];
    let right = [
        "eval-score",
        "eval-attribution",
        "eval-analysis",
        "eval-dataset",
        "eval-interchange",
        "eval-report",
    ];
    for l in left {
        for r in right {
            assert!(!may_use(l).contains(r) && !may_use(r).contains(l), "{l} meets {r}");
        }
    }
    for hidden in ["eval-harness", "eval-kernel"] {
        assert!(!may_use("eval-model").contains(hidden), "eval-model sees {hidden}");
    }
}
