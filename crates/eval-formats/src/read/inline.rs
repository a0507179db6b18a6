//! Thoughts that stand in the text, between tags.

use crate::Message;

/// Takes a thought out from before what is said. An empty one stays in the text:
/// the model learns the tags, and a row has no other place for them.
pub(super) fn take_thought(mut turn: Message) -> Message {
    if let Some((thought, said)) = split(&turn.text) {
        (turn.reasoning, turn.text) = (Some(thought.into()), said.into());
    }
    turn
}

/// `<think>…</think>`, with line ends as trainers write them or without, and what follows.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let (thought, said) = text.strip_prefix("<think>")?.split_once("</think>")?;
    let thought = thought.strip_prefix('\n').unwrap_or(thought);
    let thought = thought.strip_suffix('\n').unwrap_or(thought);
    let said = said.strip_prefix("\n\n").unwrap_or(said);
    (!thought.is_empty()).then_some((thought, said))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_thought_keeps_its_own_line_ends() {
        assert_eq!(split("<think>\n\nHm.\n\n</think>\n\n\nSo."), Some(("\nHm.\n", "\nSo.")));
        assert_eq!(split("<think>Hm.</think>So."), Some(("Hm.", "So.")));
    }

    #[test]
    fn an_empty_thought_and_none_are_text() {
        for text in ["<think>\n\n</think>\n\nSo.", "<think>So.", "So. <think>x</think>", ""] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
