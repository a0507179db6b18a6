//! Reading a `tokenizer.json`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::tokenizer::Tokenizer;

/// How much of a file's hash stands in its tokenizer's name, in hex digits.
const HASH_DIGITS: usize = 12;
/// A text with a character that is in no vocabulary.
const NEVER_SEEN: &str = "a \u{e000}\u{10fffd}";

/// Why a tokenizer could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadTokenizerError {
    /// The file cannot be read.
    #[error("read the tokenizer {}", path.display())]
    Read {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no tokenizer.
    #[error("load {} as a tokenizer: {reason}", path.display())]
    NotATokenizer {
        /// The file.
        path: PathBuf,
        /// Where it departs from the format.
        reason: String,
    },
    /// The tokenizer fails for text that it does not know.
    #[error("use {} to count: {reason}", path.display())]
    CannotEncode {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        reason: String,
    },
}

impl LoadTokenizerError {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Read { .. } => {
                "name `o200k_base`, `estimate-4-bytes`, or the path of the tokenizer.json that \
                 comes with a model's weights"
            }
            Self::NotATokenizer { .. } => {
                "take the tokenizer.json, not tokenizer_config.json, vocab.json or \
                 tokenizer.model; `AutoTokenizer.from_pretrained(…).save_pretrained(…)` writes one"
            }
            Self::CannotEncode { .. } => {
                "take the tokenizer.json as the model's authors published it"
            }
        }
    }
}

impl Tokenizer {
    /// The tokenizer in a Hugging Face `tokenizer.json`.
    ///
    /// Tokens that the file adds to the vocabulary, such as `<|im_start|>`, are recognised in a
    /// text. That the file asks for texts to be cut or filled up is disregarded. In a run of
    /// more than some hundred thousand blanks the count may be off.
    pub fn load(path: &Path) -> Result<Self, LoadTokenizerError> {
        let json = fs::read(path)
            .map_err(|source| LoadTokenizerError::Read { path: path.to_owned(), source })?;
        let not_a_tokenizer = |reason: tokenizers::Error| LoadTokenizerError::NotATokenizer {
            path: path.to_owned(),
            reason: reason.to_string(),
        };
        let mut tokenizer = tokenizers::Tokenizer::from_bytes(&json).map_err(not_a_tokenizer)?;
        tokenizer.with_truncation(None).map_err(not_a_tokenizer)?;
        tokenizer.with_padding(None);
        tokenizer.encode(NEVER_SEEN, false).map_err(|reason| LoadTokenizerError::CannotEncode {
            path: path.to_owned(),
            reason: reason.to_string(),
        })?;
        Ok(Self::from_file(&name(path, &json), tokenizer))
    }
}

fn name(path: &Path, json: &[u8]) -> String {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let hash = blake3::hash(json).to_hex();
    format!("{file}@{}", &hash[..HASH_DIGITS])
}
