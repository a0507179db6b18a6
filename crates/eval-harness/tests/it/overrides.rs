//! Values that an arm or the command line lays over a file.

use eval_harness::{HarnessConfig, Override};
use eval_toml::Value;
use insta::assert_snapshot;

use crate::folder::{Folder, harness, over};
use crate::{BARE, FULL};

fn full() -> Folder {
    Folder::new(&[("harness.toml", FULL)])
}

fn laid_over(overrides: &[Override]) -> HarnessConfig {
    full().load_over("harness.toml", overrides).config
}

fn refused(overrides: &[Override]) -> String {
    full().refused("harness.toml", overrides)
}

#[test]
fn an_override_wins_over_every_file_and_is_named() {
    let folder = Folder::new(&[
        ("base.toml", BARE),
        (
            "harness.toml",
            r#"
            extends = "base.toml"
            guardrails = { kind = "rails", budget = 9 }
            verifiers = { kind = "checks", checks = ["evidence_required"] }
            "#,
        ),
    ]);
    let overrides = [
        over("guardrails.budget", 2),
        over("verifiers.checks", vec!["evidence_relevant", "no_unapproved_mutation"]),
    ];
    let loaded = folder.load_over("harness.toml", &overrides);
    assert_snapshot!(folder.effective(&loaded), @r#"
    extends = "base.toml" ([DIR]/harness.toml:2)
    loop.kind = "react" ([DIR]/base.toml:2)
    loop.max_turns = 32 (default)
    guardrails.kind = "rails" ([DIR]/harness.toml:3)
    guardrails.budget = 2 (arm `strict`)
    guardrails.allowlist = true (default)
    guardrails.schema = true (default)
    verifiers.kind = "checks" ([DIR]/harness.toml:4)
    verifiers.checks = ["evidence_relevant", "no_unapproved_mutation"] (arm `strict`)
    verifiers.on_fail = "surface" (default)
    verifiers.max_feedback = 2 (default)
    "#);
}

#[test]
fn an_override_is_as_good_as_the_file_saying_so() {
    let said = harness(&FULL.replace("budget = 6", "budget = 2"));
    assert_eq!(laid_over(&[over("guardrails.budget", 2)]), said);
}

#[test]
fn the_last_of_two_overrides_holds() {
    let once = laid_over(&[over("memory.cap", 2)]);
    assert_eq!(laid_over(&[over("memory.cap", 9), over("memory.cap", 2)]), once);
}

#[test]
fn a_component_is_switched_off_by_its_kind() {
    assert_eq!(laid_over(&[over("guardrails.kind", "off")]).guardrails, None);
}

#[test]
fn a_component_that_the_file_lacks_is_switched_on() {
    let folder = Folder::new(&[("harness.toml", BARE)]);
    let overrides = [over("memory.kind", "observations"), over("memory.cap", 3)];
    let expected = format!("{BARE}[memory]\nkind = \"observations\"\ncap = 3\n");
    assert_eq!(folder.load_over("harness.toml", &overrides).config, harness(&expected));
}

#[test]
fn a_setting_of_a_component_that_the_file_lacks_is_refused() {
    let folder = Folder::new(&[("harness.toml", BARE)]);
    assert_snapshot!(folder.refused("harness.toml", &[over("guardrails.budget", 6)]), @"
    error: missing key `guardrails.kind`
     |
     = note: given by arm `strict`
     = help: it is one of `rails`, `off`
    ");
}

#[test]
fn an_unknown_key_is_refused_with_who_gave_it() {
    assert_snapshot!(refused(&[over("guardrails.budgets", 6)]), @"
    error: unknown key `budgets`
     |
     = note: given by arm `strict`
     = help: did you mean `budget`?
     = help: the valid keys are `kind`, `budget`, `allowlist`, `schema`
    ");
}

#[test]
fn an_unknown_component_is_refused_with_who_gave_it() {
    assert_snapshot!(refused(&[over("guardrail.budget", 6)]), @"
    error: unknown key `guardrail`
     |
     = note: given by arm `strict`
     = help: did you mean `guardrails`?
     = help: the valid keys are `extends`, `loop`, `context`, `tools`, `guardrails`, `approval`, `memory`, `verifiers`, `errors`
    ");
}

#[test]
fn a_value_of_the_wrong_type_is_refused_with_who_gave_it() {
    assert_snapshot!(refused(&[over("guardrails.budget", "six")]), @"
    error: `guardrails.budget` must be an integer, found a string
     |
     = note: given by arm `strict`
    ");
    assert_snapshot!(refused(&[over("guardrails.budget", -1)]), @"
    error: `guardrails.budget` must be an integer from 0 to 4294967295, found -1
     |
     = note: given by arm `strict`
    ");
    assert_snapshot!(refused(&[over("guardrails.budget", 1.5)]), @"
    error: `guardrails.budget` must be an integer, found a float
     |
     = note: given by arm `strict`
    ");
}

#[test]
fn a_key_that_leads_through_a_plain_value_is_refused() {
    assert_snapshot!(refused(&[over("guardrails.budget.calls", 6)]), @"
    error: cannot set `guardrails.budget.calls`, as `budget` is an integer and not a table
     |
     = note: given by arm `strict`
    ");
}

#[test]
fn what_is_no_key_and_what_is_no_value_are_refused() {
    assert_snapshot!(refused(&[over("guardrails..budget", 6)]), @"
    error: `guardrails..budget` is not a dotted key
     |
     = note: given by arm `strict`
    ");
    assert_snapshot!(refused(&[over("guardrails.budget", Value::Null)]), @"
    error: `guardrails.budget` cannot be null
     |
     = note: given by arm `strict`
    ");
}

/// The files are read before anything is laid over them, so it would do nothing.
#[test]
fn extends_cannot_be_overridden() {
    assert_snapshot!(refused(&[over("extends", "./other.toml")]), @"
    error: `extends` cannot be laid over a file
     |
     = note: given by arm `strict`
     = help: name another harness file, or lay its values over this one
    ");
}
