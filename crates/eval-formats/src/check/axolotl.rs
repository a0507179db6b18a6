//! Axolotl's `chat_template` rows.

use super::at::At;
use super::columns::need;
use super::dialect::AXOLOTL;
use super::findings::Findings;
use super::json::Json;
use super::marks;
use super::rule::Rule;
use super::talk::Talk;
use super::tools::Tools;
use crate::Format;

/// A conversation, which may be JSON text as a whole.
pub(super) fn chat(row: &Json<'_>, out: &mut Findings) {
    if !need(row, &["messages"], Format::AxolotlChat, out) {
        return;
    }
    let tools = Tools::read(row.get("tools"), AXOLOTL.tools, &At::ROW.key("tools"), out);
    let at = At::ROW.key("messages");
    match row.text("messages").map(Json::parse) {
        None => messages(row.get("messages"), &tools, &at, out),
        Some(Ok(parsed)) => messages(Some(&parsed), &tools, &at, out),
        Some(Err(error)) => {
            out.add(Rule::MessagesEmpty, &at, format!("is not JSON: {}", error.message));
        }
    }
}

fn messages<'j>(messages: Option<&'j Json<'j>>, tools: &Tools, at: &At<'_>, out: &mut Findings) {
    let mut talk = Talk::new(&AXOLOTL, tools);
    let Some(messages) = talk.read(messages, at, out) else { return };
    // How it ends is all one here: what comes after the last turn is not in the loss.
    talk.must_have_turns(at, out);
    marks::read(messages, &AXOLOTL, at, out);
}
