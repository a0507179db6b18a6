//! Measures how fast the built-in tokenizer counts prose and code.

use criterion::{Criterion, Throughput};
use eval_tokens::Tokenizer;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let tokenizer = Tokenizer::o200k_base();
    let texts = [
        ("prose", include_str!("../../../ARCHITECTURE.md")),
        ("code", include_str!("../src/tokenizer.rs")),
    ];

    let mut group = criterion.benchmark_group("count");
    for (name, text) in texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| tokenizer.count(text)));
    }
    group.finish();
    criterion.final_summary();
}
