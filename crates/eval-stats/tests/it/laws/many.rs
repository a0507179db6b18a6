//! Many tests, many candidates, many parts.

use eval_stats::Tally;
use eval_stats::ablation::{Coalition, fractional_design, shapley};
use eval_stats::gate::newly_broken;
use eval_stats::multiplicity::{
    benjamini_hochberg, benjamini_yekutieli, bonferroni, hochberg, holm,
};
use eval_stats::pass_k::{pass_at_k, pass_hat_k};
use eval_stats::racing::{friedman, paired_race, shrink};
use proptest::prelude::*;

fn blocks() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2..5_usize, 3..10_usize).prop_flat_map(|(candidates, units)| {
        let score = (0..6_u8).prop_map(f64::from);
        prop::collection::vec(prop::collection::vec(score, candidates), units)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn adjusting_never_lowers_a_p(p_values in prop::collection::vec(0.0..=1.0_f64, 0..20)) {
        let adjusted = [bonferroni, holm, hochberg, benjamini_hochberg].map(|method| method(&p_values));
        for (place, p) in p_values.iter().enumerate() {
            let [bonferroni, holm, hochberg, bh] = [0, 1, 2, 3].map(|method: usize| adjusted[method][place]);
            prop_assert!(*p <= bh && bh <= hochberg && hochberg <= holm && holm <= bonferroni && bonferroni <= 1.0);
            prop_assert!(benjamini_yekutieli(&p_values)[place] >= bh);
        }
    }

    #[test]
    fn shares_add_up(values in prop::collection::vec(0.0..1.0_f64, 32)) {
        let found = shapley(5, &values).unwrap();
        prop_assert!((found.shares.iter().sum::<f64>() - found.total).abs() < 1e-9);
    }

    #[test]
    fn all_of_k_is_harder_than_one_and_one_of_k_easier(n in 2..30_u64, c in 0..30_u64, k in 2..30_u64) {
        prop_assume!(c <= n && k <= n);
        let rate = pass_at_k(n, c, 1).unwrap();
        prop_assert!(pass_hat_k(n, c, k).unwrap() <= rate + 1e-12);
        prop_assert!(rate <= pass_at_k(n, c, k).unwrap() + 1e-12);
    }

    #[test]
    fn a_race_does_not_know_the_order_of_its_units(blocks in blocks()) {
        let reversed: Vec<_> = blocks.iter().rev().cloned().collect();
        let (one, other) = (friedman(&blocks, 0.05, true).unwrap(), friedman(&reversed, 0.05, true).unwrap());
        prop_assert_eq!((one.best, &one.survivors), (other.best, &other.survivors));
        prop_assert!(one.survivors.contains(&one.best));
        let negated: Vec<Vec<f64>> = blocks.iter().map(|block| block.iter().map(|score| -score).collect()).collect();
        prop_assert_eq!(&one, &friedman(&negated, 0.05, false).unwrap());
        let race = paired_race(&blocks, 0.05).unwrap();
        prop_assert!(race.survivors.contains(&race.best));
        prop_assert_eq!(race.survivors, paired_race(&reversed, 0.05).unwrap().survivors);
    }

    #[test]
    fn shrinking_keeps_the_order_and_the_mean(scores in prop::collection::vec(0.0..1.0_f64, 4..12)) {
        let shrunk = shrink(&scores, 0.05).unwrap();
        prop_assert!((0.0..=1.0).contains(&shrunk.factor));
        let sums = [&scores, &shrunk.scores].map(|scores| scores.iter().sum::<f64>());
        prop_assert!((sums[0] - sums[1]).abs() < 1e-9);
    }

    #[test]
    fn every_effect_of_a_fraction_equals_its_aliases(word in 3..16_usize) {
        let parts = (0..4).filter(|part| word >> part & 1 == 1);
        let generator = parts.fold(Coalition::EMPTY, Coalition::with);
        let design = fractional_design(4, &[generator]).unwrap();
        let sign = |run: &[bool], effect: Coalition| (0..5).filter(|part| effect.has(*part) && !run[*part]).count() % 2;
        for (part, aliases) in design.aliases.iter().enumerate() {
            for (run, alias) in design.runs.iter().flat_map(|run| aliases.iter().map(move |alias| (run, alias))) {
                prop_assert_eq!(sign(run, *alias), sign(run, Coalition::EMPTY.with(part)));
            }
        }
    }
}

#[test]
fn a_unit_that_fails_once_is_not_called_broken() {
    let tally = |passes| Tally { passes, n: 5 };
    let mut units = vec![(tally(5), tally(4)); 20];
    assert!(newly_broken(&units, 0.1).is_empty());
    units.push((tally(5), tally(0)));
    assert_eq!(newly_broken(&units, 0.1), [20]);
}
