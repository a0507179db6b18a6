//! Texts in, what must not be taught out: secrets, personal data, near duplicates, overlaps.
//!
//! What it does not know: rows, runs, trainers.
