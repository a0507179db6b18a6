//! Runs of words that also stand in texts held out.

use eval_clean::overlap::{HeldOut, Overlap, WORDS};
use proptest::prelude::*;

/// So many words, told apart by their first letter.
fn words(name: char, n: usize) -> String {
    (0..n).map(|at| format!("{name}{at} ")).collect::<Vec<_>>().concat()
}

#[test]
fn the_share_is_that_of_the_runs_that_occur() {
    let mut held_out = HeldOut::new(WORDS, 1_000);
    held_out.add(&words('a', 20));
    held_out.add(&words('b', 50));
    assert_eq!(held_out.overlap(&words('a', 20)).share(), Some(1.0));
    assert_eq!(held_out.overlap(&words('c', 20)).share(), Some(0.0));
    // Of 20 and 30 words, 38 runs: the eight within `a` occur.
    let mixed = words('a', 20) + &words('c', 30);
    assert_eq!(held_out.overlap(&mixed), Overlap { compared: 38, held_out: 8 });
    // Twelve words in a row are too few.
    let short = words('c', 12) + &words('a', 12);
    assert_eq!(held_out.overlap(&short).held_out, 0);
    assert_eq!(held_out.overlap(&words('a', 12)).share(), None);
    assert_eq!(held_out.one_in(), 1);
}

#[test]
fn with_too_many_runs_a_sample_is_kept_and_says_about_the_same() {
    let mut held_out = HeldOut::new(WORDS, 4_096);
    for text in ('a'..='z').map(|name| words(name, 1_000)) {
        held_out.add(&text);
    }
    assert_eq!(held_out.one_in(), 8);
    let half: String = words('q', 2_000);
    let share = held_out.overlap(&half).share().unwrap();
    assert!((share - 0.5).abs() < 0.1, "{share}");
}

proptest! {
    #[test]
    fn the_order_of_texts_does_not_matter(
        mut texts in prop::collection::vec("[a-c ]{0,40}", 0..12),
        asked in "[a-c ]{0,60}",
    ) {
        let overlap = |texts: &[String]| {
            let mut held_out = HeldOut::new(2, 8);
            for text in texts {
                held_out.add(text);
            }
            held_out.overlap(&asked)
        };
        let forwards = overlap(&texts);
        texts.reverse();
        prop_assert_eq!(forwards, overlap(&texts));
    }

    #[test]
    fn a_text_held_out_is_held_out_entirely(text in "[a-z ,.]{0,80}", most in 1_usize..20) {
        let mut held_out = HeldOut::new(3, most);
        held_out.add(&text);
        let overlap = held_out.overlap(&text);
        prop_assert_eq!(overlap.compared, overlap.held_out);
    }
}
