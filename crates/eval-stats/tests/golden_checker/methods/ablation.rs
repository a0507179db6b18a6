//! Parts switched on and off.

use eval_stats::Estimate;
use eval_stats::ablation::{
    Cell, Coalition, Correlation, factorial_within, fractional_design, lenth, linear_model,
    logistic_gee, plackett_burman_effects, shapley, shapley_of_units,
};
use serde_json::{Map, Value, json};

use super::Method;
use crate::golden_checker::input::{
    Outcome, each, list, numbered, real, reals, rows, scores, text, texts,
};
use crate::golden_checker::output::{lower, maybe, number, numbers, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "factorial_within" => factorial,
        "lpm_cluster" => linear,
        "gee_logit_independence" => |input| logistic(input, Correlation::Independence),
        "gee_logit_exchangeable" => |input| logistic(input, Correlation::Exchangeable),
        "shapley" => shares,
        "shapley_ci" => shares_of_units,
        "fractional_design" => design,
        "plackett_burman" => |input| {
            let found = plackett_burman_effects(&runs(input, "design")?, &reals(input, "y")?);
            Ok(json!({ "effects": found.map(|found| numbers(&found)) }))
        },
        "lenth" => |input| {
            let found =
                lenth(&reals(input, "effects")?, real(input, "alpha")?).ok_or("no scale")?;
            Ok(json!({
                "s0": found.s0,
                "pse": found.pse,
                "me": found.margin,
                "sme": found.simultaneous_margin,
                "active_me": found.active,
                "active_sme": found.surely_active,
            }))
        },
        _ => return None,
    })
}

/// Levels of -1 and 1 as off and on.
fn signs(row: &Value) -> Option<Vec<bool>> {
    row.as_array()?.iter().map(|level| Some(level.as_f64()? > 0.0)).collect()
}

fn runs(input: &Value, key: &str) -> Outcome<Vec<Vec<bool>>> {
    each(input, key, signs)
}

fn factorial(input: &Value) -> Outcome {
    let (factors, conf) = (texts(input, "factors")?, real(input, "conf")?);
    let rows = list(input, "rows")?;
    let names: Vec<String> =
        rows.iter().map(|row| Ok(text(row, "scenario")?.to_owned())).collect::<Outcome<_>>()?;
    let on = runs_of(rows)?;
    let mut cells = Vec::new();
    for ((row, unit), on) in rows.iter().zip(numbered(&names)).zip(on) {
        cells.push(Cell { unit, on, scores: scores(row, "scores")? });
    }
    let effects = factorial_within(factors.len(), &cells).ok_or("no effects")?;
    let shown = effects.into_iter().map(|found| {
        let name: String = found.parts.iter().map(|part| factors[*part].as_str()).collect();
        let interval = found.effect.interval(conf);
        let test = found.effect.test(0.0);
        let shown = json!({
            "effect": found.effect.value,
            "se": maybe(found.effect.standard_error),
            "lower": lower(interval),
            "upper": upper(interval),
            "p": maybe(test.map(|test| test.p_two_sided)),
        });
        (name, shown)
    });
    Ok(json!({ "effects": shown.collect::<Map<_, _>>() }))
}

fn runs_of(rows: &[Value]) -> Outcome<Vec<Vec<bool>>> {
    let levels = |row: &Value| row.get("levels").and_then(signs).ok_or("a row without levels");
    rows.iter().map(|row| Ok(levels(row)?)).collect()
}

fn linear(input: &Value) -> Outcome {
    let clusters = numbered(&texts(input, "clusters")?);
    let model = linear_model(&reals(input, "y")?, &rows(input, "x")?, &clusters);
    let coefficients = model.ok_or("no model")?.coefficients;
    let each = |part: fn(&Estimate) -> Value| coefficients.iter().map(part).collect::<Vec<_>>();
    Ok(json!({
        "coef": each(|one| number(one.value)),
        "se_cr1s": each(|one| maybe(one.standard_error)),
        "lower": each(|one| lower(one.interval(0.95))),
        "upper": each(|one| upper(one.interval(0.95))),
        "df": number(coefficients[0].degrees_of_freedom),
    }))
}

