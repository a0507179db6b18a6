//! GitHub's Markdown, for the comment of a pull request and the summary of a job.

mod page;
mod bounded;
mod excerpt;
mod templates;
mod escape;

use eval_findings::{Comparison, GateReport};

use page::{ComparisonPage, GatePage};

/// A gate's verdict and what it rests on.
///
/// The verdict comes first and in one line; of the rest only what is there. Long lists are cut:
/// ten rows stand open, a hundred more folded away, the others are counted.
#[must_use]
pub fn gate(report: &GateReport) -> String {
    templates::render("gate.md.j2", &GatePage::new(report))
}

/// How two arms compare: the same without a verdict.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    templates::render("comparison.md.j2", &ComparisonPage::new(comparison))
}
