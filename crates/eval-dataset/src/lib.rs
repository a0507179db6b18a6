//! From stored traces to training sets: what is selected, cleaned, traced back and written.
//!
//! Everything comes from the files of finished runs. A trial is told again by the kernel, as a
//! pure fold of what is stored, and taken only if every request made again hashes as it was
//! recorded: what is taught is what the model was asked.
//!
//! What it does not know: how a trainer's file is spelled (`eval-formats`), what a secret looks
//! like (`eval-clean`), and whose fault a failure is: until something attributes failures, the
//! class of each is `unknown`, and none is taken unless asked for.
//!
//! Entry type: [`Export`], made of runs and a [`Recipe`].

mod source;
mod recipe;
mod preset;

mod selecting;
mod excluded;
mod validation;

mod export;
mod told;
mod chat;
mod rows;

mod finish;
mod redaction;
mod remembered;
mod likeness;
mod measure;
mod provenance;

mod dataset;
mod container;
mod folder;
mod files;
mod versions;
mod manifest;
mod facts;
mod card;
mod configs;
mod error;

pub use dataset::{Export, Exported, Headway, Placed};
pub use error::ExportError;
pub use excluded::{Reason, Tally};
pub use files::{RowFile, RowFileError, row_files};
pub use manifest::{
    Changes, DataFile, DatasetManifest, MANIFEST_VERSION, RecipeFacts, Rows, RunFacts, Taken,
    TokenFacts,
};
pub use preset::Preset;
pub use recipe::{
    Balance, Clean, Length, Licence, NearDuplicates, OverLength, Recipe, Select, is_held_out,
};
pub use source::{OpenSourceError, Source};
