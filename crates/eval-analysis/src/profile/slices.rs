//! What came out on all instances of an arm, and on some of them.

use std::collections::{BTreeMap, BTreeSet};

use eval_findings::{Metric, NamedProfile, SliceBy, SliceProfile, Unit};
use eval_stats::Tally;

use super::steadiness::stability;
use super::tries::tries;
use crate::compare::{count, rate_of, stratum, takes};
use crate::measured::{Instance, Measured};
use crate::paired::tally;
use crate::prices::Price;

/// The stratum of each instance, by its name.
pub(super) type Difficulty<'a> = BTreeMap<(&'a str, &'a str, u64), &'static str>;

/// How hard each instance is: by the share of successes under all arms together, so that no arm's
/// luck decides where an instance belongs.
pub(super) fn difficulty(arms: &[Measured]) -> Difficulty<'_> {
    let mut pooled: BTreeMap<(&str, &str, u64), (u32, u32)> = BTreeMap::new();
    for arm in arms {
        for instance in &arm.instances {
            let (passed, scored) = pooled.entry(key(arm, instance)).or_default();
            *passed += instance.cell.success;
            *scored += instance.cell.scored;
        }
    }
    pooled.retain(|_, (_, scored)| *scored > 0);
    let rate = |(passed, scored): (u32, u32)| f64::from(passed) / f64::from(scored);
    pooled.into_iter().map(|(key, counts)| (key, stratum(rate(counts)))).collect()
}

fn key<'a>(arm: &'a Measured, instance: &Instance) -> (&'a str, &'a str, u64) {
    let place = &arm.places[instance.place];
    (&place.scenario, &place.variant, instance.seed)
}

/// All instances.
pub(crate) fn whole(arm: &Measured, unit: Unit, price: Option<Price>) -> SliceProfile {
    let all: Vec<&Instance> = arm.instances.iter().collect();
    of(arm, &all, unit, price)
}

/// Families, tags and strata of difficulty, of those kinds that there are several of.
pub(super) fn slices(
    arm: &Measured,
    difficulty: &Difficulty<'_>,
    price: Option<Price>,
) -> Vec<NamedProfile> {
    let mut found = Vec::new();
    for by in [SliceBy::Family, SliceBy::Tag, SliceBy::Difficulty] {
        let mut groups: BTreeMap<&str, Vec<&Instance>> = BTreeMap::new();
        for instance in &arm.instances {
            let place = &arm.places[instance.place];
            let names: BTreeSet<&str> = match by {
                SliceBy::Family => BTreeSet::from([place.family.as_str()]),
                SliceBy::Tag => place.tags.iter().map(String::as_str).collect(),
                SliceBy::Difficulty => {
                    difficulty.get(&key(arm, instance)).copied().into_iter().collect()
                }
            };
            for name in names {
                groups.entry(name).or_default().push(instance);
            }
        }
        groups.retain(|_, instances| instances.len() < arm.instances.len());
        found.extend(groups.into_iter().map(|(name, instances)| NamedProfile {
            by,
            name: name.to_owned(),
            profile: of(arm, &instances, Unit::Instance, price),
        }));
    }
    found
}

fn of(arm: &Measured, instances: &[&Instance], unit: Unit, price: Option<Price>) -> SliceProfile {
    let mut outcomes: BTreeMap<String, u64> = BTreeMap::new();
    let mut add = |outcome: &str, n: u32| {
        if n > 0 {
            *outcomes.entry(outcome.to_owned()).or_default() += u64::from(n);
        }
    };
    let (mut trials, mut scored) = (0, 0);
    for cell in instances.iter().map(|instance| &instance.cell) {
        trials += u64::from(cell.trials);
        scored += u64::from(cell.scored);
        add("infra", cell.infra());
        add("unsafe", cell.broken);
        add("recovered", cell.recovered);
        add("success", cell.success - cell.recovered);
        add("failed", cell.scored - cell.success - cell.broken);
    }
    let (rate, interval) = rate_of(&tallies(arm, instances, unit));
    SliceProfile {
        instances: instances.len() as u64,
        trials,
        scored,
        outcomes,
        rate,
        interval,
        tries: tries(instances),
        stability: stability(instances),
        tokens: mean(instances, Metric::Tokens, None),
        latency_ms: mean(instances, Metric::Latency, None),
        cost: price.and_then(|price| mean(instances, Metric::Cost, Some(price))),
    }
}

/// What an instance takes, the mean over those with a scored trial.
fn mean(instances: &[&Instance], metric: Metric, price: Option<Price>) -> Option<f64> {
    let scored = instances.iter().filter(|instance| instance.cell.scored > 0);
    let each: Vec<f64> = scored.map(|instance| takes(&instance.cell, metric, price)).collect();
    (!each.is_empty()).then(|| each.iter().sum::<f64>() / count(each.len()))
}

/// The tallies of instances with a scored trial, those of related ones together.
fn tallies(arm: &Measured, instances: &[&Instance], unit: Unit) -> Vec<Vec<Tally>> {
    let scored = instances.iter().filter(|instance| instance.cell.scored > 0);
    match unit {
        Unit::Instance => scored.map(|instance| vec![tally(&instance.cell)]).collect(),
        Unit::Family => {
            let mut families: BTreeMap<&str, Vec<Tally>> = BTreeMap::new();
            for instance in scored {
                let family = arm.places[instance.place].family.as_str();
                families.entry(family).or_default().push(tally(&instance.cell));
            }
            families.into_values().collect()
        }
    }
}
