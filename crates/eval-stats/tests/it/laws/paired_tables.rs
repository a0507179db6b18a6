//! Units that passed or failed once on each side.

use eval_stats::Interval;
use eval_stats::paired::{
    PairedTable, agresti_min, matched_odds, mcnemar, newcombe, sign_flip, tango,
};
use proptest::prelude::*;

fn tables() -> impl Strategy<Value = PairedTable> {
    (0..30_u64, 0..20_u64, 0..20_u64, 0..30_u64)
        .prop_map(|(both_pass, a_only, b_only, both_fail)| PairedTable {
            both_pass,
            a_only,
            b_only,
            both_fail,
        })
        .prop_filter("no units", |table| table.n() > 0)
}

fn intervals(table: PairedTable) -> [Interval; 3] {
    [
        tango(table, 0.95).unwrap(),
        newcombe(table, 0.95).unwrap().interval,
        agresti_min(table, 0.95).unwrap().interval,
    ]
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn swapping_sides_turns_the_sign(table in tables()) {
        for (one, other) in intervals(table).into_iter().zip(intervals(table.swapped())) {
            prop_assert!(close(one.lower, -other.upper) && close(one.upper, -other.lower));
        }
        prop_assert_eq!(mcnemar(table), mcnemar(table.swapped()));
        let odds = [table, table.swapped()].map(|table| matched_odds(table, 0.95).unwrap());
        if table.a_only > 0 && table.b_only > 0 {
            prop_assert!(close(odds[0].ratio.unwrap() * odds[1].ratio.unwrap(), 1.0));
            prop_assert!((odds[0].interval.lower * odds[1].interval.upper - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn an_interval_holds_its_difference(table in tables()) {
        let difference = table.difference().unwrap();
        prop_assert!(tango(table, 0.95).unwrap().holds(difference));
        prop_assert!(newcombe(table, 0.95).unwrap().interval.holds(difference));
    }

    #[test]
    fn three_times_the_data_narrows_it(table in tables()) {
        let more = PairedTable {
            both_pass: 3 * table.both_pass,
            a_only: 3 * table.a_only,
            b_only: 3 * table.b_only,
            both_fail: 3 * table.both_fail,
        };
        for (one, other) in intervals(table).into_iter().zip(intervals(more)) {
            // Newcombe's is a point where both sides agree on everything.
            prop_assert!(other.width() < one.width() || one.width() < 1e-6);
        }
    }

    #[test]
    fn the_exact_p_is_that_of_the_sign_flip(table in tables()) {
        let units = |count: u64, difference: f64| (0..count).map(move |_| difference);
        let differences: Vec<f64> = units(table.a_only, -1.0)
            .chain(units(table.b_only, 1.0))
            .chain(units(table.both_pass + table.both_fail, 0.0))
            .collect();
        let flip = sign_flip(&differences).unwrap();
        prop_assert!(close(flip.p_two_sided, mcnemar(table).p_exact));
    }
}
