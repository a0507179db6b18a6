//! Measures how fast a text is searched for secrets: one without any, and one with many.

use std::fmt::Write as _;

use criterion::{Criterion, Throughput};
use eval_clean::redact::{Placeholders, Redactor};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let redactor = Redactor::default();

    let mut group = criterion.benchmark_group("redact");
    for (name, text) in [("prose", prose()), ("logs", logs()), ("code", code())] {
        assert!(redactor.scan(&text).is_empty(), "{name} is meant to be clean");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| redactor.scan(&text)));
    }
    let mails = mails();
    group.throughput(Throughput::Bytes(mails.len() as u64));
    group.bench_function("mails", |bencher| {
        bencher.iter(|| Placeholders::new().redact(&redactor, &mails).into_owned());
    });
    group.finish();
    criterion.final_summary();
}

fn prose() -> String {
    include_str!("../../../ARCHITECTURE.md").repeat(20)
}

/// What a tool returns: times, ids, addresses, counts.
fn logs() -> String {
    let mut text = String::new();
    for line in 0..5_000_u64 {
        let id = line.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let _ = writeln!(
            text,
            "2026-01-15T10:22:{:02}.{:06}Z INFO svc-{:03} checkout-7f9c request={id:016x} \
             from=10.0.{}.{} status=200 latency_ms={} tokens={line}",
            line % 60,
            id % 1_000_000,
            line % 100,
            line % 256,
            id % 256,
            id % 900,
        );
    }
    text
}

fn code() -> String {
    include_str!("../src/redact/value.rs").repeat(100)
}

/// A secret in every line.
fn mails() -> String {
    (0..5_000).fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "From: user{}@example.com, subject: about order {line}", line % 50);
        text
    })
}
