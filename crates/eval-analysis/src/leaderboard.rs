//! Which arm is best, as far as that can be told.

use std::collections::{BTreeMap, BTreeSet};

use eval_findings::{ENOUGH_FAMILIES, FINDINGS_VERSION, Leaderboard, Metric, Ranked, Unit};
use eval_stats::cluster::clustered_mean;
use eval_stats::multiplicity::holm;
use eval_stats::paired::sign_flip_or_monte_carlo;

use crate::compare::{SEED, rate_of, takes};
use crate::measured::{Cell, Measured};
use crate::paired::tally;
use crate::prices::Prices;

/// Level of the tests between pairs of arms, all of them together.
const ALPHA: f64 = 0.05;

/// An instance that every ranked arm has a scored trial of: its family, and each arm's cell.
struct Shared<'a> {
    family: &'a str,
    cells: Vec<Cell>,
}

/// Ranks the arms of a run over the instances that they share with the arm that has most of them.
#[must_use]
pub fn leaderboard(arms: &[Measured], prices: &Prices) -> Leaderboard {
    let (ranked, unranked) = of_one_field(arms);
    let shared = shared(&ranked);
    let families: BTreeSet<&str> = shared.iter().map(|instance| instance.family).collect();
    let unit = if families.len() >= ENOUGH_FAMILIES { Unit::Family } else { Unit::Instance };
    let units = if unit == Unit::Family { families.len() } else { shared.len() };
    let dearness = dearness(&ranked, prices);
    let better = shown_better(&shared, ranked.len(), unit);
    let mut rows: Vec<Ranked> = ranked
        .iter()
        .enumerate()
        .map(|(arm, measured)| {
            let column = |at: usize| shared.iter().map(move |instance| instance.cells[at]);
            let clusters = clusters(&shared, unit, |instance| tally(&instance.cells[arm]));
            let (rate, interval) = rate_of(&clusters);
            let sum =
                |count: fn(&Cell) -> u32| column(arm).map(|cell| u64::from(count(&cell))).sum();
            let above = better.iter().filter(|(_, worse)| *worse == arm).count() as u64;
            let below = better.iter().filter(|(best, _)| *best == arm).count() as u64;
            Ranked {
                arm: measured.provenance.arm.clone(),
                model: measured.provenance.model.clone(),
                ranks: [1 + above, ranked.len() as u64 - below],
                rate: rate.unwrap_or_default(),
                interval,
                scored: sum(|cell| cell.scored),
                infra: sum(Cell::infra),
                unsafe_trials: sum(|cell| cell.broken),
                takes: dearness.and_then(|metric| {
                    let price = prices.of(&measured.provenance.model);
                    mean(column(arm).map(|cell| takes(&cell, metric, price)))
                }),
                on_frontier: false,
            }
        })
        .collect();
    mark_frontier(&mut rows);
    // A stable sort keeps the order of the suite among equals.
    rows.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    let first = arms.first().map(|arm| &arm.provenance);
    Leaderboard {
        schema_version: FINDINGS_VERSION,
        run: first.map(|from| from.source.clone()).unwrap_or_default(),
        suite: first.map(|from| from.suite.clone()).unwrap_or_default(),
        instances: shared.len() as u64,
        unit,
        units: units as u64,
        frontier_by: dearness,
        warnings: warnings(&rows, units),
        ranked: rows,
        unranked,
        simulated: arms.iter().all(|arm| arm.provenance.simulated),
    }
}

/// The arms that can be ranked together: those that have all the instances of the largest arm, or
/// nearly all, since infra may have taken some. The others played something else.
fn of_one_field(arms: &[Measured]) -> (Vec<&Measured>, Vec<String>) {
    let names = |arm: &Measured| -> BTreeSet<(String, String, u64)> {
        let scored = arm.instances.iter().filter(|instance| instance.cell.scored > 0);
        let name = |instance: &crate::measured::Instance| {
            let place = &arm.places[instance.place];
            (place.scenario.clone(), place.variant.clone(), instance.seed)
        };
        scored.map(name).collect()
    };
    let Some(largest) = arms.iter().max_by_key(|arm| arm.instances.len()) else {
        return (Vec::new(), Vec::new());
    };
    let field = names(largest);
    let (mut ranked, mut unranked) = (Vec::new(), Vec::new());
    for arm in arms {
        let there = names(arm).intersection(&field).count();
        // Half of the field is enough to be of it; what is compared is what all of them share.
        if there > 0 && 2 * there >= field.len() {
            ranked.push(arm);
        } else {
            unranked.push(arm.provenance.arm.clone());
        }
    }
    (ranked, unranked)
}

