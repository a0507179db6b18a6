//! Success within families, tags and strata of difficulty.

use eval_analysis::{CompareSettings, Measured, compare};
use eval_findings::{SliceBy, SliceRow};
use proptest::prelude::*;

use crate::arms::{arm, arm_of, arms_of, assert_near, fewer_cases, rows};

fn slices(a: &Measured, b: &Measured) -> Vec<SliceRow> {
    compare(a, b, &CompareSettings::default()).unwrap().slices
}

fn by(slices: &[SliceRow], by: SliceBy) -> Vec<&SliceRow> {
    slices.iter().filter(|slice| slice.by == by).collect()
}

/// Ten instances each of two families; the second is tagged `long`, all are tagged `sre`.
fn two_families(name: &str, incident: (u32, u32), checkout: (u32, u32)) -> Measured {
    arm(name)
        .each("incident", 0..10, |_| incident)
        .each("checkout", 0..10, |i| if i == 0 { (0, checkout.1) } else { checkout })
        .tagged("incident", "sre")
        .tagged("checkout", "sre")
        .tagged("checkout", "long")
        .done()
}

#[test]
fn families_and_tags_and_strata_each_tell_their_own_difference() {
    let found = slices(&two_families("a", (4, 4), (4, 4)), &two_families("b", (4, 4), (1, 4)));

    let families = by(&found, SliceBy::Family);
    assert_eq!(
        families.iter().map(|slice| slice.name.as_str()).collect::<Vec<_>>(),
        ["checkout", "incident"]
    );
    let checkout = families[0];
    assert_eq!(checkout.instances, 10);
    assert_near(checkout.baseline, 0.9);
    assert_near(checkout.candidate, 0.9 / 4.0);
    assert_near(checkout.difference, -0.9 * 0.75);
    assert!(checkout.interval.unwrap()[1] < 0.0);
    // Nine of ten went down: two of 2⁹ ways of flipping, and the zero flips for nothing.
    assert_near(checkout.p, 2.0 / 512.0);
    assert!(checkout.stands_out);
    let incident = families[1];
    assert_eq!((incident.difference, incident.interval, incident.p), (0.0, None, 1.0));
    assert!(!incident.stands_out);

    // What holds of all instances is no slice.
    let tags = by(&found, SliceBy::Tag);
    assert_eq!(tags.iter().map(|slice| slice.name.as_str()).collect::<Vec<_>>(), ["long"]);

    let strata = by(&found, SliceBy::Difficulty);
    let names: Vec<(&str, u64)> =
        strata.iter().map(|slice| (slice.name.as_str(), slice.instances)).collect();
    assert_eq!(
        names,
        [("easy (above 2/3)", 10), ("hard (below 1/3)", 1), ("medium (1/3 to 2/3)", 9)]
    );
}

#[test]
fn one_family_without_tags_and_of_one_difficulty_has_no_slices() {
    assert_eq!(slices(&arm_of("a", 9, |_| (3, 3)), &arm_of("b", 9, |_| (3, 3))), []);
}

#[test]
fn one_among_many_slices_has_to_stand_out_the_more() {
    // Six instances of one family all went down: p is 2/64. By itself that stands out.
    let made = |name: &str, families: u32, passes: u32| {
        (0..families)
            .fold(arm(name).each("worst", 0..6, |_| (passes, 2)), |arm, family| {
                arm.each(&format!("other-{family}"), 0..6, |i| (u32::from(i % 2 == 0), 2))
            })
            .done()
    };
    let worst = |families| {
        let found = slices(&made("a", families, 2), &made("b", families, 0));
        by(&found, SliceBy::Family).into_iter().find(|slice| slice.name == "worst").unwrap().clone()
    };
    let (few, many) = (worst(1), worst(9));
    assert_eq!((few.p, many.p), (2.0 / 64.0, 2.0 / 64.0));
    assert_near(few.p_adjusted, 2.0 * few.p);
    assert_near(many.p_adjusted, 10.0 * many.p);
    assert!(few.stands_out && !many.stands_out);
}

proptest! {
    #![proptest_config(fewer_cases(8))]

    #[test]
    fn adjusting_never_makes_a_slice_surer(rows in rows(8, 30)) {
        let (a, b) = arms_of(&rows);
        let found = slices(&a, &b);
        for slice in &found {
            prop_assert!(slice.p_adjusted >= slice.p - 1e-12 && slice.p_adjusted <= 1.0);
            prop_assert_eq!(slice.stands_out, slice.p_adjusted <= 0.1);
            if let Some([lower, upper]) = slice.interval {
                prop_assert!(lower <= slice.difference && slice.difference <= upper);
            }
            prop_assert!((slice.candidate - slice.baseline - slice.difference).abs() < 1e-9);
        }
        let compared = rows.iter().filter(|(_, a, b)| a.scored > 0 && b.scored > 0).count() as u64;
        for kind in [SliceBy::Family, SliceBy::Difficulty] {
            let instances: u64 = by(&found, kind).iter().map(|slice| slice.instances).sum();
            prop_assert!(instances == compared || instances == 0);
        }
    }
}
