//! Cells by the name of their column.

use arrow::array::{Array, BooleanArray, ListArray, StringArray, UInt32Array, UInt64Array};
use arrow::record_batch::RecordBatch;
use eval_trace::{Digest, Text};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

/// One row of a batch. Columns are looked up by name, so a file may have more
/// of them, in another order.
#[derive(Clone, Copy)]
pub(crate) struct Row<'batch> {
    batch: &'batch RecordBatch,
    index: usize,
}

/// Why a row is not one of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnfitRow {
    #[error("there is no column `{column}`")]
    NoColumn { column: &'static str },
    #[error("column `{column}` is of another type")]
    OtherType { column: &'static str },
    #[error("column `{column}` is null in row {index} of a batch")]
    Null { column: &'static str, index: usize },
    #[error("column `{column}` does not hold {wanted} in row {index} of a batch")]
    Unfit { column: &'static str, wanted: &'static str, index: usize },
    #[error("column `{column}` does not hold an event in row {index} of a batch")]
    Json { column: &'static str, index: usize, source: serde_json::Error },
}

impl<'batch> Row<'batch> {
    /// The rows of a batch in order.
    pub(crate) fn all(batch: &'batch RecordBatch) -> impl Iterator<Item = Self> {
        (0..batch.num_rows()).map(move |index| Row { batch, index })
    }

    pub(crate) fn text(self, column: &'static str) -> Result<&'batch str, UnfitRow> {
        self.text_or_null(column)?.ok_or_else(|| self.null(column))
    }

    pub(crate) fn number(self, column: &'static str) -> Result<u32, UnfitRow> {
        let cells = self.cells::<UInt32Array>(column)?;
        self.present(column, cells)?;
        Ok(cells.value(self.index))
    }

    pub(crate) fn wide_number(self, column: &'static str) -> Result<u64, UnfitRow> {
        let cells = self.cells::<UInt64Array>(column)?;
        self.present(column, cells)?;
        Ok(cells.value(self.index))
    }

    pub(crate) fn wide_number_or_null(self, column: &'static str) -> Result<Option<u64>, UnfitRow> {
        let cells = self.cells::<UInt64Array>(column)?;
        Ok(cells.is_valid(self.index).then(|| cells.value(self.index)))
    }

    pub(crate) fn flag(self, column: &'static str) -> Result<bool, UnfitRow> {
        self.flag_or_null(column)?.ok_or_else(|| self.null(column))
    }

    pub(crate) fn flag_or_null(self, column: &'static str) -> Result<Option<bool>, UnfitRow> {
        let cells = self.cells::<BooleanArray>(column)?;
        Ok(cells.is_valid(self.index).then(|| cells.value(self.index)))
    }

    pub(crate) fn hash(self, column: &'static str) -> Result<Digest, UnfitRow> {
        self.hash_or_null(column)?.ok_or_else(|| self.null(column))
    }

    pub(crate) fn hash_or_null(self, column: &'static str) -> Result<Option<Digest>, UnfitRow> {
        let Some(digits) = self.text_or_null(column)? else { return Ok(None) };
        digits.parse().map(Some).map_err(|_| self.unfit(column, "a hash"))
    }

    /// A text of which only the hash is here.
    pub(crate) fn reference_or_null(self, column: &'static str) -> Result<Option<Text>, UnfitRow> {
        let Some(digits) = self.text_or_null(column)? else { return Ok(None) };
        let hash: StrDeserializer<'_, ValueError> = digits.into_deserializer();
        Text::deserialize(hash).map(Some).map_err(|_| self.unfit(column, "a hash"))
    }

    pub(crate) fn list(self, column: &'static str) -> Result<Vec<String>, UnfitRow> {
        let cells = self.cells::<ListArray>(column)?;
        self.present(column, cells)?;
        let entries = cells.value(self.index);
        let Some(entries) = entries.as_any().downcast_ref::<StringArray>() else {
            return Err(self.unfit(column, "a list of strings"));
        };
        Ok(entries.iter().flatten().map(str::to_owned).collect())
    }

    /// A word of a closed list.
    pub(crate) fn word<T>(
        self,
        column: &'static str,
        from_name: fn(&str) -> Option<T>,
    ) -> Result<T, UnfitRow> {
        from_name(self.text(column)?).ok_or_else(|| self.unfit(column, "a word known here"))
    }

    pub(crate) fn json<T: DeserializeOwned>(self, column: &'static str) -> Result<T, UnfitRow> {
        let text = self.text(column)?;
        serde_json::from_str(text).map_err(|source| UnfitRow::Json {
            column,
            index: self.index,
            source,
        })
    }

    /// Says that this row holds something else than is wanted.
    pub(crate) fn unfit(self, column: &'static str, wanted: &'static str) -> UnfitRow {
        UnfitRow::Unfit { column, wanted, index: self.index }
    }

    pub(crate) fn text_or_null(
        self,
        column: &'static str,
    ) -> Result<Option<&'batch str>, UnfitRow> {
        let cells = self.cells::<StringArray>(column)?;
        Ok(cells.is_valid(self.index).then(|| cells.value(self.index)))
    }

    fn cells<A: Array + 'static>(self, column: &'static str) -> Result<&'batch A, UnfitRow> {
        let cells = self.batch.column_by_name(column).ok_or(UnfitRow::NoColumn { column })?;
        cells.as_any().downcast_ref().ok_or(UnfitRow::OtherType { column })
    }

    fn present(self, column: &'static str, cells: &impl Array) -> Result<(), UnfitRow> {
        if cells.is_valid(self.index) { Ok(()) } else { Err(self.null(column)) }
    }

    fn null(self, column: &'static str) -> UnfitRow {
        UnfitRow::Null { column, index: self.index }
    }
}
