//! One table's file on its way to disk.

use std::path::{Path, PathBuf};

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use eval_trace::{SCHEMA_VERSION, TableFile};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use crate::WriteRunError;
use crate::contents::ContentColumns;
use crate::events::EventColumns;
use crate::new_file::{NewFile, SyncedFile};
use crate::timings::TimingColumns;
use crate::trials::TrialColumns;

/// Rows in a row group at most: what a writer holds in memory and a reader can
/// skip or hand to another thread.
const GROUP_ROWS: usize = 65_536;

/// Rows gathered before they go to the encoder together: few enough to stay in
/// a processor's cache.
pub(crate) const BATCH_ROWS: usize = 1_024;

/// Bytes of long text gathered before they go to the encoder, be the rows few.
const BATCH_BYTES: usize = 16 << 20;

/// The longest text that a cell takes. A batch addresses 2 GiB in a column, and
/// [`BATCH_BYTES`] may stand there already.
pub(crate) const LONGEST_TEXT: usize = 1 << 30;

/// The columns of a table, filled row by row.
pub(crate) trait Columns {
    /// The table's name, with which its files begin.
    const TABLE: &'static str;

    /// Columns whose values hardly repeat and have no order that means anything:
    /// a dictionary would hold them all, and extremes would exclude no page.
    const DISTINCT: &'static [&'static str];

    /// What a row is made from.
    type Row<'row>;

    /// Columns without a row.
    fn new() -> Self;

    /// Adds a row.
    fn push(&mut self, row: Self::Row<'_>) -> Result<(), RowError>;

    /// Bytes gathered in the column of long text, if there is one.
    fn text_bytes(&self) -> usize {
        0
    }

    /// Hands out what is gathered and begins anew. Names the columns and says
    /// which may be null.
    fn take(&mut self) -> Result<RecordBatch, ArrowError>;
}

/// Why a row does not fit into its table.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RowError {
    #[error("a text of {bytes} bytes is longer than the {LONGEST_TEXT} that a cell takes")]
    TooLong { bytes: usize },
    #[error("an event has no JSON form")]
    Json(#[from] serde_json::Error),
    #[error("the JSON form of an event is no text")]
    NoText(#[from] std::str::Utf8Error),
    #[error("a row has no form in the journal")]
    Journal(#[from] postcard::Error),
}

/// The name of a table's file for a part.
fn file_name(table: &str, part: u32) -> String {
    format!("{table}-{part:05}.parquet")
}

/// Whether a file of this name is one of ours.
pub(crate) fn is_table_file(name: &str) -> bool {
    let Some((table, part)) = name.split_once('-') else { return false };
    let part = part.strip_suffix(".parquet").and_then(|digits| digits.parse().ok());
    let tables =
        [TrialColumns::TABLE, EventColumns::TABLE, ContentColumns::TABLE, TimingColumns::TABLE];
    tables.contains(&table) && part.is_some_and(|part| file_name(table, part) == name)
}

/// Takes the rows of one table in order and makes its file of them.
pub(crate) struct TableWriter<C> {
    columns: C,
    encoder: ArrowWriter<NewFile>,
    name: String,
    path: PathBuf,
    rows: u64,
    gathered: usize,
}

impl<C: Columns> TableWriter<C> {
    /// Begins the table's file for a part of the plan.
    pub(crate) fn create(dir: &Path, part: u32) -> Result<Self, WriteRunError> {
        let name = file_name(C::TABLE, part);
        let path = dir.join(&name);
        let mut columns = C::new();
        let encoder = encoder(&path, &mut columns).map_err(WriteRunError::at(&path))?;
        Ok(Self { columns, encoder, name, path, rows: 0, gathered: 0 })
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: C::Row<'_>) -> Result<(), WriteRunError> {
        self.columns.push(row).map_err(WriteRunError::at(&self.path))?;
        self.rows += 1;
        self.gathered += 1;
        if self.gathered >= BATCH_ROWS || self.columns.text_bytes() >= BATCH_BYTES {
            // When this happens depends on the rows alone, and so do the
            // pages that the encoder cuts.
            self.encode().map_err(WriteRunError::at(&self.path))?;
        }
        Ok(())
    }

    /// Completes the file, beside its place.
    pub(crate) fn complete(mut self) -> Result<CompleteTable, WriteRunError> {
        self.encode().map_err(WriteRunError::at(&self.path))?;
        let file = self.encoder.into_inner().map_err(WriteRunError::at(&self.path))?;
        let file = file.sync().map_err(WriteRunError::at(&self.path))?;
        let Self { name, path, rows, .. } = self;
        Ok(CompleteTable { table: C::TABLE, name, path, rows, file })
    }

    fn encode(&mut self) -> Result<(), ParquetError> {
        self.gathered = 0;
        let batch = self.columns.take()?;
        self.encoder.write(&batch)
    }
}

/// A table's file that is whole and on disk, but not in its place yet.
pub(crate) struct CompleteTable {
    table: &'static str,
    name: String,
    path: PathBuf,
    rows: u64,
    file: SyncedFile,
}

impl CompleteTable {
    /// Puts the file in its place.
    pub(crate) fn seal(self, part: u32) -> Result<TableFile, WriteRunError> {
        let seal = self.file.commit().map_err(WriteRunError::at(&self.path))?;
        Ok(TableFile {
            table: self.table.to_owned(),
            file: self.name,
            rows: self.rows,
            bytes: seal.bytes,
            blake3: seal.blake3,
            part,
            provisional: false,
        })
    }
}

fn encoder<C: Columns>(path: &Path, columns: &mut C) -> Result<ArrowWriter<NewFile>, ParquetError> {
    // The batch of no rows knows the schema.
    let schema = columns.take()?.schema();
    let file = NewFile::create(path)?;
    // Parquet's own types say all there is to say. The Arrow schema beside
    // them would tie the file to one library.
    let options = ArrowWriterOptions::new()
        .with_properties(properties(C::DISTINCT)?)
        .with_skip_arrow_metadata(true);
    ArrowWriter::try_new_with_options(file, schema, options)
}

fn properties(distinct: &[&str]) -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        // Readers parse this form to know of past bugs of a writer. It must
        // not change while the schema does not: it is part of the bytes.
        .set_created_by(format!("flywheel version {SCHEMA_VERSION}"))
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_dictionary_enabled(true)
        .set_statistics_enabled(EnabledStatistics::Page);
    for column in distinct {
        let column = ColumnPath::from(*column);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_statistics_enabled(column, EnabledStatistics::None);
    }
    Ok(properties.build())
}
