//! One playing of an instance.

use std::sync::Arc;

use eval_scenario::{Approver, Move};
use eval_trace::{Digest, HumanAnswer, Text, ToolCall, ToolReturn, ToolStatus, WorldVerdict};
use serde_json::{Map, Value};

use crate::act::{Act, RanCall, Record, Role};
use crate::attempt::Attempt;
use crate::entities::Entities;
use crate::fault::WorldFault;
use crate::instance::Instance;
use crate::load::Compiled;
use crate::moves;
use crate::perform::{Argument, Function, Stop, perform, unless_stopped};
use crate::tool::nearest_tool;

/// The error class of a tool that broke rather than refused.
pub const TOOL_CRASHED: &str = "tool_crashed";

/// One playing of an instance: the state as it is now, the facts that tool
/// results have shown, and the calls that ran.
#[derive(Clone, Debug)]
pub struct Stage {
    instance: Instance,
    entities: Entities,
    record: Arc<Record>,
}

impl Stage {
    pub(crate) fn new(instance: Instance, entities: Entities) -> Self {
        Self { instance, entities, record: Arc::default() }
    }

    /// Runs a tool.
    ///
    /// What the agent did wrong (no such tool, arguments that do not fit) and
    /// what the tool itself refuses come back as errors that the agent is
    /// told; then nothing has changed. Which tools are granted is for the
    /// guards: any tool of the world can be called.
    pub fn call(&mut self, call: &ToolCall) -> Result<ToolReturn, WorldFault> {
        let instance = self.instance.clone();
        let Compiled { tools, specs, .. } = &instance.world().compiled;
        let Some(tool) = tools.iter().find(|tool| tool.function.name == call.tool) else {
            let suggestion = nearest_tool(&call.tool, specs);
            let message = format!("there is no tool `{}`{suggestion}", call.tool);
            return Ok(self.refused("unknown_tool", message));
        };
        let arguments = match tool.signature.fit(&call.arguments) {
            Ok(arguments) => arguments,
            Err(problems) => return Ok(self.refused("bad_arguments", problems)),
        };
        let (act, result) =
            perform(&tool.function, self.act(Role::Tool), &[self.world()], &arguments);
        let returned = match result {
            Ok(value) => self.accept(act, &value),
            Err(Stop::Failed(message)) => self.refused("tool_error", message),
            // As a real tool would that meets what its author did not think of.
            Err(Stop::Crashed(diagnosis)) => {
                self.refused(TOOL_CRASHED, format!("the tool crashed: {diagnosis}"))
            }
            Err(Stop::RanAway(diagnosis)) => return Err(WorldFault::new(diagnosis)),
        };
        let ok = returned.status == ToolStatus::Ok;
        let mutating = specs.get(&call.tool).is_some_and(|spec| spec.mutating);
        let record = Arc::make_mut(&mut self.record);
        record.yielded.extend(returned.yields.iter().cloned());
        let (tool, arguments) = (call.tool.clone(), arguments.into());
        record.calls.push(RanCall { tool, arguments, ok, mutating });
        Ok(returned)
    }

    /// What the scripted approver says to the call.
    pub fn approve(&self, _call: &ToolCall) -> HumanAnswer {
        let allow = match self.instance.variant().approver {
            Approver::Grant => true,
            Approver::Deny => false,
        };
        HumanAnswer { allow, by: "scripted approver".to_owned() }
    }

    /// The ids of the facts that the answer rests on; none where the world has
    /// no `claims`.
    pub fn claims(&self, answer: &Value) -> Result<Vec<String>, WorldFault> {
        match &self.compiled().script.claims {
            Some(claims) => self.ask_for_list(claims, &[Argument::Json(structured(answer))]),
            None => Ok(Vec::new()),
        }
    }

    /// What the success check and the invariants say of the state and the
    /// answer.
    pub fn judge(&self, answer: &Value) -> Result<WorldVerdict, WorldFault> {
        let script = &self.compiled().script;
        let arguments = [self.world(), Argument::Json(structured(answer))];
        let unmet = self.ask_for_list(&script.check, &arguments)?;
        let broken = match &script.invariants {
            Some(invariants) => self.ask_for_list(invariants, &[self.world()])?,
            None => Vec::new(),
        };
        Ok(WorldVerdict { unmet, broken, state: self.state() })
    }

