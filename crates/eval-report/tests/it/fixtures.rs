//! Findings made up for the pages.

use eval_findings::{
    Check, CheckOf, Comparison, ConfigChange, Configured, Demanded, Difference, Estimand,
    FINDINGS_VERSION, Flip, Flips, GateReport, IntervalMethod, Look, Metric, Missing, NoiseNote,
    PMethod, Pairing, Policy, Quarantined, Ratio, Safety, SafetyEvents, Says, Side, SliceBy,
    SliceRow, Unit, Verdict, Volume,
};
use serde_json::json;

/// An arm of 110 instances, three epochs each.
pub(crate) fn side(arm: &str, rate: f64, interval: [f64; 2]) -> Side {
    Side {
        arm: arm.into(),
        source: "runs/latest".into(),
        run_id: "20261120T101500Z-1f2e3d4c".into(),
        created: "2026-11-20T10:15:00Z".into(),
        suite: "incidents".into(),
        harness_hash: format!("{arm}-3c4d5e6f708192a3b4c5d6e7"),
        model: "small".into(),
        model_hash: "9f8e7d6c5b4a39281706f5e4d3c2b1a0".into(),
        trials: 330,
        scored: 330,
        infra: 0,
        success: 240,
        rate: Some(rate),
        interval: Some(interval),
    }
}

/// Two arms that do not differ, and nothing else to say.
pub(crate) fn alike() -> Comparison {
    let quiet = SafetyEvents {
        events: 0,
        trials: 330,
        instances_with: 0,
        instances: 110,
        upper: Some(0.0269),
    };
    Comparison {
        schema_version: FINDINGS_VERSION,
        baseline: side("plain", 0.593, [0.512, 0.669]),
        candidate: side("keen", 0.597, [0.517, 0.672]),
        changed: Vec::new(),
        pairing: Pairing {
            compared: 110,
            dropped: 0,
            only_baseline: Vec::new(),
            only_candidate: Vec::new(),
            families: 8,
        },
        success: Difference {
            says: Says::NotSeen,
            estimate: Some(0.004),
            interval: Some([-0.031, 0.039]),
            confidence: 0.95,
            interval_by: IntervalMethod::ClusterT,
            p: Some(0.7734),
            p_by: PMethod::SignFlip,
            smallest_p: Some(0.0078),
            smallest_seen: Some(0.052),
            estimand: Estimand::SuperPopulation,
            unit: Unit::Family,
            units: 8,
            wins: 9,
            losses: 8,
            ties: 93,
            effect_size: Some(0.02),
        },
        flips: Flips { lost: Vec::new(), won: Vec::new(), expected_each_way: 2.4 },
        slices: Vec::new(),
        ratios: Vec::new(),
        safety: Safety { baseline: quiet.clone(), candidate: quiet },
        missing: None,
        noise: None,
        volume: None,
        warnings: Vec::new(),
        simulated: false,
    }
}

/// A candidate that is much worse, seen from every side.
pub(crate) fn worse() -> Comparison {
    let alike = alike();
    Comparison {
        baseline: side("keen", 0.866, [0.791, 0.918]),
        candidate: Side { source: "runs/my branch".into(), ..side("plain", 0.593, [0.512, 0.669]) },
        changed: vec![
            change("guardrails.budget", json!(12), json!(4)),
            ConfigChange {
                to: None,
                ..change("verifiers.checks", json!(["evidence_required"]), json!(0))
            },
            ConfigChange {
                of: Configured::Model,
                from: None,
                ..change("temperature", json!(0), json!(0.7))
            },
            change(
                "prompt.system",
                json!(format!("{}Look twice.", "You are on call. ".repeat(20))),
                json!(format!("{}Look once.", "You are on call. ".repeat(20))),
            ),
        ],
        success: Difference {
            says: Says::Worse,
            estimate: Some(-0.2727),
            interval: Some([-0.3281, -0.2189]),
            p: Some(0.000_02),
            wins: 3,
            losses: 41,
            ties: 66,
            ..alike.success
        },
        flips: Flips {
            lost: (0..13).map(flip).collect(),
            won: vec![Flip { baseline: [0, 3], candidate: [3, 3], ..flip(20) }],
            expected_each_way: 2.4,
        },
        slices: vec![
            slice(SliceBy::Family, "disk", -0.41, true),
            slice(SliceBy::Tag, "long_logs", -0.302, true),
            slice(SliceBy::Difficulty, "middle", -0.0004, false),
        ],
        ratios: vec![
            ratio(Metric::Cost, [0.0213, 0.0239]),
            ratio(Metric::Tokens, [12_345.6, 13_826.1]),
            Ratio {
                ratio: None,
                interval: None,
                shift: Some(2.5),
                candidate_per_success: None,
                ..ratio(Metric::ToolCalls, [4.25, 6.75])
            },
        ],
        noise: Some(NoiseNote {
            floor: 0.031,
            is_outside: true,
            arm: "keen".into(),
            created: "2026-11-01T09:00:00Z".into(),
        }),
        warnings: vec!["the two runs are 19 days apart".into()],
        simulated: true,
        ..alike
    }
}

