//! No input whatever brings the checks down.

use eval_formats::{Format, Report, check, guess_format};
use proptest::prelude::*;

use super::own;

/// Checks a file as each format, and asks of the report what must hold of any.
fn hold(file: &[u8]) -> Result<(), TestCaseError> {
    let _ = guess_format(file);
    for format in Format::ALL {
        let report =
            check(*format, file).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(report.refused <= report.rows);
        prop_assert!(report.faults.len() <= Report::KEPT);
        prop_assert_eq!(report.is_good(), report.faults.is_empty());
        prop_assert!(report.faults.iter().all(|fault| !fault.rule.is_warning()));
        prop_assert!(report.warnings.iter().all(|fault| fault.rule.is_warning()));
        prop_assert_eq!(&check(*format, file).unwrap(), &report);
    }
    Ok(())
}

/// The words that checks look for, so that random values go deep.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "messages",
        "role",
        "content",
        "user",
        "assistant",
        "tool",
        "tool_calls",
        "tool_call_id",
        "function",
        "name",
        "arguments",
        "id",
        "type",
        "prompt",
        "completion",
        "chosen",
        "label",
        "conversations",
        "from",
        "value",
        "gpt",
        "human",
        "function_call",
        "tools",
        "text",
        "x",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((word(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_checked(file in prop::collection::vec(any::<u8>(), 0..200)) {
        hold(&file)?;
    }

    #[test]
    fn any_values_are_checked(rows in prop::collection::vec(value(), 0..4)) {
        let lines: Vec<_> = rows.iter().map(ToString::to_string).collect();
        hold(lines.join("\n").as_bytes())?;
    }
}

proptest! {
    // Samples are read anew for each case.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn good_samples_with_a_value_put_elsewhere_are_checked(
        sample in any::<prop::sample::Index>(),
        (from, to) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        odd in value(),
    ) {
        let samples = own("good");
        let text = String::from_utf8(sample.get(&samples).bytes.clone()).unwrap();
        let line = text.lines().next().unwrap();
        // Any value begins after a colon or a comma, and is cut off at one.
        let ends: Vec<_> = line.match_indices([':', ',']).map(|(place, _)| place).collect();
        let (one, other) = (*from.get(&ends), *to.get(&ends));
        let changed = format!("{}{odd}{}", &line[..=one.min(other)], &line[one.max(other)..]);
        hold(changed.as_bytes())?;
    }
}
