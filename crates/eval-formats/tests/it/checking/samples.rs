//! Samples on disk: `FORMAT.jsonl`, and `FORMAT__rule.jsonl` of lines that break one rule.

use std::collections::BTreeSet;

use eval_formats::{Format, Rule, check};

use super::{Sample, names, own, plain};

/// Rules on a file as a whole, whose samples stand for themselves.
const OF_THE_FILE: [&str; 2] = ["empty-file", "too-few-rows"];

/// Rules of which a sample would be too large to keep; see `whole_files`.
const LARGE: [Rule; 2] = [Rule::LineTooLong, Rule::FileTooLarge];

#[test]
fn every_good_sample_passes_whole() {
    for sample in own("good") {
        let report = sample.report();
        assert_eq!(report.faults, [], "{}", sample.name);
        assert_eq!((report.is_good(), report.refused), (true, 0), "{}", sample.name);
        assert_eq!(report.rows, sample.bytes.split(|byte| *byte == b'\n').count() as u64 - 1);
    }
}

#[test]
fn every_format_has_a_good_sample() {
    for format in Format::ALL {
        assert!(!plain(*format).is_empty());
    }
}

/// Each line comes after the good sample of its format, so that nothing is wrong but itself.
#[test]
fn every_bad_line_is_refused_for_its_reason_alone() {
    for sample in own("bad") {
        let expected = sample.word().unwrap();
        if OF_THE_FILE.contains(&expected) {
            assert_eq!(names(&sample.report()), [expected], "{}", sample.name);
            continue;
        }
        for line in sample.bytes.split_inclusive(|byte| *byte == b'\n') {
            refused_for(&sample, line, expected);
        }
    }
}

fn refused_for(sample: &Sample, line: &[u8], expected: &str) {
    let file = [plain(sample.format), line.to_vec()].concat();
    let report = check(sample.format, &file[..]).unwrap();
    let shown = String::from_utf8_lossy(line);
    assert_eq!(names(&report), [expected], "{}: {:#?}\n{shown}", sample.name, report.faults);
    assert_eq!(report.refused, 1, "{}", sample.name);
    let fault = &report.faults[0];
    assert_eq!(fault.line, Some(report.rows), "{}", sample.name);
    assert!(!fault.message.is_empty() && !fault.help().is_empty());
}

#[test]
fn every_rule_has_a_bad_sample() {
    let shown: BTreeSet<String> =
        own("bad").iter().map(|sample| sample.word().unwrap().to_owned()).collect();
    for rule in Rule::ALL.iter().filter(|rule| !rule.is_warning() && !LARGE.contains(rule)) {
        assert!(shown.contains(rule.name()), "no sample breaks {rule}");
    }
}

#[test]
fn rules_have_names_of_their_own() {
    let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    assert_eq!(Rule::ALL.iter().filter(|rule| rule.is_warning()).count(), 9);
}
