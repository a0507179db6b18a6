//! Self-proof: an instance can be solved, and cannot be solved by accident.

use std::sync::Arc;

use eval_kernel::{Finish, Kernel, Start, Toolbox};
use eval_model::{Luck, offline};
use eval_scenario::{ModelKind, Scenario};
use eval_trace::{Digest, Event, EventKind, StopReason};
use eval_world::{Instance, Stage};
use rayon::prelude::*;
use serde_json::Value;

use crate::SetUpError;
use crate::bench::ready_scenario;
use crate::drive::{Players, drive};
use crate::reference;

/// What is wrong with an instance.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disproof {
    /// The oracle does not reach success.
    #[error("the oracle fails: {0}")]
    OracleFails(String),
    /// An agent reaches success that must not.
    #[error("the {0} agent succeeds, so success shows nothing")]
    Guessable(&'static str),
    /// A tool changed the world though it is declared read-only.
    #[error("tool `{0}` is declared `mutating = false` and changed the world")]
    LyingTool(String),
    /// The world broke or ran away.
    #[error("the world fails ({agent}): {fault}")]
    World {
        /// Who was playing, or what was being done.
        agent: &'static str,
        /// What happened.
        fault: String,
    },
}

/// How often the random agent tries an instance: it also calls tools that no
/// program of the world does, and so finds ones that lie.
const RANDOM_TRIES: u32 = 8;

/// What was found of one instance.
#[derive(Debug)]
pub struct Proof {
    /// Its place: `scenario.variant#instance`.
    pub place: String,
    /// Whether it is proved.
    pub result: Result<(), Disproof>,
}

/// Proves instances of a scenario, all variants of all seeds, side by side.
/// The proofs come in order of variant and seed.
pub fn prove_scenario(
    scenario: &Scenario,
    variants: &[String],
    seeds: &[u64],
) -> Result<Vec<Proof>, SetUpError> {
    let ready = ready_scenario(scenario)?;
    let places: Vec<(&String, u64)> = variants
        .iter()
        .flat_map(|variant| seeds.iter().map(move |seed| (variant, *seed)))
        .collect();
    let prove_place = |(variant, seed): &(&String, u64)| Proof {
        place: format!("{}.{variant}#{seed}", scenario.name),
        result: match ready.world.instance(&scenario.variants[*variant], *seed) {
            Ok(instance) => prove(&instance, &ready.toolbox),
            Err(fault) => Err(Disproof::World { agent: "setting up", fault: fault.to_string() }),
        },
    };
    Ok(places.par_iter().map(prove_place).collect())
}

/// Proves an instance under the reference harness: the oracle succeeds; the
/// null, random and greedy-wrong agents do not; no tool lies.
fn prove(instance: &Instance, toolbox: &Arc<Toolbox>) -> Result<(), Disproof> {
    let ground = Ground { instance, toolbox };
    let unmet = ground.play("oracle", &ModelKind::Oracle, 0)?;
    if !unmet.is_empty() {
        return Err(Disproof::OracleFails(unmet.join("; ")));
    }
    let others = [
        ("null", ModelKind::Null, 1),
        ("random", ModelKind::Random, RANDOM_TRIES),
        ("greedy-wrong", ModelKind::GreedyWrong, 1),
    ];
    for (agent, kind, tries) in others {
        for attempt in 0..tries {
            if ground.play(agent, &kind, attempt)?.is_empty() {
                return Err(Disproof::Guessable(agent));
            }
        }
    }
    Ok(())
}

/// An instance to be played under the reference harness.
pub(crate) struct Ground<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) toolbox: &'a Arc<Toolbox>,
}

impl Ground<'_> {
    /// Whether the oracle, playing on from where a trial ended, reaches
    /// success. `Err` is the world's fault.
    pub(crate) fn oracle_succeeds_from(&self, end: &Stage) -> Result<bool, String> {
        let played = self.play_from(end.continue_from(), &ModelKind::Oracle, 0);
        played.unmet.map(|unmet| unmet.is_empty())
    }

    /// Plays an agent from the start and returns what kept it from success.
    fn play(
        &self,
        agent: &'static str,
        kind: &ModelKind,
        attempt: u32,
    ) -> Result<Vec<String>, Disproof> {
        let played = self.play_from(self.instance.stage(), kind, attempt);
        if let Some(tool) = played.lying_tool {
            return Err(Disproof::LyingTool(tool));
        }
        played.unmet.map_err(|fault| Disproof::World { agent, fault })
    }

    fn play_from(&self, mut stage: Stage, kind: &ModelKind, attempt: u32) -> Played {
        let model = offline(kind);
        let (mut kernel, first) = Kernel::start(reference::harness(), self.start());
        let luck = Luck::new(Digest::of(&("proof", self.instance.hash(), attempt)));
        let script = &self.instance.variant().script;
        let mut players = Players { model: &*model, luck, script, stage: &mut stage };
        let finish = drive(&mut kernel, first, &mut players);
        let unmet = match finish.stop {
            StopReason::Infra => Err(finish.detail.clone()),
            _ => unmet(&stage, &finish),
        };
        Played { unmet, lying_tool: lying_tool(kernel.diary()) }
    }

    fn start(&self) -> Start {
        Start {
            task: self.instance.prompt().clone(),
            toolbox: Arc::clone(self.toolbox),
            granted: self.toolbox.set().specs().iter().map(|spec| spec.name.clone()).collect(),
            max_turns: reference::MAX_TURNS,
            seed: 0,
        }
    }
}

/// What came of playing under the reference harness.
struct Played {
    /// What kept the agent from success, or the world's fault.
    unmet: Result<Vec<String>, String>,
    lying_tool: Option<String>,
}

fn unmet(stage: &Stage, finish: &Finish) -> Result<Vec<String>, String> {
    let structured = finish.answer.as_ref().map_or(&Value::Null, |answer| &answer.structured);
    let verdict = stage.judge(structured).map_err(|fault| fault.to_string())?;
    Ok(verdict.unmet.into_iter().chain(verdict.broken).collect())
}

fn lying_tool(diary: &[Event]) -> Option<String> {
    diary.iter().find_map(|event| match &event.kind {
        EventKind::ToolReturned { tool, undeclared_mutation: true, .. } => Some(tool.clone()),
        _ => None,
    })
}
