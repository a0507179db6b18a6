//! The one strict reader for every TOML file a person writes.
//!
//! It parses a file, lays files over each other, applies overrides, and hands out tables whose
//! every key must be asked for: a key nobody asked for is an error that names the file, the line
//! and the nearest key that would have been right. Each value remembers where it came from.
//!
//! It does not know what the files are about: which keys exist, what they mean and which file
//! extends which is for the crates that read with it.
//!
//! Start with [`Document::load`], then read its root [`Section`]:
//!
//! ```
//! use std::path::Path;
//! use eval_toml::Document;
//!
//! # fn main() -> Result<(), eval_toml::TomlError> {
//! let document = Document::parse(Path::new("suite.toml"), "name = 'web'\nepoch = 3\n")?;
//! let mut root = document.read();
//! let name: String = root.required("name")?;
//! let epochs: u32 = root.or("epochs", 1)?;
//! assert_eq!((name.as_str(), epochs), ("web", 1));
//!
//! let error = root.finish().unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "unknown key `epoch` in suite.toml:2; did you mean `epochs`?"
//! );
//! # Ok(())
//! # }
//! ```

mod convert;
mod document;
mod effective;
mod section;

mod error;
mod nearest;
mod render;
mod unknown;

mod dotted;
mod node;
mod origin;
mod parse;
mod source;
mod spelling;

pub use convert::{Field, FromToml, ToToml, Value};
pub use document::Document;
pub use effective::Effective;
pub use error::TomlError;
pub use nearest::nearest;
pub use origin::Origin;
pub use section::Section;
pub use source::Source;
