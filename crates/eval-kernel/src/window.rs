//! Context: what the model gets to see, block by block.

use std::fmt::Write as _;

use eval_harness::{Context, HarnessConfig, Memory};
use eval_tokens::Counter;
use eval_trace::{Block, BlockKind, Evicted, Message, Role, Text, ToolCall};

/// How the sizes of blocks are counted.
pub const TOKEN_COUNTER: Counter = Counter::Estimate;

/// Everything that may stand in the window, in order, and what has left it.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    memory: Option<Memory>,
    /// System prompt and task: never evicted.
    pinned: Vec<Block>,
    past: Vec<Piece>,
    notice: Option<Block>,
    n_dropped: u32,
    next_block: u32,
    evicted_since_last_turn: Vec<Evicted>,
}

/// Something that happened, as far as the model may see it.
#[derive(Clone, Debug)]
struct Piece {
    block: Block,
    turn: u32,
    /// The call that an observation belongs to.
    call: Option<ToolCall>,
    /// Whether the call was refused, or ran.
    refused: bool,
}

/// What a compaction did.
pub(crate) struct Compaction {
    pub(crate) dropped: Vec<Evicted>,
    pub(crate) kept: u32,
}

impl Window {
    /// A window that holds the system prompt, if there is one, and the task.
    pub(crate) fn new(harness: &HarnessConfig, task: &Text) -> Self {
        let mut window = Self {
            memory: harness.memory.clone(),
            pinned: Vec::new(),
            past: Vec::new(),
            notice: None,
            n_dropped: 0,
            next_block: 0,
            evicted_since_last_turn: Vec::new(),
        };
        if let Some(Context::SystemFirst { system }) = &harness.context {
            let block = window.block(BlockKind::System, 0, Text::new(system.as_str()));
            window.pinned.push(block);
        }
        let block = window.block(BlockKind::Task, 0, task.clone());
        window.pinned.push(block);
        window
    }

    /// Something the model said: a remark beside its calls, or an answer that
    /// was given back.
    pub(crate) fn add_remark(&mut self, turn: u32, source: u32, text: Text) {
        let block = self.block(BlockKind::Remark, source, text);
        self.past.push(Piece { block, turn, call: None, refused: false });
    }

    /// What came of a call.
    pub(crate) fn add_observation(
        &mut self,
        turn: u32,
        source: u32,
        call: ToolCall,
        text: Text,
        refused: bool,
    ) {
        let block = self.block(BlockKind::Observation, source, text);
        self.past.push(Piece { block, turn, call: Some(call), refused });
    }

    /// Why something was given back to the model.
    pub(crate) fn add_feedback(&mut self, turn: u32, source: u32, text: Text) {
        let block = self.block(BlockKind::Feedback, source, text);
        self.past.push(Piece { block, turn, call: None, refused: false });
    }

    /// Drops what working memory does not hold any more. `source` is the `seq`
    /// of the event that will record it.
    pub(crate) fn compact(&mut self, source: u32) -> Option<Compaction> {
        let Some(Memory::Observations { cap }) = &self.memory else { return None };
        let cap = *cap;
        let n_remembered = self.past.iter().filter(|piece| piece.is_remembered()).count();
        let excess = n_remembered.saturating_sub(cap as usize);
        if excess == 0 {
            return None;
        }
        let mut dropped = self.drop_oldest(excess, cap);
        self.n_dropped += u32::try_from(dropped.len()).unwrap_or(u32::MAX);
        if let Some(notice) = &self.notice {
            let why = "a newer notice takes its place".to_owned();
            dropped.push(Evicted { block: notice.id, why });
        }
        let told = format!("[{} earlier observation(s) compacted away]", self.n_dropped);
        self.notice = Some(self.block(BlockKind::Notice, source, Text::new(told)));
        self.evicted_since_last_turn.extend(dropped.iter().cloned());
        Some(Compaction { dropped, kept: cap })
    }

    fn drop_oldest(&mut self, excess: usize, cap: u32) -> Vec<Evicted> {
        let mut dropped = Vec::with_capacity(excess);
        self.past.retain(|piece| {
            if dropped.len() == excess || !piece.is_remembered() {
                return true;
            }
            let why = format!("memory holds {cap} observations");
            dropped.push(Evicted { block: piece.block.id, why });
            false
        });
        dropped
    }

