//! A trace told to the eye.

use eval_trace::{
    Block, Ended, Event, EventKind, Evicted, Guarded, HumanAnswer, ModelReply, Outcome, Parse,
    ProbeAnswer, Recoverability, Route, Routed, Started, Text, ToolReturn, ToolStatus, TrialRecord,
};
use serde_json::Value;

use crate::screen::Screen;
use crate::show::words::{plural, safe};

/// The trial and its trace, line by line.
pub(crate) fn tell(trial: &TrialRecord, events: &[Event], screen: Screen) -> Vec<String> {
    let mut story = Story { lines: head(trial, screen), turn: 0, decision: None, screen };
    for event in events {
        story.tell(event);
    }
    if trial.outcome == Outcome::Infra {
        story.line("cause", Look::Bad, &trial.detail);
    }
    story.lines
}

fn head(trial: &TrialRecord, screen: Screen) -> Vec<String> {
    let outcome = match trial.outcome {
        Outcome::Success | Outcome::Recovered => screen.good(trial.outcome.name()),
        Outcome::Failed | Outcome::Unsafe | Outcome::Infra => screen.bad(trial.outcome.name()),
    };
    let verified = match trial.verified {
        Some(true) => "yes",
        Some(false) => "no",
        None => "– (no verifier ran)",
    };
    let recoverable = match trial.recoverability {
        Recoverability::Unknown => String::new(),
        known => format!(" · recoverable {}", known.name()),
    };
    vec![
        format!("{}  {}", screen.bold(&trial.key), screen.dim(trial.id)),
        format!("{outcome} · verified {verified}{recoverable} · stopped: {}", trial.stop.name()),
        format!(
            "{} · {} · {} refused · {} · {} + {} tokens · harness {} · model {}",
            plural(trial.turns.into(), "turn"),
            plural(trial.tool_calls.into(), "call"),
            trial.refusals,
            plural(trial.errors.into(), "error"),
            trial.input_tokens,
            trial.output_tokens,
            trial.harness_hash.short(),
            trial.model,
        ),
    ]
}

struct Story {
    lines: Vec<String>,
    turn: u32,
    /// What a person said of the call that is guarded next.
    decision: Option<HumanAnswer>,
    screen: Screen,
}

impl Story {
    fn tell(&mut self, event: &Event) {
        if event.turn != self.turn {
            self.turn = event.turn;
            let title = self.screen.bold(format!("turn {}", event.turn));
            self.lines.push(format!("\n{title}"));
        }
        match &event.kind {
            EventKind::TrialStarted(started) => self.started(started),
            EventKind::ModelAsked { blocks, evicted, tools, tokens, .. } => {
                self.asked(blocks, evicted, tools, *tokens);
            }
            EventKind::ModelAnswered { reply, parse, .. } => self.answered(reply, parse),
            EventKind::Guarded(guarded) => self.guarded(guarded),
            // Told with the call it is about, which follows.
            EventKind::HumanAnswered { answer, .. } => self.decision = Some(answer.clone()),
            // What is called stands in `guarded`, what came of it in `tool_returned`.
            EventKind::HumanAsked { .. } | EventKind::ToolCalled { .. } => {}
            EventKind::ToolReturned { tool, undeclared_mutation, returned, .. } => {
                self.returned(tool, *undeclared_mutation, returned);
            }
            EventKind::Routed(routed) => self.routed(routed),
            EventKind::Compacted { dropped, kept } => {
                self.line(
                    "memory",
                    Look::Plain,
                    &format!("dropped {}, keeps {kept}", names(dropped)),
                );
            }
            EventKind::WorldProbed { answer: ProbeAnswer::Claims(facts), .. } => {
                let facts = if facts.is_empty() { "nothing".to_owned() } else { facts.join(", ") };
                self.line("claims", Look::Plain, &format!("the answer rests on {facts}"));
            }
            EventKind::Verified { name, ok, detail } => {
                let (mark, look) = if *ok { ("✓", Look::Plain) } else { ("✗", Look::Bad) };
                self.line("verify", look, &format!("{mark} {name}: {detail}"));
            }
            EventKind::InfraFailed { infra, .. } => {
                self.line("infra", Look::Bad, &infra.cause);
            }
            EventKind::Cancelled => self.line("stop", Look::Plain, "the run was cancelled"),
            EventKind::DeadlinePassed => {
                self.line("stop", Look::Plain, "the trial's deadline passed");
            }
            EventKind::Terminated { stop, detail, .. } => {
                self.lines.push(String::new());
                let why = if stop.name() == detail { String::new() } else { format!(": {detail}") };
                self.line("stopped", Look::Plain, &format!("{}{why}", stop.name()));
            }
            EventKind::TrialEnded(ended) => self.ended(ended),
        }
    }

    fn started(&mut self, started: &Started) {
        self.lines.push(String::new());
        self.text("task", &started.task);
        self.line("granted", Look::Plain, &started.granted.join(", "));
    }

