//! A file, line by line.

use std::io::{self, BufRead, Read};

use super::arrow::Columns;
use super::at::At;
use super::columns;
use super::findings::{Findings, is_hosted};
use super::json::Json;
use super::parse::NotJson;
use super::report::{Fault, Report};
use super::rule::Rule;
use super::{axolotl, openai, sharegpt, steps, swift, trl};
use crate::Format;

/// The longest line that is read; longer ones are passed over without being held.
const LONGEST_LINE: usize = 64 << 20;

/// The fewest rows that a hosted trainer takes.
const FEWEST_ROWS: u64 = 10;

/// The largest file that a hosted trainer takes, in bytes.
const LARGEST_FILE: u64 = 512 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Reads a whole file and says what is wrong with it.
///
/// Lines are read one by one, so a file of any size needs the memory of its longest line.
///
/// ```
/// use eval_formats::{Format, check};
///
/// let file = br#"{"prompt":"2+2?","completions":["5","4"],"labels":[false]}"#;
/// let report = check(Format::TrlPrm, &file[..])?;
/// assert_eq!(
///     report.faults[0].to_string(),
///     "line 1: labels: holds 1 labels for 2 steps [trainer/labels-length]",
/// );
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn check<R: BufRead>(format: Format, mut lines: R) -> io::Result<Report> {
    let mut checker = Checker::new(format);
    let mut line = Vec::new();
    loop {
        line.clear();
        lines.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(checker.finish());
        }
        checker.line(&line);
        if line.len() > LONGEST_LINE && !line.ends_with(b"\n") {
            checker.bytes += lines.skip_until(b'\n')? as u64;
        }
    }
}

/// A check under way, for callers that have the lines already.
#[derive(Debug)]
pub struct Checker {
    report: Report,
    /// The size of the file so far.
    bytes: u64,
    /// What kind the first row is, and its line.
    kind: Option<(&'static str, u64)>,
    columns: Columns,
    /// How many rows are labelled bad, and how many good.
    labels: [u64; 2],
}

impl Checker {
    /// Begins to check a file of this format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        let report = Report::new(format);
        Self { report, bytes: 0, kind: None, columns: Columns::default(), labels: [0; 2] }
    }

    /// Checks the next line, with its line end if it has one.
    pub fn line(&mut self, line: &[u8]) {
        self.report.rows += 1;
        self.bytes += line.len() as u64;
        let mut out = Findings::new(self.report.rows, self.report.format);
        self.read(line, &mut out);
        self.report.refused += u64::from(!out.is_good());
        for fault in out.into_faults() {
            self.report.add(fault);
        }
    }

    /// Says what was found, and what is wrong with the file as a whole.
    #[must_use]
    pub fn finish(mut self) -> Report {
        for (rule, message) in self.of_the_file() {
            let origin = rule.origin(false);
            self.report.add(Fault { line: None, rule, origin, at: String::new(), message });
        }
        for warning in self.columns.warnings() {
            self.report.add(warning);
        }
        self.report
    }

    fn read(&mut self, line: &[u8], out: &mut Findings) {
        let Some(text) = text(line, out) else { return };
        match Json::parse(text) {
            Err(error) => not_json(&error, out),
            Ok(row @ Json::Object(_)) => self.row(&row, out),
            Ok(other) => {
                out.add(Rule::NotAnObject, &At::ROW, format!("is {}, not an object", other.kind()));
            }
        }
    }

    fn row(&mut self, row: &Json<'_>, out: &mut Findings) {
        let line = self.report.rows;
        check_row(row, self.report.format, out);
        if let Some(kind) = columns::kind(row, self.report.format)
            && out.is_good()
        {
            let (first, first_line) = *self.kind.get_or_insert((kind, line));
            if first != kind {
                let said = format!("holds {kind}, and line {first_line} holds {first}");
                out.add(Rule::MixedShapes, &At::ROW, said);
            }
        }
        if out.is_good() && !is_hosted(self.report.format) {
            self.columns.see(row, line);
        }
        if let Some(label) = row.get("label").and_then(Json::as_bool) {
            self.labels[usize::from(label)] += 1;
        }
    }

    fn of_the_file(&self) -> Vec<(Rule, String)> {
        let rows = self.report.rows;
        let hosted = is_hosted(self.report.format);
        let mut said = Vec::new();
        if rows == 0 {
            said.push((Rule::EmptyFile, "the file has no row".to_owned()));
        } else if hosted && rows < FEWEST_ROWS {
            said.push((
                Rule::TooFewRows,
                format!("{rows} rows; the vendor takes {FEWEST_ROWS} or more"),
            ));
        }
        if hosted && self.bytes > LARGEST_FILE {
            let said_of_size =
                format!("{} bytes; the vendor takes {LARGEST_FILE} at most", self.bytes);
            said.push((Rule::FileTooLarge, said_of_size));
        }
        if let [all, 0] | [0, all] = self.labels
            && all > 0
        {
            let label = self.labels[1] > 0;
            said.push((Rule::OneLabel, format!("all {all} labels are {label}")));
        }
        said
    }
}

/// The line as text, less what is no part of the row.
fn text<'l>(line: &'l [u8], out: &mut Findings) -> Option<&'l str> {
    if line.len() > LONGEST_LINE {
        out.add(Rule::LineTooLong, &At::ROW, format!("is longer than {LONGEST_LINE} bytes"));
        return None;
    }
    let mut line = line.strip_suffix(b"\n").unwrap_or(line);
    if let Some(rest) = line.strip_suffix(b"\r") {
        out.add(Rule::Crlf, &At::ROW, "ends with a carriage return and a line feed");
        line = rest;
    }
    if let Some(rest) = line.strip_prefix(BOM)
        && out.is_first_line()
    {
        out.add(Rule::Bom, &At::ROW, "begins with a byte order mark");
        line = rest;
    }
    match std::str::from_utf8(line) {
        Ok(text) if text.trim().is_empty() => {
            out.add(Rule::BlankLine, &At::ROW, "holds nothing");
            None
        }
        Ok(text) => Some(text),
        Err(error) => {
            let said = format!("is not UTF-8 from byte {} on", error.valid_up_to() + 1);
            out.add(Rule::NotUtf8, &At::ROW, said);
            None
        }
    }
}

fn not_json(error: &NotJson, out: &mut Findings) {
    let rule = if error.key_twice { Rule::DuplicateKey } else { Rule::BadJson };
    out.add(rule, &At::ROW, format!("{} at byte {}", error.message, error.column));
}

/// Checks one row by itself.
fn check_row(row: &Json<'_>, format: Format, out: &mut Findings) {
    match format {
        Format::OpenaiSft => openai::sft(row, out),
        Format::OpenaiDpo => openai::dpo(row, out),
        Format::OpenaiRft => openai::rft(row, out),
        Format::TrlSft => trl::sft(row, out),
        Format::TrlSftCompletion => trl::completion(row, out),
        Format::TrlSftMasked => trl::masked(row, out),
        Format::TrlDpo => trl::dpo(row, out),
        Format::TrlKto => trl::kto(row, out),
        Format::TrlPrm => steps::prm(row, out),
        Format::AxolotlChat => axolotl::chat(row, out),
        Format::LlamafactorySharegpt => sharegpt::any(row, out),
        Format::LlamafactoryDpo => sharegpt::dpo(row, out),
        Format::LlamafactoryKto => sharegpt::kto(row, out),
        Format::MsSwift => swift::sft(row, out),
        Format::MsSwiftDpo => swift::dpo(row, out),
        Format::MsSwiftKto => swift::kto(row, out),
    }
}
