//! The methods against values from other software; see `tests/golden/README.md`.

use std::collections::BTreeMap;

use eval_stats::{Rate, clustered_mean, wilson, wilson_neff};
use serde_json::{Value, json};

const RATE_INTERVALS: &str = include_str!("../golden/rate_intervals.json");
const CLUSTER: &str = include_str!("../golden/cluster.json");

#[test]
fn wilson_agrees() {
    check(RATE_INTERVALS, "rate.wilson", |input| {
        let count = |key: &str| input[key].as_u64().unwrap();
        let rate = wilson(count("passes"), count("n"), number(&input["conf"]));
        shown(rate)
    });
}

#[test]
fn wilson_on_effective_n_agrees() {
    check(RATE_INTERVALS, "rate.wilson_neff", |input| {
        let of = |key: &str| number(&input[key]);
        let interval = wilson_neff(of("estimate"), of("n_eff"), of("df"), of("conf")).unwrap();
        json!({ "lower": interval.lower, "upper": interval.upper })
    });
}

#[test]
fn clustered_mean_agrees() {
    check(CLUSTER, "cluster.mean_ci", |input| {
        let mean = clustered_mean(&unit_means(&input["scenarios"])).unwrap();
        json!({
            "n": mean.n,
            "clusters": mean.clusters,
            "mean": mean.mean,
            "se_cr1": mean.standard_error,
        })
    });
}

/// Runs every case of `method` in `file`, and fails if that was not all of them.
#[expect(clippy::print_stdout, reason = "a test may say how much it checked")]
fn check(file: &str, method: &str, run: impl Fn(&Value) -> Value) {
    let cases: Vec<Value> = serde_json::from_str(file).unwrap();
    let mut ran = 0;
    for case in cases.iter().filter(|case| case["method"] == method) {
        let got = run(&case["input"]);
        for (key, got) in got.as_object().unwrap() {
            let expected = &case["expected"][key];
            let holds = agrees(got, expected, &case["tolerance"]);
            assert!(holds, "{}: {key} is {got}, not {expected}", case["name"]);
        }
        ran += 1;
    }
    // Counted in the text, so that a fault in the loop above cannot hide.
    let held = file.matches(&format!("\"method\": \"{method}\"")).count();
    println!("{method}: {ran} of {held} cases ran");
    assert!(held > 0 && ran == held, "{method}: {ran} of {held} ran");
}

fn agrees(got: &Value, expected: &Value, tolerance: &Value) -> bool {
    let (Some(got), Some(expected)) = (got.as_f64(), expected.as_f64()) else {
        return got.is_null() && expected.is_null();
    };
    let allowed = number(&tolerance["abs"]) + number(&tolerance["rel"]) * expected.abs();
    (got - expected).abs() <= allowed
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn shown(rate: Rate) -> Value {
    let interval = rate.interval.unwrap();
    json!({ "estimate": rate.estimate, "lower": interval.lower, "upper": interval.upper })
}

/// The mean of every unit that was measured, by cluster.
fn unit_means(units: &Value) -> Vec<Vec<f64>> {
    let mut clusters: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for unit in units.as_array().unwrap() {
        // A unit that was never measured is no unit.
        let scores = unit["scores"].as_array().unwrap().iter();
        let scores = scores.filter_map(Value::as_f64).map(|score| vec![score]);
        if let Some(mean) = clustered_mean(&scores.collect::<Vec<_>>()) {
            let cluster = unit["cluster"].as_str().unwrap();
            clusters.entry(cluster).or_default().push(mean.mean);
        }
    }
    clusters.into_values().collect()
}
