//! Methods that have no golden cases, against values worked out by hand.

use eval_stats::Tally;
use eval_stats::ablation::{
    Cell, Correlation, GeeError, factorial_within, logistic_gee, plackett_burman_12,
};
use eval_stats::agreement::{JudgeError, corrected_rate};
use eval_stats::cluster::fixed_suite_difference;
use eval_stats::gate::{fisher_two_sided, fisher_worse};
use eval_stats::paired::welch;
use eval_stats::pass_k::{pass_hat_k, suite_pass_k};
use eval_stats::power::repeats_that_help;
use eval_stats::rate::clopper_pearson;

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-4
}

/// Fisher's lady: of four cups with milk first she named three.
#[test]
fn the_lady_tasting_tea() {
    assert!(close(fisher_two_sided(3, 4, 1, 4).unwrap(), 34.0 / 70.0));
    assert!(close(fisher_worse(3, 4, 1, 4).unwrap(), 17.0 / 70.0));
    assert_eq!(fisher_worse(0, 0, 0, 3), Some(1.0));
    assert_eq!(fisher_worse(2, 1, 0, 3), None);
}

#[test]
fn welch_by_hand() {
    // Variances 1 and 20/3, so SE² = 1/3 + 5/3.
    let found = welch(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0, 8.0]).unwrap();
    assert!(close(found.value, 3.0) && close(found.standard_error.unwrap(), 2.0_f64.sqrt()));
    assert!(close(found.degrees_of_freedom, 4.0 / (1.0 / 18.0 + 25.0 / 27.0)));
    assert_eq!(welch(&[1.0], &[2.0, 3.0]).unwrap().standard_error, None);
}

#[test]
fn a_judge_corrected() {
    let tally = |passes, n| Tally { passes, n };
    let judge = JudgeError { should_pass: tally(45, 50), should_fail: tally(10, 50) };
    assert!(close(corrected_rate(tally(60, 100), judge).unwrap(), 0.4 / 0.7));
    let guessing = JudgeError { should_pass: tally(30, 50), should_fail: tally(25, 50) };
    assert_eq!(corrected_rate(tally(60, 100), guessing), None);
}

#[test]
fn fixed_units_add_the_noise_of_both_sides() {
    let (a, b) = (vec![vec![0.0, 1.0], vec![1.0, 1.0]], vec![vec![1.0, 1.0], vec![1.0, 1.0]]);
    let found = fixed_suite_difference(&a, &b).unwrap();
    assert!(close(found.mean, 0.25) && close(found.standard_error.unwrap(), 0.25));
    assert_eq!(fixed_suite_difference(&a, &b[..1]), None);
}

#[test]
fn tasks_all_alike_get_the_exact_interval() {
    let tasks = vec![Tally { passes: 4, n: 4 }; 12];
    let found = suite_pass_k(&tasks, pass_hat_k, 2, 0.95);
    assert_eq!(found.interval, clopper_pearson(12, 12, 0.95));
}

#[test]
fn repeats_help_until_noise_is_half_of_what_lies_between() {
    assert_eq!(repeats_that_help(0.2, 0.1), Some(4));
    assert_eq!(repeats_that_help(0.2, 0.0), None);
}

#[test]
fn the_screening_design_is_balanced() {
    let runs = plackett_burman_12();
    for part in 0..11 {
        assert_eq!(runs.iter().filter(|run| run[part]).count(), 6);
        for other in 0..part {
            assert_eq!(runs.iter().filter(|run| run[part] && run[other]).count(), 3);
        }
    }
}

#[test]
fn a_cell_that_always_passes_has_no_logistic_model() {
    let scores = [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    let rows: Vec<Vec<f64>> =
        (0..8).map(|place| vec![1.0, if place < 4 { 1.0 } else { -1.0 }]).collect();
    let clusters = [0, 1, 2, 3, 0, 1, 2, 3];
    let model = logistic_gee(&scores, &rows, &clusters, Correlation::Independence);
    assert_eq!(model, Err(GeeError::Separated));
}

#[test]
fn a_unit_that_misses_a_cell_is_left_out() {
    let cell = |unit, on, score| Cell { unit, on: vec![on], scores: vec![score] };
    let mut cells = Vec::new();
    for unit in 0..3 {
        cells.push(cell(unit, false, Some(0.0)));
        cells.push(cell(unit, true, Some(1.0)));
    }
    cells.push(cell(3, false, Some(0.0)));
    cells.push(cell(3, true, None));
    let effects = factorial_within(1, &cells).unwrap();
    assert!(
        close(effects[0].effect.value, 1.0) && close(effects[0].effect.degrees_of_freedom, 2.0)
    );
}
