#[derive(Clone)]
pub struct TokenCounter;
#[derive(Debug, thiserror::Error)]
#[error("stub")]
pub struct TokenizerError;
impl TokenCounter {
    pub fn named(_: &str) -> Result<Self, TokenizerError> {
        Ok(Self)
    }
    pub fn name(&self) -> &str {
        "estimate-4-bytes"
    }
    pub fn is_exact(&self) -> bool {
        false
    }
    pub fn count(&self, text: &str) -> usize {
        text.len().div_ceil(4)
    }
}
