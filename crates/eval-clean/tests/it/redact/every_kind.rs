//! Each kind where secrets stand: in prose, code, logs, URLs, and after names.

use std::sync::LazyLock;

use eval_clean::redact::{Kind, Placeholders, Redactor};

use super::planted::planted;

/// What is found, as kind and text.
fn found(text: &str) -> Vec<(Kind, &str)> {
    static REDACTOR: LazyLock<Redactor> = LazyLock::new(Redactor::default);
    let findings = REDACTOR.scan(text);
    findings.into_iter().map(|finding| (finding.kind, &text[finding.range])).collect()
}

#[test]
fn a_secret_is_found_wherever_it_stands() {
    let places = [
        ("", ""),
        ("Use ", " for this, please."),
        ("It is ", "."),
        ("(", ")"),
        ("<li>", "</li>"),
        ("let x = \"", "\";"),
        ("2026-01-15T10:22:33.123Z INFO svc-007: got ", " from checkout-7f9c"),
        ("a\t", "\tb"),
        ("the value\n", "\nand more"),
        ("key\u{a0}", "\u{a0}é"),
        // Text of another program: a terminal's colours, escaped lines, a query.
        ("\u{1b}[1;32m", "\u{1b}[0m"),
        (r"first line\n", r"\nnext line"),
        ("https://example.org/?q=", "&page=2"),
        ("https://example.org/?q%3D", "&page=2"),
    ];
    for (kind, secret) in planted() {
        for (before, after) in places {
            let text = format!("{before}{secret}{after}");
            assert_eq!(found(&text), [(kind, secret.as_str())], "in {text}");
        }
    }
}

#[test]
fn two_secrets_next_to_each_other_are_both_found() {
    for (kind, secret) in planted() {
        for (other_kind, other) in planted() {
            let text = format!("{secret}, {other}");
            let expected = [(kind, secret.as_str()), (other_kind, other.as_str())];
            assert_eq!(found(&text), expected, "in {text}");
        }
    }
}

