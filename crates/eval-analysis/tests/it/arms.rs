//! Arms made up in memory: counts by instance, and nothing on disk.

use std::collections::BTreeMap;

use eval_analysis::{Cell, Instance, Measured, Place, Provenance};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

/// An arm being made up.
#[derive(Clone)]
pub(crate) struct Arm {
    provenance: Provenance,
    cells: BTreeMap<(String, u64), Cell>,
    families: BTreeMap<String, String>,
    tags: BTreeMap<String, Vec<String>>,
}

/// An arm that played nothing yet. Arms are of one run unless they are told otherwise.
pub(crate) fn arm(name: &str) -> Arm {
    let provenance = Provenance {
        source: "runs/latest".to_owned(),
        run_id: "20261120T220500Z-0a1b2c3d".to_owned(),
        created: "2026-11-20T22:05:00Z".to_owned(),
        version: "0.1.0".to_owned(),
        git_commit: None,
        suite: "triage".to_owned(),
        suite_path: Some("suite.toml".to_owned()),
        instances_hash: "2dba225c9984d5ea".to_owned(),
        families: 1,
        seed: 0,
        max_turns: 6,
        look: None,
        unfinished: 0,
        arm: name.to_owned(),
        harness: format!("harness/{name}.toml"),
        harness_hash: format!("hash of {name}"),
        effective: json!({"loop": {"kind": "react"}, "name": name}),
        model: "flaky".to_owned(),
        model_hash: "hash of flaky".to_owned(),
        model_effective: json!({"kind": "flaky", "p": 0.4}),
        simulated: true,
        stream: 0,
    };
    Arm { provenance, cells: BTreeMap::new(), families: BTreeMap::new(), tags: BTreeMap::new() }
}

/// An arm that played these of a scenario's instances, `(success, scored)` by instance.
pub(crate) fn arm_of(name: &str, instances: u64, counts: impl Fn(u64) -> (u32, u32)) -> Measured {
    arm(name).each("incident", 0..instances, counts).done()
}

/// What a trial takes where nothing is said of it.
pub(crate) fn cell(success: u32, scored: u32) -> Cell {
    if scored == 0 {
        return Cell::default();
    }
    Cell {
        trials: scored,
        scored,
        success,
        recovered: 0,
        broken: 0,
        input_tokens: 1_000.0,
        output_tokens: 100.0,
        latency: 2_000.0,
        turns: 4.0,
        tool_calls: 3.0,
    }
}

impl Arm {
    /// So many successes among so many scored trials of an instance. A scenario is written `name`
    /// or `name.variant`.
    pub(crate) fn passes(self, scenario: &str, instance: u64, success: u32, scored: u32) -> Self {
        self.cell(scenario, instance, cell(success, scored))
    }

    pub(crate) fn each(
        self,
        scenario: &str,
        instances: impl IntoIterator<Item = u64>,
        counts: impl Fn(u64) -> (u32, u32),
    ) -> Self {
        instances.into_iter().fold(self, |arm, instance| {
            let (success, scored) = counts(instance);
            arm.passes(scenario, instance, success, scored)
        })
    }

    pub(crate) fn cell(mut self, scenario: &str, instance: u64, cell: Cell) -> Self {
        self.cells.insert((scenario.to_owned(), instance), cell);
        self
    }

    /// More trials of an instance, lost to infra.
    pub(crate) fn loses(mut self, scenario: &str, instance: u64, lost: u32) -> Self {
        self.cells.entry((scenario.to_owned(), instance)).or_default().trials += lost;
        self
    }

    /// So many of the failed trials of an instance broke an invariant.
    pub(crate) fn breaks(mut self, scenario: &str, instance: u64, broken: u32) -> Self {
        self.cells.entry((scenario.to_owned(), instance)).or_default().broken += broken;
        self
    }

    /// The family of a scenario, which is its name where nothing is said.
    pub(crate) fn family(mut self, scenario: &str, family: &str) -> Self {
        self.families.insert(scenario.to_owned(), family.to_owned());
        self
    }

