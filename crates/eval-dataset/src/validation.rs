//! Which families are kept for validation: never rows, which would be told apart from those
//! that are trained on by nothing but chance.

use std::collections::{BTreeMap, BTreeSet};

use crate::export::chance;
use crate::selecting::Selected;
use crate::source::Source;

/// The families kept for validation, or why there are none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Validation {
    pub(crate) families: BTreeSet<String>,
    pub(crate) why_none: Option<String>,
}

/// Draws families until they hold about so many percent of the trials, and never more than
/// twice that. The draw depends on the families' names alone, so that a family stays on its side
/// when runs are added.
pub(crate) fn draw(percent: f64, sources: &[Source], selected: &Selected) -> Validation {
    if percent <= 0.0 {
        return Validation::default();
    }
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    for place in &selected.places {
        let trial = &sources[place.source].trials[place.trial];
        *sizes.entry(&trial.family).or_default() += 1;
    }
    let none = |why: String| Validation { families: BTreeSet::new(), why_none: Some(why) };
    if sizes.len() < 2 {
        return none("all rows are of one family, which is never divided".to_owned());
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of trials are far below 2^52")]
    let share = |part: u64| 100.0 * part as f64 / sizes.values().sum::<u64>().max(1) as f64;
    let mut drawn: Vec<&str> = sizes.keys().copied().collect();
    drawn.sort_by_key(|family| chance(family));
    let mut families = BTreeSet::new();
    let mut held = 0;
    for family in drawn {
        let with = held + sizes[family];
        if share(held) < percent && share(with) <= 2.0 * percent {
            families.insert(family.to_owned());
            held = with;
        }
    }
    if families.is_empty() {
        return none(format!(
            "each of the {} families holds more than {:.0} % of the rows, and none is divided",
            sizes.len(),
            2.0 * percent
        ));
    }
    Validation { families, why_none: None }
}
