//! Real tokenizers.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The name of the tokenizer that is part of this crate.
pub(crate) const O200K_BASE: &str = "o200k_base";

/// A model's tokenizer. Cheap to clone.
///
/// Texts are taken as they are: no token is added before or after, nothing is cut or filled up.
#[derive(Clone)]
pub struct Tokenizer {
    name: Arc<str>,
    form: Form,
}

#[derive(Clone)]
enum Form {
    BuiltIn(&'static bpe_openai::Tokenizer),
    File(Arc<tokenizers::Tokenizer>),
}

/// A piece of a text, as a model sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number in the vocabulary.
    pub id: u32,
    /// Its bytes in the text. Tokens that are parts of one character each have all of it, so
    /// that a range never cuts a character.
    pub range: Range<usize>,
}

impl Tokenizer {
    /// The tokenizer of `OpenAI`'s models since GPT-4o. It needs no file.
    ///
    /// What looks like one of its special tokens, `<|endoftext|>`, is read as plain text. The
    /// first call takes about a tenth of a second.
    pub fn o200k_base() -> Self {
        Self { name: O200K_BASE.into(), form: Form::BuiltIn(bpe_openai::o200k_base()) }
    }

    pub(crate) fn from_file(name: &str, tokenizer: tokenizers::Tokenizer) -> Self {
        Self { name: name.into(), form: Form::File(Arc::new(tokenizer)) }
    }

    /// The name written wherever a count of this kind is shown: `o200k_base`, or the name of the
    /// file and the beginning of the hash of what is in it, `tokenizer.json@1f0c94b27d3e`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many tokens the text is.
    pub fn count(&self, text: &str) -> usize {
        match &self.form {
            Form::BuiltIn(tokenizer) => tokenizer.count(text),
            Form::File(tokenizer) => {
                let encoding = tokenizer.encode_fast(text, false);
                // A file that lacks what encoding can fail for was refused when it was loaded.
                // A byte a token is the most it can be.
                encoding.map_or(text.len(), |encoding| encoding.len())
            }
        }
    }

    /// The tokens of the text, in order.
    pub fn encode(&self, text: &str) -> Vec<Token> {
        match &self.form {
            Form::BuiltIn(tokenizer) => encode_built_in(tokenizer, text),
            Form::File(tokenizer) => {
                let encoding = tokenizer.encode(text, false).unwrap_or_default();
                let ranges = encoding.get_offsets().iter().map(|(start, end)| *start..*end);
                let tokens = encoding.get_ids().iter().zip(ranges);
                tokens.map(|(id, range)| Token { id: *id, range }).collect()
            }
        }
    }
}

/// Without the vocabulary, which is long.
impl fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tokenizer").field(&self.name).finish()
    }
}

fn encode_built_in(tokenizer: &bpe_openai::Tokenizer, text: &str) -> Vec<Token> {
    let mut end = 0;
    let token = |id: u32| {
        let start = end;
        end += tokenizer.bpe.token_len(id);
        Token { id, range: text.floor_char_boundary(start)..text.ceil_char_boundary(end) }
    };
    tokenizer.encode(text).into_iter().map(token).collect()
}
