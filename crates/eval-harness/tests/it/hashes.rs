//! What makes two harnesses one and the same.

use std::collections::BTreeMap;

use insta::assert_snapshot;

use crate::folder::{Folder, harness, over};
use crate::{BARE, FULL};

#[test]
fn comments_order_and_spelling_do_not_count() {
    let other = r#"
        # Anything may be said here.
        errors = { max_unusable = 5, kind = "route" }
        verifiers.max_feedback = 0x3
        verifiers.on_fail = 'feedback'
        verifiers.checks = [
            "evidence_relevant",   # first
            "evidence_required",
        ]
        verifiers.kind = "checks"
        memory = { cap = 4, kind = "observations" }
        approval = { kind = "ask" }
        guardrails = { schema = false, allowlist = false, budget = 6, kind = "rails" }
        tools = { granted_only = false, kind = "registry" }
        context = { system = """You are \
                                on call.""", kind = "system_first" }
        loop = { max_turns = 24, kind = "react" }
    "#;
    assert_eq!(harness(other).hash(), harness(FULL).hash());
}

#[test]
fn a_default_written_out_does_not_count() {
    let said = format!("{BARE}max_turns = 32\n[guardrails]\nkind = \"rails\"\nbudget = 12\n");
    let unsaid = format!("{BARE}[guardrails]\nkind = \"rails\"\n");
    assert_eq!(harness(&said).hash(), harness(&unsaid).hash());
}

#[test]
fn where_a_value_came_from_does_not_count() {
    let folder = Folder::new(&[
        ("base.toml", &FULL.replace("budget = 6", "budget = 9").replace("cap = 4", "cap = 1")),
        ("harness.toml", "extends = 'base.toml'\nguardrails.budget = 6"),
    ]);
    let loaded = folder.load_over("harness.toml", &[over("memory.cap", 4)]);
    assert_eq!(loaded.config.hash(), harness(FULL).hash());
}

#[test]
fn a_component_that_is_off_adds_nothing() {
    let bare = harness(BARE).hash();
    for component in ["context", "tools", "guardrails", "approval", "memory", "verifiers", "errors"]
    {
        let off = harness(&format!("{BARE}[{component}]\nkind = \"off\"\n"));
        assert_eq!(off.hash(), bare, "{component}");
    }
}

/// So that a component of a later version changes no hash of today.
#[test]
fn the_canonical_form_holds_only_what_is_on() {
    let bare = harness(BARE);
    assert_snapshot!(serde_json::to_string(&bare).unwrap(), @r#"{"loop":{"kind":"react","max_turns":32}}"#);
    assert_snapshot!(bare.hash(), @"43296711d0ec9c3412873a1beeb49dcb");
}

#[test]
fn the_canonical_form_of_every_component() {
    let full = harness(FULL);
    assert_snapshot!(serde_json::to_string_pretty(&full).unwrap(), @r#"
    {
      "loop": {
        "kind": "react",
        "max_turns": 24
      },
      "context": {
        "kind": "system_first",
        "system": "You are on call."
      },
      "tools": {
        "kind": "registry",
        "granted_only": false
      },
      "guardrails": {
        "kind": "rails",
        "budget": 6,
        "allowlist": false,
        "schema": false
      },
      "approval": {
        "kind": "ask"
      },
      "memory": {
        "kind": "observations",
        "cap": 4
      },
      "verifiers": {
        "kind": "checks",
        "checks": [
          "evidence_relevant",
          "evidence_required"
        ],
        "on_fail": "feedback",
        "max_feedback": 3
      },
      "errors": {
        "kind": "route",
        "max_unusable": 5
      }
    }
    "#);
    assert_snapshot!(full.hash(), @"4d16dce5043339bf067eff723c382fe6");
}

#[test]
fn each_single_setting_counts() {
    let folder = Folder::new(&[("harness.toml", FULL)]);
    let changes = [
        over("loop.max_turns", 25),
        over("context.system", "You are not on call."),
        over("context.kind", "off"),
        over("tools.granted_only", true),
        over("tools.kind", "off"),
        over("guardrails.budget", 7),
        over("guardrails.allowlist", true),
        over("guardrails.schema", true),
        over("guardrails.kind", "off"),
        over("approval.kind", "allow_all"),
        over("approval.kind", "off"),
        over("memory.cap", 5),
        over("memory.kind", "off"),
        over("verifiers.checks", vec!["evidence_relevant"]),
        // The checks are asked in their order, so it counts.
        over("verifiers.checks", vec!["evidence_required", "evidence_relevant"]),
        over("verifiers.on_fail", "surface"),
        over("verifiers.on_fail", "halt"),
        over("verifiers.max_feedback", 4),
        over("verifiers.kind", "off"),
        over("errors.max_unusable", 6),
        over("errors.kind", "off"),
    ];
    let mut seen = BTreeMap::from([(harness(FULL).hash(), "nothing".to_owned())]);
    for change in changes {
        let said = format!("{} = {}", change.key, change.value);
        let hash = folder.load_over("harness.toml", &[change]).config.hash();
        if let Some(other) = seen.insert(hash, said.clone()) {
            panic!("the same hash with {other} and with {said}");
        }
    }
}
