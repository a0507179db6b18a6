//! What a file says, and what holds where it says nothing.

use eval_harness::{
    Approval, Check, Context, ErrorRouting, Guardrails, HarnessConfig, Loop, Memory, OnFail, Tools,
    Verifiers,
};
use insta::assert_snapshot;

use crate::folder::{Folder, harness};
use crate::{BARE, FULL};

fn bare() -> HarnessConfig {
    HarnessConfig {
        agent_loop: Loop::React { max_turns: 32 },
        context: None,
        tools: None,
        guardrails: None,
        approval: None,
        memory: None,
        verifiers: None,
        errors: None,
    }
}

#[test]
fn a_full_file() {
    let expected = HarnessConfig {
        agent_loop: Loop::React { max_turns: 24 },
        context: Some(Context::SystemFirst { system: "You are on call.".to_owned() }),
        tools: Some(Tools::Registry { granted_only: false }),
        guardrails: Some(Guardrails::Rails { budget: 6, allowlist: false, schema: false }),
        approval: Some(Approval::Ask),
        memory: Some(Memory::Observations { cap: 4 }),
        verifiers: Some(Verifiers::Checks {
            checks: vec![Check::EvidenceRelevant, Check::EvidenceRequired],
            on_fail: OnFail::Feedback,
            max_feedback: 3,
        }),
        errors: Some(ErrorRouting::Route { max_unusable: 5 }),
    };
    assert_eq!(harness(FULL), expected);
}

#[test]
fn a_component_that_is_absent_is_off() {
    assert_eq!(harness(BARE), bare());
}

#[test]
fn a_component_that_is_switched_on_has_defaults() {
    let folder = Folder::new(&[(
        "harness.toml",
        r#"
        loop.kind = "react"
        tools.kind = "registry"
        guardrails.kind = "rails"
        memory.kind = "observations"
        verifiers = { kind = "checks", checks = ["evidence_required"] }
        errors.kind = "route"
        "#,
    )]);
    assert_snapshot!(folder.effective(&folder.load("harness.toml")), @r#"
    loop.kind = "react" ([DIR]/harness.toml:2)
    loop.max_turns = 32 (default)
    tools.kind = "registry" ([DIR]/harness.toml:3)
    tools.granted_only = true (default)
    guardrails.kind = "rails" ([DIR]/harness.toml:4)
    guardrails.budget = 12 (default)
    guardrails.allowlist = true (default)
    guardrails.schema = true (default)
    memory.kind = "observations" ([DIR]/harness.toml:5)
    memory.cap = 8 (default)
    verifiers.kind = "checks" ([DIR]/harness.toml:6)
    verifiers.checks = ["evidence_required"] ([DIR]/harness.toml:6)
    verifiers.on_fail = "surface" (default)
    verifiers.max_feedback = 2 (default)
    errors.kind = "route" ([DIR]/harness.toml:7)
    errors.max_unusable = 3 (default)
    "#);
}

#[test]
fn everyone_may_be_let_through() {
    let text = format!("{BARE}[approval]\nkind = \"allow_all\"\n");
    assert_eq!(harness(&text).approval, Some(Approval::AllowAll));
}

#[test]
fn a_component_may_be_switched_off_and_keep_its_settings() {
    for component in ["context", "tools", "guardrails", "memory", "verifiers", "errors"] {
        let on = format!("[{component}]\nkind = ");
        let start = FULL.find(&on).unwrap() + on.len();
        let end = start + FULL[start..].find('\n').unwrap();
        let text = format!("{}\"off\"{}", &FULL[..start], &FULL[end..]);

        let mut expected = serde_json::to_value(harness(FULL)).unwrap();
        expected.as_object_mut().unwrap().remove(component).unwrap();
        assert_eq!(serde_json::to_value(harness(&text)).unwrap(), expected, "{component}");
    }
}

#[test]
fn every_check_is_known_by_its_name() {
    for (name, check) in Check::NAMES {
        assert_eq!(check.name(), *name);
        assert_eq!(serde_json::to_value(check).unwrap(), *name);
        let text = format!("{BARE}[verifiers]\nkind = \"checks\"\nchecks = [\"{name}\"]\n");
        let Some(Verifiers::Checks { checks, .. }) = harness(&text).verifiers else {
            panic!("the verifiers are on");
        };
        assert_eq!(checks, [*check]);
    }
}

#[test]
fn errors_are_routed_even_without_a_table() {
    assert_eq!(ErrorRouting::max_unusable(None), ErrorRouting::DEFAULT_MAX_UNUSABLE);
    assert_eq!(ErrorRouting::max_unusable(harness(FULL).errors.as_ref()), 5);
}
