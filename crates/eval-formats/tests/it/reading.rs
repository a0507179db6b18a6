//! Lines read back as rows.

mod inverse;
mod others;
