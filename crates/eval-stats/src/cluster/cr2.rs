//! A clustered mean for few clusters, or for clusters of very different size.
//!
//! CR1 is too small there. CR2 undoes the bias that each cluster's own pull on the mean brings,
//! and takes its degrees of freedom from the sizes of the clusters. For a mean over n values, with
//! mᵍ values and the deviation Eᵍ in cluster g,
//!
//! ```text
//! SE² = n⁻² Σᵍ Eᵍ² / (1 - mᵍ/n)
//! df  = (Σᵍ Pᵍᵍ)² / Σᵍₕ Pᵍₕ²
//! Pᵍₕ = (mᵍ [g = h] - mᵍmₕ/n) / (n² √((1 - mᵍ/n)(1 - mₕ/n)))
//! ```
//!
//! **Source.** Bell and `McCaffrey` (2002), Survey Methodology 28; Pustejovsky and Tipton (2018),
//! Journal of Business and Economic Statistics 36, for a regression on a constant alone and an
//! identity working model.
//!
//! **Assumes** independent clusters.
//!
//! **Edges.** One cluster: no standard error and 0 degrees of freedom.

use crate::estimate::Estimate;
use crate::moments::mean;
use crate::real::size;

/// The mean of all values of all `clusters` with the standard error CR2.
///
/// `None` if there is no value, or one is not finite. Empty clusters count for nothing.
#[must_use]
pub fn cr2_mean(clusters: &[Vec<f64>]) -> Option<Estimate> {
    let values: Vec<f64> = clusters.concat();
    let (value, n) = (mean(&values)?, size(values.len()));
    let filled: Vec<&Vec<f64>> = clusters.iter().filter(|cluster| !cluster.is_empty()).collect();
    if filled.len() < 2 {
        return Some(Estimate { value, standard_error: None, degrees_of_freedom: 0.0 });
    }
    let corrected = |cluster: &&Vec<f64>| {
        let deviation = cluster.iter().map(|each| each - value).sum::<f64>();
        deviation.powi(2) / (1.0 - size(cluster.len()) / n)
    };
    let variance = filled.iter().map(corrected).sum::<f64>() / n.powi(2);
    let sizes: Vec<f64> = filled.iter().map(|cluster| size(cluster.len())).collect();
    let degrees_of_freedom = satterthwaite(&sizes, n);
    Some(Estimate { value, standard_error: Some(variance.sqrt()), degrees_of_freedom })
}

/// The degrees of freedom for clusters of these `sizes`, n in all. The factor n⁻² cancels.
fn satterthwaite(sizes: &[f64], n: f64) -> f64 {
    let rest = |size: f64| (1.0 - size / n).sqrt();
    let mut squares = 0.0;
    for (g, first) in sizes.iter().enumerate() {
        for (h, second) in sizes.iter().enumerate() {
            let own = if g == h { *first } else { 0.0 };
            squares += ((own - first * second / n) / (rest(*first) * rest(*second))).powi(2);
        }
    }
    // On the diagonal the numerator is mᵍ(1 - mᵍ/n), so the trace is Σᵍ mᵍ = n.
    n.powi(2) / squares
}
