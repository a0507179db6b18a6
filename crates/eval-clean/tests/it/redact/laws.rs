//! What must hold for any text.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use eval_clean::redact::{Placeholders, Redactor};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::planted::planted;

/// Building one is slow without optimisation.
static REDACTOR: LazyLock<Redactor> = LazyLock::new(Redactor::default);

/// Pieces that rules care about, and anything else.
fn piece() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        "password=",
        "\"password\": \"",
        "api_key: ",
        "Authorization: Bearer ",
        "--token ",
        "https://me:",
        "@",
        "@host",
        ".com",
        "\"",
        "'",
        "\\",
        "\\n",
        "%40",
        "-----BEGIN PRIVATE KEY-----",
        "-----END",
        "eyJ",
        "sk-",
        "+44 ",
        "+1",
        "-",
        " ",
        "\n",
        "[EMAIL_1]",
        "_",
        "\u{1b}[0m",
        "4111",
    ]);
    prop_oneof![
        4 => telling.prop_map(str::to_owned),
        3 => prop::sample::select(planted()).prop_map(|(_, secret)| secret),
        2 => "[a-z0-9A-Z]{1,40}",
        2 => "\\PC{0,8}",
        1 => "[0-9 .-]{1,20}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn findings_are_in_order_and_apart(text in text()) {
        let mut end = 0;
        for finding in REDACTOR.scan(&text) {
            prop_assert!(end <= finding.range.start && finding.range.start < finding.range.end);
            prop_assert!(text.get(finding.range.clone()).is_some());
            end = finding.range.end;
        }
    }

    #[test]
    fn what_was_redacted_is_clean(text in text()) {
        let mut row = Placeholders::new();
        let clean = row.redact(&REDACTOR, &text).into_owned();
        prop_assert!(REDACTOR.scan(&clean).is_empty(), "{clean}");
        prop_assert!(matches!(row.redact(&REDACTOR, &clean), Cow::Borrowed(_)));
    }

    #[test]
    fn a_text_without_findings_is_borrowed(text in text()) {
        let nothing = REDACTOR.scan(&text).is_empty();
        let same = matches!(Placeholders::new().redact(&REDACTOR, &text), Cow::Borrowed(_));
        prop_assert_eq!(nothing, same);
    }

    /// Between spaces nothing can hide a secret.
    #[test]
    fn no_planted_secret_survives(before in text(), after in text(), at in 0..planted().len()) {
        let (_, secret) = &planted()[at];
        let text = format!("{before} {secret} {after}");
        let clean = Placeholders::new().redact(&REDACTOR, &text).into_owned();
        let planted_elsewhere = before.contains(secret.as_str()) || after.contains(secret.as_str());
        prop_assert!(planted_elsewhere || !clean.contains(secret.as_str()), "{clean}");
    }

    #[test]
    fn in_a_row_a_secret_and_its_placeholder_belong_together(
        picked in prop::collection::vec(0..planted().len(), 1..20),
    ) {
        let planted = planted();
        let mut row = Placeholders::new();
        let mut names = BTreeMap::new();
        for at in picked {
            let secret = planted[at].1.as_str();
            let text = format!("it is {secret} .");
            let clean = row.redact(&REDACTOR, &text).into_owned();
            let name = names.entry(secret).or_insert_with(|| clean.clone());
            prop_assert_eq!(&*name, &clean);
        }
        let distinct: BTreeSet<_> = names.values().collect();
        prop_assert_eq!(distinct.len(), names.len());
    }

    #[test]
    fn json_stays_json_of_the_same_shape(key in text(), value in text(), inner in text()) {
        let nested = json!({ "inner": inner, "n": 1.5 }).to_string();
        let text = json!({ key: [value, nested, null], "password": inner }).to_string();
        let mut row = Placeholders::new();
        let clean = row.redact_json(&REDACTOR, &text).into_owned();
        let parsed: Value = serde_json::from_str(&clean).unwrap();
        prop_assert_eq!(parsed.as_object().unwrap().len(), 2);
        prop_assert!(matches!(row.redact_json(&REDACTOR, &clean), Cow::Borrowed(_)), "{clean}");
    }
}