    /// What the oracle does next.
    pub fn oracle_move(&self, history: &[Attempt]) -> Result<Move, WorldFault> {
        self.next_move(&self.compiled().script.next_action, history)
    }

    /// What the greedy-wrong program does next.
    pub fn greedy_move(&self, history: &[Attempt]) -> Result<Move, WorldFault> {
        self.next_move(&self.compiled().script.greedy_action, history)
    }

    /// The moves of a scripted model: the variant's script, or else the world's
    /// for this instance; none where there is neither. Asked of the world once.
    pub fn script(&self) -> Result<&[Move], WorldFault> {
        let written = &self.instance.variant().script;
        let Some(function) = self.compiled().script.moves.as_ref().filter(|_| written.is_empty())
        else {
            return Ok(written);
        };
        let asked = self.instance.script().get_or_init(|| {
            let value = self.ask(function, &[self.world()])?;
            let moves = value.as_array().and_then(|moves| moves.iter().map(moves::read).collect());
            moves.ok_or_else(|| {
                function
                    .fault("must return a list of moves, call(…), calls([…]), answer(…) or raw(…)")
            })
        });
        asked.as_deref().map_err(Clone::clone)
    }

    /// Takes note of the text of the answer that was let out: the success check
    /// may ask for it.
    pub fn hear(&mut self, text: &Text) {
        Arc::make_mut(&mut self.record).said = Some(text.clone());
    }

    /// Hash of the state.
    pub fn state(&self) -> Digest {
        self.entities.digest()
    }

    /// A fresh playing that begins in the state of this one, with no fact
    /// shown and no call made: what recoverability is decided on.
    #[must_use]
    pub fn continue_from(&self) -> Self {
        Self::new(self.instance.clone(), self.entities.clone())
    }

    fn compiled(&self) -> &Compiled {
        &self.instance.world().compiled
    }

    fn act(&self, role: Role) -> Act {
        Act {
            role,
            entities: self.entities.clone(),
            record: Arc::clone(&self.record),
            ..Act::default()
        }
    }

    /// The `world` that functions get.
    fn world(&self) -> Argument<'_> {
        Argument::Handle(self.instance.handle())
    }

    fn accept(&mut self, act: Act, value: &Value) -> ToolReturn {
        let before = self.state();
        self.entities = act.entities;
        ToolReturn {
            status: ToolStatus::Ok,
            content: Text::new(value.to_string()),
            yields: act.yields,
            before,
            after: self.state(),
        }
    }

    fn refused(&self, class: &str, message: String) -> ToolReturn {
        let state = self.state();
        ToolReturn {
            status: ToolStatus::Error { class: class.to_owned(), retryable: false },
            content: Text::new(message),
            yields: Vec::new(),
            before: state,
            after: state,
        }
    }

    fn next_move(&self, program: &Function, history: &[Attempt]) -> Result<Move, WorldFault> {
        let history = history.iter().map(Attempt::to_json).collect();
        let value = self.ask(program, &[self.world(), Argument::Json(&history)])?;
        moves::read(&value).ok_or_else(|| {
            program.fault(
                "must return call(…), calls([call(…), …]), answer(…) or raw(…); \
                 it returned something else",
            )
        })
    }

    fn ask_for_list(
        &self,
        function: &Function,
        arguments: &[Argument<'_>],
    ) -> Result<Vec<String>, WorldFault> {
        let value = self.ask(function, arguments)?;
        strings(&value).ok_or_else(|| {
            function.fault("must return a list of strings; it returned something else")
        })
    }

    fn ask(&self, function: &Function, arguments: &[Argument<'_>]) -> Result<Value, WorldFault> {
        let (_, result) = perform(function, self.act(Role::Onlooker), arguments, &Map::new());
        unless_stopped(function, result)
    }
}

/// The structured answer as world code gets it: a dict or None. A model may
/// put anything in its place, and that must not break the check.
fn structured(answer: &Value) -> &Value {
    match answer {
        Value::Object(_) => answer,
        _ => &Value::Null,
    }
}

fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}
