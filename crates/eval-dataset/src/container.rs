//! The file that rows go into: JSON lines, or Parquet with the same keys as columns.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, BooleanBuilder, ListBuilder, RecordBatch, StringArray, StringBuilder,
};
use eval_formats::Format;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::folder::{Lines, NewFolder, hash_of};
use crate::manifest::DataFile;
use crate::recipe::Recipe;

/// Rows of a row group: few, since viewers of data sets read whole ones.
const GROUP_ROWS: usize = 1_000;

/// A file of rows.
pub(crate) enum Container {
    /// A line each.
    Lines(Box<Lines>),
    /// A row each.
    Table(Box<Table>),
}

/// A Parquet file. What is nested is JSON in a column of strings: Arrow would give every call
/// the arguments of every other, as nulls.
pub(crate) struct Table {
    dir: PathBuf,
    path: String,
    /// As they are spelled: the order of keys is the one that a template prints.
    rows: Vec<BTreeMap<String, Box<RawValue>>>,
    writer: Option<ArrowWriter<File>>,
    keys: &'static [&'static str],
}

/// The columns of a format, which are the same whatever the rows have: readers hold the files of
/// a data set against each other.
const fn columns(format: Format) -> &'static [&'static str] {
    match format {
        Format::OpenaiSft => &["messages", "tools", "parallel_tool_calls"],
        Format::OpenaiDpo => &["input", "preferred_output", "non_preferred_output"],
        Format::OpenaiRft => &["messages", "tools", "reference_answer"],
        Format::TrlSft | Format::TrlSftMasked | Format::AxolotlChat | Format::MsSwift => {
            &["messages", "tools"]
        }
        Format::TrlSftCompletion => &["prompt", "completion", "tools"],
        Format::TrlDpo => &["prompt", "chosen", "rejected", "tools"],
        Format::TrlKto => &["prompt", "completion", "label", "tools"],
        Format::TrlPrm => &["prompt", "completions", "labels"],
        Format::LlamafactorySharegpt => &["conversations", "system", "tools"],
        Format::LlamafactoryDpo => &["conversations", "chosen", "rejected", "system", "tools"],
        Format::LlamafactoryKto => &["conversations", "label", "system", "tools"],
        Format::MsSwiftDpo => &["messages", "tools", "rejected_messages", "rejected_tools"],
        Format::MsSwiftKto => &["messages", "tools", "label"],
    }
}

impl Container {
    pub(crate) fn create(folder: &NewFolder, name: &str, recipe: &Recipe) -> io::Result<Self> {
        if !recipe.parquet {
            return Ok(Self::Lines(Box::new(folder.lines(&format!("data/{name}.jsonl"))?)));
        }
        let path = format!("data/{name}-00000-of-00001.parquet");
        fs::create_dir_all(folder.dir().join("data"))?;
        let dir = folder.dir().to_owned();
        let table =
            Table { dir, path, rows: Vec::new(), writer: None, keys: columns(recipe.format) };
        Ok(Self::Table(Box::new(table)))
    }

    /// Takes a line, `\n` included.
    pub(crate) fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Self::Lines(lines) => lines.write(line),
            Self::Table(table) => table.push(line),
        }
    }

    pub(crate) fn finish(self, rows: u64) -> io::Result<DataFile> {
        match self {
            Self::Lines(lines) => lines.finish(Some(rows)),
            Self::Table(table) => table.finish(rows),
        }
    }

    pub(crate) fn discard(self) -> io::Result<()> {
        match self {
            Self::Lines(lines) => lines.discard(),
            // It is only created with its first rows.
            Self::Table(_) => Ok(()),
        }
    }
}

impl Table {
    fn push(&mut self, line: &[u8]) -> io::Result<()> {
        let row: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(line)?;
        if let Some(key) = row.keys().find(|key| !self.keys.contains(&key.as_str())) {
            return Err(io::Error::other(format!("rows of this format have no column `{key}`")));
        }
        self.rows.push(row);
        if self.rows.len() >= GROUP_ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let batch = self.batch().map_err(io::Error::other)?;
        self.rows.clear();
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_created_by("flywheel".to_owned())
                    .set_max_row_group_row_count(Some(GROUP_ROWS))
                    .build();
                let file = File::create_new(self.dir.join(&self.path))?;
                let writer = ArrowWriter::try_new(file, batch.schema(), Some(properties));
                none.insert(writer.map_err(io::Error::other)?)
            }
        };
        writer.write(&batch).and_then(|()| writer.flush()).map_err(io::Error::other)
    }

    fn batch(&self) -> Result<RecordBatch, arrow::error::ArrowError> {
        let columns = self.keys.iter().map(|key| {
            let cells: Vec<Option<&str>> =
                self.rows.iter().map(|row| row.get(*key).map(|cell| cell.get())).collect();
            (*key, column(key, &cells), true)
        });
        RecordBatch::try_from_iter_with_nullable(columns.collect::<Vec<_>>())
    }

    fn finish(mut self, rows: u64) -> io::Result<DataFile> {
        if !self.rows.is_empty() {
            self.flush()?;
        }
        if let Some(writer) = self.writer.take() {
            let file = writer.into_inner().map_err(io::Error::other)?;
            file.sync_all()?;
        }
        let (bytes, blake3) = hash_of(&self.dir.join(&self.path))?;
        Ok(DataFile { path: self.path, rows: Some(rows), bytes, blake3 })
    }
}

/// A column, of the type that the trainers want of its key.
fn column(key: &str, cells: &[Option<&str>]) -> ArrayRef {
    match key {
        "label" | "parallel_tool_calls" => Arc::new(
            cells.iter().map(|cell| cell.map(|cell| cell == "true")).collect::<BooleanArray>(),
        ),
        "labels" => {
            let mut lists = ListBuilder::new(BooleanBuilder::new());
            for cell in cells {
                for label in entries(*cell) {
                    lists.values().append_option(label.as_bool());
                }
                lists.append(cell.is_some());
            }
            Arc::new(lists.finish())
        }
        "completions" => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for cell in cells {
                for step in entries(*cell) {
                    lists.values().append_option(step.as_str());
                }
                lists.append(cell.is_some());
            }
            Arc::new(lists.finish())
        }
        // May be anything, so that a text has to be told from what it spells.
        "reference_answer" => Arc::new(cells.iter().copied().collect::<StringArray>()),
        _ => Arc::new(cells.iter().map(|cell| cell.map(as_text)).collect::<StringArray>()),
    }
}

fn entries(cell: Option<&str>) -> Vec<Value> {
    cell.and_then(|cell| serde_json::from_str(cell).ok()).unwrap_or_default()
}

/// A text without its quotes, anything else as it is spelled.
fn as_text(cell: &str) -> String {
    serde_json::from_str(cell).unwrap_or_else(|_| cell.to_owned())
}
