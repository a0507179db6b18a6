//! What playing costs, printed for whoever asks:
//! `cargo test --release -p eval-world --test it -- --ignored --nocapture`.

#![expect(clippy::print_stdout, reason = "the numbers are what this is for")]

use std::time::Instant;

use serde_json::json;

use crate::support::{call, load, triage, variant};

#[test]
#[ignore = "measures, proves nothing"]
fn what_a_call_costs() {
    let world = load(&triage());
    let instance = world.instance(&variant(json!({})), 1).unwrap();
    let mut stage = instance.stage();
    let pod = json!({ "pod": "checkout-7f9c" });
    for (name, arguments) in
        [("list_pods", json!({})), ("get_logs", pod.clone()), ("restart_pod", pod.clone())]
    {
        let call = call(name, arguments);
        measure(name, || drop(stage.call(&call).unwrap()));
    }
    let mut stage = instance.stage();
    stage.call(&call("get_logs", pod)).unwrap();
    measure("oracle_move", || drop(stage.oracle_move(&[]).unwrap()));
    measure("judge", || drop(stage.judge(&json!({ "cause": "oom_heap" })).unwrap()));
    measure("stage", || drop(instance.stage()));
    measure("instance", || drop(world.instance(&variant(json!({})), 1).unwrap()));
    measure("load", || drop(load(&triage())));
}

fn measure(name: &str, mut act: impl FnMut()) {
    const ROUNDS: u32 = 2_000;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        act();
    }
    println!("{name:>12} {:>10.2?}", start.elapsed() / ROUNDS);
}