    pub(crate) fn tagged(mut self, scenario: &str, tag: &str) -> Self {
        self.tags.entry(scenario.to_owned()).or_default().push(tag.to_owned());
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Provenance)) -> Self {
        change(&mut self.provenance);
        self
    }

    pub(crate) fn done(self) -> Measured {
        let place = |written: &str| {
            let (scenario, variant) = written.split_once('.').unwrap_or((written, "base"));
            Place {
                scenario: scenario.to_owned(),
                variant: variant.to_owned(),
                family: self.families.get(written).map_or(scenario, String::as_str).to_owned(),
                tags: self.tags.get(written).cloned().unwrap_or_default(),
            }
        };
        let mut places: Vec<Place> = self.cells.keys().map(|(written, _)| place(written)).collect();
        places.sort();
        places.dedup();
        let mut families: Vec<&str> = places.iter().map(|place| place.family.as_str()).collect();
        families.sort_unstable();
        families.dedup();
        let mut instances: Vec<Instance> = self
            .cells
            .iter()
            .map(|((written, seed), cell)| Instance {
                place: places.binary_search(&place(written)).unwrap(),
                seed: *seed,
                cell: *cell,
            })
            .collect();
        instances.sort_by_key(|instance| (instance.place, instance.seed));
        let provenance = Provenance { families: families.len(), ..self.provenance };
        Measured { provenance, places: places.into(), instances }
    }
}

/// Fewer cases than usual: what is measured takes this many times as long as most.
pub(crate) fn fewer_cases(times: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.div_ceil(times), ..usual }
}

/// An instance in a scenario of that number, with what each arm did.
pub(crate) type Row = (usize, Cell, Cell);

/// Two arms over these rows: row i is the instance i of its scenario.
pub(crate) fn arms_of(rows: &[Row]) -> (Measured, Measured) {
    let (mut a, mut b) = (arm("a"), arm("b"));
    for (instance, (scenario, one, other)) in (0..).zip(rows) {
        let scenario = format!("scenario-{scenario}");
        a = a.cell(&scenario, instance, *one);
        b = b.cell(&scenario, instance, *other);
    }
    (a.done(), b.done())
}

/// What an arm may have done on an instance: up to `trials` scored ones, some perhaps lost.
pub(crate) fn any_cell(trials: u32) -> impl Strategy<Value = Cell> {
    let lost = prop_oneof![9 => Just(0_u32), 1 => 1..3_u32];
    let counts = (0..=trials, 0.0..=1.0_f64, 0.0..=1.0_f64, lost);
    // Powers of two: their ratios are few, which keeps the counting of sign flips short.
    let amounts = [0..4_u32, 0..4, 0..4, 0..4].prop_map(|each| each.map(|e| f64::from(1_u32 << e)));
    (counts, amounts).prop_map(|((scored, passes, rest, lost), amounts)| {
        let success = share_of(scored, passes);
        let mut cell = Cell { trials: scored + lost, ..cell(success, scored) };
        if scored > 0 {
            cell.broken = share_of(scored - success, rest * rest * rest);
            cell.recovered = share_of(success, rest);
            [cell.input_tokens, cell.latency, cell.turns, cell.tool_calls] = amounts;
            cell.output_tokens = cell.input_tokens;
        }
        cell
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a few trials"
)]
fn share_of(count: u32, share: f64) -> u32 {
    (f64::from(count) * share).round() as u32
}

/// Rows in up to `scenarios` scenarios, and so in as many families.
pub(crate) fn rows(scenarios: usize, instances: usize) -> impl Strategy<Value = Vec<Row>> {
    vec((0..scenarios, any_cell(4), any_cell(4)), 1..instances)
}

/// Numbers that differ by no more than rounding.
#[track_caller]
pub(crate) fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

/// The same of numbers that may not be there.
pub(crate) fn is_near(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (found, expected) => found.is_none() && expected.is_none(),
    }
}
