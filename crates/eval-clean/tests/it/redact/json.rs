//! JSON stays the JSON it was.

use std::borrow::Cow;

use eval_clean::redact::{Placeholders, Redactor};
use serde_json::{Value, json};

use super::planted::planted;

fn redacted(text: &str) -> String {
    Placeholders::new().redact_json(&Redactor::default(), text).into_owned()
}

#[test]
fn what_holds_no_secret_stays_byte_for_byte() {
    let text = r#" {"b": 1.0, "a": [18446744073709551616, "\u00e9\/"], "b": 1e2}"#;
    assert!(matches!(
        Placeholders::new().redact_json(&Redactor::default(), text),
        Cow::Borrowed(same) if same == text
    ));
    let text = r#"{ "to": "a@example.com", "b": 1.0, "a": 18446744073709551616, "c": "\u00e9" }"#;
    assert_eq!(redacted(text), text.replace("a@example.com", "[EMAIL_1]"));
}

#[test]
fn no_escape_hides_a_secret() {
    for (kind, secret) in planted() {
        let escape = |c: char| format!("\\u{:04x}", u32::from(c));
        let escaped = secret.chars().map(escape).collect::<Vec<_>>().concat();
        let text = format!(r#"{{"note":"before\n{escaped}\nafter"}}"#);
        let expected = format!(r#"{{"note":"before\n[{}_1]\nafter"}}"#, kind.label());
        assert_eq!(redacted(&text), expected, "{secret}");
    }
}

#[test]
fn json_within_json_is_searched_too() {
    for (kind, secret) in planted() {
        let inner = json!({ "note": format!("it is\n{secret}\n\"ok\"") }).to_string();
        let middle = json!([inner]).to_string();
        let outer = redacted(&json!({ "arguments": middle }).to_string());
        let outer: Value = serde_json::from_str(&outer).unwrap();
        let middle: Value = serde_json::from_str(outer["arguments"].as_str().unwrap()).unwrap();
        let inner: Value = serde_json::from_str(middle[0].as_str().unwrap()).unwrap();
        assert_eq!(inner["note"], format!("it is\n[{}_1]\n\"ok\"", kind.label()));
    }
}

#[test]
fn a_key_tells_about_its_value() {
    let text = json!({
        "db": { "Password": "sw\"ord;fi,sh", "user": "alice" },
        "apiKey": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "headers": { "Authorization": "Basic YWxpY2U6aHVudGVy", "X-Auth-Token": "abc" },
        "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "list": ["password", "sw\"ord;fi,sh"],
    });
    let clean: Value = serde_json::from_str(&redacted(&text.to_string())).unwrap();
    let expected = json!({
        "db": { "Password": "[PASSWORD_1]", "user": "alice" },
        "apiKey": "[API_KEY_1]",
        "headers": { "Authorization": "Basic [AUTH_TOKEN_1]", "X-Auth-Token": "abc" },
        "SecretAccessKey": "[AWS_SECRET_1]",
        // Here no name tells.
        "list": ["password", "sw\"ord;fi,sh"],
    });
    assert_eq!(clean, expected);
}

#[test]
fn keys_are_searched_and_stay_apart() {
    let clean = redacted(r#"{"alice@example.com":1,"bob@example.com":2}"#);
    assert_eq!(clean, r#"{"[EMAIL_1]":1,"[EMAIL_2]":2}"#);
}

#[test]
fn a_text_that_is_not_json_is_redacted_as_text() {
    assert_eq!(redacted(r#"{"to": "alice@example.com", ..."#), r#"{"to": "[EMAIL_1]", ..."#);
}
