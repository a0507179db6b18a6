//! A table of a run, its files read as one.

use std::collections::VecDeque;
use std::error::Error;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow::array::Array;
use arrow::record_batch::RecordBatch;
use eval_trace::{Digest, Manifest, TableFile, TrialId};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;

use crate::bare_error::bare;
use crate::row::{Row, UnfitRow};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 1_024;

/// Why a run could not be read; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadRunError {
    /// A file that the manifest lists is not there.
    #[error("read {}: the manifest lists this file and it is missing", file.display())]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// A file is shorter or longer than it was when the run was written.
    #[error(
        "read {}: it has {found} bytes and the manifest says {expected}; it was cut short or altered",
        file.display()
    )]
    Length {
        /// The file.
        file: PathBuf,
        /// Bytes by the manifest.
        expected: u64,
        /// Bytes found.
        found: u64,
    },
    /// A file has more rows or fewer than it had when the run was written.
    #[error(
        "read {}: it has {found} rows and the manifest says {expected}; it is another file",
        file.display()
    )]
    Rows {
        /// The file.
        file: PathBuf,
        /// Rows by the manifest.
        expected: u64,
        /// Rows found.
        found: u64,
    },
    /// A file does not hold what its table should.
    #[error("read {}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What stood in the way.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The run has no such trial.
    #[error("read the trace of trial {id}: the run has no such trial")]
    NoTrial {
        /// The trial.
        id: TrialId,
    },
    /// What belongs to a trial is not where the table of trials says.
    #[error(
        "read trial {id}: {} does not hold it where the table `trials` says",
        file.display()
    )]
    TablesDisagree {
        /// The trial.
        id: TrialId,
        /// The file that should hold it.
        file: PathBuf,
    },
    /// A text that an event refers to is in no table.
    #[error("read text {hash}: the table `contents` does not hold it")]
    NoText {
        /// The text.
        hash: Digest,
    },
}

/// One table of a run: the files that the manifest lists for it, in that order,
/// as if they were one.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    files: Vec<ListedFile>,
}

#[derive(Clone, Debug)]
struct ListedFile {
    part: u32,
    path: PathBuf,
    rows: u64,
    bytes: u64,
}

impl Table {
    /// The table of that name.
    pub(crate) fn of(dir: &Path, manifest: &Manifest, name: &str) -> Self {
        let listed = |file: &TableFile| ListedFile {
            part: file.part,
            path: dir.join(&file.file),
            rows: file.rows,
            bytes: file.bytes,
        };
        let files = manifest.tables.iter().filter(|file| file.table == name).map(listed);
        Self { files: files.collect() }
    }

    /// The table as far as the parts before this one go.
    pub(crate) fn before(&self, part: u32) -> Self {
        let files = self.files.iter().filter(|file| file.part < part);
        Self { files: files.cloned().collect() }
    }

    /// What of the table lies in one part.
    pub(crate) fn part(&self, part: u32) -> Self {
        let files = self.files.iter().filter(|file| file.part == part);
        Self { files: files.cloned().collect() }
    }

    /// The parts of which there are files, in order.
    pub(crate) fn parts(&self) -> Vec<u32> {
        let mut parts: Vec<u32> = self.files.iter().map(|file| file.part).collect();
        parts.dedup();
        parts
    }

    /// The file in which a row stands, counted from the table's first; the last
    /// one for rows behind the end, none where the table has no file.
    pub(crate) fn file_of(&self, row: u64) -> PathBuf {
        let mut end = 0;
        let holds = |file: &&ListedFile| {
            end += file.rows;
            row < end
        };
        let file = self.files.iter().find(holds).or(self.files.last());
        file.map_or_else(PathBuf::new, |file| file.path.clone())
    }

    /// The files' paths, once each is found to be there and as long as it was.
    pub(crate) fn paths(&self) -> Result<Vec<PathBuf>, ReadRunError> {
        self.files.iter().try_for_each(ListedFile::check_length)?;
        Ok(self.files.iter().map(|file| file.path.clone()).collect())
    }

    /// Reads some columns of every row.
    pub(crate) fn scan(&self, columns: Wanted) -> Result<Batches, ReadRunError> {
        self.files.iter().try_for_each(ListedFile::check_length)?;
        let parts = self.files.iter().map(|file| (file.clone(), None)).collect();
        Ok(Batches { columns, parts, open: None })
    }

    /// Reads some columns of some rows, which are counted from the table's
    /// first, ascending and without overlap. Pages that hold none of them are
    /// not even decompressed.
    pub(crate) fn pick(
        &self,
        columns: Wanted,
        rows: &[Range<u64>],
    ) -> Result<Batches, ReadRunError> {
        let mut parts = VecDeque::new();
        let mut first = 0;
        for file in &self.files {
            let within = clip(rows, first..first + file.rows);
            first += file.rows;
            if !within.is_empty() {
                file.check_length()?;
                parts.push_back((file.clone(), Some(within)));
            }
        }
        Ok(Batches { columns, parts, open: None })
    }
}

