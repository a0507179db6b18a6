//! Secrets with a form of their own.

use std::ops::Range;

use super::candidate::Candidate;
use super::kind::Kind;
use super::rules::Rule;

/// A private key without its end is searched for it no further than this.
const LONGEST_PRIVATE_KEY: usize = 32 * 1024;
/// A line of base64 in a private key is at least this long, but for the last.
const SHORTEST_KEY_LINE: usize = 16;

/// The forms are those the issuers document or push protection looks for.
///
/// Each pattern matches the least that tells, and the rest is read from there: a match that is
/// refused must not cost more than it tells, or a long text of refused ones takes hours.
pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new(
            Kind::PrivateKey,
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
            private_key,
        ),
        Rule::new(Kind::AwsKey, r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}", aws_key),
        Rule::new(Kind::GithubToken, r"gh[pousr]_[A-Za-z0-9]{36}", anywhere),
        Rule::new(Kind::GithubToken, r"github_pat_[A-Za-z0-9_]{22}", anywhere),
        Rule::new(
            Kind::GitlabToken,
            r"gl(?:pat|dt|ptt|rt|cbt|ft|imt|soat)-[A-Za-z0-9_\-]{20}",
            with_dots,
        ),
        Rule::new(Kind::SlackToken, r"xox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9\-]{10}", word),
        Rule::new(Kind::SlackToken, r"xapp-[0-9]-[A-Za-z0-9\-]{20}", word),
        Rule::new(
            Kind::SlackToken,
            r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+\-]{20,}",
            after_second_slash,
        ),
        Rule::new(Kind::StripeKey, r"[rs]k_(?:live|test)_[A-Za-z0-9]{16}", word),
        Rule::new(Kind::StripeKey, r"whsec_[A-Za-z0-9+/]{32}", base64),
        Rule::new(Kind::GoogleKey, r"AIza[A-Za-z0-9_\-]{35}", word),
        Rule::new(Kind::GoogleKey, r"GOCSPX-[A-Za-z0-9_\-]{20}", word),
        Rule::new(Kind::GoogleKey, r"ya29\.[A-Za-z0-9_\-]{20}", word),
        Rule::new(Kind::AnthropicKey, r"sk-ant-[A-Za-z0-9_\-]{20}", word),
        Rule::new(
            Kind::OpenAiKey,
            r"sk-(?:(?:proj|svcacct|admin|None|or-v1)-[A-Za-z0-9_\-]{20}|[A-Za-z0-9]{32})",
            word,
        ),
        Rule::new(Kind::HuggingFaceToken, r"(?:hf|api_org)_[A-Za-z0-9]{30}", word),
        Rule::new(Kind::NpmToken, r"npm_[A-Za-z0-9]{36}", anywhere),
        Rule::new(
            Kind::Jwt,
            r"eyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10}",
            anywhere,
        ),
    ]
}

/// A form so telling that it may stand in the middle of a word.
#[expect(clippy::unnecessary_wraps, reason = "one of several ways to accept")]
fn anywhere(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    Some(candidate.matched.start..end_of_run(candidate, b"_-"))
}

fn word(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    candidate.begins_word().then(|| candidate.matched.start..end_of_run(candidate, b"_-"))
}

fn base64(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    candidate.begins_word().then(|| candidate.matched.start..end_of_run(candidate, b"+/="))
}

/// Newer tokens end in a checksum after a dot. The dot that ends a sentence is not part of it.
fn with_dots(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let start = candidate.matched.start;
    let whole = &candidate.text[start..end_of_run(candidate, b"_-.")];
    candidate.begins_word().then(|| start..start + whole.trim_end_matches('.').len())
}

/// The id has a fixed length, so a longer run of letters is something else.
fn aws_key(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let whole = candidate.begins_word() && candidate.ends_word(candidate.matched.end);
    whole.then(|| candidate.matched.clone())
}

/// The host of a webhook is no secret, nor what kind of webhook it is.
fn after_second_slash(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let (slash, _) = candidate.matched_text().match_indices('/').nth(1)?;
    Some(candidate.matched.start + slash + 1..candidate.matched.end)
}

/// How far letters, digits and these go on after the match.
fn end_of_run(candidate: &Candidate<'_>, others: &[u8]) -> usize {
    let end = candidate.matched.end;
    let goes_on = |byte: &&u8| byte.is_ascii_alphanumeric() || others.contains(byte);
    end + candidate.bytes()[end..].iter().take_while(goes_on).count()
}

/// From `-----BEGIN` to the end of the `-----END` line. Where that is missing, as in output cut
/// short, to the last line of key.
#[expect(clippy::unnecessary_wraps, reason = "one of several ways to accept")]
fn private_key(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let body = candidate.matched.end;
    let reach = candidate.text.floor_char_boundary(body + LONGEST_PRIVATE_KEY);
    let rest = &candidate.text[body..reach];
    let whole = rest.find("-----END").and_then(|end| {
        let closing = end + "-----END".len();
        rest[closing..].find("-----").map(|dashes| closing + dashes + "-----".len())
    });
    let length = whole.unwrap_or_else(|| lines_of_key(rest));
    Some(candidate.matched.start..body + length)
}

/// How far the lines of base64 go, whether the breaks between them are real or escaped.
fn lines_of_key(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = text[end..].trim_start();
        let breaks = rest.len() - rest.trim_start_matches(r"\n").trim_start_matches(r"\r\n").len();
        let line = &rest[breaks..];
        let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        let length = line.find(|c| !is_key(c)).unwrap_or(line.len());
        if length < SHORTEST_KEY_LINE {
            return end;
        }
        end = text.len() - line.len() + length;
    }
}
