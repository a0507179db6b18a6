//! Many p-values at once.
//!
//! Holm where any false finding is one too many (metrics that decide), Benjamini and Hochberg
//! where a share of false ones among the findings may be (tables to explore). That something holds
//! for *all* of several metrics needs no correction: each is tested at its own level.

mod family_error;
mod false_discovery;

pub use false_discovery::{benjamini_hochberg, benjamini_yekutieli};
pub use family_error::{bonferroni, hochberg, holm};

/// `p_values` times the factor of each rank, made monotone, in the original order.
///
/// `upwards` runs from the smallest p and never lets the adjusted one fall; otherwise it runs from
/// the largest and never lets it rise.
fn stepwise(p_values: &[f64], factor: impl Fn(usize) -> f64, upwards: bool) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|one, other| p_values[*one].total_cmp(&p_values[*other]));
    let mut ranks: Vec<(usize, usize)> = order.into_iter().enumerate().collect();
    if !upwards {
        ranks.reverse();
    }
    let mut adjusted = vec![0.0; p_values.len()];
    let mut last = if upwards { 0.0_f64 } else { 1.0_f64 };
    for (rank, place) in ranks {
        let raw = (p_values[place] * factor(rank)).min(1.0);
        last = if upwards { last.max(raw) } else { last.min(raw) };
        adjusted[place] = last;
    }
    adjusted
}
