//! What the documents show is what happens.

use std::process::Command;

use eval_store::Run;
use eval_trace::{Outcome, TrialRecord};

use crate::support::{Place, shipped, skipped, whole_run};

const README: &str = include_str!("../../../../README.md");
const GATE: &str = include_str!("../../../../docs/gate.md");
const TRACE_SCHEMA: &str = include_str!("../../../../docs/trace-schema.md");
const WRITING_SCENARIOS: &str = include_str!("../../../../docs/writing-scenarios.md");

/// The fenced block that follows a line of a document.
fn block_after<'a>(document: &'a str, line: &str) -> &'a str {
    let (_, rest) =
        document.split_once(&format!("\n{line}\n")).unwrap_or_else(|| panic!("no {line}"));
    let (_, rest) = rest.split_once("```").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_suite_of_five_minutes_does_what_is_shown() {
    let place = Place::new();
    let files = [
        "suite.toml",
        "bare.toml",
        "checked.toml",
        "full-disk/scenario.toml",
        "full-disk/world.star",
    ];
    for file in files {
        place.write(&format!("first/{file}"), block_after(README, &format!("`{file}`")));
    }
    let said = place.flywheel_in("first", &["check", "."]);
    assert_eq!(said.stdout, block_after(README, "In that folder, `flywheel check .` prints"));
    let said = place.flywheel_in("first", &["run", "suite.toml", "-q"]);
    let shown = block_after(README, "and `flywheel run suite.toml`");
    assert!(said.stdout.trim_start().starts_with(shown), "{}\nshown:\n{shown}", said.stdout);
}

/// The columns to the right are cut off in the README, so line by line what is
/// shown has to be how the real line begins.
#[test]
fn the_first_table_is_the_one_that_is_shown() {
    let (place, _) = whole_run();
    let real = place.flywheel(&["show", "whole"]).stdout;
    let shown = block_after(
        README,
        "The run ends in this table (the columns to the right are cut off here):",
    );
    let pairs = shown.lines().zip(real.trim_start().lines());
    for (shown, real) in pairs {
        assert!(real.starts_with(shown.trim_end()), "shown: {shown}\nreal:  {real}");
    }
    assert!(shown.lines().count() > 12);
}

#[test]
fn the_story_of_the_readme_is_told() {
    let (place, _) = whole_run();
    let story = place.flywheel(&["show", "whole", "denied-repo/checkout#0@0"]).stdout;
    let shown = block_after(README, "flywheel show runs/latest denied-repo/checkout#0@0\n```");
    assert!(story.contains(shown), "{story}\nshown:\n{shown}");
}

#[test]
fn the_comparison_of_the_readme_is_found() {
    let (place, _) = whole_run();
    let found = place.flywheel(&["compare", "whole"]).stdout;
    let shown = block_after(README, "flywheel compare runs/latest\n```");
    assert!(found.contains(shown), "{found}\nshown:\n{shown}");
}

#[test]
fn the_gate_file_of_the_guide_is_read() {
    let place = Place::new();
    place.write("gate.toml", block_after(GATE, "that names the line and the nearest key."));
    let spec = eval_analysis::GateSpec::load(&place.path().join("gate.toml")).unwrap();
    assert_eq!((spec.within.len(), spec.budgets.len(), spec.quarantine.len()), (2, 2, 1));
    place.write("prices.toml", block_after(GATE, "from a price file, `--prices prices.toml`:"));
    let prices = eval_analysis::Prices::load(&place.path().join("prices.toml")).unwrap();
    assert!(prices.of("main").is_some());
}

#[test]
fn the_numbers_of_the_readme_are_those_of_the_run() {
    let (place, _) = whole_run();
    let run = Run::open(&place.path().join("whole")).unwrap();
    let trials: Vec<_> = run.trials().unwrap().map(Result::unwrap).collect();
    let count = |arm: &str, outcome: Outcome, verified: Option<bool>| {
        let fits = |trial: &&TrialRecord| {
            trial.key.arm == arm && trial.outcome == outcome && trial.verified == verified
        };
        trials.iter().filter(fits).count()
    };
    let right = count("bare-loop", Outcome::Success, None);
    let wrong = count("bare-loop", Outcome::Failed, None);
    let recovered = count("five-components", Outcome::Recovered, Some(true));
    let given_up = count("five-components", Outcome::Failed, Some(false));
    let misled = count("five-components", Outcome::Failed, Some(true));
    assert_eq!(right, count("five-components", Outcome::Success, Some(true)));
    let prose = README.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        format!("the {right} trials that are right at the first answer are right in both"),
        format!("Of the {wrong} wrong first answers, {recovered} end right"),
        format!("Of the {} that stay wrong, {given_up} are let out", given_up + misled),
        format!("{misled} pass every verifier"),
    ] {
        assert!(prose.contains(&said), "the README does not say: {said}");
    }
}

#[test]
fn the_scenario_of_the_guide_is_proved() {
    let place = Place::new();
    let files = [
        ("scenario.toml", "`stuck-queue/scenario.toml`"),
        ("world.star", "`stuck-queue/world.star`"),
        ("consumers.star", "`stuck-queue/consumers.star`, shared functions beside them"),
    ];
    for (file, line) in files {
        place.write(&format!("guide/stuck-queue/{file}"), block_after(WRITING_SCENARIOS, line));
    }
    let said = place.flywheel_in("guide", &["check", "stuck-queue", "--instances", "20"]);
    let line = "`flywheel check stuck-queue --instances 20` reads all three, plays the instances and prints";
    assert_eq!(said.stdout, block_after(WRITING_SCENARIOS, line));
}

/// Every query of the page on the tables, by the program it is written for, on
/// a run of the shipped suite; each has to find something.
#[test]
fn the_queries_of_the_schema_are_answered() {
    let python = std::env::var("FLYWHEEL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let (place, _) = whole_run();
    let runs = place.path().join("runs");
    std::fs::create_dir_all(&runs).unwrap();
    std::os::unix::fs::symlink("../whole", runs.join("latest")).unwrap();
    let (_, examples) = TRACE_SCHEMA.split_once("\n## Examples\n").unwrap();
    place.write("examples.md", examples);
    let script = shipped().join("../scripts/examples.py");
    let mut command = Command::new(&python);
    command.arg(script).arg("examples.md").current_dir(place.path());
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return skipped(&format!("no {python} to run the examples with: {error}")),
    };
    let said = place.said(&output);
    if said.code == 77 {
        return skipped(&format!("the examples of docs/trace-schema.md: {}", said.stderr.trim()));
    }
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let blocks = examples.matches("```sql").count() + examples.matches("```python").count();
    assert_eq!(said.stdout.lines().count(), blocks, "{}", said.stdout);
    assert!(blocks >= 5);
    // The first query counts what the program counts.
    let bare_loop = whole_run().1["arms"][0].clone();
    assert_eq!(bare_loop["name"], "bare-loop");
    let rate = bare_loop["success"].as_f64().unwrap() / bare_loop["scored"].as_f64().unwrap();
    assert!(
        said.stdout.contains(&format!("('bare-loop', {}, {rate}", bare_loop["scored"])),
        "{}",
        said.stdout
    );
}
