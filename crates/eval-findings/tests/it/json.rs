//! The summary as others read it. A changed key breaks them: it needs a new schema version.

use eval_trace::Outcome::{Failed, Infra, Recovered, Success};
use insta::assert_snapshot;

use crate::trials::{manifest, summed_up, trial};

#[test]
fn the_whole_of_a_small_run() {
    let mut passed = trial(0, 0, Success);
    passed.verified = Some(true);
    let trials = [
        passed,
        trial(0, 1, Failed),
        trial(1, 0, Recovered),
        trial(1, 1, Success),
        trial(2, 0, Infra),
    ];
    let mut summary = summed_up(&manifest(&["mine", "idle"]), &trials);
    // The last digits are the machine's.
    let round = |bound: f64| (bound * 1e6).round() / 1e6;
    summary.arms[0].interval = summary.arms[0].interval.map(|bounds| bounds.map(round));
    assert_snapshot!(serde_json::to_string_pretty(&summary).unwrap(), @r#"
    {
      "schema_version": 2,
      "run_id": "20260102T030405Z-0123abcd",
      "dir": "runs/web",
      "status": "complete",
      "suite": "web",
      "seed": 7,
      "planned": 8,
      "finished": 5,
      "infra_share": 0.2,
      "max_infra": 0.25,
      "unit": "instance",
      "simulated": true,
      "arms": [
        {
          "name": "mine",
          "model": "shaky",
          "trials": 5,
          "scored": 4,
          "infra": 1,
          "success": 3,
          "verified": 1,
          "verifiable": 1,
          "recoverable": 0,
          "units": 2,
          "dropped_instances": 1,
          "rate": 0.75,
          "interval": [
            0.010273,
            0.998848
          ],
          "outcomes": {
            "failed": 1,
            "infra": 1,
            "recovered": 1,
            "success": 2
          },
          "stops": {
            "answered": 4,
            "infra": 1
          },
          "mean_turns": 4.0,
          "mean_tool_calls": 3.0,
          "refusals": 0,
          "errors": 0,
          "input_tokens": 500,
          "output_tokens": 50
        },
        {
          "name": "idle",
          "model": "shaky",
          "trials": 0,
          "scored": 0,
          "infra": 0,
          "success": 0,
          "verified": 0,
          "verifiable": 0,
          "recoverable": 0,
          "units": 0,
          "dropped_instances": 0,
          "rate": null,
          "interval": null,
          "outcomes": {},
          "stops": {},
          "mean_turns": null,
          "mean_tool_calls": null,
          "refusals": 0,
          "errors": 0,
          "input_tokens": 0,
          "output_tokens": 0
        }
      ]
    }
    "#);
}

#[test]
fn what_the_contract_names_is_there() {
    let summary = summed_up(&manifest(&["mine"]), &[]);
    let json = serde_json::to_value(&summary).unwrap();
    assert_eq!(json["schema_version"], eval_trace::SCHEMA_VERSION);
    let arm = json["arms"][0].as_object().unwrap();
    for key in
        ["name", "trials", "scored", "infra", "success", "verified", "rate", "interval", "outcomes"]
    {
        assert!(arm.contains_key(key), "`{key}`");
    }
    assert!(arm["rate"].is_null() && arm["interval"].is_null());
}