/// Trials lost, instances missing, invariants broken.
pub(crate) fn holes() -> Comparison {
    let alike = alike();
    let broken = SafetyEvents { events: 2, instances_with: 1, ..alike.safety.baseline.clone() };
    Comparison {
        candidate: Side { infra: 31, scored: 299, ..alike.candidate.clone() },
        pairing: Pairing {
            compared: 104,
            dropped: 4,
            only_baseline: (0..12).map(|n| format!("disk.plain#{n}")).collect(),
            only_candidate: vec!["net.plain#7".into()],
            families: 8,
        },
        missing: Some(Missing {
            baseline: 0,
            candidate: 31,
            share: 0.047,
            p_same_on_both_sides: 0.000_000_1,
            bounds: [-0.112, 0.064],
            decides: true,
        }),
        safety: Safety { candidate: broken, ..alike.safety.clone() },
        volume: Some(Volume {
            per_day: 2500.0,
            successes: 10.0,
            successes_interval: Some([-77.5, 97.5]),
            tokens: Some(-1_250_000.0),
        }),
        ..alike
    }
}

/// Two arms of which three units were measured, and no trial of the candidate counts.
pub(crate) fn nothing_measured() -> Comparison {
    let alike = alike();
    Comparison {
        pairing: Pairing { compared: 3, families: 1, ..alike.pairing },
        candidate: Side { scored: 0, infra: 330, rate: None, interval: None, ..alike.candidate },
        success: Difference {
            says: Says::CannotTell,
            estimate: None,
            interval: None,
            interval_by: IntervalMethod::None,
            p: None,
            p_by: PMethod::None,
            smallest_p: Some(0.25),
            smallest_seen: None,
            unit: Unit::Instance,
            units: 3,
            estimand: Estimand::FixedSuite,
            wins: 0,
            losses: 0,
            ties: 3,
            ..alike.success
        },
        ..alike
    }
}

pub(crate) fn change(key: &str, from: serde_json::Value, to: serde_json::Value) -> ConfigChange {
    ConfigChange { of: Configured::Harness, key: key.into(), from: Some(from), to: Some(to) }
}

pub(crate) fn flip(seed: usize) -> Flip {
    Flip {
        instance: format!("full-disk.plain#{seed}"),
        family: "disk".into(),
        baseline: [3, 3],
        candidate: [0, 3],
        p: 0.05,
        p_adjusted: 0.4226,
    }
}

pub(crate) fn slice(by: SliceBy, name: &str, difference: f64, stands_out: bool) -> SliceRow {
    SliceRow {
        by,
        name: name.into(),
        instances: 24,
        baseline: 0.85,
        candidate: 0.85 + difference,
        difference,
        interval: stands_out.then_some([difference - 0.1, difference + 0.1]),
        p: 0.0009,
        p_adjusted: 0.0121,
        stands_out,
    }
}

fn ratio(metric: Metric, [baseline, candidate]: [f64; 2]) -> Ratio {
    Ratio {
        metric,
        baseline,
        candidate,
        ratio: Some(1.12),
        interval: Some([1.05, 1.19]),
        p: Some(0.004),
        total_ratio: Some(candidate / baseline),
        shift: None,
        baseline_per_success: Some(baseline / 0.866),
        candidate_per_success: Some(candidate / 0.593),
    }
}

pub(crate) fn check(of: CheckOf, verdict: Verdict, why: &str) -> Check {
    Check {
        of,
        within: None,
        verdict,
        why: why.into(),
        estimate: Some(0.004),
        lower: Some(-0.022),
        upper: Some(0.03),
        margin: Some(0.1),
        p_block: Some(0.61),
        unit: Unit::Instance,
        units: 8,
        units_needed: Some(6),
    }
}

fn tokens(verdict: Verdict, why: &str) -> Check {
    Check {
        estimate: Some(1.12),
        lower: Some(1.06),
        upper: Some(1.18),
        margin: Some(0.25),
        units_needed: None,
        ..check(CheckOf::Tokens, verdict, why)
    }
}

