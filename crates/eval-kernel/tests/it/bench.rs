//! A workbench: a kernel, and short words for what comes in and goes out.

use std::sync::Arc;

use eval_harness::{
    Approval, Check, Guardrails, HarnessConfig, Loop, Memory, OnFail, Tools, Verifiers,
};
use eval_kernel::{Effect, Finish, Input, Kernel, Start, Toolbox};
use eval_trace::{
    Answer, Batch, Digest, Event, EventKind, Guarded, HumanAnswer, Infra, ModelReply, ModelRequest,
    ProbeAnswer, RawCall, RequestKind, Routed, Text, ToolReturn, ToolSet, ToolSpec, ToolStatus,
    Usage,
};
use serde_json::json;

pub(crate) const BUDGET: u32 = 5;
pub(crate) const MAX_TURNS: u32 = 12;

/// Everything off but the loop and the registry.
pub(crate) fn bare() -> HarnessConfig {
    HarnessConfig {
        agent_loop: Loop::React { max_turns: MAX_TURNS },
        context: None,
        tools: Some(Tools::Registry { granted_only: true }),
        guardrails: None,
        approval: None,
        memory: None,
        verifiers: None,
        errors: None,
    }
}

/// The five components.
pub(crate) fn five() -> HarnessConfig {
    HarnessConfig {
        guardrails: Some(Guardrails::Rails { budget: BUDGET, allowlist: true, schema: true }),
        approval: Some(Approval::Ask),
        memory: Some(Memory::Observations { cap: 3 }),
        verifiers: Some(Verifiers::Checks {
            checks: vec![
                Check::EvidenceRequired,
                Check::NoUnapprovedMutation,
                Check::EvidenceRelevant,
            ],
            on_fail: OnFail::Feedback,
            max_feedback: 2,
        }),
        ..bare()
    }
}

fn spec(name: &str, mutating: bool) -> ToolSpec {
    ToolSpec {
        name: name.to_owned(),
        description: String::new(),
        parameters: json!({
            "type": "object",
            "properties": {"pod": {"type": "string"}},
            "additionalProperties": false,
        }),
        mutating,
    }
}

/// `list_pods`, `get_logs` and `restart_pod` are granted, `drain_node` is not.
pub(crate) fn start() -> Start {
    let specs = vec![
        spec("list_pods", false),
        spec("get_logs", false),
        spec("restart_pod", true),
        spec("drain_node", true),
    ];
    Start {
        task: Text::new("checkout-7f9c is flapping"),
        toolbox: Arc::new(Toolbox::new(ToolSet::new(specs)).unwrap()),
        granted: ["list_pods", "get_logs", "restart_pod"].map(String::from).into(),
        max_turns: 100,
        seed: 0,
    }
}

pub(crate) struct Workbench {
    pub(crate) kernel: Kernel,
    pub(crate) effect: Effect,
    now: u64,
}

impl Workbench {
    pub(crate) fn new(harness: HarnessConfig) -> Self {
        let (kernel, effect) = Kernel::start(Arc::new(harness), start());
        Self { kernel, effect, now: 0 }
    }

    /// Answers the outstanding batch, the same to every request.
    pub(crate) fn answer(&mut self, answer: &Answer) -> &mut Self {
        let answers =
            self.batch().requests.iter().map(|asked| (asked.id, answer.clone())).collect();
        self.now += 1;
        self.effect = self.kernel.step(Input::Answered { answers, at: self.now });
        self
    }

    pub(crate) fn says(&mut self, reply: ModelReply) -> &mut Self {
        self.asked();
        self.answer(&Answer::Model(reply))
    }

    pub(crate) fn calls(&mut self, tool: &str, arguments: &str) -> &mut Self {
        self.says(calling(&[(tool, arguments)]))
    }

    pub(crate) fn proposes(&mut self, text: &str) -> &mut Self {
        self.says(saying(text))
    }

    pub(crate) fn returns(&mut self, content: &str, yields: &[&str]) -> &mut Self {
        self.answer(&Answer::Tool(returning(content, yields)))
    }

    pub(crate) fn approver_says(&mut self, allow: bool) -> &mut Self {
        self.answer(&Answer::Human(HumanAnswer { allow, by: "someone".into() }))
    }

    pub(crate) fn claims(&mut self, facts: &[&str]) -> &mut Self {
        let facts = facts.iter().map(ToString::to_string).collect();
        self.answer(&Answer::Probe(ProbeAnswer::Claims(facts)))
    }

    pub(crate) fn breaks(&mut self) -> &mut Self {
        self.answer(&Answer::Infra(Infra { cause: "gateway gone".into() }))
    }

    pub(crate) fn batch(&self) -> &Batch {
        match &self.effect {
            Effect::Request(batch) => batch,
            other => panic!("nothing is outstanding: {other:?}"),
        }
    }

    /// The model request that is outstanding.
    pub(crate) fn asked(&self) -> &ModelRequest {
        match &self.batch().requests[0].kind {
            RequestKind::AskModel(request) => request,
            other => panic!("the model is not asked: {other:?}"),
        }
    }

    pub(crate) fn window(&self) -> String {
        let messages = self.asked().messages.iter();
        messages.map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn running_tools(&self) -> Vec<&str> {
        self.batch()
            .requests
            .iter()
            .filter_map(|request| match &request.kind {
                RequestKind::CallTool(call) => Some(call.tool.as_str()),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn finish(&self) -> &Finish {
        match &self.effect {
            Effect::Finish(finish) => finish,
            other => panic!("not finished: {other:?}"),
        }
    }

    pub(crate) fn events(&self) -> &[Event] {
        self.kernel.diary()
    }

    pub(crate) fn last_guarded(&self) -> &Guarded {
        let guarded = self.events().iter().rev().find_map(|event| match &event.kind {
            EventKind::Guarded(guarded) => Some(guarded),
            _ => None,
        });
        guarded.expect("a call was guarded")
    }

    pub(crate) fn last_refusal(&self) -> &str {
        &self.last_guarded().refusal().expect("the last call was refused").reason
    }

    pub(crate) fn routed(&self) -> Vec<&Routed> {
        self.events()
            .iter()
            .filter_map(|event| match &event.kind {
                EventKind::Routed(routed) => Some(routed),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        self.events().iter().map(|event| event.kind.name()).collect()
    }
}

pub(crate) fn saying(text: &str) -> ModelReply {
    ModelReply { text: Text::new(text), calls: Vec::new(), usage: Usage::default() }
}

pub(crate) fn calling(calls: &[(&str, &str)]) -> ModelReply {
    let calls = calls
        .iter()
        .map(|(tool, arguments)| RawCall {
            id: String::new(),
            tool: (*tool).to_owned(),
            arguments: Text::new(*arguments),
        })
        .collect();
    ModelReply { text: Text::new(""), calls, usage: Usage::default() }
}

pub(crate) fn returning(content: &str, yields: &[&str]) -> ToolReturn {
    let state = Digest::of_bytes(b"state");
    ToolReturn {
        status: ToolStatus::Ok,
        content: Text::new(content),
        yields: yields.iter().map(ToString::to_string).collect(),
        before: state,
        after: state,
    }
}
