//! Integrals of smooth functions, by Gauss and Legendre's rule with ten points a panel.
//!
//! **Source.** Abramowitz and Stegun, table 25.4.

use crate::real::real;

/// Half of the points on [-1, 1], which lie symmetrically, with their weights.
const POINTS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_2, 0.295_524_224_714_752_9),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_3),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_1),
];

/// The integral of `function` from `lower` to `upper`, cut into equal `panels`.
pub(crate) fn integrate(function: impl Fn(f64) -> f64, lower: f64, upper: f64, panels: u64) -> f64 {
    let half = (upper - lower) / real(panels) / 2.0;
    let panel = |number: u64| {
        let centre = lower + half * (2.0 * real(number) + 1.0);
        let pair = |(point, weight): &(f64, f64)| {
            weight * (function(centre - half * point) + function(centre + half * point))
        };
        half * POINTS.iter().map(pair).sum::<f64>()
    };
    (0..panels).map(panel).sum()
}

#[cfg(test)]
mod tests {
    use super::integrate;

    #[test]
    fn a_bell_has_the_area_it_should() {
        let area = integrate(|x| (-x * x / 2.0).exp(), -9.0, 9.0, 12);
        assert!((area - std::f64::consts::TAU.sqrt()).abs() < 1e-13);
    }
}
