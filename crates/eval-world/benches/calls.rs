//! Measures one tool call of the shipped world of `bench-incident`, and drawing one instance of it.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use std::path::Path;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput};
use eval_scenario::{BASE_VARIANT, Scenario};
use eval_trace::{ToolCall, ToolStatus};
use eval_world::World;
use serde_json::json;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/bench-incident");
    let scenario = Scenario::load(&folder.join("root-cause")).unwrap();
    let world = Arc::new(World::load(&scenario).unwrap());
    let variant = &scenario.variants[BASE_VARIANT];

    let instance = world.instance(variant, 57).unwrap();
    let arguments = json!({ "service": "svc-007", "tail": 20 });
    let call = ToolCall { id: "1".to_owned(), tool: "get_logs".to_owned(), arguments };
    let returned = instance.stage().call(&call).unwrap();
    assert_eq!(returned.status, ToolStatus::Ok, "{}", returned.content.as_str());

    let mut group = criterion.benchmark_group("world");
    group.throughput(Throughput::Elements(1));
    group.bench_function("call", |bencher| {
        // A stage remembers its calls, so each call gets a new one.
        let setup = || instance.stage();
        bencher.iter_batched_ref(setup, |stage| stage.call(&call).unwrap(), BatchSize::SmallInput);
    });
    group.bench_function("instance", |bencher| {
        let mut seeds = 0..;
        bencher.iter(|| world.instance(variant, seeds.next().unwrap()).unwrap());
    });
    group.finish();
    criterion.final_summary();
}
