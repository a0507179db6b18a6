//! What can only be said of all rows together.

use std::io::{self, BufReader, Read};

use eval_formats::{Checker, Format, Report, Rule, check};

use super::{faults, names, plain, warnings};

const STEPS: &str = r#"{"prompt":"x","completions":["y"],"labels":[true]}"#;

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(faults(Format::TrlSft, ""), ["empty-file"]);
    assert_eq!(faults(Format::OpenaiSft, ""), ["empty-file"]);
}

#[test]
fn faults_are_counted_beyond_those_that_are_kept() {
    let report = check(Format::TrlPrm, "{}\n".repeat(250).as_bytes()).unwrap();
    assert_eq!((report.rows, report.refused, report.faults.len()), (250, 250, Report::KEPT));
    assert_eq!(report.fault_counts[&Rule::Columns], 250);
}

/// A line of `left` bytes that is made as it is read.
struct Endless {
    left: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(usize::try_from(self.left).unwrap());
        buffer[..length].fill(b'x');
        self.left -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let long = Endless { left: 200 << 20 };
    let file = long.chain("\n".as_bytes()).chain(STEPS.as_bytes());
    let report = check(Format::TrlPrm, BufReader::with_capacity(1 << 20, file)).unwrap();
    assert_eq!((report.rows, names(&report)), (2, vec!["line-too-long"]));
}

#[test]
fn a_vendor_takes_files_up_to_a_size() {
    let long = || Endless { left: 600 << 20 };
    let large = |format| names(&check(format, BufReader::with_capacity(1 << 20, long())).unwrap());
    assert_eq!(large(Format::OpenaiSft), ["line-too-long", "too-few-rows", "file-too-large"]);
    assert_eq!(large(Format::TrlSft), ["line-too-long"]);
}

#[test]
fn a_vendor_takes_128_tools() {
    let tools = |count: usize| {
        let tool = |place| format!(r#"{{"type":"function","function":{{"name":"t{place}"}}}}"#);
        let tools: Vec<_> = (0..count).map(tool).collect();
        let row = format!(
            r#"{{"messages":[{{"role":"user","content":"x"}},{{"role":"assistant","content":"y"}}],"tools":[{}]}}"#,
            tools.join(","),
        );
        faults(Format::OpenaiSft, &format!("{row}\n").repeat(10))
    };
    assert_eq!(tools(128), [""; 0]);
    assert_eq!(tools(129), ["tools-type"]);
}

#[test]
fn labels_that_are_all_the_same_are_warned_of() {
    let text = String::from_utf8(plain(Format::MsSwiftKto)).unwrap();
    assert_eq!(warnings(Format::MsSwiftKto, &text), [""; 0]);
    let same = text.replace("\"label\":false", "\"label\":true");
    assert_eq!(warnings(Format::MsSwiftKto, &same), ["all 3 labels are true [file/one-label]"]);
}

fn row(arguments: &str) -> String {
    format!(
        r#"{{"messages":[{{"role":"user","content":"x"}},{{"role":"assistant","content":"","tool_calls":[{{"function":{{"name":"t","arguments":{arguments}}}}}]}}],"tools":"[{{\"type\":\"function\",\"function\":{{\"name\":\"t\"}}}}]"}}"#
    )
}

fn rows(format: Format, arguments: &[&str]) -> Vec<String> {
    let rows: Vec<_> = arguments.iter().map(|arguments| row(arguments)).collect();
    warnings(format, &rows.join("\n"))
}

#[test]
fn arguments_that_differ_in_their_keys_are_warned_of() {
    let said = "messages[].tool_calls[].function.arguments: `x` is in 1 of 2 objects \
                [arrow/legacy-arrow]";
    assert_eq!(rows(Format::TrlSft, &[r#"{"x":1}"#, r#"{"y":2}"#]), [said]);
    assert_eq!(rows(Format::TrlSft, &[r#"{"x":1}"#, r#"{"x":2}"#]), [""; 0]);
    assert_eq!(rows(Format::AxolotlChat, &[r#""{\"x\":1}""#, r#""{\"y\":1}""#]), [""; 0]);
}

#[test]
fn a_column_of_two_types_is_warned_of() {
    let at = "messages[].tool_calls[].function.arguments";
    let said = format!("{at}: a string in line 2, an object in line 1 [arrow/mixed-types]");
    assert_eq!(rows(Format::AxolotlChat, &["{}", r#""{}""#]), [said]);
    let said = format!("{at}.x: a number in line 1, a string in line 3 [arrow/mixed-types]");
    let three = [r#"{"x":1}"#, r#"{"x":null}"#, r#"{"x":"1"}"#];
    assert_eq!(rows(Format::TrlSft, &three)[..1], [said]);
}

#[test]
fn tools_that_differ_are_warned_of_unless_they_are_text() {
    let text = String::from_utf8(plain(Format::TrlSft)).unwrap();
    let said = warnings(Format::TrlSft, &text);
    let tools = "tools[].function.parameters.properties: `title` is in 3 of 6 objects";
    assert!(said.iter().any(|line| line.starts_with(tools)), "{said:?}");
    let text = String::from_utf8(plain(Format::LlamafactorySharegpt)).unwrap();
    assert_eq!(warnings(Format::LlamafactorySharegpt, &text), [""; 0]);
}

#[test]
fn a_row_with_a_fault_says_nothing_of_the_columns() {
    assert_eq!(rows(Format::TrlSft, &["{}", r#""{}""#]), [""; 0]);
}

#[test]
fn keys_without_end_are_forgotten() {
    let mut checker = Checker::new(Format::TrlSft);
    for place in 0..2_000 {
        let keys: Vec<_> = (0..50).map(|key| format!("\"k{}\":1", place * 50 + key)).collect();
        checker.line(row(&format!("{{{}}}", keys.join(","))).as_bytes());
    }
    let report = checker.finish();
    assert_eq!((report.refused, report.warning_counts[&Rule::LegacyArrow]), (0, 1));
}
