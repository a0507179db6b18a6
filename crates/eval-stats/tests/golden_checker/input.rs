//! Reads the input of a case.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a method gives, or why its input cannot be read.
pub(super) type Outcome<T = Value> = Result<T, String>;

fn entry<'a>(input: &'a Value, key: &str) -> Outcome<&'a Value> {
    input.get(key).ok_or_else(|| format!("no {key}"))
}

fn wrong(key: &str, what: &str, value: &Value) -> String {
    format!("{key} is not {what}: {value}")
}

pub(super) fn real(input: &Value, key: &str) -> Outcome<f64> {
    let value = entry(input, key)?;
    value.as_f64().ok_or_else(|| wrong(key, "a number", value))
}

pub(super) fn count(input: &Value, key: &str) -> Outcome<u64> {
    let value = entry(input, key)?;
    value.as_u64().ok_or_else(|| wrong(key, "a count", value))
}

pub(super) fn place(input: &Value, key: &str) -> Outcome<usize> {
    usize::try_from(count(input, key)?).map_err(|error| error.to_string())
}

pub(super) fn flag(input: &Value, key: &str) -> Outcome<bool> {
    let value = entry(input, key)?;
    value.as_bool().ok_or_else(|| wrong(key, "true or false", value))
}

pub(super) fn text<'a>(input: &'a Value, key: &str) -> Outcome<&'a str> {
    let value = entry(input, key)?;
    value.as_str().ok_or_else(|| wrong(key, "a text", value))
}

pub(super) fn list<'a>(input: &'a Value, key: &str) -> Outcome<&'a [Value]> {
    let value = entry(input, key)?;
    value.as_array().map(Vec::as_slice).ok_or_else(|| wrong(key, "a list", value))
}

/// A list of what `read` makes of each part.
pub(super) fn each<T>(
    input: &Value,
    key: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Outcome<Vec<T>> {
    let part = |value: &Value| read(value).ok_or_else(|| wrong(key, "as it should be", value));
    list(input, key)?.iter().map(part).collect()
}

pub(super) fn reals(input: &Value, key: &str) -> Outcome<Vec<f64>> {
    each(input, key, Value::as_f64)
}

pub(super) fn texts(input: &Value, key: &str) -> Outcome<Vec<String>> {
    each(input, key, |value| value.as_str().map(str::to_owned))
}

pub(super) fn places(input: &Value, key: &str) -> Outcome<Vec<usize>> {
    each(input, key, |value| usize::try_from(value.as_u64()?).ok())
}

pub(super) fn rows(input: &Value, key: &str) -> Outcome<Vec<Vec<f64>>> {
    each(input, key, |row| row.as_array()?.iter().map(Value::as_f64).collect())
}

/// Scores of which some are missing.
pub(super) fn scores(input: &Value, key: &str) -> Outcome<Vec<Option<f64>>> {
    each(input, key, |value| match value {
        Value::Null => Some(None),
        value => value.as_f64().map(Some),
    })
}

/// Pairs of the numbers under `a` and under `b`.
pub(super) fn pairs(input: &Value) -> Outcome<Vec<(f64, f64)>> {
    let (a, b) = (reals(input, "a")?, reals(input, "b")?);
    if a.len() != b.len() {
        return Err("a and b differ in length".to_owned());
    }
    Ok(a.into_iter().zip(b).collect())
}

/// Numbers in place of names: the same for the same name, in the order of first mention.
pub(super) fn numbered(names: &[String]) -> Vec<usize> {
    let mut numbers: BTreeMap<&String, usize> = BTreeMap::new();
    for name in names {
        let next = numbers.len();
        numbers.entry(name).or_insert(next);
    }
    names.iter().map(|name| numbers[name]).collect()
}

/// Values by cluster.
pub(super) fn by_cluster(values: &[f64], clusters: &[usize]) -> Outcome<Vec<Vec<f64>>> {
    if values.len() != clusters.len() {
        return Err("values and clusters differ in length".to_owned());
    }
    let mut grouped: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (value, cluster) in values.iter().zip(clusters) {
        grouped.entry(*cluster).or_default().push(*value);
    }
    Ok(grouped.into_values().collect())
}

/// The cluster of each of these objects; an object without one is alone, if any of them is.
pub(super) fn clusters(objects: &[Value]) -> Vec<Option<usize>> {
    let names: Vec<String> = objects
        .iter()
        .map(|object| object["cluster"].as_str().map_or_else(String::new, str::to_owned))
        .collect();
    let numbers = numbered(&names).into_iter().zip(&names);
    numbers.map(|(number, name)| (!name.is_empty()).then_some(number)).collect()
}
