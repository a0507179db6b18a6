//! `o200k_base`, against what tiktoken-rs 0.12.1 says.

use eval_tokens::{Token, TokenCounter, Tokenizer};
use proptest::prelude::*;

#[test]
fn tokens_are_those_of_tiktoken() {
    let known: [(&str, &[u32]); 8] = [
        ("", &[]),
        ("hello world", &[24912, 2375]),
        // What looks special is plain text.
        ("<|endoftext|>", &[27, 91, 419, 1440, 919, 91, 29]),
        ("restart checkout-7f9c", &[115_120, 30011, 12, 22, 69, 24, 66]),
        (
            "fn main() {\n    println!(\"{x:?}\");\n}\n",
            &[13682, 2758, 416, 405, 271, 30266, 195_596, 87, 115_636, 44444, 739],
        ),
        ("  \n\n\t x  y   ", &[11691, 197, 1215, 220, 342, 271]),
        (
            "Überraschung im Café — 東京都で会いましょう",
            &[70249, 95438, 988, 770, 58639, 2733, 80617, 62110, 4344, 6016, 3826, 5042, 103_554],
        ),
        (
            "I'll DON'T camelCaseWords 12345678 3.14",
            &[67504, 153_384, 83330, 6187, 27321, 220, 7633, 19354, 4388, 220, 18, 13, 1265],
        ),
    ];
    let tokenizer = Tokenizer::o200k_base();
    for (text, expected) in known {
        let ids: Vec<u32> = tokenizer.encode(text).into_iter().map(|token| token.id).collect();
        assert_eq!(ids, expected, "{text}");
        assert_eq!(tokenizer.count(text), expected.len(), "{text}");
    }
}

#[test]
fn a_token_knows_its_bytes() {
    let text = "restart checkout-7f9c";
    let pieces: Vec<&str> =
        Tokenizer::o200k_base().encode(text).into_iter().map(|token| &text[token.range]).collect();
    assert_eq!(pieces, ["restart", " checkout", "-", "7", "f", "9", "c"]);
}

#[test]
fn parts_of_a_character_have_all_of_it() {
    // A face that the vocabulary has no token for.
    let text = "a\u{1fae8}b";
    let tokens = Tokenizer::o200k_base().encode(text);
    let ranges: Vec<_> = tokens.into_iter().map(|token| token.range).collect();
    assert!(ranges.len() > 3, "{ranges:?}");
    assert!(ranges[1..ranges.len() - 1].iter().all(|range| *range == (1..5)), "{ranges:?}");
}

/// Here a backtracking regular expression runs out of stack.
#[test]
fn a_million_blanks_are_counted() {
    let text = " ".repeat(1_000_000) + "x";
    assert_eq!(Tokenizer::o200k_base().count(&text), 7_814);
}

#[test]
fn counters_are_known_by_name() {
    let estimate = TokenCounter::named("estimate-4-bytes").unwrap();
    assert_eq!((estimate.name(), estimate.count("restart")), ("estimate-4-bytes", 2));
    assert!(!estimate.is_exact());
    let exact = TokenCounter::named("o200k_base").unwrap();
    assert_eq!((exact.name(), exact.count("restart")), ("o200k_base", 1));
    assert!(exact.is_exact());
}

proptest! {
    #[test]
    fn tokens_cover_the_text_and_are_as_many_as_counted(text in "\\PC{0,40}|[ \\n\\ta-c]{0,40}") {
        let tokenizer = Tokenizer::o200k_base();
        let tokens = tokenizer.encode(&text);
        prop_assert_eq!(tokens.len(), tokenizer.count(&text));
        let mut covered = 0;
        for Token { range, .. } in tokens {
            prop_assert!(range.start <= covered && covered <= range.end);
            prop_assert!(text.get(range.clone()).is_some());
            covered = range.end;
        }
        prop_assert_eq!(covered, text.len());
    }
}
