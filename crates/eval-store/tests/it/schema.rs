//! The columns and the kinds of event, and that they are described.

use std::fs::{self, File};
use std::path::Path;

use arrow::datatypes::{DataType, Field};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::{generate, sample};

#[test]
fn every_column_is_described_and_none_besides() {
    let document = document();
    for table in ["trials", "events", "contents", "timings"] {
        let heading = format!("\n### `{table}`\n");
        let (_, section) = document.split_once(&heading).unwrap();
        let end = section.find("\n#").unwrap_or(section.len());
        let described: Vec<_> = section[..end].lines().filter_map(first_two_cells).collect();
        assert_eq!(described, columns(table), "{table}");
    }
}

#[test]
fn every_kind_of_event_is_described() {
    let document = document();
    let mut runner = TestRunner::deterministic();
    for kind in generate::kinds() {
        let name = kind.new_tree(&mut runner).unwrap().current().name();
        assert!(document.contains(&format!("\n| `{name}` |")), "{name}");
    }
}

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/trace-schema.md");
    fs::read_to_string(path).unwrap()
}

/// Name and type from a line like ``| `arm` | string | the arm |``.
fn first_two_cells(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
    let (kind, _) = rest.split_once(" |")?;
    Some((name.to_owned(), kind.to_owned()))
}

/// The columns in order, each with its type in the words of the document.
fn columns(table: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..1);
    let file = File::open(folder.path().join(format!("{table}-00000.parquet"))).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    reader.schema().fields().iter().map(|field| (field.name().clone(), kind(field))).collect()
}

fn kind(field: &Field) -> String {
    let kind = match field.data_type() {
        DataType::Utf8 => "string".to_owned(),
        DataType::Boolean => "bool".to_owned(),
        DataType::List(element) => format!("list of {}", kind(element)),
        other => other.to_string().to_lowercase(),
    };
    if field.is_nullable() { kind + ", null" } else { kind }
}
