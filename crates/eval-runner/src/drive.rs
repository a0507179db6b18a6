//! The plain driver: performs what the kernel requests, one after the other.

use eval_kernel::{Effect, Finish, Input, Kernel};
use eval_model::{Luck, Model, Program};
use eval_scenario::Move;
use eval_trace::{
    Answer, Event, EventKind, HumanQuestion, Infra, ModelRequest, Probe, ProbeAnswer, Request,
    RequestKind, ToolStatus,
};
use eval_world::{Attempt, AttemptStatus, Stage, WorldFault};

/// Who plays a trial.
pub(crate) struct Players<'a> {
    pub(crate) model: &'a dyn Model,
    pub(crate) luck: Luck,
    pub(crate) stage: &'a mut Stage,
}

/// Drives a kernel to its end.
///
/// Time is virtual: nobody here takes any, so each batch of answers counts as
/// one millisecond.
pub(crate) fn drive(kernel: &mut Kernel, first: Effect, players: &mut Players<'_>) -> Finish {
    let mut history = History::default();
    let mut effect = first;
    let mut at = 0;
    loop {
        let batch = match effect {
            Effect::Finish(finish) => {
                if let Some(answer) = &finish.answer {
                    players.stage.hear(&answer.text);
                }
                return finish;
            }
            Effect::Request(batch) => batch,
            Effect::Wait => unreachable!("every request of the batch was answered"),
        };
        let mut past = Past { diary: kernel.diary(), history: &mut history };
        let answers = batch
            .requests
            .iter()
            .map(|request| (request.id, perform(request, players, &mut past)))
            .collect();
        at += 1;
        effect = kernel.step(Input::Answered { answers, at });
    }
}

fn perform(request: &Request, players: &mut Players<'_>, past: &mut Past<'_>) -> Answer {
    let answer = match &request.kind {
        RequestKind::AskModel(ask) => ask_model(ask, players, past),
        RequestKind::CallTool(call) => players.stage.call(call).map(Answer::Tool),
        RequestKind::AskHuman(HumanQuestion::Approve(call)) => {
            Ok(Answer::Human(players.stage.approve(call)))
        }
        RequestKind::ProbeWorld(Probe::Claims { answer }) => {
            players.stage.claims(answer).map(|facts| Answer::Probe(ProbeAnswer::Claims(facts)))
        }
    };
    // The world ran away or broke: not the agent's fault.
    answer.unwrap_or_else(|fault| Answer::Infra(Infra { cause: format!("world: {fault}") }))
}

fn ask_model(
    ask: &ModelRequest,
    players: &Players<'_>,
    past: &mut Past<'_>,
) -> Result<Answer, WorldFault> {
    let Players { model, luck, stage } = players;
    let cue = match model.wants(ask, luck) {
        Program::Script => next_of_script(stage.script()?, ask.turn),
        Program::Oracle => Some(stage.oracle_move(past.attempts())?),
        Program::GreedyWrong => Some(stage.greedy_move(past.attempts())?),
        Program::Nothing => None,
    };
    Ok(model.answer(ask, cue.as_ref(), luck))
}

/// A script that has run out repeats its last move.
fn next_of_script(script: &[Move], turn: u32) -> Option<Move> {
    script.get(turn as usize).or(script.last()).cloned()
}

/// What happened before a batch; read only where a program asks for it.
struct Past<'a> {
    diary: &'a [Event],
    history: &'a mut History,
}

impl Past<'_> {
    fn attempts(&mut self) -> &[Attempt] {
        self.history.catch_up(self.diary);
        &self.history.attempts
    }
}

/// What the agent tried so far, read off the diary.
#[derive(Default)]
struct History {
    attempts: Vec<Attempt>,
    /// The call each attempt goes by.
    calls: Vec<String>,
    n_read: usize,
}

impl History {
    fn catch_up(&mut self, diary: &[Event]) {
        for event in &diary[self.n_read..] {
            match &event.kind {
                EventKind::Guarded(guarded) => {
                    let (tool, arguments) = (guarded.tool.clone(), guarded.arguments.clone());
                    let status =
                        if guarded.allow { AttemptStatus::Ok } else { AttemptStatus::Refused };
                    self.attempts.push(Attempt { tool, arguments, status });
                    self.calls.push(guarded.call.clone());
                }
                EventKind::ToolReturned { call, returned, .. }
                    if returned.status != ToolStatus::Ok =>
                {
                    self.mark_failed(call);
                }
                _ => {}
            }
        }
        self.n_read = diary.len();
    }

    fn mark_failed(&mut self, call: &str) {
        if let Some(index) = self.calls.iter().rposition(|other| other == call) {
            self.attempts[index].status = AttemptStatus::Error;
        }
    }
}
