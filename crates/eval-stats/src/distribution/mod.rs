//! The distributions behind the methods: probabilities and quantiles.
//!
//! Thin covers over `statrs`, with guards where that is known to be wrong or to hang. They take
//! and give plain numbers; what is no probability or no parameter gives `None`.

mod normal;
mod students_t;
mod critical;
mod noncentral_t;
mod beta;
mod chi_squared;
mod fisher_f;
mod binomial;
mod hypergeometric;

pub(crate) mod quadrature;

pub use beta::{LARGEST_SHAPE, beta_quantile};
pub use binomial::{binomial_at_least, binomial_cdf, binomial_pmf};
pub use chi_squared::chi_squared_survival;
pub use critical::{normal_critical_value, t_critical_value};
pub use fisher_f::f_survival;
pub use hypergeometric::hypergeometric_pmf;
pub use noncentral_t::noncentral_t_cdf;
pub use normal::{normal_cdf, normal_density, normal_quantile, normal_survival};
pub use students_t::{t_cdf, t_quantile, t_survival};
