//! Lists with more in them than anybody reads.

use eval_findings::{Comparison, Flips, GateReport, SliceBy};
use eval_report::markdown;

use crate::fixtures::{blocks, change, flip, slice, worse};
use crate::tables::assert_well_formed;

fn long(n: usize) -> Comparison {
    let worse = worse();
    Comparison {
        changed: (0..n)
            .map(|at| change(&format!("key.{at}"), at.into(), (at + 1).into()))
            .collect(),
        flips: Flips { lost: (0..n).map(flip).collect(), ..worse.flips.clone() },
        slices: (0..n)
            .map(|at| slice(SliceBy::Tag, &format!("tag-{at}"), 0.25, at % 2 == 0))
            .collect(),
        warnings: (0..n).map(|at| format!("warning {at}")).collect(),
        ..worse
    }
}

#[test]
fn ten_flips_stand_open() {
    let page = markdown::comparison(&long(10));
    assert!(page.contains("full-disk.plain#9"), "{page}");
    assert_eq!(page.matches("<details>").count(), 1, "only the table of slices:\n{page}");
}

#[test]
fn a_hundred_more_are_folded_away_and_the_rest_counted() {
    let page = markdown::comparison(&long(1000));
    assert_well_formed(&page);
    assert!(page.contains("1000 lost"), "{page}");
    assert!(page.contains("full-disk.plain#109`"), "{page}");
    assert!(!page.contains("full-disk.plain#110`"), "{page}");
    assert!(page.contains("<details><summary>100 more</summary>"), "{page}");
    assert!(page.contains("\n\nand 890 more\n\n</details>"), "{page}");
}

#[test]
fn the_longest_comment_fits_a_comment() {
    let gate = GateReport { comparison: Some(Box::new(long(20_000))), ..blocks() };
    let page = markdown::gate(&gate);
    assert_well_formed(&page);
    assert!(page.chars().count() < 65_536, "{}", page.chars().count());
}
