//! Tables as the engine sees them, and its columns as plain values.

use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// Folds the rows that a question to a table leaves, batch by batch in the order of the table; no
/// more of them are in memory than are read at a time. The first error ends it.
pub(crate) fn fold<T: Default + Send + 'static>(
    run: &Run,
    table: &'static str,
    question: impl FnOnce(LazyFrame) -> LazyFrame,
    begun: T,
    add: fn(&mut T, &DataFrame) -> Result<(), AnalyseError>,
) -> Result<T, AnalyseError> {
    let files = run.files(table)?;
    if files.is_empty() {
        return Ok(begun);
    }
    // The engine calls from threads of its own, one call after the other.
    let folded = Arc::new(Mutex::new((begun, None)));
    let folding = Arc::clone(&folded);
    let each = PlanCallback::new(move |rows: DataFrame| {
        let (folded, failed) = &mut *lock(&folding);
        *failed = add(folded, &rows).err();
        Ok(failed.is_some())
    });
    let ran = scan_files(&files).and_then(|rows| {
        question(rows).sink_batches(each, true, None)?.collect_with_engine(Engine::Streaming)
    });
    in_query(run, table, ran)?;
    let (folded, failed) = mem::take(&mut *lock(&folded));
    failed.map_or(Ok(folded), Err)
}

fn lock<T>(folded: &Mutex<T>) -> MutexGuard<'_, T> {
    folded.lock().unwrap_or_else(PoisonError::into_inner)
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

/// A column of words; an empty one where there is none.
pub(crate) fn words<'a>(
    frame: &'a DataFrame,
    name: &'static str,
) -> Result<Vec<&'a str>, AnalyseError> {
    Ok(texts(frame, name)?.into_iter().map(Option::unwrap_or_default).collect())
}

/// A column of words or nothing.
pub(crate) fn texts<'a>(
    frame: &'a DataFrame,
    name: &'static str,
) -> Result<Vec<Option<&'a str>>, AnalyseError> {
    let column = frame.column(name).and_then(|column| column.str());
    Ok(column.map_err(|error| unfit(name, &error))?.iter().collect())
}

/// A column of yes, no or nothing.
pub(crate) fn flags(
    frame: &DataFrame,
    name: &'static str,
) -> Result<Vec<Option<bool>>, AnalyseError> {
    let column = frame.column(name).and_then(|column| column.bool());
    Ok(column.map_err(|error| unfit(name, &error))?.iter().collect())
}

/// A column of whole numbers; 0 where there is none.
pub(crate) fn numbers(frame: &DataFrame, name: &'static str) -> Result<Vec<u64>, AnalyseError> {
    Ok(whole_numbers(frame, name)?.into_iter().map(Option::unwrap_or_default).collect())
}

/// A column of whole numbers or nothing.
pub(crate) fn whole_numbers(
    frame: &DataFrame,
    name: &'static str,
) -> Result<Vec<Option<u64>>, AnalyseError> {
    let column = frame.column(name).and_then(|column| column.cast(&DataType::UInt64));
    let column = column.map_err(|error| unfit(name, &error))?;
    Ok(column.u64().map_err(|error| unfit(name, &error))?.iter().collect())
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
