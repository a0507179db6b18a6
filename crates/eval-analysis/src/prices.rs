//! What tokens cost.

use std::collections::BTreeMap;
use std::path::Path;

use eval_toml::{Document, TomlError};

/// Prices by the model's name in the suite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    by_model: BTreeMap<String, Price>,
}

/// What a model's tokens cost, in dollars for a million of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Tokens read.
    pub input: f64,
    /// Tokens written.
    pub output: f64,
}

impl Prices {
    /// Reads a price file: for each model, by its name in the suite, a table `[model.NAME]` with
    /// `input` and `output`, in dollars for a million tokens.
    pub fn load(path: &Path) -> Result<Self, TomlError> {
        let document = Document::load(path)?;
        let mut root = document.read();
        let mut by_model = BTreeMap::new();
        let mut models = root.section_or_empty("model")?;
        for name in models.keys() {
            let Some(mut model) = models.section(&name)? else { continue };
            let mut price = |key: &str| -> Result<f64, TomlError> {
                let price: f64 = model.required(key)?;
                if price.is_finite() && price >= 0.0 {
                    return Ok(price);
                }
                Err(model.error_at(key, format!("a price is 0 or more, and this is {price}")))
            };
            let price = Price { input: price("input")?, output: price("output")? };
            model.finish()?;
            by_model.insert(name, price);
        }
        models.finish()?;
        root.finish()?;
        Ok(Self { by_model })
    }

    /// The models it names, in order.
    pub fn models(&self) -> impl Iterator<Item = &str> {
        self.by_model.keys().map(String::as_str)
    }

    /// The price of a model's tokens; none where the file does not name it.
    #[must_use]
    pub fn of(&self, model: &str) -> Option<Price> {
        self.by_model.get(model).copied()
    }
}

impl Price {
    /// What so many tokens cost, in dollars.
    #[must_use]
    pub fn of(self, input: f64, output: f64) -> f64 {
        (input * self.input + output * self.output) / 1e6
    }
}
