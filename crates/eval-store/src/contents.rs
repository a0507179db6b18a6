//! The table `contents`: every body of text once, by its hash.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringBuilder, UInt32Builder};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use eval_trace::{Digest, Hex, Text};

use crate::row::{Row, UnfitRow};
use crate::table_writer::{Columns, LONGEST_TEXT, RowError};

/// The rows of `contents` not yet encoded.
pub(crate) struct ContentColumns {
    hash: StringBuilder,
    bytes: UInt32Builder,
    body: StringBuilder,
}

impl Columns for ContentColumns {
    const TABLE: &'static str = "contents";
    const DISTINCT: &'static [&'static str] = &["hash", "body"];
    type Row<'row> = (Digest, &'row str);

    fn new() -> Self {
        Self { hash: StringBuilder::new(), bytes: UInt32Builder::new(), body: StringBuilder::new() }
    }

    fn push(&mut self, (hash, body): (Digest, &str)) -> Result<(), RowError> {
        let bytes = u32::try_from(body.len()).unwrap_or(u32::MAX);
        if body.len() > LONGEST_TEXT {
            return Err(RowError::TooLong { bytes: body.len() });
        }
        self.hash.append_value(Hex::from(hash));
        self.bytes.append_value(bytes);
        self.body.append_value(body);
        Ok(())
    }

    fn text_bytes(&self) -> usize {
        self.body.values_slice().len()
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: [(&str, ArrayRef, bool); 3] = [
            ("hash", Arc::new(self.hash.finish()), false),
            ("bytes", Arc::new(self.bytes.finish()), false),
            ("body", Arc::new(self.body.finish()), false),
        ];
        RecordBatch::try_from_iter_with_nullable(columns)
    }
}

/// The column that a text is found by.
pub(crate) const INDEX: &[&str] = &["hash"];

/// The columns that make a text.
pub(crate) const TEXT: &[&str] = &["hash", "body"];

/// Reads a text back. One whose body was altered since is refused.
pub(crate) fn read_text(row: Row<'_>) -> Result<Text, UnfitRow> {
    let text = Text::new(row.text("body")?);
    if text.hash() == row.hash("hash")? { Ok(text) } else { Err(row.unfit("body", "its hash")) }
}

/// Reads every column of a text.
pub(crate) fn read_whole_text(row: Row<'_>) -> Result<Text, UnfitRow> {
    let text = read_text(row)?;
    if u64::from(row.number("bytes")?) != text.as_str().len() as u64 {
        return Err(row.unfit("bytes", "the length of its body"));
    }
    Ok(text)
}
