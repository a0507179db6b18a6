//! Near duplicates: how many are found, and that nothing else is.

use std::collections::BTreeSet;

use eval_clean::near::{NearIndex, Shingles, Signature, repeats};
use proptest::prelude::*;

/// Pairs for each size and similarity.
const N_PAIRS: u32 = 600;

/// A stream of hashes that never repeats (`SplitMix64`).
struct Hashes(u64);

impl Hashes {
    fn take(&mut self, n: usize) -> Vec<u64> {
        let mut next = || {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        };
        (0..n).map(|_| next()).collect()
    }

    /// Two documents with so many shingles in common, and so many that each has alone.
    fn pair(&mut self, common: usize, alone: usize) -> [Shingles; 2] {
        let common = self.take(common);
        [(); 2].map(|()| Shingles::of_hashes(self.take(alone).into_iter().chain(common.clone())))
    }
}

/// How many of the pairs meet as candidates, and how many are found near.
fn met_and_found(seed: u64, common: usize, alone: usize) -> (u32, u32) {
    let mut hashes = Hashes(seed);
    let pairs: Vec<_> = (0..N_PAIRS).map(|_| hashes.pair(common, alone)).collect();
    let mut index = NearIndex::new(0.8).unwrap();
    for (id, [first, _]) in (0..).zip(&pairs) {
        index.insert(id, Signature::new(first).unwrap());
    }
    let mut met = 0;
    let mut found = 0;
    for (id, [_, second]) in (0..).zip(&pairs) {
        let candidates = index.candidates(&Signature::new(second).unwrap());
        met += u32::from(candidates.iter().any(|candidate| candidate.id == id));
        let near = index.find(second, |id| &pairs[id as usize][0]);
        assert!(near.is_none_or(|near| near.id == id && near.similarity >= 0.8));
        found += u32::from(near.is_some());
    }
    (met, found)
}

#[test]
fn of_pairs_at_and_above_the_threshold_nearly_all_are_found() {
    // Similarity 0.8 exactly, from nine shingles to nine hundred, then 0.85 and 0.9.
    for (common, alone) in [(8, 1), (16, 2), (40, 5), (80, 10), (400, 50), (800, 100)] {
        let (_, found) = met_and_found(1, common, alone);
        assert!(found >= N_PAIRS * 95 / 100, "{found} of {N_PAIRS} at {common} and {alone}");
    }
    for (common, alone) in [(34, 3), (680, 60), (18, 1), (720, 40)] {
        let (_, found) = met_and_found(2, common, alone);
        assert!(found >= N_PAIRS * 98 / 100, "{found} of {N_PAIRS} at {common} and {alone}");
    }
}

#[test]
fn what_is_below_the_threshold_is_never_found_and_seldom_meets() {
    // Similarities 0.79, 0.5, 0.3 and 0.1.
    for (common, alone, most) in [(790, 105, 100), (500, 250, 20), (300, 350, 3), (100, 450, 1)] {
        let (met, found) = met_and_found(3, common, alone);
        assert_eq!(found, 0);
        assert!(met <= N_PAIRS * most / 100, "{met} of {N_PAIRS} meet at {common} and {alone}");
    }
}

#[test]
fn estimates_are_near_the_truth() {
    for (common, alone) in [(8, 1), (400, 50), (500, 250)] {
        let mut hashes = Hashes(4);
        let errors = (0..N_PAIRS).filter(|_| {
            let [first, second] = hashes.pair(common, alone);
            let estimate = Signature::new(&first).unwrap();
            let estimate = estimate.estimate(&Signature::new(&second).unwrap());
            (estimate - first.jaccard(&second)).abs() > 0.1
        });
        let n_errors = errors.count();
        assert!(n_errors <= 30, "{n_errors} at {common} and {alone}");
    }
}

#[test]
fn the_first_stays_and_later_ones_name_it() {
    let long =
        "the queue of the checkout service does not drain since the deploy at noon".to_owned();
    let texts = [
        long.clone(),
        "nothing of the kind".to_owned(),
        long.to_uppercase(),
        String::new(),
        long.replace(' ', " , "),
        String::new(),
        "nothing of the kind".to_owned(),
    ];
    let documents = texts.map(|text| Shingles::words(5, &text));
    let found = repeats(0.8, &documents).unwrap();
    let named: Vec<_> = found.iter().map(|near| near.map(|near| near.id)).collect();
    // Two empty documents are no repeats of each other.
    assert_eq!(named, [None, None, Some(0), None, Some(0), None, Some(1)]);
}

