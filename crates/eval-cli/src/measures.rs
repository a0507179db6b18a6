//! Ages and sizes as people write and read them.

use std::fmt;
use std::str::FromStr;

use bytesize::ByteSize;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// How long ago something is, as it was typed.
#[derive(Clone, Debug)]
pub(crate) struct Age {
    span: Span,
    typed: String,
}

impl Age {
    /// The moment that is this long before another. None where there is no
    /// such moment.
    pub(crate) fn before(&self, now: Timestamp) -> Option<Timestamp> {
        // By the calendar: a month has no fixed length.
        let then = now.to_zoned(TimeZone::UTC).checked_sub(self.span).ok()?;
        Some(then.timestamp())
    }
}

impl FromStr for Age {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let wanted = || {
            format!(
                "`{typed}` is no age: write a number and a unit, as in 12h, 30d, 2w or 6mo \
                 (m is minutes)"
            )
        };
        let span: Span = typed.parse().map_err(|_| wanted())?;
        if span.is_negative() {
            return Err(wanted());
        }
        Ok(Self { span, typed: typed.to_owned() })
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// So many bytes, as they were typed.
#[derive(Clone, Debug)]
pub(crate) struct Size {
    pub(crate) bytes: u64,
    typed: String,
}

impl FromStr for Size {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let wanted =
            || format!("`{typed}` is no size: write a number and a unit, as in 500MB or 10GiB");
        // Whoever leaves the unit out hardly means bytes, and would lose everything.
        if !typed.ends_with(|sign: char| sign.is_ascii_alphabetic()) {
            return Err(wanted());
        }
        let size: ByteSize = typed.parse().map_err(|_| wanted())?;
        Ok(Self { bytes: size.as_u64(), typed: typed.to_owned() })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// `12.3 MB`.
pub(crate) fn size(bytes: u64) -> String {
    ByteSize::b(bytes).display().si().to_string()
}

/// `5 min`; what a clock that was set back leaves is `in 5 min`.
pub(crate) fn age_of(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - then.as_second();
    let (n, unit) = match seconds.unsigned_abs() {
        0 => return "now".to_owned(),
        n @ 1..60 => (n, "s"),
        n @ 60..3_600 => (n / 60, "min"),
        n @ 3_600..86_400 => (n / 3_600, "h"),
        n => (n / 86_400, "d"),
    };
    if seconds < 0 { format!("in {n} {unit}") } else { format!("{n} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn ages_go_by_the_calendar() {
        let now = at("2026-03-31T12:00:00Z");
        let before = |typed: &str| typed.parse::<Age>().unwrap().before(now).unwrap().to_string();
        assert_eq!(before("30d"), "2026-03-01T12:00:00Z");
        assert_eq!(before("2w"), "2026-03-17T12:00:00Z");
        assert_eq!(before("1mo"), "2026-02-28T12:00:00Z");
        assert_eq!(before("1d 12h"), "2026-03-30T00:00:00Z");
        assert_eq!(before("0d"), "2026-03-31T12:00:00Z");
    }

    #[test]
    fn what_is_no_age_is_refused() {
        for typed in ["30", "-30d", "30d ago", "", "soon", "99999999999y"] {
            typed.parse::<Age>().unwrap_err();
        }
    }

    #[test]
    fn an_age_before_all_time_has_no_moment() {
        let age: Age = "19000y".parse().unwrap();
        assert_eq!(age.before(at("2026-03-31T12:00:00Z")), None);
    }

    #[test]
    fn sizes_need_a_unit() {
        let bytes = |typed: &str| typed.parse::<Size>().map(|size| size.bytes);
        assert_eq!(bytes("10GB"), Ok(10_000_000_000));
        assert_eq!(bytes("1.5 KiB"), Ok(1_536));
        assert_eq!(bytes("0B"), Ok(0));
        for typed in ["10", "-1GB", "GB", "NaN", "inf B", "much", "1..5GB", ""] {
            bytes(typed).unwrap_err();
        }
    }

    #[test]
    fn times_and_sizes_read_well() {
        let now = at("2026-03-31T12:00:00Z");
        assert_eq!(age_of(at("2026-03-31T11:01:00Z"), now), "59 min");
        assert_eq!(age_of(at("2025-03-31T12:00:00Z"), now), "365 d");
        assert_eq!(age_of(at("2026-03-31T15:00:00Z"), now), "in 3 h");
        assert_eq!(age_of(now, now), "now");
        assert_eq!(size(12_345_678), "12.3 MB");
        assert_eq!(size(0), "0 B");
    }
}