    fn asked(&mut self, blocks: &[Block], evicted: &[Evicted], tools: &[String], tokens: u32) {
        let visible: Vec<String> = blocks
            .iter()
            .map(|block| format!("{}:{}({})", block.id, block.kind.name(), block.tokens))
            .collect();
        let shown = format!("≈{tokens} tokens: {}", visible.join(" "));
        self.line("visible", Look::Dim, &shown);
        self.line("tools", Look::Dim, &tools.join(", "));
        if !evicted.is_empty() {
            let why = evicted.first().map(|gone| gone.why.as_str()).unwrap_or_default();
            self.line("evicted", Look::Bad, &format!("{} ({why})", names(evicted)));
        }
    }

    fn answered(&mut self, reply: &ModelReply, parse: &Parse) {
        match parse {
            // The calls themselves follow as they are guarded.
            Parse::Calls(_) if reply.text.as_str().trim().is_empty() => {}
            Parse::Calls(_) => self.text("remark", &reply.text),
            Parse::Answer => self.text("answer", &reply.text),
            Parse::Empty => self.line("says", Look::Bad, "nothing"),
            Parse::Malformed(why) => {
                self.text("says", &reply.text);
                self.line("unusable", Look::Bad, why);
            }
        }
    }

    fn guarded(&mut self, guarded: &Guarded) {
        let call = format!("{}({})", guarded.tool, arguments(&guarded.arguments));
        let writes = if guarded.mutating == Some(true) { " [writes]" } else { "" };
        self.line("call", Look::Bold, &format!("{call}{writes}"));
        if let Some(decision) = self.decision.take() {
            let said = if decision.allow { "yes" } else { "no" };
            self.line("asked", Look::Plain, &format!("{} says {said}", decision.by));
        }
        if let Some(refusal) = guarded.refusal() {
            let why = format!("{} rail: {}", refusal.rail.name(), refusal.reason);
            self.line("refused", Look::Bad, &why);
        } else if guarded.mutating == Some(true)
            && let Some(rail) = guarded.rails.last()
        {
            self.line("allowed", Look::Plain, &rail.reason);
        }
    }

    fn returned(&mut self, tool: &str, undeclared: bool, returned: &ToolReturn) {
        match &returned.status {
            ToolStatus::Ok => self.text("result", &returned.content),
            ToolStatus::Error { class, .. } => {
                let said = format!("{class}: {}", returned.content.as_str());
                self.line("error", Look::Bad, &said);
            }
        }
        if !returned.yields.is_empty() {
            self.line("yields", Look::Plain, &returned.yields.join(", "));
        }
        if returned.before != returned.after {
            let (before, after) = (returned.before.short(), returned.after.short());
            self.line("world", Look::Plain, &format!("changed {before} → {after}"));
        }
        if undeclared {
            let lie = format!("{tool} is declared read-only and changed the world");
            self.line("unsafe", Look::Bad, &lie);
        }
    }

    fn routed(&mut self, routed: &Routed) {
        let to = match routed.to {
            Route::Feedback => "told to the model",
            Route::Halt => "the trial halts",
        };
        self.line("routed", Look::Plain, &format!("{} → {to}", routed.class.name()));
    }

    fn ended(&mut self, ended: &Ended) {
        let Some(verdict) = &ended.verdict else {
            self.line("verdict", Look::Plain, "none: not the agent's fault");
            return;
        };
        if verdict.success() {
            self.line("verdict", Look::Good, "the success check holds");
        }
        for unmet in &verdict.unmet {
            self.line("verdict", Look::Bad, unmet);
        }
        for broken in &verdict.broken {
            self.line("unsafe", Look::Bad, broken);
        }
    }

    /// One line, the word that says what it is in front. What a model or a tool
    /// said neither moves the cursor nor looks like a line of its own.
    fn line(&mut self, word: &str, look: Look, text: &str) {
        let text = safe(text).replace('\n', "\\n");
        let painted = match look {
            Look::Plain => text,
            Look::Bold => self.screen.bold(text),
            Look::Dim => self.screen.dim(text),
            Look::Good => self.screen.good(text),
            Look::Bad => self.screen.bad(text),
        };
        self.lines.push(format!("  {word:<9} {painted}"));
    }

    /// A text that may run over several lines, none of them cut. The lines
    /// after the first are set in, so that none looks like a new one.
    fn text(&mut self, word: &str, text: &Text) {
        let mut lines = text.as_str().lines();
        self.line(word, Look::Plain, lines.next().unwrap_or_default());
        for line in lines {
            self.line("", Look::Plain, line);
        }
    }
}

/// How a line looks, where there is colour.
#[derive(Clone, Copy)]
enum Look {
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
}

fn names(evicted: &[Evicted]) -> String {
    let names: Vec<String> = evicted.iter().map(|gone| format!("block {}", gone.block)).collect();
    names.join(", ")
}

fn arguments(arguments: &Value) -> String {
    let Some(arguments) = arguments.as_object() else { return arguments.to_string() };
    let named: Vec<String> =
        arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
    named.join(", ")
}
