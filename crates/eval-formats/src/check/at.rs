//! Where in a row something stands.

use std::fmt;

/// A path such as `messages[3].tool_calls[0]`, kept as links so that a good row costs nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    above: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Row,
    Key(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// The row itself.
    pub(super) const ROW: At<'static> = At { above: None, step: Step::Row };

    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self { above: Some(self), step: Step::Key(key) }
    }

    pub(super) fn item(&'a self, index: usize) -> Self {
        Self { above: Some(self), step: Step::Item(index) }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(above) = self.above else { return Ok(()) };
        above.fmt(formatter)?;
        match self.step {
            Step::Row => Ok(()),
            Step::Key(key) if above.above.is_none() => formatter.write_str(key),
            Step::Key(key) => write!(formatter, ".{key}"),
            Step::Item(index) => write!(formatter, "[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::At;

    #[test]
    fn a_path_reads_as_people_write_it() {
        let messages = At::ROW.key("messages");
        let message = messages.item(3);
        assert_eq!(message.key("tool_calls").item(0).to_string(), "messages[3].tool_calls[0]");
        assert_eq!(At::ROW.to_string(), "");
    }
}
