//! Self-proof: an instance can be solved, and cannot be solved by accident.

use std::collections::BTreeSet;
use std::sync::Arc;

use eval_kernel::{Finish, Kernel, Start, Toolbox};
use eval_model::{Luck, offline};
use eval_scenario::{ModelKind, Scenario};
use eval_trace::{Digest, Event, EventKind, StopReason, ToolStatus};
use eval_world::{Instance, Stage, TOOL_CRASHED, WorldFault};
use rayon::prelude::*;
use serde_json::Value;

use crate::SetUpError;
use crate::bench::ready_scenario;
use crate::drive::{Players, drive};
use crate::reference;
use crate::trial::unless_it_panics;

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
    /// A tool broke rather than refused.
    #[error("tool `{tool}` crashes instead of failing by `fail(…)`: {message}")]
    ToolCrashes {
        /// The tool.
        tool: String,
        /// What it said.
        message: String,
    },
    /// The oracle's answer rests on nothing.
    #[error("`claims` names no fact for the oracle's answer, so no answer can be grounded")]
    NothingClaimed,
    /// The oracle's answer rests on what no tool showed.
    #[error("the oracle's answer claims `{0}`, which no tool showed it")]
    Ungrounded(String),
    /// The world broke or ran away.
    #[error("the world fails ({agent}): {fault}")]
    World {
        /// Who was playing, or what was being done.
        agent: &'static str,
        /// What happened.
        fault: String,
    },
}

impl Disproof {
    fn world(agent: &'static str, fault: &impl ToString) -> Self {
        Self::World { agent, fault: fault.to_string() }
    }
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
        result: unless_it_panics(|| {
            let instance = ready.world.instance(&scenario.variants[*variant], *seed);
            let instance = instance.map_err(|fault| Disproof::world("setting up", &fault))?;
            prove(&instance, &ready.toolbox)
        })
        .unwrap_or_else(|panic| Err(Disproof::world("the toolkit", &panic))),
    };
    Ok(places.par_iter().map(prove_place).collect())
}

/// Proves an instance under the reference harness: the oracle succeeds; the
/// null, random and greedy-wrong agents do not; no tool lies.
fn prove(instance: &Instance, toolbox: &Arc<Toolbox>) -> Result<(), Disproof> {
    let ground = Ground { instance, toolbox };
    let oracle = ground.play("oracle", &ModelKind::Oracle, 0)?;
    if !oracle.unmet.is_empty() {
        return Err(Disproof::OracleFails(oracle.unmet.join("; ")));
    }
    if instance.world().has_claims() {
        oracle.claims_are_grounded()?;
    }
    let others = [
        ("null", ModelKind::Null, 1),
        ("random", ModelKind::Random, RANDOM_TRIES),
        ("greedy-wrong", ModelKind::GreedyWrong, 1),
    ];
    for (agent, kind, tries) in others {
        for attempt in 0..tries {
            if ground.play(agent, &kind, attempt)?.unmet.is_empty() {
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
        let (_, judged) = self.play_from(end.continue_from(), &ModelKind::Oracle, 0);
        judged.map(|played| played.unmet.is_empty())
    }

    /// Plays an agent from the start.
    fn play(
        &self,
        agent: &'static str,
        kind: &ModelKind,
        attempt: u32,
    ) -> Result<Played, Disproof> {
        let (diary, judged) = self.play_from(self.instance.stage(), kind, attempt);
        no_tool_is_at_fault(&diary)?;
        judged.map_err(|fault| Disproof::World { agent, fault })
    }

    /// The diary, and what came of it or the world's fault.
    fn play_from(
        &self,
        mut stage: Stage,
        kind: &ModelKind,
        attempt: u32,
    ) -> (Vec<Event>, Result<Played, String>) {
        let model = offline(kind);
        let (mut kernel, first) = Kernel::start(reference::harness(), self.start());
        let luck = Luck::new(Digest::of(&("proof", self.instance.hash(), attempt)));
        let mut players = Players { model: &*model, luck, stage: &mut stage };
        let finish = drive(&mut kernel, first, &mut players);
        let diary = kernel.into_diary();
        let judged = match finish.stop {
            StopReason::Infra => Err(finish.detail),
            _ => Played::judge(&stage, &finish, &diary).map_err(|fault| fault.to_string()),
        };
        (diary, judged)
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
    /// What kept the agent from success.
    unmet: Vec<String>,
    /// The facts that its answer rests on.
    claims: Vec<String>,
    /// The facts that tools showed.
    yielded: BTreeSet<String>,
}

impl Played {
    fn judge(stage: &Stage, finish: &Finish, diary: &[Event]) -> Result<Self, WorldFault> {
        let structured = finish.answer.as_ref().map_or(&Value::Null, |answer| &answer.structured);
        let verdict = stage.judge(structured)?;
        Ok(Self {
            unmet: verdict.unmet.into_iter().chain(verdict.broken).collect(),
            claims: stage.claims(structured)?,
            yielded: diary.iter().flat_map(|event| yields(&event.kind)).cloned().collect(),
        })
    }

    /// Else no answer could ever satisfy `evidence_relevant`.
    fn claims_are_grounded(&self) -> Result<(), Disproof> {
        if self.claims.is_empty() {
            return Err(Disproof::NothingClaimed);
        }
        match self.claims.iter().find(|fact| !self.yielded.contains(*fact)) {
            None => Ok(()),
            Some(fact) => Err(Disproof::Ungrounded(fact.clone())),
        }
    }
}

fn yields(kind: &EventKind) -> &[String] {
    match kind {
        EventKind::ToolReturned { returned, .. } => &returned.yields,
        _ => &[],
    }
}

fn no_tool_is_at_fault(diary: &[Event]) -> Result<(), Disproof> {
    for event in diary {
        let EventKind::ToolReturned { tool, undeclared_mutation, returned, .. } = &event.kind
        else {
            continue;
        };
        if *undeclared_mutation {
            return Err(Disproof::LyingTool(tool.clone()));
        }
        if let ToolStatus::Error { class, .. } = &returned.status
            && class == TOOL_CRASHED
        {
            let message = returned.content.as_str().replace("the tool crashed: ", "");
            return Err(Disproof::ToolCrashes { tool: tool.clone(), message });
        }
    }
    Ok(())
}
