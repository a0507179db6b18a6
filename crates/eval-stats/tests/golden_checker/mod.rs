//! Checks golden cases: runs the method that a case names and compares every number.
//!
//! The test over the shipped cases and the example over any folder both use it, so that what the
//! example says of unseen cases is what the test would say.

mod case;
mod compare;
mod input;
mod output;
mod methods;

use std::fmt;
use std::path::{Path, PathBuf};

use case::{Case, read_cases};

/// One value that is not as expected.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The file the case stands in.
    pub(crate) file: String,
    /// The name of the case.
    pub(crate) case: String,
    /// Where in the expected object, or `input` or `method`.
    pub(crate) field: String,
    /// What was expected.
    pub(crate) expected: String,
    /// What came instead.
    pub(crate) got: String,
    /// How far off it might have been.
    pub(crate) tolerance: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, case, field, expected, got, tolerance } = self;
        write!(out, "{file}: {case}: {field}: expected {expected}, got {got} ({tolerance})")
    }
}

/// What a folder of cases came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Cases that agree in every value.
    pub(crate) passed: usize,
    /// Cases that do not.
    pub(crate) failed: usize,
    /// Every value that is not as expected.
    pub(crate) failures: Vec<Failure>,
}

/// Checks all cases of all `.json` files in `folder`, in the order of their names.
///
/// # Errors
///
/// If the folder or a file cannot be read, or is no list of cases; in words.
pub(crate) fn check_folder(folder: &Path) -> Result<Outcome, String> {
    let mut outcome = Outcome::default();
    for file in json_files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let found =
            check_text(&name, &text).map_err(|error| format!("{}: {error}", file.display()))?;
        outcome.passed += found.passed;
        outcome.failed += found.failed;
        outcome.failures.extend(found.failures);
    }
    Ok(outcome)
}

impl Outcome {
    fn add(&mut self, failures: Vec<Failure>) {
        if failures.is_empty() {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        self.failures.extend(failures);
    }
}

/// Checks the text of a file of cases.
///
/// # Errors
///
/// If it is no list of cases; in words.
pub(crate) fn check_text(file: &str, text: &str) -> Result<Outcome, String> {
    let mut outcome = Outcome::default();
    for case in &read_cases(text)? {
        outcome.add(check(file, case));
    }
    Ok(outcome)
}

/// Checks one case; no failure means that it passes.
fn check(file: &str, case: &Case) -> Vec<Failure> {
    let failure = |field: String, expected: String, got: String| Failure {
        file: file.to_owned(),
        case: case.name.clone(),
        field,
        expected,
        got,
        tolerance: case.tolerance.to_string(),
    };
    let Some(method) = methods::find(&case.method) else {
        let known = "a method that this crate has".to_owned();
        return vec![failure("method".to_owned(), known, case.method.clone())];
    };
    match method(&case.input) {
        Err(error) => vec![failure("input".to_owned(), "readable".to_owned(), error)],
        Ok(got) => compare::mismatches(&case.expected, &got, case.tolerance)
            .into_iter()
            .map(|mismatch| failure(mismatch.field, mismatch.expected, mismatch.got))
            .collect(),
    }
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(format!("no .json file in {}", folder.display()));
    }
    files.sort();
    Ok(files)
}
