//! Many p-values.

use eval_stats::multiplicity::{
    benjamini_hochberg, benjamini_yekutieli, bonferroni, hochberg, holm,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, real, reals};
use crate::golden_checker::output::numbers;

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "bonferroni" => |input| adjusted(input, bonferroni),
        "holm" => |input| adjusted(input, holm),
        "hochberg" => |input| adjusted(input, hochberg),
        "bh" => |input| adjusted(input, benjamini_hochberg),
        "by" => |input| adjusted(input, benjamini_yekutieli),
        _ => return None,
    })
}

fn adjusted(input: &Value, method: fn(&[f64]) -> Vec<f64>) -> Outcome {
    let (adjusted, alpha) = (method(&reals(input, "p_values")?), real(input, "alpha")?);
    let reject: Vec<bool> = adjusted.iter().map(|p| *p <= alpha).collect();
    Ok(json!({ "adjusted": numbers(&adjusted), "reject": reject }))
}
