//! Pages of which one piece is missing, or is not what one would expect: each is drawn.

use eval_findings::{Comparison, GateReport, IntervalMethod, PMethod, Policy, Says, Unit};
use eval_report::{annotations, junit, markdown};

use crate::fixtures::{blocks, holes, inconclusive, worse};
use crate::tables::assert_well_formed;

/// Everything that can be there.
fn full() -> Comparison {
    let Comparison { pairing, missing, safety, volume, .. } = holes();
    Comparison { pairing, missing, safety, volume, ..worse() }
}

/// Takes a piece out.
type Gap = fn(&mut Comparison);

const GAPS: [Gap; 35] = [
    |_| {},
    |of| of.baseline.rate = None,
    |of| of.baseline.interval = None,
    |of| of.candidate.rate = None,
    |of| of.candidate.interval = None,
    |of| of.changed.clear(),
    |of| of.pairing.dropped = 0,
    |of| of.pairing.only_baseline.clear(),
    |of| of.pairing.only_candidate.clear(),
    |of| of.success.estimate = None,
    |of| of.success.interval = None,
    |of| of.success.interval_by = IntervalMethod::None,
    |of| of.success.p = None,
    |of| of.success.p_by = PMethod::None,
    |of| of.success.smallest_p = None,
    |of| of.success.smallest_p = Some(0.5),
    |of| of.success.smallest_seen = None,
    |of| of.success.effect_size = None,
    |of| of.flips.lost.clear(),
    |of| of.flips.won.clear(),
    |of| of.slices.clear(),
    |of| of.slices.iter_mut().for_each(|slice| slice.stands_out = false),
    |of| of.ratios.clear(),
    |of| of.ratios.iter_mut().for_each(|ratio| ratio.interval = None),
    |of| of.ratios.iter_mut().for_each(|ratio| (ratio.ratio, ratio.shift) = (None, None)),
    |of| of.ratios.iter_mut().for_each(|ratio| (ratio.p, ratio.total_ratio) = (None, None)),
    |of| of.ratios.iter_mut().for_each(|ratio| ratio.baseline_per_success = None),
    |of| of.safety.candidate.upper = None,
    |of| of.missing = None,
    |of| of.missing.as_mut().unwrap().decides = false,
    |of| of.noise = None,
    |of| of.volume = None,
    |of| of.volume.as_mut().unwrap().successes_interval = None,
    |of| of.volume.as_mut().unwrap().tokens = None,
    |of| of.warnings.clear(),
];

#[test]
fn a_comparison_with_one_piece_missing() {
    for gap in GAPS {
        let mut comparison = full();
        gap(&mut comparison);
        assert_well_formed(&markdown::comparison(&comparison));
    }
}

#[test]
fn a_comparison_with_all_pieces_missing() {
    let mut comparison = full();
    for gap in GAPS {
        // Some reach into a piece that another takes away.
        comparison.missing = full().missing;
        comparison.volume = full().volume;
        gap(&mut comparison);
    }
    (comparison.missing, comparison.volume) = (None, None);
    comparison.safety = crate::fixtures::alike().safety;
    let page = markdown::comparison(&comparison);
    assert_well_formed(&page);
    assert_eq!(page.matches("\n### ").count(), 1, "only the difference:\n{page}");
}

#[test]
fn every_word_of_a_difference_is_written() {
    let mut comparison = full();
    for says in [Says::Better, Says::Worse, Says::NotSeen, Says::CannotTell] {
        comparison.success.says = says;
        assert_well_formed(&markdown::comparison(&comparison));
    }
    for by in [IntervalMethod::GuardedT, IntervalMethod::Tango, IntervalMethod::FixedSuite] {
        comparison.success.interval_by = by;
        assert_well_formed(&markdown::comparison(&comparison));
    }
    for by in [PMethod::SignFlipDrawn, PMethod::McNemarMidP, PMethod::FixedSuite] {
        comparison.success.p_by = by;
        comparison.success.unit = Unit::Instance;
        assert_well_formed(&markdown::comparison(&comparison));
    }
}

#[test]
fn numbers_that_are_none_are_not_written_as_numbers() {
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0] {
        let mut comparison = full();
        comparison.success.estimate = Some(odd);
        comparison.success.interval = Some([odd, odd]);
        comparison.success.p = Some(odd);
        comparison.slices[0].difference = odd;
        comparison.ratios[0].ratio = Some(odd);
        comparison.ratios[0].baseline = odd;
        comparison.flips.expected_each_way = odd;
        let page = markdown::comparison(&comparison);
        assert_well_formed(&page);
        assert!(!page.contains("NaN") && !page.contains("inf "), "{page}");
    }
}

#[test]
fn a_gate_with_one_piece_missing() {
    let gaps: [fn(&mut GateReport); 8] = [
        |of| of.checks.clear(),
        |of| of.checks[0].estimate = None,
        |of| of.checks[0].lower = None,
        |of| of.checks[0].upper = None,
        |of| of.checks[0].margin = None,
        |of| of.headline.clear(),
        |of| of.demanded.file = None,
        |of| of.comparison = None,
    ];
    for gap in gaps {
        for mut gate in [blocks(), inconclusive(Policy::Strict)] {
            gap(&mut gate);
            assert_well_formed(&markdown::gate(&gate));
            assert!(junit::gate(&gate).is_ok());
            assert!(annotations::gate(&gate, None).starts_with("::error "));
        }
    }
}