fn shared<'a>(arms: &[&'a Measured]) -> Vec<Shared<'a>> {
    let mut found: BTreeMap<(&str, &str, u64), Shared<'a>> = BTreeMap::new();
    for (at, arm) in arms.iter().enumerate() {
        for instance in arm.instances.iter().filter(|instance| instance.cell.scored > 0) {
            let place = &arm.places[instance.place];
            let key = (place.scenario.as_str(), place.variant.as_str(), instance.seed);
            let shared = found
                .entry(key)
                .or_insert_with(|| Shared { family: &place.family, cells: Vec::new() });
            // One that an arm before this has not stays short and is dropped below.
            if shared.cells.len() == at {
                shared.cells.push(instance.cell);
            }
        }
    }
    found.into_values().filter(|shared| shared.cells.len() == arms.len()).collect()
}

fn clusters<T>(shared: &[Shared<'_>], unit: Unit, of: impl Fn(&Shared<'_>) -> T) -> Vec<Vec<T>> {
    match unit {
        Unit::Instance => shared.iter().map(|instance| vec![of(instance)]).collect(),
        Unit::Family => {
            let mut families: BTreeMap<&str, Vec<T>> = BTreeMap::new();
            for instance in shared {
                families.entry(instance.family).or_default().push(of(instance));
            }
            families.into_values().collect()
        }
    }
}

/// The pairs (better, worse) of arms whose difference is shown, over all pairs together.
fn shown_better(shared: &[Shared<'_>], arms: usize, unit: Unit) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> =
        (0..arms).flat_map(|one| (one + 1..arms).map(move |other| (one, other))).collect();
    let tested: Vec<(f64, f64)> = pairs
        .iter()
        .map(|(one, other)| {
            let rate = |cell: &Cell| cell.rate().unwrap_or_default();
            let differences = clusters(shared, unit, |instance| {
                rate(&instance.cells[*other]) - rate(&instance.cells[*one])
            });
            let mean = clustered_mean(&differences).map(|mean| mean.estimate());
            let test = mean.and_then(|mean| mean.test(0.0)).map(|test| test.p_two_sided);
            // Where nothing varied there is no t, and the signs of the differences tell.
            let sums = || differences.iter().map(|unit| unit.iter().sum()).collect::<Vec<f64>>();
            let flipped = || sign_flip_or_monte_carlo(&sums(), SEED).map(|flip| flip.p_two_sided);
            (mean.map_or(0.0, |mean| mean.value), test.or_else(flipped).unwrap_or(1.0))
        })
        .collect();
    let adjusted = holm(&tested.iter().map(|(_, p)| *p).collect::<Vec<f64>>());
    let mut shown = Vec::new();
    for (((one, other), (difference, _)), p) in pairs.iter().zip(&tested).zip(adjusted) {
        if p <= ALPHA {
            shown.push(if *difference > 0.0 { (*other, *one) } else { (*one, *other) });
        }
    }
    shown
}

/// What makes an arm dear: dollars where every model has a price, else tokens.
fn dearness(arms: &[&Measured], prices: &Prices) -> Option<Metric> {
    let all_have_one = arms.iter().all(|arm| prices.of(&arm.provenance.model).is_some());
    (!arms.is_empty()).then_some(if all_have_one { Metric::Cost } else { Metric::Tokens })
}

fn mark_frontier(rows: &mut [Ranked]) {
    let points: Vec<(f64, f64)> =
        rows.iter().map(|row| (row.rate, row.takes.unwrap_or(f64::INFINITY))).collect();
    for (row, (rate, takes)) in rows.iter_mut().zip(points.clone()) {
        let beaten = points.iter().any(|(other_rate, other_takes)| {
            let as_good = *other_rate >= rate && *other_takes <= takes;
            as_good && (*other_rate > rate || *other_takes < takes)
        });
        row.on_frontier = !beaten;
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += value;
        n += 1.0;
    }
    (n > 0.0).then(|| sum / n)
}

fn warnings(rows: &[Ranked], units: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    if units > 0 && units < 20 {
        warnings.push(format!("only {units} independent units: few differences can be shown"));
    }
    if rows.len() > 2 {
        warnings.push(
            "the best of several looks better than it is: measure it again before you believe its \
             rate"
                .to_owned(),
        );
    }
    warnings
}
