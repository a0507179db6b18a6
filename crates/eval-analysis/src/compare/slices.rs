//! Success within families, tags and strata of difficulty. To explore, never to decide by.

use std::collections::{BTreeMap, BTreeSet};

use eval_findings::{SliceBy, SliceRow};
use eval_stats::multiplicity::benjamini_hochberg;
use eval_stats::paired::sign_flip_or_monte_carlo;
use eval_stats::t_mean;

use super::{CONFIDENCE, SEED};
use crate::paired::PairedRow;

/// Of the slices that stand out, at most this share is expected to be false.
const FALSE_SHARE: f64 = 0.1;

/// All slices that there are more than one of.
pub(crate) fn slices(rows: &[PairedRow<'_>]) -> Vec<SliceRow> {
    let compared: Vec<&PairedRow<'_>> = rows.iter().filter(|row| row.is_compared()).collect();
    let mut slices = Vec::new();
    for by in [SliceBy::Family, SliceBy::Tag, SliceBy::Difficulty] {
        let mut groups: BTreeMap<&str, Vec<&PairedRow<'_>>> = BTreeMap::new();
        for row in &compared {
            for name in names(by, row) {
                groups.entry(name).or_default().push(row);
            }
        }
        // What holds of all instances says nothing that the whole does not.
        groups.retain(|_, rows| rows.len() < compared.len());
        slices.extend(adjusted(groups.into_iter().filter_map(|(name, rows)| row(by, name, &rows))));
    }
    slices
}

/// The slices of one kind that an instance belongs to.
fn names<'a>(by: SliceBy, row: &PairedRow<'a>) -> Vec<&'a str> {
    match by {
        SliceBy::Family => vec![&row.place.family],
        SliceBy::Tag => {
            let tags: BTreeSet<&str> = row.place.tags.iter().map(String::as_str).collect();
            tags.into_iter().collect()
        }
        SliceBy::Difficulty => {
            let passed = f64::from(row.a.success + row.b.success);
            vec![stratum(passed / f64::from(row.a.scored + row.b.scored))]
        }
    }
}

/// The stratum of a share of successes. That of both arms together is taken, so that neither arm's
/// luck decides where an instance belongs.
pub(crate) fn stratum(rate: f64) -> &'static str {
    if rate < 1.0 / 3.0 {
        "hard (below 1/3)"
    } else if rate <= 2.0 / 3.0 {
        "medium (1/3 to 2/3)"
    } else {
        "easy (above 2/3)"
    }
}

fn row(by: SliceBy, name: &str, rows: &[&PairedRow<'_>]) -> Option<SliceRow> {
    let differences: Vec<f64> = rows.iter().filter_map(|row| row.difference()).collect();
    let mean = t_mean(&differences)?;
    let rate = |side: fn(&PairedRow<'_>) -> Option<f64>| -> Option<f64> {
        t_mean(&rows.iter().filter_map(|row| side(row)).collect::<Vec<f64>>())
            .map(|mean| mean.value)
    };
    let interval = mean.interval(CONFIDENCE).filter(|_| !mean.is_degenerate());
    Some(SliceRow {
        by,
        name: name.to_owned(),
        instances: rows.len() as u64,
        baseline: rate(|row| row.a.rate())?,
        candidate: rate(|row| row.b.rate())?,
        difference: mean.value,
        interval: interval.map(|bounds| [bounds.lower.max(-1.0), bounds.upper.min(1.0)]),
        p: sign_flip_or_monte_carlo(&differences, SEED)?.p_two_sided,
        p_adjusted: 1.0,
        stands_out: false,
    })
}

/// The slices of one kind with their p-values adjusted for how many there are.
fn adjusted(slices: impl Iterator<Item = SliceRow>) -> Vec<SliceRow> {
    let mut slices: Vec<SliceRow> = slices.collect();
    let p: Vec<f64> = slices.iter().map(|slice| slice.p).collect();
    for (slice, p_adjusted) in slices.iter_mut().zip(benjamini_hochberg(&p)) {
        slice.p_adjusted = p_adjusted;
        slice.stands_out = p_adjusted <= FALSE_SHARE;
    }
    slices
}
