//! Rows as a model reads them.

mod marked;
mod shown;
mod loaded;
