//! One arm's success over many runs.

use std::fs;
use std::path::Path;

use eval_analysis::trend;
use eval_findings::{Point, Trend};
use eval_store::Run;
use eval_trace::{Outcome, TrialKey};

use crate::arms::assert_near;
use crate::runs::Played;

/// A run of that day.
fn run(folder: &Path, created: &'static str, change: impl FnOnce(&mut Played)) -> Run {
    let mut played = Played { created, ..Played::default() };
    change(&mut played);
    played.write(&folder.join(created))
}

fn points<'a>(found: &'a Trend, arm: &str) -> &'a [Point] {
    &found.series.iter().find(|series| series.arm == arm).unwrap().points
}

const DAYS: [&str; 4] = [
    "2026-11-17T10:00:00Z",
    "2026-11-18T10:00:00Z",
    "2026-11-19T10:00:00Z",
    "2026-11-20T10:00:00Z",
];

#[test]
fn points_stand_in_order_of_time_and_name_what_changed_since_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let half = |key: &TrialKey| if key.epoch == 0 { Outcome::Failed } else { Outcome::Success };
    let runs = [
        run(folder.path(), DAYS[2], |played| played.harness = "mended"),
        run(folder.path(), DAYS[0], |played| played.outcome = half),
        run(folder.path(), DAYS[3], |played| {
            played.harness = "mended";
            played.instances_of = "a larger suite";
            played.instances = 6;
        }),
        run(folder.path(), DAYS[1], |_| {}),
    ];
    let found = trend(folder.path(), &runs);
    assert_eq!(found.series.len(), 2);
    for arm in ["plain", "guarded"] {
        let points = points(&found, arm);
        assert_eq!(points.iter().map(|point| point.created.as_str()).collect::<Vec<_>>(), DAYS);
        let changed: Vec<&[String]> = points.iter().map(|point| point.changed.as_slice()).collect();
        let none: &[String] = &[];
        assert_eq!(changed, [none, none, &["harness".to_owned()], &["instances".to_owned()]]);
        assert_near(points[0].rate.unwrap(), 0.5);
        assert_near(points[1].rate.unwrap(), 1.0);
        assert_eq!((points[1].scored, points[3].scored), (10, 12));
        assert_eq!(points[0].run, runs[1].dir().display().to_string());
    }
    assert_eq!((found.runs, found.skipped), (folder.path().display().to_string(), Vec::new()));
}

#[test]
fn what_infra_took_is_told_beside_the_rate() {
    let folder = tempfile::tempdir().unwrap();
    let lost = |key: &TrialKey| if key.instance == 0 { Outcome::Infra } else { Outcome::Success };
    let found =
        trend(folder.path(), &[run(folder.path(), DAYS[0], |played| played.outcome = lost)]);
    let point = &points(&found, "plain")[0];
    assert_eq!((point.scored, point.infra, point.rate), (8, 2, Some(1.0)));
    assert!(point.interval.unwrap()[0] < 1.0);
}

#[test]
fn arms_that_are_in_some_runs_only_have_points_of_those() {
    let folder = tempfile::tempdir().unwrap();
    let runs = [
        run(folder.path(), DAYS[0], |played| played.arms = vec!["plain"]),
        run(folder.path(), DAYS[1], |_| {}),
    ];
    let found = trend(folder.path(), &runs);
    assert_eq!((points(&found, "plain").len(), points(&found, "guarded").len()), (2, 1));
}

#[test]
fn a_run_that_cannot_be_read_is_named_and_the_others_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let runs = [run(folder.path(), DAYS[0], |_| {}), run(folder.path(), DAYS[1], |_| {})];
    fs::remove_file(&runs[0].files("trials").unwrap()[0]).unwrap();
    let found = trend(folder.path(), &runs);
    assert_eq!(points(&found, "plain").len(), 1);
    assert_eq!(found.skipped.len(), 1);
    let skipped = &found.skipped[0];
    assert!(skipped.starts_with(&runs[0].dir().display().to_string()), "{skipped}");
    assert!(skipped.contains("the manifest lists this file and it is missing"), "{skipped}");
}

#[test]
fn no_runs_are_no_series() {
    let found = trend(Path::new("runs"), &[]);
    assert_eq!((found.series.len(), found.skipped.len(), found.runs.as_str()), (0, 0, "runs"));
}
