//! Workflow commands: what GitHub shows on the page of a workflow and beside a file.

use eval_findings::{Check, GateReport};

use crate::visible::visible;
use crate::weight::{self, Weight};
use crate::words;

/// A gate's verdict, each check that did not pass, and each warning, one command a line.
///
/// The most important come first, as GitHub shows ten of each kind and drops the rest. With
/// `file`, the gate's file, the annotations stand there.
#[must_use]
pub fn gate(report: &GateReport, file: Option<&str>) -> String {
    let mut lines = vec![Command {
        name: name(weight::of_whole(report)),
        title: format!("flywheel gate: {}", report.verdict.name()),
        message: words::headline(report),
    }];
    lines.extend(report.checks.iter().filter_map(|check| of_check(report, check)));
    let warnings = words::warnings(&report.warnings, report.comparison.as_deref());
    lines.extend(warnings.into_iter().map(|warning| Command {
        name: "warning",
        title: "flywheel gate".to_owned(),
        message: warning.to_owned(),
    }));
    lines.iter().map(|command| command.written(file)).collect()
}

fn of_check(report: &GateReport, check: &Check) -> Option<Command> {
    let weight = weight::of_check(report, check);
    (weight != Weight::Fine).then(|| Command {
        name: name(weight),
        title: format!("{}: {}", words::check(check), check.verdict.name()),
        message: check.why.clone(),
    })
}

/// A command to the runner.
struct Command {
    name: &'static str,
    title: String,
    message: String,
}

impl Command {
    fn written(&self, file: Option<&str>) -> String {
        let file = file.map_or_else(String::new, |file| format!("file={},", property(file)));
        format!("::{} {file}title={}::{}\n", self.name, property(&self.title), data(&self.message))
    }
}

fn name(weight: Weight) -> &'static str {
    match weight {
        Weight::Fine => "notice",
        Weight::Noted => "warning",
        Weight::Stops => "error",
    }
}

/// What follows the second pair of colons: a line break would end the command and begin whatever
/// a suite wants to say to the runner.
fn data(text: &str) -> String {
    escaped(&visible(text))
}

/// The value of a property, which a comma or a colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line() {
        assert_eq!(data("50 % of a\r\nb\rc: d, e"), "50 %25 of a%0Ab%0Ac: d, e");
        assert_eq!(escaped("a\r\nb"), "a%0D%0Ab");
    }

    #[test]
    fn a_property_ends_where_it_should() {
        assert_eq!(property("a::b,c=d%3A"), "a%3A%3Ab%2Cc=d%253A");
    }
}