    /// The blocks that are visible now, in order.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let past = self.past.iter().filter(|piece| self.shows(piece)).map(|piece| &piece.block);
        self.pinned.iter().chain(&self.notice).chain(past).cloned().collect()
    }

    /// What left since this was last asked.
    pub(crate) fn take_evicted(&mut self) -> Vec<Evicted> {
        std::mem::take(&mut self.evicted_since_last_turn)
    }

    /// The messages the model reads.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let system = self.pinned.iter().filter(|block| block.kind == BlockKind::System);
        let mut messages: Vec<Message> =
            system.map(|block| Message::plain(Role::System, block.text.clone())).collect();
        match &self.memory {
            Some(Memory::Observations { .. }) => messages.push(self.remembered()),
            None => self.transcribe(&mut messages),
        }
        messages
    }

    /// Working memory as one message: task, notice, observations.
    fn remembered(&self) -> Message {
        let mut text = format!("TASK: {}", self.task().as_str());
        let shown: Vec<&Piece> = self.past.iter().filter(|piece| self.shows(piece)).collect();
        if shown.is_empty() {
            text.push_str("\n(no observations yet)");
            return Message::plain(Role::User, Text::new(text));
        }
        if let Some(notice) = &self.notice {
            text.push('\n');
            text.push_str(notice.text.as_str());
        }
        text.push_str("\nOBSERVATIONS:");
        for piece in shown {
            text.push_str("\n- ");
            piece.write_observation(&mut text);
        }
        Message::plain(Role::User, Text::new(text))
    }

    /// The whole past as a chat: the calls of a turn in one assistant message,
    /// each result in a tool message.
    fn transcribe(&self, messages: &mut Vec<Message>) {
        messages.push(Message::plain(Role::User, self.task().clone()));
        for turn in self.past.chunk_by(|one, other| one.turn == other.turn) {
            transcribe_turn(turn, messages);
        }
    }

    fn task(&self) -> &Text {
        // The task is pinned last, in `new`.
        &self.pinned[self.pinned.len() - 1].text
    }

    /// Working memory has no room for remarks; the chat shows everything.
    fn shows(&self, piece: &Piece) -> bool {
        self.memory.is_none() || piece.is_remembered()
    }

    fn block(&mut self, kind: BlockKind, source: u32, text: Text) -> Block {
        let id = self.next_block;
        self.next_block += 1;
        let tokens = TOKEN_COUNTER.count(text.as_str());
        Block { id, kind, source, tokens, text }
    }
}

impl Piece {
    fn is_remembered(&self) -> bool {
        self.block.kind != BlockKind::Remark
    }

    fn write_observation(&self, out: &mut String) {
        let said = self.block.text.as_str();
        let written = match &self.call {
            Some(call) if self.refused => write!(out, "{} refused: {said}", call.tool),
            Some(call) => write!(out, "{}({}) -> {said}", call.tool, call.arguments),
            None => write!(out, "{said}"),
        };
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
}

fn transcribe_turn(turn: &[Piece], messages: &mut Vec<Message>) {
    let remark = turn.iter().find(|piece| piece.block.kind == BlockKind::Remark);
    let calls: Vec<ToolCall> = turn.iter().filter_map(|piece| piece.call.clone()).collect();
    if remark.is_some() || !calls.is_empty() {
        let text = remark.map_or_else(|| Text::new(""), |piece| piece.block.text.clone());
        messages.push(Message { role: Role::Assistant, text, calls, call_id: None });
    }
    for piece in turn {
        if let Some(call) = &piece.call {
            let text = if piece.refused {
                Text::new(format!("refused: {}", piece.block.text.as_str()))
            } else {
                piece.block.text.clone()
            };
            let call_id = Some(call.id.clone());
            messages.push(Message { role: Role::Tool, text, calls: Vec::new(), call_id });
        } else if piece.block.kind == BlockKind::Feedback {
            messages.push(Message::plain(Role::User, piece.block.text.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eval_harness::Loop;

    fn harness(memory: Option<Memory>) -> HarnessConfig {
        HarnessConfig {
            agent_loop: Loop::React { max_turns: 20 },
            context: None,
            tools: None,
            guardrails: None,
            approval: None,
            memory,
            verifiers: None,
            errors: None,
        }
    }

    fn remembering(cap: u32) -> Window {
        let harness = harness(Some(Memory::Observations { cap }));
        Window::new(&harness, &Text::new("triage checkout-7f9c"))
    }

    /// The rendering of the reference harness of the founding article, line
    /// for line: its `render` was read, not run.
    #[test]
    fn twelve_observations_with_a_cap_of_eight_read_as_in_the_reference() {
        let mut window = remembering(8);
        for n in 1..=12 {
            window.add_feedback(n, n, Text::new(format!("observation {n}")));
        }
        window.compact(99);
        let expected = "TASK: triage checkout-7f9c\n\
            [4 earlier observation(s) compacted away]\n\
            OBSERVATIONS:\n\
            - observation 5\n- observation 6\n- observation 7\n- observation 8\n\
            - observation 9\n- observation 10\n- observation 11\n- observation 12";
        assert_eq!(window.messages()[0].text.as_str(), expected);
    }

    #[test]
    fn memory_without_observations_says_so() {
        let window = remembering(8);
        let expected = "TASK: triage checkout-7f9c\n(no observations yet)";
        assert_eq!(window.messages()[0].text.as_str(), expected);
    }

    #[test]
    fn what_is_evicted_is_named_and_no_longer_visible() {
        let mut window = remembering(1);
        window.add_feedback(1, 1, Text::new("first"));
        window.add_feedback(2, 2, Text::new("second"));
        let compaction = window.compact(7).expect("one is too many");
        assert_eq!(compaction.dropped.len(), 1);
        let dropped = compaction.dropped[0].block;
        assert!(window.blocks().iter().all(|block| block.id != dropped));
        assert_eq!(window.take_evicted(), compaction.dropped);
        assert!(window.take_evicted().is_empty());
    }

    #[test]
    fn without_memory_the_window_is_a_chat() {
        let mut window = Window::new(&harness(None), &Text::new("task"));
        let call = ToolCall {
            id: "c0".into(),
            tool: "list_pods".into(),
            arguments: serde_json::json!({}),
        };
        window.add_remark(1, 2, Text::new("Let me look."));
        window.add_observation(1, 4, call, Text::new("[]"), false);
        let roles: Vec<Role> = window.messages().iter().map(|message| message.role).collect();
        assert_eq!(roles, [Role::User, Role::Assistant, Role::Tool]);
    }
}
