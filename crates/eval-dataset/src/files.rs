//! The files of rows that a path means: a data set's folder, or a single file that anybody made.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use eval_formats::{Format, guess_format};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value};

use crate::folder::hash_of;
use crate::manifest::DatasetManifest;

/// A file of rows and what it is a file of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFile {
    /// Where it is.
    pub path: PathBuf,
    /// The trainer's format.
    pub format: Format,
    /// Whether somebody said so, or it was guessed from the first row.
    pub is_guessed: bool,
}

/// Why there are no rows to be read; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowFileError {
    /// There is nothing at the path.
    #[error("read {}: there is no such file or folder", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A folder that is no data set.
    #[error(
        "read {}: it holds no manifest.json of a data set; name a file of rows in it",
        path.display()
    )]
    NotADataset {
        /// The folder.
        path: PathBuf,
    },
    /// The first row looks like no format.
    #[error(
        "read {}: its first row looks like no format known here; name one with --format",
        path.display()
    )]
    NoFormat {
        /// The file.
        path: PathBuf,
    },
    /// A file is not what the manifest says.
    #[error(
        "read {}: it is not the file that the manifest lists; its hash is another",
        path.display()
    )]
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The files that a path means, and their formats: what is said goes before the manifest, and
/// that before a guess. The files of a data set are held against its manifest.
pub fn row_files(path: &Path, said: Option<Format>) -> Result<Vec<RowFile>, RowFileError> {
    if !path.exists() {
        return Err(RowFileError::Missing { path: path.to_owned() });
    }
    if path.is_dir() { of_dataset(path, said) } else { Ok(vec![of_file(path, said)?]) }
}

fn of_dataset(path: &Path, said: Option<Format>) -> Result<Vec<RowFile>, RowFileError> {
    let none = || RowFileError::NotADataset { path: path.to_owned() };
    let text = fs::read_to_string(path.join("manifest.json")).map_err(|_| none())?;
    let manifest: DatasetManifest = serde_json::from_str(&text).map_err(|_| none())?;
    let format = said.or_else(|| Format::from_name(&manifest.format)).ok_or_else(none)?;
    let mut files = Vec::new();
    for listed in &manifest.files {
        let whole = path.join(&listed.path);
        let found = hash_of(&whole).map_err(|source| read_error(&whole, source))?;
        if found != (listed.bytes, listed.blake3.clone()) {
            return Err(RowFileError::Altered { path: whole });
        }
        if listed.path.starts_with("data/") {
            files.push(RowFile { path: whole, format, is_guessed: false });
        }
    }
    Ok(files)
}

fn of_file(path: &Path, said: Option<Format>) -> Result<RowFile, RowFileError> {
    if let Some(format) = said {
        return Ok(RowFile { path: path.to_owned(), format, is_guessed: false });
    }
    let mut first = Vec::new();
    let mut file = BufReader::new(File::open(path).map_err(|source| read_error(path, source))?);
    file.read_until(b'\n', &mut first).map_err(|source| read_error(path, source))?;
    let format =
        guess_format(&first).ok_or_else(|| RowFileError::NoFormat { path: path.to_owned() })?;
    Ok(RowFile { path: path.to_owned(), format, is_guessed: true })
}

fn read_error(path: &Path, source: io::Error) -> RowFileError {
    RowFileError::Read { path: path.to_owned(), source }
}

/// Takes a line and says whether to go on.
type Take<'a> = &'a mut dyn FnMut(&[u8]) -> ControlFlow<()>;

impl RowFile {
    /// Hands out every line, without its `\n`, until it is told to stop; of Parquet the lines
    /// that the rows would be.
    pub fn for_each_line(
        &self,
        mut take: impl FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), RowFileError> {
        let read = if self.path.extension().is_some_and(|extension| extension == "parquet") {
            self.for_each_table_row(&mut take)
        } else {
            self.for_each_text_line(&mut take)
        };
        read.map_err(|source| read_error(&self.path, source))
    }

    fn for_each_text_line(&self, take: Take<'_>) -> io::Result<()> {
        let mut file = BufReader::with_capacity(1 << 20, File::open(&self.path)?);
        let mut line = Vec::new();
        while file.read_until(b'\n', &mut line)? > 0 {
            if take(line.strip_suffix(b"\n").unwrap_or(&line)).is_break() {
                break;
            }
            line.clear();
        }
        Ok(())
    }

    fn for_each_table_row(&self, take: Take<'_>) -> io::Result<()> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&self.path)?)
            .and_then(ParquetRecordBatchReaderBuilder::build)
            .map_err(io::Error::other)?;
        for batch in reader {
            let batch = batch.map_err(io::Error::other)?;
            for index in 0..batch.num_rows() {
                let row = Value::Object(table_row(&batch, index, self.format));
                if take(&serde_json::to_vec(&row)?).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn table_row(batch: &RecordBatch, index: usize, format: Format) -> Map<String, Value> {
    let mut row = Map::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        if column.is_valid(index) {
            let mut value = cell(column.as_ref(), index, format);
            if field.name() == "reference_answer" {
                let spelled = value.as_str().and_then(|text| serde_json::from_str(text).ok());
                value = spelled.unwrap_or(value);
            }
            row.insert(field.name().clone(), value);
        }
    }
    row
}

fn cell(column: &dyn Array, index: usize, format: Format) -> Value {
    match column.data_type() {
        DataType::Boolean => Value::Bool(column.as_boolean().value(index)),
        DataType::List(_) => {
            let entries = column.as_list::<i32>().value(index);
            (0..entries.len()).map(|entry| cell(entries.as_ref(), entry, format)).collect()
        }
        DataType::Utf8 => nested(column.as_string::<i32>().value(index), format),
        _ => Value::Null,
    }
}

/// What was nested before it went into a column of strings.
fn nested(text: &str, format: Format) -> Value {
    let keeps_strings = matches!(
        format,
        Format::TrlPrm
            | Format::LlamafactorySharegpt
            | Format::LlamafactoryDpo
            | Format::LlamafactoryKto
    );
    let is_nested = text.starts_with('[') && (!keeps_strings || text.starts_with("[{\"from\""))
        || text.starts_with('{') && (!keeps_strings || text.starts_with("{\"from\""));
    let parsed = is_nested.then(|| serde_json::from_str(text).ok()).flatten();
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}
