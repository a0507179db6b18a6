//! temporary
use crate::sample;
use eval_store::*;
use std::time::Instant;
#[test]
#[ignore]
fn measure() {
    let dir = std::path::PathBuf::from("/tmp/esrun");
    let _ = std::fs::remove_dir_all(&dir);
    let n = 10_000u64;
    let trials: Vec<_> = (0..n).map(sample::trial).collect();
    let events: usize = trials.iter().map(|t| t.events.len()).sum();
    let json: usize = trials.iter().flat_map(|t| &t.events).map(|e| serde_json::to_vec(&e.kind).unwrap().len()).sum();
    let t0 = Instant::now();
    for t in &trials { for e in &t.events { std::hint::black_box(serde_json::to_vec(&e.kind).unwrap()); } }
    println!("json alone {:?}/trial", t0.elapsed() / n as u32);
    let first = trials[5].id;
    let mut w = RunWriter::create(&dir, sample::manifest(n)).unwrap();
    let t0 = Instant::now();
    for (i, t) in (0..).zip(trials) { let timing = sample::timing(&t, 0); w.record(i, t, timing).unwrap(); }
    let m = w.finish(eval_trace::RunStatus::Complete).unwrap();
    println!("write {:?}/trial, events {} per trial, payload {} B/trial", t0.elapsed() / n as u32, events as f64 / n as f64, json as u64 / n);
    for f in &m.tables { println!("{} {} rows {} B, {} B/trial", f.table, f.rows, f.bytes, f.bytes as f64 / n as f64); }
    let run = Run::open(&dir).unwrap();
    let t0 = Instant::now(); run.trace(first).unwrap(); println!("first trace {:?}", t0.elapsed());
    let t0 = Instant::now(); for i in (0..n).step_by(500) { run.trace(sample::trial(i).id).unwrap(); } println!("next traces {:?}", t0.elapsed() / 20);
    let t0 = Instant::now(); let c = run.trials().unwrap().count(); println!("trials {c} {:?}", t0.elapsed());
}
