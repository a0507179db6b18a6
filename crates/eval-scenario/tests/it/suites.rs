//! What a suite says, and what holds where it says nothing.

use eval_scenario::{Limits, ModelKind};
use insta::assert_snapshot;

use crate::folder::{Folder, SUITE, change, suite_changed, suite_with};

#[test]
fn what_holds_where_nothing_is_said() {
    let folder = Folder::new();
    let suite = folder.suite();
    assert_eq!((suite.name.as_str(), suite.seed, suite.epochs), ("web", 0, 1));
    assert_eq!(suite.limits, Limits { max_turns: 32, max_infra: 0.05 });
    assert_eq!(suite.path, folder.path.join("suite.toml"));
    assert_eq!((suite.source.path.as_str(), suite.source.text.as_str()), ("suite.toml", SUITE));
    let line = |value: &eval_toml::Effective| {
        format!("{} = {} ({})", value.path, value.value, value.origin)
    };
    let lines: Vec<String> = suite.effective.iter().map(line).collect();
    assert_snapshot!(folder.plain(&lines.join("\n")), @r#"
    name = "web" ([DIR]/suite.toml:2)
    seed = 0 (default)
    epochs = 1 (default)
    split = "train" ([DIR]/suite.toml:3)
    limits.max_turns = 32 (default)
    limits.max_infra = 0.05 (default)
    scenario[0].path = "search" ([DIR]/suite.toml:6)
    scenario[0].instances.first = 0 (default)
    scenario[0].instances.count = 1 (default)
    model.oracle.kind = "oracle" ([DIR]/suite.toml:9)
    model.shaky.kind = "flaky" ([DIR]/suite.toml:12)
    model.shaky.p = 0.5 (default)
    model.shaky.infra = 0.0 (default)
    arm[0].name = "bare" ([DIR]/suite.toml:15)
    arm[0].harness = "bare.toml" ([DIR]/suite.toml:16)
    arm[0].model = "oracle" ([DIR]/suite.toml:17)
    arm[0].stream = 0 (default)
    "#);
}

#[test]
fn what_is_said_holds() {
    let head = "seed = 7\nepochs = 3\nlimits = { max_turns = 4, max_infra = 0.5 }\nname = ";
    let suite = suite_changed("name = ", head);
    assert_eq!((suite.seed, suite.epochs), (7, 3));
    assert_eq!(suite.limits, Limits { max_turns: 4, max_infra: 0.5 });
}

#[test]
fn every_kind_of_model() {
    let models = r#"
        [model.a]
        kind = "scripted"
        [model.b]
        kind = "oracle"
        [model.c]
        kind = "null"
        [model.d]
        kind = "random"
        [model.e]
        kind = "greedy-wrong"
        [model.f]
        kind = "flaky"
        p = 1
        infra = 0.25
    "#;
    let suite = suite_with(models);
    let kinds: Vec<&ModelKind> = suite.models.iter().map(|model| &model.kind).collect();
    let shaky = ModelKind::Flaky { p: 0.5, infra: 0.0 };
    let flaky = ModelKind::Flaky { p: 1.0, infra: 0.25 };
    assert_eq!(
        kinds,
        [
            &ModelKind::Oracle,
            &shaky,
            &ModelKind::Scripted,
            &ModelKind::Oracle,
            &ModelKind::Null,
            &ModelKind::Random,
            &ModelKind::GreedyWrong,
            &flaky,
        ]
    );
    // The manifest names a kind with the word that suites do.
    for kind in kinds {
        assert_eq!(serde_json::to_value(kind).unwrap()["kind"], kind.name());
    }
}

// ── scenarios ─────────────────────────────────────────────────────────────

#[test]
fn a_scenario_takes_part_with_all_its_variants() {
    assert_eq!(Folder::new().suite().scenarios[0].variants, ["calm", "hurried"]);
}

#[test]
fn a_suite_may_choose_among_the_variants() {
    let suite = suite_changed("path = \"search\"", "path = \"search\"\nvariants = [\"hurried\"]");
    assert_eq!(suite.scenarios[0].variants, ["hurried"]);
    assert_eq!(suite.scenarios[0].scenario.variants.len(), 2);
}

#[test]
fn a_scenario_inherits_the_split_of_the_suite() {
    let entry = &Folder::new().suite().scenarios[0];
    assert_eq!(entry.split.as_deref(), Some("train"));
}

#[test]
fn a_split_of_its_own_wins() {
    let suite = suite_changed("path = \"search\"", "path = \"search\"\nsplit = \"holdout\"");
    assert_eq!(suite.scenarios[0].split.as_deref(), Some("holdout"));
}

#[test]
fn a_split_of_its_own_does_not_need_one_of_the_suite() {
    let text = change(SUITE, "split = \"train\"", "");
    let text = change(&text, "path = \"search\"", "path = \"search\"\nsplit = \"holdout\"");
    let suite = Folder::new().with("suite.toml", &text).suite();
    assert_eq!(suite.scenarios[0].split.as_deref(), Some("holdout"));
}

#[test]
fn instances_default_to_the_first_of_the_split() {
    assert_eq!(Folder::new().suite().scenarios[0].instances, 0..1);
    let of_holdout = "path = \"search\"\nsplit = \"holdout\"";
    let suite = suite_changed("path = \"search\"", of_holdout);
    assert_eq!(suite.scenarios[0].instances, 100..101);
    let several = format!("{of_holdout}\ninstances.count = 20");
    let suite = suite_changed("path = \"search\"", &several);
    assert_eq!(suite.scenarios[0].instances, 100..120);
}

#[test]
fn instances_are_chosen_inside_the_split() {
    let some = "path = \"search\"\ninstances = { first = 90, count = 10 }";
    let suite = suite_changed("path = \"search\"", some);
    assert_eq!(suite.scenarios[0].instances, 90..100);
}

#[test]
fn without_a_split_any_seed_will_do() {
    let text = change(SUITE, "split = \"train\"", "");
    let folder = Folder::new().with("suite.toml", &text);
    assert_eq!(folder.suite().scenarios[0].instances, 0..1);
    let some = "path = \"search\"\ninstances = { first = 5000, count = 2 }";
    let folder = folder.with("suite.toml", &change(&text, "path = \"search\"", some));
    let entry = &folder.suite().scenarios[0];
    assert_eq!((&entry.instances, &entry.split), (&(5000..5002), &None));
}

#[test]
fn epochs_of_its_own_are_kept_apart() {
    assert_eq!(Folder::new().suite().scenarios[0].epochs, None);
    let suite = suite_changed("path = \"search\"", "path = \"search\"\nepochs = 4");
    assert_eq!((suite.epochs, suite.scenarios[0].epochs), (1, Some(4)));
}
