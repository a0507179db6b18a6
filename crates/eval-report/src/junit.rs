//! `JUnit`'s XML, which most build servers read.

use std::error::Error;
use std::fmt::Write;

use eval_findings::{Check, CheckOf, Comparison, Flip, GateReport, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use thiserror::Error;

use crate::figures::Figures;
use crate::numbers::{average, bare_p, of};
use crate::visible::on_one_line;
use crate::weight::{self, Weight};
use crate::words;

/// Why a verdict could not be written as `JUnit`.
#[derive(Debug, Error)]
pub enum WriteJunitError {
    /// The XML could not be put together.
    #[error("write the verdict as JUnit XML")]
    Xml(#[source] Box<dyn Error + Send + Sync>),
}

/// A gate's verdict as a suite of test cases: the verdict first, then each check.
///
/// A case fails or errs if and only if the process ends with another code than 0. An inconclusive
/// check that stops nothing was skipped. The instances that flipped are told in the output of the
/// check of success; they decide nothing.
pub fn gate(report: &GateReport) -> Result<String, WriteJunitError> {
    let mut suite = TestSuite::new("gate");
    suite.add_test_case(whole(report));
    suite.add_test_cases(report.checks.iter().map(|check| case(report, check)));
    let mut page = Report::new("flywheel gate");
    page.add_test_suite(suite);
    page.to_string().map_err(|error| WriteJunitError::Xml(Box::new(error)))
}

fn whole(report: &GateReport) -> TestCase {
    let status = status(weight::of_whole(report), report.verdict);
    named("verdict", status, &words::headline(report))
}

fn case(report: &GateReport, check: &Check) -> TestCase {
    let status = status(weight::of_check(report, check), check.verdict);
    let why = on_one_line(&check.why);
    let mut case = named(&words::check(check), status, &why);
    let Figures { found, bounds, allowed, units } = Figures::of(check);
    let mut output =
        format!("{why}\nfound {found}, bounds {bounds}, allowed {allowed}, units: {units}\n");
    if let Some(comparison) = report.comparison.as_deref().filter(|_| is_success_of_all(check)) {
        output.push_str(&flips(comparison));
    }
    case.set_system_out(output);
    case
}

fn named(name: &str, mut status: TestCaseStatus, message: &str) -> TestCase {
    status.set_message(message);
    let mut case = TestCase::new(on_one_line(name), status);
    case.set_classname("flywheel.gate");
    case
}

fn status(weight: Weight, verdict: Verdict) -> TestCaseStatus {
    let mut status = match (weight, verdict) {
        (Weight::Fine, _) => TestCaseStatus::success(),
        (Weight::Noted, _) => TestCaseStatus::skipped(),
        (Weight::Stops, Verdict::Invalid) => TestCaseStatus::non_success(NonSuccessKind::Error),
        (Weight::Stops, Verdict::Pass | Verdict::Inconclusive | Verdict::Block) => {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        }
    };
    status.set_type(verdict.name());
    status
}

fn is_success_of_all(check: &Check) -> bool {
    check.of == CheckOf::Success && check.within.is_none()
}

/// The flips as lines of text, all of them: a file has room.
fn flips(comparison: &Comparison) -> String {
    let flips = &comparison.flips;
    let expected = average(flips.expected_each_way);
    let mut text = format!(
        "{} lost, {} won; by luck alone {expected} are expected each way\n",
        flips.lost.len(),
        flips.won.len()
    );
    for (word, flips) in [("lost", &flips.lost), ("won", &flips.won)] {
        for flip in flips {
            // A String takes whatever is written to it.
            let _ = writeln!(text, "{word} {}", told(flip));
        }
    }
    text
}

fn told(flip: &Flip) -> String {
    format!(
        "{} ({}): {} then {}, p adjusted {}",
        on_one_line(&flip.instance),
        on_one_line(&flip.family),
        of(flip.baseline),
        of(flip.candidate),
        bare_p(flip.p_adjusted)
    )
}
