//! Measures what near-duplicate search costs for a document of about 5 KB: its shingles, its
//! signature, and going through many documents in a row.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use std::fmt::Write as _;

use criterion::{Criterion, Throughput};
use eval_clean::near::{Shingles, Signature, repeats};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let texts: Vec<String> = (0..2_000).map(document).collect();
    let documents: Vec<Shingles> = texts.iter().map(|text| Shingles::words(5, text)).collect();

    let mut group = criterion.benchmark_group("near");
    group.throughput(Throughput::Bytes(texts[0].len() as u64));
    group.bench_function("shingles", |bencher| bencher.iter(|| Shingles::words(5, &texts[0])));
    group.throughput(Throughput::Elements(1));
    group.bench_function("signature", |bencher| bencher.iter(|| Signature::new(&documents[0])));
    group.throughput(Throughput::Elements(documents.len() as u64));
    group.bench_function("repeats", |bencher| bencher.iter(|| repeats(0.8, &documents).unwrap()));
    group.finish();
    criterion.final_summary();
}

/// 700 words of a small vocabulary; every tenth document repeats the one before but for a few.
fn document(number: u64) -> String {
    let original = number - u64::from(number % 10 == 1);
    let mut text = String::new();
    for at in 0..700 {
        let source = if at % 100 == 99 { number } else { original };
        let word = (source * 700 + at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 51;
        let _ = write!(text, "w{word:05} ");
    }
    text
}
