//! Cohen's h: the difference of two rates on a scale where its variance hardly depends on them.
//!
//! ```text
//! h = 2 asin √pB - 2 asin √pA      between -π and π
//! ```
//!
//! **Source.** Cohen (1988), Statistical Power Analysis, chapter 6.

/// Cohen's h from rate `a` to rate `b`; `None` unless both lie between 0 and 1.
#[must_use]
pub fn cohens_h(a: f64, b: f64) -> Option<f64> {
    let are_rates = (0.0..=1.0).contains(&a) && (0.0..=1.0).contains(&b);
    are_rates.then(|| 2.0 * b.sqrt().asin() - 2.0 * a.sqrt().asin())
}
