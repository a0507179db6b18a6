//! What went wrong, without what it was wrapped in.

use std::error::Error;

use parquet::errors::ParquetError;

/// Parquet wraps what the system said and repeats it; people read it once.
pub(crate) fn bare(error: Box<dyn Error + Send + Sync>) -> Box<dyn Error + Send + Sync> {
    match error.downcast::<ParquetError>() {
        Ok(parquet) => match *parquet {
            ParquetError::External(cause) => cause,
            other => Box::new(other),
        },
        Err(error) => error,
    }
}
