//! The reference harness: grants every tool, checks nothing. Oracles are
//! proved under it and failed trials are played on under it, so that neither
//! depends on the harness that is being measured.

use std::sync::Arc;

use eval_harness::{Approval, HarnessConfig, Loop, Tools};

/// More turns than any oracle takes.
pub(crate) const MAX_TURNS: u32 = 128;

pub(crate) fn harness() -> Arc<HarnessConfig> {
    Arc::new(HarnessConfig {
        agent_loop: Loop::React { max_turns: MAX_TURNS },
        context: None,
        tools: Some(Tools::Registry { granted_only: false }),
        guardrails: None,
        approval: Some(Approval::AllowAll),
        memory: None,
        verifiers: None,
        errors: None,
    })
}
