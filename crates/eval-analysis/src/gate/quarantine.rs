//! Instances that are kept out of the decision, under both arms alike, by a rule that was fixed
//! before the candidate was seen. They are reported all the same.

use eval_findings::Quarantined;
use eval_toml::{Section, TomlError, nearest};
use jiff::{Timestamp, civil::Date};

use crate::measured::Measured;
use crate::paired::{Paired, PairedRow};

/// Days after which a quarantine is asked about.
const LONG_DAYS: i32 = 90;

/// An entry of the quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// A scenario, `scenario.variant`, or one instance as `scenario#seed` or
    /// `scenario.variant#seed`.
    pub what: String,
    /// Since when.
    pub since: Date,
    /// Why.
    pub reason: String,
}

/// What the quarantine names and is not there.
#[derive(Debug, thiserror::Error)]
#[error("the quarantine names `{what}`, which fits no instance of the two arms{nearest}")]
pub struct QuarantineError {
    /// What was written.
    pub what: String,
    /// The nearest there is, in words.
    pub nearest: String,
}

/// Reads `[[quarantine]]`.
pub(crate) fn read(root: &mut Section) -> Result<Vec<Quarantine>, TomlError> {
    let mut entries = Vec::new();
    for mut entry in root.sections("quarantine")? {
        let what: String = entry.required("what")?;
        let since: String = entry.required("since")?;
        let since: Date = since.parse().map_err(|_| {
            entry.error_at("since", format!("`{since}` is no date; write it as in \"2026-11-20\""))
        })?;
        let reason: String = entry.required("reason")?;
        if reason.trim().is_empty() {
            return Err(entry.error_at("reason", "a quarantine has a reason"));
        }
        entry.finish()?;
        entries.push(Quarantine { what, since, reason });
    }
    Ok(entries)
}

/// Takes what is in quarantine out of the rows, and says what it was.
pub(crate) fn apply(
    entries: &[Quarantine],
    paired: &mut Paired<'_>,
) -> Result<Vec<Quarantined>, QuarantineError> {
    let mut reported = Vec::new();
    for entry in entries {
        let (out, kept): (Vec<_>, Vec<_>) =
            paired.rows.iter().copied().partition(|row| fits(&entry.what, row));
        let already = reported.iter().any(|one: &Quarantined| covers(&one.what, &entry.what));
        if out.is_empty() && !already {
            return Err(unknown(&entry.what, &paired.rows));
        }
        paired.rows = kept;
        let sum =
            |count: fn(&PairedRow<'_>) -> u32| out.iter().map(|row| u64::from(count(row))).sum();
        reported.push(Quarantined {
            what: entry.what.clone(),
            since: entry.since.to_string(),
            reason: entry.reason.clone(),
            instances: out.len() as u64,
            baseline: [sum(|row| row.a.success), sum(|row| row.a.scored)],
            candidate: [sum(|row| row.b.success), sum(|row| row.b.scored)],
        });
    }
    Ok(reported)
}

fn fits(what: &str, row: &PairedRow<'_>) -> bool {
    let (place, seed) = match what.split_once('#') {
        Some((place, seed)) => (place, Some(seed)),
        None => (what, None),
    };
    let scenario = &row.place.scenario;
    let is_place = place == scenario
        || place.strip_prefix(scenario.as_str()) == Some(&format!(".{}", row.place.variant));
    is_place && seed.is_none_or(|seed| seed.parse() == Ok(row.seed))
}

/// Whether one entry holds all that another names.
fn covers(wider: &str, narrower: &str) -> bool {
    narrower.strip_prefix(wider).is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '.']))
}

fn unknown(what: &str, rows: &[PairedRow<'_>]) -> QuarantineError {
    let scenarios = rows.iter().map(|row| row.place.scenario.as_str());
    let place = what.split('#').next().unwrap_or(what);
    let nearest = match nearest(place, scenarios) {
        Some(near) if near != place => format!("; did you mean `{near}`?"),
        Some(near) => {
            let seeds = rows.iter().filter(|row| row.place.scenario == near).map(|row| row.seed);
            let (first, last) = (seeds.clone().min(), seeds.max());
            let span = first.zip(last).map(|(first, last)| format!("{first} to {last}"));
            format!("; `{near}` has the instances {}", span.unwrap_or_default())
        }
        None => "; write a scenario, scenario.variant or scenario#instance".to_owned(),
    };
    QuarantineError { what: what.to_owned(), nearest }
}

/// What is odd about the entries.
pub(crate) fn warnings(
    entries: &[Quarantine],
    candidate: &Measured,
    now: Option<Timestamp>,
) -> Vec<String> {
    let created = candidate.provenance.created.get(..10).and_then(|day| day.parse::<Date>().ok());
    let today = now.map(|now| now.to_zoned(jiff::tz::TimeZone::UTC).date());
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let mut warnings = Vec::new();
    for entry in entries {
        if created.is_some_and(|created| entry.since > created) {
            warnings.push(format!(
                "`{}` was quarantined on {}, after the candidate ran: a rule that was fixed after \
                 seeing it proves nothing",
                entry.what, entry.since
            ));
        }
        if today.is_some_and(|today| days(entry.since, today) > LONG_DAYS) {
            warnings.push(format!(
                "`{}` has been in quarantine since {}; mend it or drop it",
                entry.what, entry.since
            ));
        }
    }
    warnings
}
