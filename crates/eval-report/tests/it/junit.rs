//! The verdict as `JUnit`, read back.

use eval_findings::{GateReport, Policy, Verdict};
use eval_report::junit;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

use crate::fixtures::{self, check};
use crate::hostile;

fn read_back(gate: &GateReport) -> Report {
    let xml = junit::gate(gate).unwrap();
    Report::deserialize_from_str(&xml).unwrap_or_else(|error| panic!("{error}:\n{xml}"))
}

fn cases(report: &Report) -> &[TestCase] {
    &report.test_suites[0].test_cases
}

#[test]
fn a_gate_that_blocks() {
    insta::assert_snapshot!(junit::gate(&fixtures::blocks()).unwrap());
}

#[test]
fn a_gate_that_passes() {
    insta::assert_snapshot!(junit::gate(&fixtures::passes()).unwrap());
}

/// A build server that counts must come to the same as one that looks at the exit code.
#[test]
fn something_fails_if_and_only_if_the_process_does() {
    use Verdict::{Block, Inconclusive, Invalid, Pass};
    for overall in [Pass, Inconclusive, Block, Invalid] {
        for policy in [Policy::Advisory, Policy::Strict] {
            for of_check in [Pass, Inconclusive, Block, Invalid] {
                let mut gate = fixtures::gate(overall, policy);
                gate.checks.push(check(eval_findings::CheckOf::Turns, of_check, "why"));
                for exit_code in [gate.exit_code, 0, 1, 4] {
                    gate.exit_code = exit_code;
                    let report = read_back(&gate);
                    let fails = report.failures + report.errors > 0;
                    assert_eq!(fails, exit_code != 0, "{overall:?} {policy:?} {of_check:?}");
                    let counted = |is: fn(&TestCaseStatus) -> bool| {
                        cases(&report).iter().filter(|case| is(&case.status)).count()
                    };
                    let failed =
                        counted(|status| matches!(status, TestCaseStatus::NonSuccess { .. }));
                    assert_eq!(report.failures + report.errors, failed);
                }
            }
        }
    }
}

#[test]
fn each_verdict_has_its_status() {
    let status = |verdict, policy| {
        let report = read_back(&fixtures::gate(verdict, policy));
        let [whole, check] = cases(&report) else { panic!("{report:?}") };
        assert_eq!(whole.name.as_str(), "verdict");
        assert_eq!(check.name.as_str(), "success");
        let kind = |case: &TestCase| match &case.status {
            TestCaseStatus::Success { .. } => "success",
            TestCaseStatus::Skipped { .. } => "skipped",
            TestCaseStatus::NonSuccess { kind: NonSuccessKind::Failure, .. } => "failure",
            TestCaseStatus::NonSuccess { kind: NonSuccessKind::Error, .. } => "error",
        };
        assert_eq!(kind(whole), kind(check));
        kind(check)
    };
    assert_eq!(status(Verdict::Pass, Policy::Strict), "success");
    assert_eq!(status(Verdict::Block, Policy::Advisory), "failure");
    assert_eq!(status(Verdict::Invalid, Policy::Advisory), "error");
    assert_eq!(status(Verdict::Inconclusive, Policy::Advisory), "skipped");
    assert_eq!(status(Verdict::Inconclusive, Policy::Strict), "failure");
}

#[test]
fn why_is_the_message() {
    let report = read_back(&fixtures::blocks());
    let TestCaseStatus::NonSuccess { message: Some(message), .. } = &cases(&report)[1].status
    else {
        panic!("{report:?}")
    };
    assert_eq!(message.as_str(), "worse, and by more than is allowed");
}

#[test]
fn flips_are_told_beside_the_check_of_success_and_fail_nothing() {
    let report = read_back(&fixtures::blocks());
    let [_, success, within] = cases(&report) else { panic!("{report:?}") };
    let told = success.system_out.as_ref().unwrap();
    assert!(told.contains("13 lost, 1 won"), "{}", told.as_str());
    assert!(told.contains("lost full-disk.plain#12 (disk): 3/3 then 0/3"));
    assert!(told.contains("won full-disk.plain#20"));
    assert!(!within.system_out.as_ref().unwrap().contains("full-disk"));
    assert_eq!(report.tests, 3);
}

#[test]
fn what_xml_forbids_is_not_written() {
    let mut gate = hostile::gate();
    for forbidden in ["\0", "\u{1b}[31m", "\u{1b}]0;", "\u{b}", "\u{fffe}", "\u{ffff}", "\u{9b}"] {
        gate.headline = format!("a{forbidden}b");
        gate.checks[0].why = format!("c{forbidden}d ]]> <failure/> &#0;");
        gate.checks[0].within = Some(format!("e{forbidden}\"'>f"));
        let xml = junit::gate(&gate).unwrap();
        assert_well_formed(&xml);
        let report = read_back(&gate);
        let TestCaseStatus::NonSuccess { message: Some(message), .. } = &cases(&report)[1].status
        else {
            panic!("{xml}")
        };
        // What follows is there: no control sequence took it along.
        assert!(message.ends_with("d ]]> <failure/> &#0;"), "{}", message.as_str());
        assert!(cases(&report)[1].name.ends_with("\"'>f"));
    }
}

#[test]
fn hostile_names_are_read_back_as_they_were() {
    let xml = junit::gate(&hostile::gate()).unwrap();
    assert_well_formed(&xml);
    let report = read_back(&hostile::gate());
    assert_eq!(report.tests, 1 + hostile::gate().checks.len());
}

#[test]
fn every_page_is_well_formed() {
    for gate in fixtures::gates() {
        assert_well_formed(&junit::gate(&gate).unwrap());
    }
}

/// As far as these pages go: characters that XML 1.0 allows, tags that nest, attributes in quotes,
/// references that are known.
fn assert_well_formed(xml: &str) {
    let allowed = |sign: char| matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "{xml:?}");
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    let mut open = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or_else(|| panic!("{piece} in\n{xml}"));
        assert!(!text.contains("]]>"), "{xml}");
        assert_references(text);
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{xml}");
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let quotes: Vec<&str> = attributes.split('"').collect();
        assert_eq!(quotes.len() % 2, 1, "{tag}");
        for pair in quotes.chunks_exact(2) {
            assert!(pair[0].ends_with('=') && !pair[0].contains('&'), "{tag}");
            assert_references(pair[1]);
        }
        if !is_empty {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} in\n{xml}");
}

fn assert_references(text: &str) {
    for piece in text.split('&').skip(1) {
        let (name, _) = piece.split_once(';').unwrap_or_else(|| panic!("{text}"));
        assert!(["lt", "gt", "amp", "quot", "apos"].contains(&name), "{text}");
    }
}
