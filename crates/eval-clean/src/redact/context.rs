//! Secrets that are told by what stands before them.

use std::ops::Range;

use super::candidate::Candidate;
use super::kind::Kind;
use super::rules::Rule;
use super::value::Value;

/// Names of passwords. A `_` may also be a hyphen, a space or nothing.
const PASSWORDS: [&str; 5] = ["password", "passwd", "passphrase", "passcode", "pwd"];
/// Names of keys and tokens.
const KEYS: [&str; 13] = [
    "api_key",
    "access_key",
    "access_key_id",
    "secret_key",
    "account_key",
    "private_key",
    "encryption_key",
    "signing_key",
    "auth_key",
    "secret",
    "token",
    "credential",
    "credentials",
];
/// The name of an AWS secret key, which has no form but its length.
const AWS_SECRETS: [&str; 2] = ["secret_access_key", "aws_secret_key"];
/// How many characters of base64 an AWS secret key has.
const AWS_SECRET_LENGTH: usize = 40;

/// After a name: its closing quote or bracket, the separator, and the value's opening quote.
/// Quotes may be escaped, as in JSON within a string.
const ASSIGNED: &str = r#"\\*["'`]?\]?[ \t]{0,4}(?:=>|:=|==?|:|>)[ \t]{0,4}\\*["'`]?"#;

pub(super) fn rules() -> Vec<Rule> {
    let assigned = |names: &[&str]| format!("(?i:{}){ASSIGNED}", alternatives(names));
    let flag = |names: &[&str]| format!("(?i:--(?:[a-z]+-)*(?:{})) +", alternatives(names));
    vec![
        Rule::new(Kind::UrlPassword, r"://[A-Za-z0-9._%+~\-]*:", url_password),
        Rule::new(
            Kind::AuthToken,
            r#"(?i:authorization\\*["']?[ \t]{0,4}[:=][ \t]{0,4}\\*["']?(?:bearer|basic|token) +)"#,
            authorization,
        ),
        Rule::new(Kind::AuthToken, r"(?i:bearer) +", bearer),
        Rule::new(Kind::AwsSecret, assigned(&AWS_SECRETS), aws_secret),
        Rule::new(Kind::ApiKey, assigned(&KEYS), key),
        Rule::new(Kind::ApiKey, flag(&KEYS), key),
        Rule::new(Kind::Password, assigned(&PASSWORDS), password),
        Rule::new(Kind::Password, flag(&PASSWORDS), password),
    ]
}

/// What a value is, told by the name it stands under.
pub(super) fn by_name(name: &str, value: &str) -> Option<(Kind, Range<usize>)> {
    let name: String = name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect();
    let name = name.to_ascii_lowercase();
    let is_one_of = |names: &[&str]| names.iter().any(|n| name.ends_with(&n.replace('_', "")));
    if name.ends_with("authorization") {
        let scheme = value.find(' ').map_or(0, |space| space + 1);
        let token = Value::whole(&value[scheme..])?;
        return is_auth_token(&token, 8).then_some((Kind::AuthToken, scheme..value.len()));
    }
    let value = Value::whole(value)?;
    let kind = match () {
        () if is_one_of(&AWS_SECRETS) && is_aws_secret(value.as_str()) => Kind::AwsSecret,
        () if is_one_of(&KEYS) && value.is_key() => Kind::ApiKey,
        () if is_one_of(&PASSWORDS) && value.is_password() => Kind::Password,
        () => return None,
    };
    Some((kind, value.range))
}

fn alternatives(names: &[&str]) -> String {
    names.join("|").replace('_', "[_ -]?")
}

fn password(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let value = Value::read(candidate.text, candidate.matched.end)?;
    // The shell's `PWD=/home/me` is no password.
    let is_folder = value.as_str().starts_with(['/', '~']) && {
        candidate.matched_text().to_ascii_lowercase().starts_with("pwd")
    };
    (value.is_password() && !is_folder).then_some(value.range)
}

fn key(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let value = Value::read(candidate.text, candidate.matched.end)?;
    value.is_key().then_some(value.range)
}

fn aws_secret(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let value = Value::read(candidate.text, candidate.matched.end)?;
    is_aws_secret(value.as_str()).then_some(value.range)
}

fn is_aws_secret(value: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"/+=".contains(&byte);
    value.len() == AWS_SECRET_LENGTH && value.bytes().all(is_base64)
}

/// Up to the last `@` before the path, so that an `@` in the password hides nothing.
fn url_password(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let start = candidate.matched.end;
    let ends = |c: char| c.is_whitespace() || "/?#\"'`<>\\".contains(c);
    let rest = &candidate.text[start..];
    let authority = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let length = authority.rfind('@')?;
    let value = Value::whole(&authority[..length])?;
    (!value.is_stand_in()).then_some(start..start + length)
}

fn authorization(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let value = auth_value(candidate)?;
    is_auth_token(&value, 8).then_some(value.range)
}

/// Without `Authorization` before it, `bearer` may be a word of prose.
fn bearer(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let value = auth_value(candidate)?;
    let has_digit = value.as_str().bytes().any(|byte| byte.is_ascii_digit());
    (candidate.begins_word() && has_digit && is_auth_token(&value, 16)).then_some(value.range)
}

fn auth_value<'a>(candidate: &Candidate<'a>) -> Option<Value<'a>> {
    Value::read(candidate.text, candidate.matched.end)
}

fn is_auth_token(value: &Value<'_>, shortest: usize) -> bool {
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"._~+/=-".contains(&byte);
    value.as_str().len() >= shortest && value.as_str().bytes().all(of_token) && !value.is_stand_in()
}
