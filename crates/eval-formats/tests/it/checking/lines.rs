//! What is said of single lines.

use eval_formats::{Checker, Format, Origin, check};

use super::{faults, names, plain, warnings};

fn first_fault(format: Format, line: &[u8]) -> String {
    check(format, line).unwrap().faults[0].to_string()
}

#[test]
fn a_fault_says_where_and_what() {
    let line = br#"{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"serach","arguments":"{}"}}]}],"tools":[{"type":"function","function":{"name":"search"}}]}"#;
    assert_eq!(
        first_fault(Format::OpenaiSft, line),
        "line 1: messages[1].tool_calls[0].function.name: `serach` is not in `tools`; did you \
         mean `search`? [vendor/tool-undefined]",
    );
}

#[test]
fn a_row_of_another_format_is_named() {
    let line = br#"{"prompt":[],"chosen":[],"rejected":[]}"#;
    assert_eq!(
        first_fault(Format::OpenaiDpo, line),
        "line 1: has no `input` and no `preferred_output` and no `non_preferred_output`; it looks \
         like a row of trl-dpo [vendor/columns]",
    );
}

#[test]
fn what_is_no_json_is_said_plainly() {
    let said = |line: &[u8]| first_fault(Format::TrlSft, line);
    assert_eq!(said(b"{\"a\":NaN}"), "line 1: NaN is no JSON value at byte 6 [json/bad-json]");
    assert_eq!(
        said(b"{\"a\":-Infinity}"),
        "line 1: Infinity is no JSON value at byte 7 [json/bad-json]"
    );
    assert_eq!(
        said(br#"{"a":"\ud800 x"}"#),
        "line 1: a \\u escape is cut off or is one half of a surrogate pair at byte 13 \
         [json/bad-json]",
    );
    assert_eq!(
        said(br#"{"a":{"b":1,"c":2,"b":3}}"#),
        "line 1: key given twice: `b` at byte 21 [json/duplicate-key]",
    );
    let deep = "[".repeat(100_000);
    assert!(said(deep.as_bytes()).starts_with("line 1: nested deeper than 127 levels at byte "));
    assert_eq!(said(b"{}\xff"), "line 1: is not UTF-8 from byte 3 on [json/not-utf8]");
    assert_eq!(said(b" \r\n"), "line 1: holds nothing [json/blank-line]");
}

#[test]
fn a_key_may_come_again_in_another_object() {
    let many: Vec<_> = (0..100).map(|key| format!("\"k{key}\":{{\"k0\":1e400}}")).collect();
    let line = format!("{{{}}}", many.join(",").replace("1e400", "1e40"));
    assert_eq!(faults(Format::TrlPrm, &line), ["columns"]);
    let twice = line.replace("\"k99\"", "\"k3\"");
    assert_eq!(faults(Format::TrlPrm, &twice), ["duplicate-key"]);
}

#[test]
fn numbers_of_any_size_are_numbers() {
    for number in ["0", "-1", "18446744073709551615", "1e3", "-0.5"] {
        let line = format!(r#"{{"prompt":{number},"completions":["x"],"labels":[true]}}"#);
        assert_eq!(faults(Format::TrlPrm, &line), ["prompt-type"], "{number}");
    }
}

#[test]
fn a_byte_order_mark_is_taken_and_warned_of() {
    let line = "\u{feff}{\"prompt\":\"x\",\"completions\":[\"y\"],\"labels\":[true]}\r\n";
    assert_eq!(faults(Format::TrlPrm, line), [""; 0]);
    let said = [
        "line 1: ends with a carriage return and a line feed [json/crlf]",
        "line 1: begins with a byte order mark [json/utf8-bom]",
    ];
    assert_eq!(warnings(Format::TrlPrm, line), said);
    // Later it is no mark, and no JSON.
    assert_eq!(faults(Format::TrlPrm, &line.repeat(2)), ["bad-json"]);
}

#[test]
fn one_mistake_made_throughout_is_said_once_a_line() {
    let line = r#"{"messages":[{"role":"human","content":"x"},{"role":"bot","content":"y"}]}"#;
    let report = check(Format::TrlSft, format!("{line}\n{line}\n").as_bytes()).unwrap();
    assert_eq!((report.rows, report.refused), (2, 2));
    let said: Vec<_> = report.faults.iter().map(|fault| (fault.line, &*fault.at)).collect();
    assert_eq!(said, [(Some(1), "messages[0].role"), (Some(2), "messages[0].role")]);
}

#[test]
fn what_is_quoted_is_short_and_does_nothing() {
    let line = format!(r#"{{"messages":[{{"role":"\\u001b[2J{}"}}]}}"#, "x".repeat(100_000));
    let said = first_fault(Format::TrlSft, line.as_bytes());
    assert!(said.len() < 400 && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn several_mistakes_are_all_said() {
    let text = String::from_utf8(plain(Format::TrlSft)).unwrap();
    let text = text.replacen("\"role\":\"user\"", "\"role\":\"human\"", 1);
    let text = text.replacen("\"type\":\"function\"", "\"type\":\"f\"", 1);
    assert_eq!(faults(Format::TrlSft, &text), ["role", "tool-call-type"]);
}

#[test]
fn results_out_of_order_matter_where_they_are_told_by_place() {
    let swapped = |format| {
        let text = String::from_utf8(plain(format)).unwrap();
        let text = text.replace("\"tool_call_id\":\"a\"", "\"tool_call_id\":\"_\"");
        let text = text.replace("\"tool_call_id\":\"b\"", "\"tool_call_id\":\"a\"");
        text.replace("\"tool_call_id\":\"_\"", "\"tool_call_id\":\"b\"")
    };
    let report = check(Format::TrlSft, swapped(Format::TrlSft).as_bytes()).unwrap();
    assert!(report.is_good());
    assert_eq!(report.warnings[0].rule.name(), "result-order");
    assert_eq!(warnings(Format::OpenaiSft, &swapped(Format::OpenaiSft)), [""; 0]);
}

#[test]
fn what_some_templates_cannot_print_is_warned_of() {
    let text = String::from_utf8(plain(Format::TrlSft)).unwrap();
    let nulls = text.replacen("\"content\":\"\"", "\"content\":null", 1);
    assert!(
        warnings(Format::TrlSft, &nulls)[0].contains("messages[2].content: is null or missing")
    );
    let part = r#""content":[{"type":"text","text":"Found."}]"#;
    let parts = text.replacen("\"content\":\"Found.\"", part, 1);
    assert!(warnings(Format::TrlSft, &parts)[0].ends_with("[trainer/content-parts]"));
}

#[test]
fn a_mask_that_needs_a_template_is_warned_of() {
    let text = String::from_utf8(plain(Format::TrlSftMasked)).unwrap();
    assert!(warnings(Format::TrlSft, &text)[0].ends_with("[trainer/mask-needs-template]"));
    assert!(!warnings(Format::TrlSftMasked, &text).concat().contains("mask-needs-template"));
}

#[test]
fn lines_may_be_given_one_by_one() {
    let mut checker = Checker::new(Format::TrlPrm);
    checker.line(br#"{"prompt":"x","completions":["y"],"labels":[true]}"#);
    checker.line(b"x");
    let report = checker.finish();
    assert_eq!((report.rows, report.refused, names(&report)), (2, 1, vec!["bad-json"]));
    assert_eq!(report.faults[0].origin, Origin::Json);
}