#[test]
fn a_password_is_known_by_its_name() {
    let named = [
        ("password=", "hunter2!", ""),
        ("PGPASSWORD=", "swordfish", " psql"),
        ("export DB_PASSWORD='", "correct-horse", "'"),
        ("password: ", "hunter2", "\n"),
        ("passwd := \"", "s3cr3t;x", "\""),
        ("{\"password\": \"", "hunter22", "\", \"n\": 1}"),
        (r#"{\"password\": \""#, "hunter22", r#"\"}"#),
        ("config[\"db_password\"] = \"", "hunter22", "\""),
        ("{'pwd': '", "p@ss.word.com!", "'}"),
        ("Server=db;User Id=me;Password=", "hunter2.", ";Port=1"),
        ("<password>", "hunter22", "</password>"),
        ("--password ", "hunter22", " --verbose"),
        ("--db-password=", "hunter22", ""),
        ("password=", "hunter22", "&user=me"),
    ];
    for (before, secret, after) in named {
        let text = format!("{before}{secret}{after}");
        assert_eq!(found(&text), [(Kind::Password, secret)], "in {text}");
    }
}

#[test]
fn keys_and_tokens_are_known_by_their_names() {
    let hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    let uuid = "550e8400-e29b-41d4-a716-446655440000";
    let base64 = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let named = [
        (Kind::ApiKey, "api_key=", hex, ""),
        (Kind::ApiKey, "X-Api-Key: ", uuid, ""),
        (Kind::ApiKey, "apiKey: '", hex, "',"),
        (Kind::ApiKey, "\"access_token\":\"", hex, "\""),
        (Kind::ApiKey, "?token=", hex, "&page=2"),
        (Kind::ApiKey, "--token ", hex, " deploy"),
        (Kind::ApiKey, "AccountKey=", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq==", ";"),
        (Kind::AwsSecret, "aws_secret_access_key = ", base64, "\n"),
        (Kind::AwsSecret, "\"SecretAccessKey\": \"", base64, "\""),
        (Kind::AuthToken, "Authorization: Bearer ", hex, "\n"),
        (Kind::AuthToken, "authorization: Basic ", "YWxpY2U6aHVudGVy", ""),
        (Kind::AuthToken, "-H \"Authorization: token ", hex, "\""),
        (Kind::AuthToken, "sends bearer ", hex, ""),
        (Kind::UrlPassword, "postgres://alice:", "hunter2", "@db.internal:5432/shop"),
        (Kind::UrlPassword, "redis://:", "p@ss", "@cache:6379"),
    ];
    for (kind, before, secret, after) in named {
        let text = format!("{before}{secret}{after}");
        assert_eq!(found(&text), [(kind, secret)], "in {text}");
    }
}

#[test]
fn a_form_of_its_own_tells_more_than_the_name_before_it() {
    for (kind, secret) in planted() {
        if kind >= Kind::UrlPassword || secret.contains(' ') {
            continue;
        }
        for before in ["password=", "api_key: \"", "Authorization: Bearer ", "https://me:"] {
            let text = format!("{before}{secret}@host\" and more");
            let kinds: Vec<Kind> = found(&text).into_iter().map(|(kind, _)| kind).collect();
            let alone = format!("{before}{secret}\" and more");
            assert_eq!(found(&alone)[0].0, kind, "in {alone}: {kinds:?}");
        }
    }
}

#[test]
fn a_private_key_that_was_cut_short_is_hidden_as_far_as_it_goes() {
    let line = "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeK";
    for line_break in ["\n", "\r\n", r"\n"] {
        let key = format!("-----BEGIN PRIVATE KEY-----{line_break}{line}{line_break}{line}");
        let text = format!("{key}{line_break}... (12 lines more)");
        assert_eq!(found(&text), [(Kind::PrivateKey, key.as_str())]);
    }
}

#[test]
fn an_address_is_found_where_its_at_is_escaped() {
    assert_eq!(found("?to=alice%40example.com")[0].1, "alice%40example.com");
    assert_eq!(found(r#"{"to":"alice\u0040example.com""#)[0].1, r"alice\u0040example.com");
}

#[test]
fn a_card_is_found_before_its_security_code_and_after_another_number() {
    assert_eq!(found("4111 1111 1111 1111 123"), [(Kind::CreditCard, "4111 1111 1111 1111")]);
    assert_eq!(found("1 4111111111111111"), [(Kind::CreditCard, "4111111111111111")]);
}

#[test]
fn public_addresses_of_machines_are_found_when_asked_for() {
    let text = "from 8.8.8.8 and 93.184.216.34:443 via 10.0.0.1, 192.168.1.1, 127.0.0.1, 1.2.3.4.5";
    assert_eq!(found(text), []);
    let redactor = Redactor::new([Kind::PublicIp]);
    let found: Vec<&str> = redactor.scan(text).into_iter().map(|f| &text[f.range]).collect();
    assert_eq!(found, ["8.8.8.8", "93.184.216.34"]);
}

/// Each of these once took time in the square of its length.
#[test]
fn a_text_made_to_be_refused_over_and_over_takes_no_longer() {
    let hostile = [
        "xsk-proj-",
        "xAIza",
        "xeyJ",
        "token=",
        "password=\"",
        "://a:",
        "-----BEGIN PRIVATE KEY-----",
        "@a.bc",
        "bearer ",
        "4",
        "+44 ",
        "4111 ",
        "GB82",
        "'password': '",
        "123-45-",
    ];
    for piece in hostile {
        found(&piece.repeat(200_000 / piece.len()));
    }
}

#[test]
fn only_the_kinds_asked_for_are_found() {
    let text = "alice@example.com, password=hunter22, 536-22-8910";
    let redactor = Redactor::new([Kind::Ssn]);
    assert_eq!(redactor.scan(text).len(), 1);
    assert!(Redactor::new([]).scan(text).is_empty());
}

#[test]
fn a_row_counts_what_it_hid_and_never_shows_it() {
    let redactor = Redactor::default();
    let mut row = Placeholders::new();
    row.redact(&redactor, "alice@example.com, bob@example.com, alice@example.com");
    row.redact(&redactor, "password=hunter22");
    let counts: Vec<_> = row.counts().iter().map(|(kind, n)| (kind.label(), *n)).collect();
    assert_eq!(counts, [("PASSWORD", 1), ("EMAIL", 3)]);
    assert!(!format!("{row:?}").contains("hunter22"));
}
