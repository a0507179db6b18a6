//! The hypergeometric distribution.

use statrs::distribution::{Discrete, Hypergeometric};

/// The chance that `hits` of `draws` from `population` are among its `marked` ones.
///
/// `None` if more are marked or drawn than there are.
#[must_use]
pub fn hypergeometric_pmf(hits: u64, population: u64, marked: u64, draws: u64) -> Option<f64> {
    if hits > draws || hits > marked {
        return (marked <= population && draws <= population).then_some(0.0);
    }
    Some(Hypergeometric::new(population, marked, draws).ok()?.pmf(hits))
}