#[test]
fn of_several_the_most_similar_is_named_and_then_the_first() {
    let mut hashes = Hashes(5);
    let all = hashes.take(100);
    let documents = [90, 98, 98].map(|n| Shingles::of_hashes(all[..n].iter().copied()));
    let mut index = NearIndex::new(0.5).unwrap();
    for (id, document) in (10..).zip(&documents) {
        index.insert(id, Signature::new(document).unwrap());
    }
    let whole = Shingles::of_hashes(all);
    let near = index.find(&whole, |id| &documents[id as usize - 10]).unwrap();
    assert_eq!((near.id, near.similarity), (11, 0.98));
    assert_eq!(index.find_estimated(&Signature::new(&whole).unwrap()).unwrap().id, 11);
    assert!(index.is_near_any(&whole, |id| &documents[id as usize - 10]));
    let other = Shingles::of_hashes(hashes.take(100));
    assert!(!index.is_near_any(&other, |id| &documents[id as usize - 10]));
}

#[test]
fn a_text_of_few_words_is_one_shingle() {
    assert_eq!(Shingles::words(5, "Restart it!"), Shingles::words(5, "restart   it"));
    assert_eq!(Shingles::words(5, "Restart it!").len(), 1);
    assert_eq!(Shingles::words(0, "one two two"), Shingles::words(1, "two one"));
    assert!(Shingles::words(5, " -- ").is_empty());
    assert!(Signature::new(&Shingles::words(5, "")).is_none());
}

/// A release that changes these would change which rows stay in a dataset.
#[test]
fn hashes_are_the_same_on_every_machine_and_in_every_release() {
    let shingles = Shingles::words(2, "Restart checkout-7f9c, über alles");
    let expected = [
        541_708_854_410_622_200,
        5_988_161_997_062_794_023,
        9_950_801_707_892_901_873,
        12_209_094_072_560_115_441,
    ];
    assert_eq!(shingles.hashes(), expected);
}

#[test]
fn no_similarity_lies_above_one_or_at_nothing() {
    for threshold in [0.0, -1.0, 1.01, f64::NAN, f64::INFINITY] {
        assert!(NearIndex::new(threshold).is_err(), "{threshold}");
    }
    let said = NearIndex::new(80.0).unwrap_err().to_string();
    assert_eq!(said, "a threshold of 80 is not above 0 and at most 1");
}

proptest! {
    #[test]
    fn similarity_is_what_sets_say(
        left in prop::collection::vec(0_u64..30, 0..20),
        right in prop::collection::vec(0_u64..30, 0..20),
    ) {
        let sets = [&left, &right].map(|hashes| hashes.iter().copied().collect::<BTreeSet<u64>>());
        let documents = [left, right].map(Shingles::of_hashes);
        let common = sets[0].intersection(&sets[1]).map(|_| 1.0).sum::<f64>();
        let either = sets[0].union(&sets[1]).map(|_| 1.0).sum::<f64>();
        let expected = common / either.max(1.0);
        prop_assert!((documents[0].jaccard(&documents[1]) - expected).abs() < 1e-12);
        prop_assert!((documents[1].jaccard(&documents[0]) - expected).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_insertion_changes_no_similarity(
        sets in prop::collection::vec(prop::collection::vec(0_u64..12, 1..10), 1..20),
    ) {
        let documents: Vec<Shingles> = sets.into_iter().map(Shingles::of_hashes).collect();
        let similarity = |ids: &[u32]| {
            let mut index = NearIndex::new(0.6).unwrap();
            for id in ids {
                index.insert(*id, Signature::new(&documents[*id as usize]).unwrap());
            }
            let find = |document| index.find(document, |id| &documents[id as usize]);
            let near = documents.iter().map(|document| find(document).map(|near| near.similarity));
            near.collect::<Vec<_>>()
        };
        let mut ids: Vec<u32> = (0..).take(documents.len()).collect();
        let forwards = similarity(&ids);
        ids.reverse();
        prop_assert_eq!(forwards, similarity(&ids));
    }

    #[test]
    fn who_stays_is_near_to_none_who_stayed_before(
        sets in prop::collection::vec(prop::collection::vec(0_u64..8, 0..8), 0..20),
    ) {
        let documents: Vec<Shingles> = sets.into_iter().map(Shingles::of_hashes).collect();
        let found = repeats(0.9, &documents).unwrap();
        for (at, near) in found.iter().enumerate() {
            let Some(near) = near else { continue };
            prop_assert!((near.id as usize) < at && found[near.id as usize].is_none());
            prop_assert!(documents[at].jaccard(&documents[near.id as usize]) >= 0.9);
        }
    }
}
