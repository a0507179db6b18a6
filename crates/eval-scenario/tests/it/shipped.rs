//! The suite that ships.

use std::path::{Path, PathBuf};

use eval_scenario::{Approver, ModelKind, Suite};

fn sre_triage() -> Suite {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/sre-triage/suite.toml");
    Suite::load(&path).expect("the shipped suite loads")
}

#[test]
fn every_shipped_suite_loads() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let entries = std::fs::read_dir(scenarios).unwrap();
    let suites: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path().join("suite.toml"))
        .filter(|path| path.is_file())
        .collect();
    assert!(!suites.is_empty());
    for suite in suites {
        Suite::load(&suite).expect("a shipped suite loads");
    }
}

#[test]
fn the_ab_is_played_by_one_model_under_two_harnesses() {
    let suite = sre_triage();
    let [bare, five] = &suite.arms[..2] else { panic!("two arms at least") };
    assert_eq!((bare.name.as_str(), five.name.as_str()), ("bare-loop", "five-components"));
    assert_eq!(bare.model, five.model);
    assert_ne!(bare.harness, five.harness);

    let model = suite.models.iter().find(|model| model.name == bare.model).unwrap();
    assert!(matches!(model.kind, ModelKind::Flaky { .. }), "{model:?}");

    let incident = suite.scenarios.iter().find(|entry| entry.scenario.name == "incident").unwrap();
    let seeds = incident.instances.clone();
    assert!(incident.scenario.splits["train"].contains(&seeds.start));
    assert!(seeds.end <= incident.scenario.splits["train"].end);
}

#[test]
fn each_replica_plays_one_variant_and_the_ab_plays_none() {
    let suite = sre_triage();
    let checkout = suite.scenarios.iter().find(|entry| entry.scenario.name == "checkout").unwrap();
    assert_eq!(checkout.epochs, Some(1));
    for arm in &suite.arms {
        let plays = |variant: &&String| arm.plays("checkout", variant);
        let played: Vec<&String> = checkout.variants.iter().filter(plays).collect();
        if arm.model == "scripted" {
            assert_eq!(played, [&arm.name]);
            assert!(!arm.plays("incident", "base"), "{}", arm.name);
        } else {
            assert!(played.is_empty() && arm.plays("incident", "base"), "{}", arm.name);
        }
    }
}

#[test]
fn the_replicas_are_scripted_to_their_ends() {
    let suite = sre_triage();
    let checkout = suite.scenarios.iter().find(|entry| entry.scenario.name == "checkout").unwrap();
    for variant in checkout.scenario.variants.values() {
        assert!(!variant.script.is_empty(), "{}", variant.name);
    }
    assert_eq!(checkout.scenario.variants["approved"].approver, Approver::Grant);
    assert_eq!(checkout.scenario.variants["denied-repo"].approver, Approver::Deny);
}

#[test]
fn what_the_worlds_share_is_carried_by_each() {
    for entry in sre_triage().scenarios {
        let paths: Vec<&str> = entry.scenario.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["../pods.star", "scenario.toml", "world.star"]);
    }
}