impl ListedFile {
    fn check_length(&self) -> Result<(), ReadRunError> {
        let found = match self.path.metadata() {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ReadRunError::Missing { file: self.path.clone() });
            }
            Err(error) => return Err(ReadRunError::at(&self.path)(error)),
        };
        if found == self.bytes {
            Ok(())
        } else {
            let (file, expected) = (self.path.clone(), self.bytes);
            Err(ReadRunError::Length { file, expected, found })
        }
    }

    fn decode(
        &self,
        columns: Wanted,
        rows: Option<Vec<Range<usize>>>,
    ) -> Result<ParquetRecordBatchReader, ReadRunError> {
        let builder = self.open(rows.is_some()).map_err(ReadRunError::at(&self.path))?;
        let found = builder.metadata().file_metadata().num_rows();
        if i64::try_from(self.rows) != Ok(found) {
            let (file, expected) = (self.path.clone(), self.rows);
            let found = u64::try_from(found).unwrap_or_default();
            return Err(ReadRunError::Rows { file, expected, found });
        }
        if let Wanted::Only(names) = columns {
            // A mask would pass over them, and a file of another table serve.
            let there = builder.schema().fields();
            let missing = names.iter().find(|name| there.find(name).is_none());
            missing.map_or(Ok(()), |column| {
                Err(ReadRunError::at(&self.path)(UnfitRow::NoColumn { column }))
            })?;
        }
        self.build(builder, columns, rows).map_err(ReadRunError::at(&self.path))
    }

    fn open(&self, picks: bool) -> Result<ParquetRecordBatchReaderBuilder<File>, ParquetError> {
        // The page index tells which pages hold the rows to pick.
        let policy = if picks { PageIndexPolicy::Optional } else { PageIndexPolicy::Skip };
        let options = ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_offset_index_policy(policy);
        let file = File::open(&self.path)?;
        ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
    }

    fn build(
        &self,
        reader: ParquetRecordBatchReaderBuilder<File>,
        columns: Wanted,
        rows: Option<Vec<Range<usize>>>,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let mask = match columns {
            Wanted::All => ProjectionMask::all(),
            Wanted::Only(names) => {
                ProjectionMask::columns(reader.parquet_schema(), names.iter().copied())
            }
        };
        let reader = reader.with_batch_size(BATCH_ROWS).with_projection(mask);
        let Some(rows) = rows else { return reader.build() };
        let total = usize::try_from(self.rows)?;
        let selection = RowSelection::from_consecutive_ranges(rows.into_iter(), total);
        reader.with_row_selection(selection).build()
    }
}

/// Which columns to read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    All,
    Only(&'static [&'static str]),
}

/// The batches of a table, decoded one at a time. Ends after an error.
#[derive(Debug)]
pub(crate) struct Batches {
    columns: Wanted,
    parts: VecDeque<(ListedFile, Option<Vec<Range<usize>>>)>,
    open: Option<(PathBuf, ParquetRecordBatchReader)>,
}

/// A batch and the file it came from.
pub(crate) struct Batch {
    file: PathBuf,
    rows: RecordBatch,
}

impl Batch {
    /// Reads every row.
    pub(crate) fn read<T>(
        &self,
        read: impl Fn(Row<'_>) -> Result<T, UnfitRow>,
    ) -> Result<Vec<T>, ReadRunError> {
        Row::all(&self.rows)
            .map(read)
            .collect::<Result<_, _>>()
            .map_err(ReadRunError::at(&self.file))
    }

    /// A column, for whoever reads cell by cell.
    pub(crate) fn column<A: Array + 'static>(&self, column: &'static str) -> Result<&A, UnfitRow> {
        let cells = self.rows.column_by_name(column).ok_or(UnfitRow::NoColumn { column })?;
        cells.as_any().downcast_ref().ok_or(UnfitRow::OtherType { column })
    }
}

impl Batches {
    fn next_batch(&mut self) -> Result<Option<Batch>, ReadRunError> {
        loop {
            if let Some((file, reader)) = &mut self.open
                && let Some(rows) = reader.next()
            {
                let rows = rows.map_err(ReadRunError::at(file))?;
                return Ok(Some(Batch { file: file.clone(), rows }));
            }
            let Some((file, rows)) = self.parts.pop_front() else { return Ok(None) };
            let reader = file.decode(self.columns, rows)?;
            self.open = Some((file.path, reader));
        }
    }
}

impl Iterator for Batches {
    type Item = Result<Batch, ReadRunError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_batch();
        if next.is_err() {
            self.parts.clear();
            self.open = None;
        }
        next.transpose()
    }
}

impl ReadRunError {
    /// Names the file in which an error arose.
    pub(crate) fn at<E: Into<Box<dyn Error + Send + Sync>>>(file: &Path) -> impl FnOnce(E) -> Self {
        move |error| Self::Read { file: file.to_owned(), source: bare(error.into()) }
    }
}

/// What of the table's rows lies in a file, counted from the file's first.
fn clip(rows: &[Range<u64>], file: Range<u64>) -> Vec<Range<usize>> {
    let inside = |row: u64| usize::try_from(row.clamp(file.start, file.end) - file.start);
    rows.iter()
        .filter_map(|range| Some(inside(range.start).ok()?..inside(range.end).ok()?))
        .filter(|range| !range.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_from_the_first_of_their_file() {
        let rows = [2..4, 8..12, 30..31];
        assert_eq!(clip(&rows, 0..10), vec![2..4, 8..10]);
        assert_eq!(clip(&rows, 10..20), vec![0..2]);
        assert!(clip(&rows, 20..30).is_empty());
    }
}