fn safety(verdict: Verdict, why: &str) -> Check {
    Check {
        estimate: Some(0.0269),
        lower: None,
        upper: Some(0.0269),
        margin: Some(0.01),
        unit: Unit::Instance,
        units: 110,
        units_needed: Some(299),
        ..check(CheckOf::Safety, verdict, why)
    }
}

/// A gate that says so much and nothing more.
pub(crate) fn gate(verdict: Verdict, policy: Policy) -> GateReport {
    GateReport {
        schema_version: FINDINGS_VERSION,
        verdict,
        exit_code: match (verdict, policy) {
            (Verdict::Pass, _) | (Verdict::Inconclusive, Policy::Advisory) => 0,
            (Verdict::Inconclusive, Policy::Strict) => 3,
            (Verdict::Block, _) => 1,
            (Verdict::Invalid, _) => 5,
        },
        headline: format!("{}: the success rate of `keen`", verdict.name()),
        policy,
        checks: vec![check(CheckOf::Success, verdict, "so it is")],
        quarantined: Vec::new(),
        look: None,
        demanded: Demanded {
            file: None,
            margin: 0.1,
            alpha: 0.05,
            max_missing: 0.05,
            min_units: 5,
        },
        comparison: Some(Box::new(alike())),
        warnings: Vec::new(),
    }
}

pub(crate) fn passes() -> GateReport {
    GateReport {
        headline: "PASS: keen is not worse than plain by 10.0 points or more".into(),
        checks: vec![
            check(CheckOf::Success, Verdict::Pass, "the lower bound lies above the margin"),
            tokens(Verdict::Pass, "the upper bound lies below the margin"),
        ],
        ..gate(Verdict::Pass, Policy::Advisory)
    }
}

pub(crate) fn blocks() -> GateReport {
    let gate = gate(Verdict::Block, Policy::Advisory);
    GateReport {
        headline: "BLOCK: plain succeeds 27.3 points less often than keen".into(),
        checks: vec![
            Check {
                estimate: Some(-0.2727),
                lower: Some(-0.319),
                upper: Some(-0.226),
                ..check(CheckOf::Success, Verdict::Block, "worse, and by more than is allowed")
            },
            Check {
                within: Some("disk".into()),
                unit: Unit::Instance,
                units: 24,
                units_needed: Some(60),
                ..check(CheckOf::Success, Verdict::Inconclusive, "too few units")
            },
        ],
        demanded: Demanded { file: Some("ci/gate.toml".into()), ..gate.demanded },
        comparison: Some(Box::new(worse())),
        warnings: vec!["the two runs are 19 days apart".into(), "max_infra was raised".into()],
        ..gate
    }
}

pub(crate) fn inconclusive(policy: Policy) -> GateReport {
    GateReport {
        headline: "the success rate may have fallen by 10.0 points or more, or not at all".into(),
        checks: vec![
            check(CheckOf::Success, Verdict::Inconclusive, "the margin lies within the bounds"),
            safety(Verdict::Inconclusive, "no event in 110 instances; 1.0 % needs 299"),
        ],
        look: Some(Look { taken: 1, planned: 3 }),
        quarantined: vec![Quarantined {
            what: "full-disk.noisy".into(),
            since: "2026-10-01".into(),
            reason: "its world is flaky, see #41".into(),
            instances: 6,
            baseline: [9, 18],
            candidate: [11, 18],
        }],
        ..gate(Verdict::Inconclusive, policy)
    }
}

pub(crate) fn invalid() -> GateReport {
    GateReport {
        headline: "INVALID: 4.7 % of the trials were lost to infra, 2.0 % are allowed".into(),
        checks: vec![Check {
            estimate: None,
            lower: None,
            upper: None,
            margin: None,
            ..check(CheckOf::Success, Verdict::Invalid, "too much is missing")
        }],
        comparison: Some(Box::new(holes())),
        ..gate(Verdict::Invalid, Policy::Advisory)
    }
}

pub(crate) fn nothing_ran() -> GateReport {
    GateReport {
        exit_code: 4,
        headline: "nothing ran".into(),
        checks: Vec::new(),
        comparison: None,
        ..gate(Verdict::Invalid, Policy::Advisory)
    }
}

/// Every gate there is a page of.
pub(crate) fn gates() -> Vec<GateReport> {
    vec![
        passes(),
        blocks(),
        inconclusive(Policy::Advisory),
        inconclusive(Policy::Strict),
        invalid(),
        nothing_ran(),
    ]
}

/// Every comparison there is a page of.
pub(crate) fn comparisons() -> Vec<Comparison> {
    vec![alike(), worse(), holes(), nothing_measured()]
}
