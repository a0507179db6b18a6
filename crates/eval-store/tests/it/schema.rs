//! The columns, and that they are described.

use std::fs;
use std::fs::File;
use std::path::Path;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::sample;

const TABLES: [&str; 4] = ["trials", "events", "contents", "timings"];

#[test]
fn every_column_is_described() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/trace-schema.md");
    let document = fs::read_to_string(path).unwrap();
    for table in TABLES {
        let heading = format!("\n### `{table}`\n");
        let section = document.split_once(&heading).map(|(_, rest)| rest);
        let section = section.and_then(|rest| rest.split("\n### ").next()).unwrap_or_default();
        for (column, kind) in columns(table) {
            let described = format!("\n| `{column}` | {kind} |");
            assert!(section.contains(&described), "{table}: no line {}", described.trim());
        }
    }
}

#[test]
fn every_kind_of_event_is_described() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/trace-schema.md");
    let document = fs::read_to_string(path).unwrap();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for kind in crate::generate::kinds() {
        use proptest::strategy::{Strategy, ValueTree};
        let name = kind.new_tree(&mut runner).unwrap().current().name();
        assert!(document.contains(&format!("\n| `{name}` |")), "{name}");
    }
}

/// Each column's name and what it holds, in the words of the document.
fn columns(table: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..1);
    let file = File::open(folder.path().join(format!("{table}-00000.parquet"))).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let column = |field: &arrow::datatypes::FieldRef| {
        let kind = match field.data_type().to_string().as_str() {
            "Utf8" => "string".to_owned(),
            "Boolean" => "bool".to_owned(),
            other if other.starts_with("List") => "list of string".to_owned(),
            other => other.to_lowercase(),
        };
        let null = if field.is_nullable() { ", null" } else { "" };
        (field.name().clone(), kind + null)
    };
    reader.schema().fields().iter().map(column).collect()
}