fn logistic(input: &Value, correlation: Correlation) -> Outcome {
    let clusters = numbered(&texts(input, "clusters")?);
    let model = logistic_gee(&reals(input, "y")?, &rows(input, "x")?, &clusters, correlation);
    let model = model.map_err(|error| format!("{error:?}"))?;
    Ok(json!({
        "coef": numbers(&model.coefficients),
        "se_robust": numbers(&model.robust_errors),
        "alpha": number(model.correlation),
    }))
}

/// The value of every coalition by its index; its key is the names of its parts, joined.
fn values(parts: &[String], values: &Value) -> Outcome<Vec<f64>> {
    let value = |coalition| {
        let key = named(parts, coalition);
        values.get(&key).and_then(Value::as_f64).ok_or_else(|| format!("no value of {key:?}"))
    };
    Coalition::every(parts.len()).map(value).collect()
}

fn named(parts: &[String], coalition: Coalition) -> String {
    let on = parts.iter().enumerate().filter(|(place, _)| coalition.has(*place));
    on.map(|(_, part)| part.as_str()).collect()
}

fn shares(input: &Value) -> Outcome {
    let parts = texts(input, "components")?;
    let found = shapley(parts.len(), &values(&parts, &input["values"])?).ok_or("no shares")?;
    let by_part = |values: &[f64]| -> Value {
        let named = parts.iter().cloned().zip(values.iter().map(|value| number(*value)));
        named.collect::<Map<_, _>>().into()
    };
    let interactions = found
        .interactions
        .iter()
        .map(|((one, other), value)| (format!("{}{}", parts[*one], parts[*other]), number(*value)));
    Ok(json!({
        "shapley": by_part(&found.shares),
        "interaction": interactions.collect::<Map<_, _>>(),
        "total": found.total,
        "leave_one_out": by_part(&found.leave_one_out),
        "add_one_in": by_part(&found.add_one_in),
    }))
}

fn shares_of_units(input: &Value) -> Outcome {
    let (parts, conf) = (texts(input, "components")?, real(input, "conf")?);
    let units = list(input, "scenarios")?;
    let units: Vec<Vec<f64>> =
        units.iter().map(|unit| values(&parts, unit)).collect::<Outcome<_>>()?;
    let found = shapley_of_units(parts.len(), &units).ok_or("no shares")?;
    let shown = parts.iter().cloned().zip(found).map(|(part, share)| {
        let interval = share.interval(conf);
        let shown = json!({
            "mean": share.value,
            "se": maybe(share.standard_error),
            "lower": lower(interval),
            "upper": upper(interval),
        });
        (part, shown)
    });
    Ok(shown.collect::<Map<_, _>>().into())
}

fn design(input: &Value) -> Outcome {
    let basic = texts(input, "basic")?;
    let generators = input["generators"].as_object().ok_or("no generators")?;
    let word = |generator: &Value| -> Outcome<Coalition> {
        let letters = generator.as_str().ok_or("a generator is no text")?.chars();
        letters.into_iter().try_fold(Coalition::EMPTY, |word, letter| {
            let part = basic.iter().position(|part| *part == letter.to_string());
            Ok(word.with(part.ok_or_else(|| format!("no basic part {letter}"))?))
        })
    };
    let words: Vec<Coalition> = generators.values().map(word).collect::<Outcome<_>>()?;
    let found = fractional_design(basic.len(), &words).map_err(|error| error.to_string())?;
    let factors: Vec<String> = basic.iter().chain(generators.keys()).cloned().collect();
    let level = |on: &bool| if *on { 1 } else { -1 };
    let signs: Vec<Vec<i32>> =
        found.runs.iter().map(|run| run.iter().map(level).collect()).collect();
    let shown = |words: &[Coalition]| -> Vec<String> {
        words.iter().map(|word| named(&factors, *word)).collect()
    };
    let aliases =
        factors.iter().cloned().zip(found.aliases.iter().map(|words| json!(shown(words))));
    Ok(json!({
        "factors": factors,
        "runs": signs,
        "defining_relation": shown(&found.defining_relation),
        "resolution": found.resolution,
        "aliases": aliases.collect::<Map<_, _>>(),
    }))
}
