//! Units that passed or failed once on each side.

use eval_stats::paired::{
    PairedTable, agresti_min, cohens_h, matched_odds, mcnemar, newcombe, tango,
    tango_noninferiority,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, count, real};
use crate::golden_checker::output::{lower, maybe, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "mcnemar" => mcnemar_shown,
        "newcombe" => newcombe_shown,
        "tango" => tango_shown,
        "tango_noninferiority" => tango_noninferiority_shown,
        "agresti_min" => agresti_min_shown,
        "matched_odds_ratio" => matched_odds_ratio_shown,
        "cohens_h" => cohens_h_shown,
        _ => return None,
    })
}

fn table(input: &Value) -> Outcome<PairedTable> {
    Ok(PairedTable {
        both_pass: count(input, "both_pass")?,
        a_only: count(input, "a_only")?,
        b_only: count(input, "b_only")?,
        both_fail: count(input, "both_fail")?,
    })
}

fn mcnemar_shown(input: &Value) -> Outcome {
    let test = mcnemar(table(input)?);
    Ok(json!({
        "p_exact": test.p_exact,
        "p_midp": test.p_mid,
        "chi2": maybe(test.asymptotic.map(|test| test.value)),
        "p_asymptotic": maybe(test.asymptotic.map(|test| test.p)),
        "chi2_cc": maybe(test.corrected.map(|test| test.value)),
        "p_cc": maybe(test.corrected.map(|test| test.p)),
    }))
}

fn newcombe_shown(input: &Value) -> Outcome {
    let found = newcombe(table(input)?, real(input, "conf")?);
    let interval = found.map(|found| found.interval);
    Ok(json!({
        "diff": maybe(found.map(|found| found.difference)),
        "lower": lower(interval),
        "upper": upper(interval),
        "phi": maybe(found.map(|found| found.phi)),
    }))
}

fn tango_shown(input: &Value) -> Outcome {
    let table = table(input)?;
    let interval = tango(table, real(input, "conf")?);
    let (lower, upper) = (lower(interval), upper(interval));
    Ok(json!({ "diff": maybe(table.difference()), "lower": lower, "upper": upper }))
}

fn tango_noninferiority_shown(input: &Value) -> Outcome {
    let test = tango_noninferiority(table(input)?, real(input, "margin")?);
    let (z, p) = (test.map(|test| test.0), test.map(|test| test.1));
    Ok(json!({ "z": maybe(z), "p": maybe(p) }))
}

fn agresti_min_shown(input: &Value) -> Outcome {
    let found = agresti_min(table(input)?, real(input, "conf")?);
    let interval = found.map(|found| found.interval);
    Ok(json!({
        "center": maybe(found.map(|found| found.centre)),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn matched_odds_ratio_shown(input: &Value) -> Outcome {
    let found = matched_odds(table(input)?, real(input, "conf")?);
    let interval = found.map(|found| found.interval);
    Ok(json!({
        "matched_or": maybe(found.and_then(|found| found.ratio)),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn cohens_h_shown(input: &Value) -> Outcome {
    let h = table(input)?.rates().and_then(|(a, b)| cohens_h(a, b));
    Ok(json!({ "h": maybe(h) }))
}
