//! Tables as the engine sees them, and its columns as plain values.

use std::path::PathBuf;

use eval_store::Run;
use polars::prelude::*;

use crate::read_run::AnalyseError;

/// A question to a table of a run, the files that the manifest lists and no others; none where the
/// run has no such files. Only what the question needs is read.
pub(crate) fn query(
    run: &Run,
    table: &'static str,
    question: impl FnOnce(LazyFrame) -> LazyFrame,
) -> Result<Option<DataFrame>, AnalyseError> {
    let files = run.files(table)?;
    if files.is_empty() {
        return Ok(None);
    }
    in_query(run, table, scan_files(&files).and_then(|rows| question(rows).collect())).map(Some)
}

/// What the engine made of a question to a table of a run.
pub(crate) fn in_query<T>(
    run: &Run,
    table: &'static str,
    result: PolarsResult<T>,
) -> Result<T, AnalyseError> {
    result.map_err(|error| AnalyseError::Query {
        table,
        run: run.dir().display().to_string(),
        cause: error.to_string(),
    })
}

/// Files of one table as one.
pub(crate) fn scan_files(files: &[PathBuf]) -> PolarsResult<LazyFrame> {
    let paths: PolarsResult<Vec<PlRefPath>> =
        files.iter().map(|file| PlRefPath::try_from_path(file)).collect();
    let args = ScanArgsParquet { glob: false, ..Default::default() };
    LazyFrame::scan_parquet_files(paths?.into_iter().collect(), args)
}

/// A column of words.
pub(crate) fn words<'a>(
    frame: &'a DataFrame,
    name: &'static str,
) -> Result<Vec<&'a str>, AnalyseError> {
    let column = frame.column(name).and_then(|column| column.str());
    Ok(column.map_err(|error| unfit(name, &error))?.iter().map(Option::unwrap_or_default).collect())
}

/// A column of whole numbers; 0 where there is none.
pub(crate) fn numbers(frame: &DataFrame, name: &'static str) -> Result<Vec<u64>, AnalyseError> {
    let column = frame.column(name).and_then(|column| column.cast(&DataType::UInt64));
    let column = column.map_err(|error| unfit(name, &error))?;
    let numbers = column.u64().map_err(|error| unfit(name, &error))?;
    Ok(numbers.iter().map(Option::unwrap_or_default).collect())
}

/// A column of numbers; 0 where there is none.
pub(crate) fn floats(frame: &DataFrame, name: &str) -> Result<Vec<f64>, AnalyseError> {
    let column = frame.column(name).and_then(|column| column.cast(&DataType::Float64));
    let column = column.map_err(|error| unfit(name, &error))?;
    let numbers = column.f64().map_err(|error| unfit(name, &error))?;
    Ok(numbers.iter().map(Option::unwrap_or_default).collect())
}

fn unfit(column: &str, error: &PolarsError) -> AnalyseError {
    AnalyseError::Column { column: column.to_owned(), cause: error.to_string() }
}
