//! Instances that went the other way, and how many of them luck alone would make.

use std::collections::BTreeMap;

use eval_findings::{Flip, Flips};
use eval_stats::distribution::hypergeometric_pmf;
use eval_stats::gate::fisher_worse;
use eval_stats::multiplicity::benjamini_hochberg;

use crate::measured::Cell;
use crate::paired::{PairedRow, tally};

/// Passed and scored trials under A, then under B.
type Counts = [u64; 4];

/// The flips of all rows, both ways.
pub(crate) fn flips(rows: &[PairedRow<'_>]) -> Flips {
    let compared: Vec<&PairedRow<'_>> = rows.iter().filter(|row| row.is_compared()).collect();
    let counts: Vec<Counts> = compared.iter().map(|row| counts(row)).collect();
    let mut known = Known::default();
    let expected = counts.iter().map(|counts| known.chance_of_flip(*counts)).sum();
    let mut list = |from: fn(&PairedRow<'_>) -> (Cell, Cell), turned: fn(Counts) -> Counts| {
        let p: Vec<f64> = counts.iter().map(|counts| known.p_worse(turned(*counts))).collect();
        let adjusted = benjamini_hochberg(&p);
        let flipped = compared.iter().zip(p.iter().zip(&adjusted)).filter(|(row, _)| {
            let (before, after) = from(row);
            leans(&before) == Some(true) && leans(&after) == Some(false)
        });
        let mut flips: Vec<Flip> = flipped
            .map(|(row, (p, p_adjusted))| Flip {
                instance: row.name(),
                family: row.place.family.clone(),
                baseline: [row.a.success.into(), row.a.scored.into()],
                candidate: [row.b.success.into(), row.b.scored.into()],
                p: *p,
                p_adjusted: *p_adjusted,
            })
            .collect();
        // A stable sort keeps the order of the suite among equals.
        flips.sort_by(|one, other| one.p.total_cmp(&other.p));
        flips
    };
    Flips {
        lost: list(|row| (row.a, row.b), |counts| counts),
        won: list(|row| (row.b, row.a), |[a, a_n, b, b_n]| [b, b_n, a, a_n]),
        expected_each_way: expected,
    }
}

/// Whether an instance mostly passes (true), mostly fails (false), or neither.
fn leans(cell: &Cell) -> Option<bool> {
    let (passed, failed) = (cell.success, cell.scored - cell.success);
    (passed != failed).then_some(passed > failed)
}

fn counts(row: &PairedRow<'_>) -> Counts {
    let (a, b) = (tally(&row.a), tally(&row.b));
    [a.passes, a.n, b.passes, b.n]
}

/// What is known of counts already: few of them are different.
#[derive(Default)]
struct Known {
    flip: BTreeMap<Counts, f64>,
    worse: BTreeMap<Counts, f64>,
}

impl Known {
    fn chance_of_flip(&mut self, counts: Counts) -> f64 {
        let [a, a_n, b, b_n] = counts;
        let passes = a + b;
        // With more trials under one arm than under the other, one way is likelier than the other.
        *self.flip.entry([passes, a_n, 0, b_n]).or_insert_with(|| {
            f64::midpoint(chance_of_flip(passes, a_n, b_n), chance_of_flip(passes, b_n, a_n))
        })
    }

    fn p_worse(&mut self, counts: Counts) -> f64 {
        let [a, a_n, b, b_n] = counts;
        *self.worse.entry(counts).or_insert_with(|| fisher_worse(a, a_n, b, b_n).unwrap_or(1.0))
    }
}

/// The chance that an instance with so many passes mostly passes under A and mostly fails under B
/// when only luck decides which of its trials came out under which.
fn chance_of_flip(passes: u64, a_n: u64, b_n: u64) -> f64 {
    let possible = passes.saturating_sub(b_n)..=passes.min(a_n);
    let flips = possible.filter(|a| 2 * a > a_n && 2 * (passes - a) < b_n);
    flips.filter_map(|a| hypergeometric_pmf(a, a_n + b_n, passes, a_n)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_alone_flips_a_coin_that_was_thrown_twice_half_of_the_time() {
        // One pass in two trials: it is A's or B's.
        assert!((chance_of_flip(1, 1, 1) - 0.5).abs() < 1e-12);
        assert!(chance_of_flip(2, 1, 1).abs() < 1e-12);
        // Three passes in six: all three under A, or two of them.
        assert!((chance_of_flip(3, 3, 3) - 0.5).abs() < 1e-12);
    }
}
