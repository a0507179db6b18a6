//! Whatever the order and the batches that trials come in, they fold into what grouping them by hand
//! gives.

use std::collections::BTreeMap;

use eval_trace::Outcome;
use polars::df;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::compare::count;
use crate::measured::Cell;

const ARMS: [&str; 3] = ["plain", "guarded", "planned"];
const PLACES: [(&str, &str); 4] =
    [("incident", "base"), ("incident", "noisy"), ("refund", "base"), ("refund", "noisy")];

/// A trial as the table has it, and absent numbers too.
#[derive(Clone, Debug)]
struct Row {
    arm: usize,
    place: usize,
    seed: u64,
    outcome: Outcome,
    /// Tokens read and written, milliseconds, turns, calls.
    numbers: [Option<u32>; 5],
}

fn rows(count: usize) -> impl Strategy<Value = Vec<Row>> {
    let outcome = prop::sample::select(Outcome::ALL);
    let numbers: [_; 5] = std::array::from_fn(|_| option::weighted(0.9, 0..1_000_u32));
    let row = (0..ARMS.len(), 0..PLACES.len(), 0..4_u64, outcome, numbers);
    let row = row.prop_map(|(arm, place, seed, outcome, numbers)| Row {
        arm,
        place,
        seed,
        outcome,
        numbers,
    });
    vec(row, 0..count)
}

proptest! {
    #[test]
    fn trials_in_any_order_fold_into_what_grouping_them_gives(rows in rows(200), batch in 1..60_usize) {
        let folded = folded(&rows, batch).unwrap();
        for (arm, instances) in folded.iter().enumerate() {
            prop_assert_eq!(instances, &grouped(&rows, arm));
        }
    }

    #[test]
    fn neither_their_order_nor_the_size_of_a_batch_shows(rows in rows(200), batch in 1..60_usize) {
        let mut in_order = rows.clone();
        in_order.sort_by_key(|row| (row.place, row.seed));
        prop_assert_eq!(folded(&rows, batch).unwrap(), folded(&in_order, 200).unwrap());
    }
}

#[test]
fn an_arm_or_a_variant_that_nobody_planned_is_named() {
    let row = Row { arm: 0, place: 3, seed: 0, outcome: Outcome::Failed, numbers: [None; 5] };
    let unknown = |mut fold: Fold| match fold.add(&table(std::slice::from_ref(&row))) {
        Err(AnalyseError::Unknown { what, name, .. }) => (what, name),
        other => panic!("{other:?}"),
    };
    let fold = |arms: &[&str], places| Fold::new("runs/1".to_owned(), arms, places);
    assert_eq!(unknown(fold(&[], places())), ("arm", "plain".to_owned()));
    assert_eq!(unknown(fold(&ARMS[1..], places())), ("arm", "plain".to_owned()));
    let fewer = places()[..3].into();
    assert_eq!(unknown(fold(&ARMS, fewer)), ("scenario", "refund".to_owned()));
}

fn folded(rows: &[Row], batch: usize) -> Result<Vec<Vec<Instance>>, AnalyseError> {
    let mut fold = Fold::new("runs/1".to_owned(), &ARMS, places());
    for rows in rows.chunks(batch) {
        fold.add(&table(rows))?;
    }
    Ok(fold.finish())
}

/// The same, the plain way.
fn grouped(rows: &[Row], arm: usize) -> Vec<Instance> {
    let mut groups: BTreeMap<(usize, u64), Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.arm == arm) {
        groups.entry((row.place, row.seed)).or_default().push(row);
    }
    let instances = groups.into_iter().map(|((place, seed), rows)| {
        let trials = |is: fn(Outcome) -> bool| {
            u32::try_from(rows.iter().filter(|row| is(row.outcome)).count()).unwrap()
        };
        let numbers = |of: usize| -> Vec<f64> {
            let scored = rows.iter().filter(|row| row.outcome != Outcome::Infra);
            scored.filter_map(|row| row.numbers[of]).map(f64::from).collect()
        };
        let mean = |of| {
            let numbers = numbers(of);
            numbers.iter().sum::<f64>() / count(numbers.len().max(1))
        };
        let mut times = numbers(2);
        times.sort_by(f64::total_cmp);
        let cell = Cell {
            trials: trials(|_| true),
            scored: trials(|outcome| outcome != Outcome::Infra),
            success: trials(Outcome::is_success),
            recovered: trials(|outcome| outcome == Outcome::Recovered),
            broken: trials(|outcome| outcome == Outcome::Unsafe),
            input_tokens: mean(0),
            output_tokens: mean(1),
            latency: match times.len() {
                0 => 0.0,
                n => f64::midpoint(times[(n - 1) / 2], times[n / 2]),
            },
            turns: mean(3),
            tool_calls: mean(4),
        };
        Instance { place, seed, cell }
    });
    instances.collect()
}

fn table(rows: &[Row]) -> DataFrame {
    let words = |word: fn(&Row) -> &'static str| rows.iter().map(word).collect::<Vec<_>>();
    let numbers = |of: usize| rows.iter().map(|row| row.numbers[of]).collect::<Vec<_>>();
    let wide = |of| numbers(of).into_iter().map(|n| n.map(u64::from)).collect::<Vec<_>>();
    let table = df!(
        "arm" => words(|row| ARMS[row.arm]),
        "scenario" => words(|row| PLACES[row.place].0),
        "variant" => words(|row| PLACES[row.place].1),
        "instance" => rows.iter().map(|row| row.seed).collect::<Vec<_>>(),
        "outcome" => words(|row| row.outcome.name()),
        "success" => rows.iter().map(|row| row.outcome.is_success()).collect::<Vec<_>>(),
        "input_tokens" => wide(0),
        "output_tokens" => wide(1),
        "virtual_ms" => wide(2),
        "turns" => numbers(3),
        "tool_calls" => numbers(4),
    );
    table.unwrap()
}

fn places() -> Arc<[Place]> {
    let place = |(scenario, variant): &(&str, &str)| Place {
        scenario: (*scenario).to_owned(),
        variant: (*variant).to_owned(),
        family: "sre".to_owned(),
        tags: Vec::new(),
    };
    PLACES.iter().map(place).collect()
}
