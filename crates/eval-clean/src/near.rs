//! Near duplicates: texts that share most of what they are made of.
//!
//! A document is a set of hashes, its [`Shingles`]; two are near if the Jaccard similarity of
//! their sets, common over all, is at least a threshold. A [`NearIndex`] holds a short
//! [`Signature`] of each document and finds those that may be near by `MinHash` and banding
//! (Broder 1997; Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, 3.4); the sets
//! themselves then decide.
//!
//! Of the documents that truly are near at least 95 of 100 are found, also at the threshold
//! itself; what is found is near without exception, unless only signatures are compared
//! ([`NearIndex::find_estimated`]).
//!
//! ```
//! use eval_clean::near::{Shingles, repeats};
//!
//! let texts = [
//!     "Restart checkout-7f9c, then look whether the queue drains within a minute.",
//!     "Which service owns the queue that does not drain?",
//!     "restart checkout-7f9c; then look whether the queue drains within a minute!",
//! ];
//! let documents = texts.map(|text| Shingles::words(5, text));
//! let found = repeats(0.8, &documents)?;
//! assert!(found[0].is_none() && found[1].is_none());
//! assert_eq!(found[2].map(|near| near.id), Some(0));
//! # Ok::<_, eval_clean::near::ThresholdError>(())
//! ```

mod shingles;
mod signature;
mod bands;
mod index;
mod repeats;

pub use index::{Candidate, Near, NearIndex, ThresholdError};
pub use repeats::repeats;
pub use shingles::Shingles;
pub use signature::Signature;
