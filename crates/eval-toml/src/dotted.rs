//! Dotted keys, as overrides name them.

use toml::de::{DeTable, DeValue};

/// The parts of a dotted key such as `tools."web.search".limit`; `None` if it is not one.
pub(crate) fn parts(dotted_key: &str) -> Option<Vec<String>> {
    // As a table header, every dotted key is a whole TOML document.
    let header = format!("[{dotted_key}]");
    let document = DeTable::parse(&header).ok()?;
    let mut parts = Vec::new();
    let mut table = document.get_ref();
    while let Some((key, value)) = table.iter().next() {
        parts.push(key.get_ref().to_string());
        let DeValue::Table(inner) = value.get_ref() else {
            return None;
        };
        // Else the header ended early, and what followed was something else.
        if inner.is_empty() && value.span() != (0..header.len()) {
            return None;
        }
        table = inner;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_dotted_key_has_its_parts() {
        let of = |key| parts(key).unwrap_or_default();
        assert_eq!(of("guardrails.budget"), ["guardrails", "budget"]);
        assert_eq!(of("tools.\"web.search\""), ["tools", "web.search"]);
    }

    #[test]
    fn what_is_no_dotted_key_has_none() {
        for odd in ["", ".", "a..b", "a b", "[a]", "a] #", "a]\nb = 1 #", "a\n"] {
            assert_eq!(parts(odd), None, "{odd:?}");
        }
    }
}
