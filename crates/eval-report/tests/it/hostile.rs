//! Suites whose every name, reason and value is out for trouble.

use eval_findings::{
    Check, CheckOf, Comparison, ConfigChange, Flip, GateReport, NoiseNote, Quarantined, Side,
    SliceBy, SliceRow, Verdict,
};
use eval_report::markdown;
use serde_json::json;

use crate::fixtures::{blocks, change, check, flip, holes, slice, worse};

/// All of it at once, with a number to tell where it came out.
fn trouble(place: &str) -> String {
    format!(
        "{place}|x|`y`\r\n\n# h\n| a |\n| - |\n<script>z</script><!-- --></details>&lt;&#64;*b* _c_ \
         **d** [e](https://evil.example) ![f](//evil.example/g.png) www.evil.example @team #123 \
         GH-12 o/r#4 :tada: $h$ ~~i~~ \\| \\` \u{1b}[31m\u{9b}2J\u{202e}j\u{2066}\u{200b}\u{e0041}\
         \u{feff}\0\u{fffe} ::error::k %0A, {{{{ l }}}} {{% m %}}"
    )
}

pub(crate) fn comparison() -> Comparison {
    let worse = worse();
    Comparison {
        baseline: side("baseline", &worse.baseline),
        candidate: side("candidate", &worse.candidate),
        changed: vec![
            change(&trouble("key"), json!(trouble("from")), json!([trouble("to")])),
            ConfigChange {
                from: None,
                ..change(&trouble("k2"), json!(0), json!({trouble("k"): 1}))
            },
        ],
        flips: eval_findings::Flips {
            lost: (0..12)
                .map(|at| Flip {
                    instance: trouble(&format!("flip{at}")),
                    family: trouble("family"),
                    ..flip(at)
                })
                .collect(),
            ..worse.flips
        },
        slices: vec![
            SliceRow { ..slice(SliceBy::Tag, &trouble("tag"), 0.2, true) },
            SliceRow { ..slice(SliceBy::Family, &trouble("slice"), 0.1, false) },
        ],
        noise: Some(NoiseNote {
            floor: 0.1,
            is_outside: false,
            arm: trouble("noise"),
            created: trouble("measured"),
        }),
        pairing: eval_findings::Pairing {
            only_baseline: vec![trouble("onlya"), trouble("onlya2")],
            only_candidate: vec![trouble("onlyb")],
            ..holes().pairing
        },
        missing: holes().missing,
        safety: holes().safety,
        volume: holes().volume,
        warnings: vec![trouble("compared")],
        ..worse
    }
}

fn side(place: &str, side: &Side) -> Side {
    Side {
        arm: trouble(&format!("{place}arm")),
        source: trouble(&format!("{place}source")),
        run_id: trouble(&format!("{place}run")),
        created: trouble("created"),
        suite: trouble(&format!("{place}suite")),
        harness_hash: "`|<b>@x".into(),
        model: trouble(&format!("{place}model")),
        model_hash: "|`@team#".into(),
        ..side.clone()
    }
}

pub(crate) fn gate() -> GateReport {
    let blocks = blocks();
    let mut demanded = blocks.demanded;
    demanded.file = Some(trouble("file"));
    GateReport {
        headline: trouble("headline"),
        checks: vec![
            Check {
                within: Some(trouble("within")),
                ..check(CheckOf::Success, Verdict::Block, &trouble("why"))
            },
            check(CheckOf::ToolCalls, Verdict::Invalid, &trouble("why2")),
        ],
        quarantined: vec![Quarantined {
            what: trouble("what"),
            since: trouble("since"),
            reason: trouble("reason"),
            instances: 1,
            baseline: [0, 3],
            candidate: [1, 3],
        }],
        demanded,
        comparison: Some(Box::new(comparison())),
        warnings: vec![trouble("- # 1. warning"), "- # 1. list".into(), "1. list".into()],
        ..blocks
    }
}

/// The page without what the templates put there, without
/// references to characters, and without code, in which nothing is markup.
fn without_own(page: &str) -> String {
    let mut rest = page.to_owned();
    for own in [
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<code>",
        "</code>",
        "<span>$</span>",
        "> [!CAUTION]\n",
        "> **",
        "\n* ",
        "**",
        "p < 0.001",
        "< 0.001",
    ] {
        rest = rest.replace(own, " ");
    }
    for reference in ["&amp;", "&lt;", "&gt;"] {
        rest = rest.replace(reference, " ");
    }
    for code in [35, 42, 45, 46, 91, 92, 93, 95, 96, 124, 126, 8203] {
        rest = rest.replace(&format!("&#{code};"), " ");
    }
    let outside: String = rest.split('`').step_by(2).collect();
    without_intervals(&outside)
}

fn without_intervals(text: &str) -> String {
    let mut pieces = text.split('[');
    let mut rest = pieces.next().unwrap().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((inside, after))
                if inside.chars().all(|sign| "+-0123456789., ".contains(sign)) =>
            {
                rest.push_str(after);
            }
            _ => {
                rest.push('[');
                rest.push_str(piece);
            }
        }
    }
    rest
}

#[test]
fn nothing_hostile_is_left() {
    for page in [markdown::gate(&gate()), markdown::comparison(&comparison())] {
        assert!(!page.contains(|sign: char| sign.is_control() && sign != '\n'), "{page:?}");
        for unseen in ['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{e0041}', '\u{fffe}'] {
            assert!(!page.contains(unseen), "{page:?}");
        }
        assert!(page.contains('\u{fffd}'), "what was dropped is shown to have been there");
        let rest = without_own(&page);
        for markup in ['&', '`', '<', '>', '[', ']', '*', '~', '$', '\\'] {
            assert!(!rest.contains(markup), "{markup} in\n{rest}");
        }
        for link in ["@t", "@x", "#1", "#4", "GH-1", "://", "www.", ":tada", "_c", "c_"] {
            assert!(!rest.contains(link), "{link} in\n{rest}");
        }
    }
}

/// A field that is never drawn would pass the test above.
#[test]
fn every_field_is_on_the_page() {
    let page = markdown::gate(&gate());
    for place in [
        "headline",
        "within",
        "why",
        "why2",
        "what",
        "since",
        "reason",
        "file",
        "key",
        "from",
        "to",
        "k2",
        "flip0",
        "flip11",
        "family",
        "tag",
        "slice",
        "noise",
        "measured",
        "onlya",
        "onlya2",
        "onlyb",
        "compared",
        "baselinearm",
        "candidatearm",
        "baselinerun",
        "candidaterun",
        "candidatesuite",
        "baselinemodel",
        "candidatemodel",
        "baselinesource",
    ] {
        assert!(page.contains(&format!("{place}&#124;x&#124;")), "{place} is not in\n{page}");
    }
}

#[test]
fn a_name_that_only_calls_somebody_stays_code() {
    let mut comparison = worse();
    comparison.candidate.arm = "@team".into();
    let page = markdown::comparison(&comparison);
    assert!(page.contains("`@team`"), "{page}");
    assert!(!page.replace("`@team`", "").replace(":@team'", "").contains("@t"), "{page}");
}

#[test]
fn a_hostile_page() {
    let mut gate = gate();
    // Long enough once: the rest is tested above.
    gate.comparison = None;
    gate.checks.truncate(1);
    insta::assert_snapshot!(markdown::gate(&gate));
}
