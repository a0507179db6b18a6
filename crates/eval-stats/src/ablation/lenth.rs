//! Which of many effects stand out, without any repeat.
//!
//! Most effects are taken to be noise, so their middle size gives the scale of noise:
//!
//! ```text
//! s₀ = 1.5 median |c|      PSE = 1.5 median of those |c| below 2.5 s₀
//! ME = t_{m/3, 1-α/2} PSE      SME the same at (1 + (1-α)^(1/m)) / 2
//! ```
//!
//! **Source.** Lenth (1989), Technometrics 31.
//!
//! **Assumes** that few of the effects are real.
//!
//! **Edges.** More than half of the effects 0: the scale is 0, and whatever is not stands out.

use crate::distribution::t_quantile;
use crate::moments::median;
use crate::real::{is_level, size};

/// How large an effect has to be to stand out.
#[derive(Clone, Debug, PartialEq)]
pub struct Lenth {
    /// The first scale of noise.
    pub s0: f64,
    /// The pseudo standard error.
    pub pse: f64,
    /// The margin of error of one effect.
    pub margin: f64,
    /// The margin that all effects keep together.
    pub simultaneous_margin: f64,
    /// The effects beyond the margin.
    pub active: Vec<usize>,
    /// The effects beyond the simultaneous margin.
    pub surely_active: Vec<usize>,
}

/// Lenth's margins for `effects` at two-sided level `alpha`.
///
/// `None` without effects, if one is not a number, or unless `alpha` lies strictly between 0 and
/// 1.
#[must_use]
pub fn lenth(effects: &[f64], alpha: f64) -> Option<Lenth> {
    if !is_level(alpha) || effects.iter().any(|effect| effect.is_nan()) {
        return None;
    }
    let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
    let s0 = 1.5 * median(&sizes)?;
    let small: Vec<f64> = sizes.iter().copied().filter(|size| *size < 2.5 * s0).collect();
    let pse = 1.5 * median(&small).unwrap_or(0.0);
    let m = size(effects.len());
    let tail = (1.0 - (1.0 - alpha).powf(1.0 / m)) / 2.0;
    let margin = -t_quantile(alpha / 2.0, m / 3.0)? * pse;
    let simultaneous_margin = -t_quantile(tail, m / 3.0)? * pse;
    let beyond = |margin: f64| (0..sizes.len()).filter(|place| sizes[*place] > margin).collect();
    let (active, surely_active) = (beyond(margin), beyond(simultaneous_margin));
    Some(Lenth { s0, pse, margin, simultaneous_margin, active, surely_active })
}
