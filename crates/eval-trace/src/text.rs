//! Bodies of text, known by their hash.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Digest;

/// A body of text and its hash.
///
/// It is written as the hash alone; the bodies go to the `contents` table,
/// each once. Read back, it is [`detached`](Text::body) until
/// [`attach`](Text::attach) gives it its body.
#[derive(Clone, Debug)]
pub struct Text {
    hash: Digest,
    body: Option<Arc<str>>,
}

impl Text {
    /// Takes a body in and hashes it.
    pub fn new(body: impl Into<Arc<str>>) -> Self {
        let body = body.into();
        Self { hash: Digest::of_bytes(body.as_bytes()), body: Some(body) }
    }

    /// The hash of the body.
    #[must_use]
    pub fn hash(&self) -> Digest {
        self.hash
    }

    /// The body, or `None` where only the hash was read.
    #[must_use]
    pub fn body(&self) -> Option<&Arc<str>> {
        self.body.as_ref()
    }

    /// The body as a string slice, empty where it is detached.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }

    /// Gives a detached text its body; a body of another hash is left out.
    pub fn attach(&mut self, body: &Arc<str>) {
        if Digest::of_bytes(body.as_bytes()) == self.hash {
            self.body = Some(Arc::clone(body));
        }
    }
}

/// Texts are equal when their hashes are, attached or not.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Text {}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.hash.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { hash: Digest::deserialize(deserializer)?, body: None })
    }
}
