//! What a comparison is asked for.

use eval_findings::{Estimand, NoiseFloor};
use jiff::Timestamp;

use crate::prices::Prices;

/// How to compare.
#[derive(Clone, Debug)]
pub struct CompareSettings {
    /// What is claimed: something of instances like these, or of exactly these.
    pub estimand: Estimand,
    /// Whether arms with different instances may be compared over those they share.
    pub allow_partial: bool,
    /// Whether arms with different models may be compared.
    pub across_models: bool,
    /// Tasks a day, to say what the difference means.
    pub per_day: Option<f64>,
    /// What tokens cost, by model.
    pub prices: Prices,
    /// The suite's own noise, where it was measured.
    pub noise: Vec<NoiseFloor>,
    /// The time, to tell how old a run is; where none is given, nothing is said of age.
    pub now: Option<Timestamp>,
}

impl Default for CompareSettings {
    fn default() -> Self {
        Self {
            estimand: Estimand::SuperPopulation,
            allow_partial: false,
            across_models: false,
            per_day: None,
            prices: Prices::default(),
            noise: Vec::new(),
            now: None,
        }
    }
}
