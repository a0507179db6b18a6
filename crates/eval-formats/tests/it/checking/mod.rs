//! Files that are good, files that are not, and files that are nothing at all.

mod samples;
mod lines;
mod whole_files;
mod guesses;
mod any_bytes;
mod reference;

use std::fs;
use std::path::{Path, PathBuf};

use eval_formats::{Format, Report, Rule, check};

/// A checked file of samples.
struct Sample {
    name: String,
    format: Format,
    bytes: Vec<u8>,
}

impl Sample {
    /// What comes after the format in its name.
    fn word(&self) -> Option<&str> {
        self.name.split("__").nth(1)
    }

    fn report(&self) -> Report {
        check(self.format, &self.bytes[..]).unwrap()
    }
}

/// Every sample of a folder, in the order of their names.
fn samples_in(folder: &Path) -> Vec<Sample> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| sample(file)).collect()
}

fn sample(file: &Path) -> Sample {
    let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
    let format = Format::from_name(name.split("__").next().unwrap()).unwrap();
    Sample { name, format, bytes: fs::read(file).unwrap() }
}

/// This crate's own samples, `good` or `bad`.
fn own(folder: &str) -> Vec<Sample> {
    samples_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(folder))
}

/// The good sample of a format that shows nothing but the format.
fn plain(format: Format) -> Vec<u8> {
    own("good").into_iter().find(|sample| sample.name == format.name()).unwrap().bytes
}

/// The faults that are found in a text, by name.
fn faults(format: Format, text: &str) -> Vec<&'static str> {
    names(&check(format, text.as_bytes()).unwrap())
}

/// The names of the rules that a report's faults break.
fn names(report: &Report) -> Vec<&'static str> {
    report.fault_counts.keys().copied().map(Rule::name).collect()
}

/// The warnings that are given of a text, one a line.
fn warnings(format: Format, text: &str) -> Vec<String> {
    let report = check(format, text.as_bytes()).unwrap();
    report.warnings.iter().map(ToString::to_string).collect()
}
