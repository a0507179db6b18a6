//! The tools of a row, and their listing as trainers read it.

use serde_json::Value;

use crate::line::Line;
use crate::write::Unfit;

/// The tools on offer, and their listing as trainers read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tools {
    names: Vec<String>,
    listing: String,
    /// Written into every row of formats that keep one column to one type.
    listing_as_string: String,
    fault: Option<Unfit>,
}

impl Tools {
    /// The tools of a request: name, description and parameters of each.
    pub fn of<'a>(specs: impl IntoIterator<Item = (&'a str, &'a str, &'a Value)>) -> Self {
        let specs: Vec<_> = specs.into_iter().collect();
        let names: Vec<_> = specs.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let listing = text(|line| line.list(&specs, list_one));
        let fault =
            fault(specs.iter().map(|(name, _, parameters)| (*name, parameters.is_object())));
        Self::listed(names, listing, fault)
    }

    /// The tools of a listing that somebody else wrote: their names, the listing,
    /// and what no trainer takes of it.
    pub(crate) fn listed(names: Vec<String>, listing: String, fault: Option<Unfit>) -> Self {
        Self { listing_as_string: text(|line| line.string(&listing)), fault, names, listing }
    }

    /// The names, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// `[{"type":"function","function":{"name":…}}, …]` as JSON text.
    pub fn listing(&self) -> &str {
        &self.listing
    }

    /// The listing as a JSON string, quotes and escapes included.
    pub fn listing_as_string(&self) -> &str {
        &self.listing_as_string
    }

    /// Whether none is on offer.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What no trainer takes: asked once here, not again for every row.
    pub(crate) fn fault(&self) -> Option<&Unfit> {
        self.fault.as_ref()
    }
}

/// In this order of keys, which is the one that people write.
fn list_one(line: &mut Line, (name, description, parameters): &(&str, &str, &Value)) {
    line.raw(r#"{"type":"function","function":{"name":"#);
    line.string(name);
    line.raw(r#","description":"#);
    line.string(description);
    line.raw(r#","parameters":"#);
    line.raw(&parameters.to_string());
    line.raw("}}");
}

/// What no trainer takes of tools: given of each the name, and whether its
/// parameters are an object.
pub(crate) fn fault<'a>(tools: impl IntoIterator<Item = (&'a str, bool)>) -> Option<Unfit> {
    let mut names = Vec::new();
    tools.into_iter().find_map(|(name, has_object)| {
        let tool = || name.to_owned();
        if !is_name(name) {
            return Some(Unfit::ToolName { tool: tool() });
        }
        if names.contains(&name) {
            return Some(Unfit::ToolTwice { tool: tool() });
        }
        names.push(name);
        (!has_object).then(|| Unfit::ToolParameters { tool: tool() })
    })
}

/// What every provider's interface takes as a name: `^[a-zA-Z0-9_-]{1,64}$`.
fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn text(write: impl FnOnce(&mut Line)) -> String {
    let mut out = Vec::new();
    write(&mut Line::at_the_end_of(&mut out));
    // Only whole pieces of text were written, so nothing is ever replaced.
    String::from_utf8_lossy(&out).into_owned()
}
