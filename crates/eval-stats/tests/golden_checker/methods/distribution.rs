//! Distributions.

use eval_stats::distribution::{
    beta_quantile, binomial_cdf, binomial_pmf, chi_squared_survival, noncentral_t_cdf, normal_cdf,
    normal_quantile, normal_survival, t_quantile,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{count, real};
use crate::golden_checker::output::{maybe, number};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "t_ppf" => |input| Ok(value(t_quantile(real(input, "p")?, real(input, "df")?))),
        "beta_ppf" => |input| {
            let (a, b) = (real(input, "a")?, real(input, "b")?);
            Ok(value(beta_quantile(real(input, "p")?, a, b)))
        },
        "norm_cdf_sf" => |input| {
            let x = real(input, "x")?;
            Ok(json!({ "cdf": number(normal_cdf(x)), "sf": number(normal_survival(x)) }))
        },
        "norm_ppf" => |input| Ok(value(normal_quantile(real(input, "p")?))),
        "nct_cdf" => |input| {
            let (df, centre) = (real(input, "df")?, real(input, "nc")?);
            Ok(value(noncentral_t_cdf(real(input, "x")?, df, centre)))
        },
        "chi2_sf" => |input| Ok(value(chi_squared_survival(real(input, "x")?, real(input, "df")?))),
        "binom_cdf" => |input| {
            let (x, n, p) = (count(input, "x")?, count(input, "n")?, real(input, "p")?);
            Ok(json!({ "cdf": maybe(binomial_cdf(x, n, p)), "pmf": maybe(binomial_pmf(x, n, p)) }))
        },
        _ => return None,
    })
}

fn value(value: Option<f64>) -> Value {
    json!({ "value": maybe(value) })
}
