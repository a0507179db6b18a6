//! Harness files, read as people write them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod folder;
mod reads;
mod extends;
mod overrides;
mod hashes;
mod refuses;
mod shipped;

/// The least a harness can be.
const BARE: &str = "[loop]\nkind = \"react\"\n";

/// Every component on, every value written out.
const FULL: &str = r#"
[loop]
kind = "react"
max_turns = 24

[context]
kind = "system_first"
system = "You are on call."

[tools]
kind = "registry"
granted_only = false

[guardrails]
kind = "rails"
budget = 6
allowlist = false
schema = false

[approval]
kind = "ask"

[memory]
kind = "observations"
cap = 4

[verifiers]
kind = "checks"
checks = ["evidence_relevant", "evidence_required"]
on_fail = "feedback"
max_feedback = 3

[errors]
kind = "route"
max_unusable = 5
"#;
