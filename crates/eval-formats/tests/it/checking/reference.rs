//! Samples of others, whose verdicts come from the trainers themselves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::samples_in;

/// Each bad sample of the reference, and the rule by which it is refused.
const REFUSED_FOR: &[(&str, &str)] = &[
    ("axolotl-chat__args-not-json", "args-bad-json"),
    ("axolotl-chat__bad-role", "role"),
    ("axolotl-chat__dup-call-id", "tool-call-id-dup"),
    ("axolotl-chat__empty-assistant", "assistant-empty"),
    ("axolotl-chat__no-messages", "messages-empty"),
    ("axolotl-chat__orphan-tool", "tool-orphan"),
    ("axolotl-chat__tool-undefined", "tool-undefined"),
    ("axolotl-chat__tools-object", "tools-type"),
    ("axolotl-chat__train-nothing", "nothing-to-train"),
    ("axolotl-chat__train-string", "train-type"),
    ("axolotl-chat__unanswered-call", "tool-unanswered"),
    ("axolotl-chat__user-null", "content-null"),
    ("axolotl-chat__weight-key", "mask-ignored"),
    ("llamafactory-sharegpt__args-string", "args-not-object"),
    ("llamafactory-sharegpt__ends-with-observation", "last-role"),
    ("llamafactory-sharegpt__function-call-not-json", "function-call-json"),
    ("llamafactory-sharegpt__openai-shape", "columns"),
    ("llamafactory-sharegpt__tools-list", "tools-not-string"),
    ("llamafactory-sharegpt__tools-not-json", "tools-json"),
    ("llamafactory-sharegpt__two-humans", "alternation"),
    ("llamafactory-sharegpt__unknown-role", "role"),
    ("llamafactory-sharegpt__value-null", "value-type"),
    ("openai-dpo__identical-pair", "identical-pair"),
    ("openai-dpo__input-ends-assistant", "prompt-end"),
    ("openai-dpo__output-string", "output-count"),
    ("openai-dpo__trl-keys", "columns"),
    ("openai-dpo__two-outputs", "output-count"),
    ("openai-sft__all-weight-0", "nothing-to-train"),
    ("openai-sft__args-not-json", "args-bad-json"),
    ("openai-sft__args-object", "args-not-string"),
    ("openai-sft__bad-role", "role"),
    ("openai-sft__dup-call-id", "tool-call-id-dup"),
    ("openai-sft__empty-assistant", "assistant-empty"),
    ("openai-sft__extra-key", "extra-key"),
    ("openai-sft__extra-message-key", "extra-key"),
    ("openai-sft__last-not-assistant", "last-role"),
    ("openai-sft__no-call-id", "tool-call-id"),
    ("openai-sft__no-messages", "messages-empty"),
    ("openai-sft__orphan-tool", "tool-orphan"),
    ("openai-sft__parallel-conflict", "parallel-conflict"),
    ("openai-sft__too-few-rows", "too-few-rows"),
    ("openai-sft__tool-undefined", "tool-undefined"),
    ("openai-sft__unanswered-call", "tool-unanswered"),
    ("openai-sft__user-null", "content-null"),
    ("openai-sft__weight-half", "weight"),
    ("trl-dpo__chosen-string", "not-conversational"),
    ("trl-dpo__empty-chosen", "messages-empty"),
    ("trl-dpo__identical-pair", "identical-pair"),
    ("trl-dpo__missing-rejected", "columns"),
    ("trl-dpo__prompt-ends-assistant", "prompt-end"),
    ("trl-dpo__tool-output-in-chosen", "env-in-loss"),
    ("trl-kto__empty-completion", "messages-empty"),
    ("trl-kto__label-int", "label-type"),
    ("trl-kto__label-null", "label-type"),
    ("trl-prm__labels-string", "labels-type"),
    ("trl-prm__length-mismatch", "labels-length"),
    ("trl-prm__messages-prompt", "prompt-type"),
    ("trl-prm__no-steps", "completions-type"),
    ("trl-sft__args-not-json", "args-not-object"),
    ("trl-sft__args-string", "args-not-object"),
    ("trl-sft__array-row", "not-an-object"),
    ("trl-sft__bad-role", "role"),
    ("trl-sft__blank-line", "blank-line"),
    ("trl-sft__content-object", "content-type"),
    ("trl-sft__dup-call-id", "tool-call-id-dup"),
    ("trl-sft__duplicate-key", "duplicate-key"),
    ("trl-sft__empty-assistant", "assistant-empty"),
    ("trl-sft__empty-file", "empty-file"),
    ("trl-sft__invalid-utf8", "not-utf8"),
    ("trl-sft__last-not-assistant", "last-role"),
    ("trl-sft__lone-surrogate", "bad-json"),
    ("trl-sft__nan", "bad-json"),
    ("trl-sft__no-assistant", "no-assistant"),
    ("trl-sft__no-messages", "messages-empty"),
    ("trl-sft__no-tools", "tools-missing"),
    ("trl-sft__orphan-tool", "tool-orphan"),
    ("trl-sft__system-in-middle", "system-position"),
    ("trl-sft__tool-undefined", "tool-undefined"),
    ("trl-sft__tools-bad-string", "tools-json"),
    ("trl-sft__truncated-json", "bad-json"),
    ("trl-sft__unanswered-call", "tool-unanswered"),
    ("trl-sft__user-null", "content-null"),
    ("trl-sft__weight-key", "mask-ignored"),
    ("trl-sft__whole-episode-as-completion", "env-in-loss"),
];

/// The folder of samples, if there is a reference here.
fn samples() -> Option<PathBuf> {
    use std::io::Write as _;
    let Some(reference) = std::env::var_os("FLYWHEEL_REFERENCE") else {
        // Past the test harness's capture.
        let _ = writeln!(std::io::stderr().lock(), "SKIPPED: FLYWHEEL_REFERENCE is not set");
        return None;
    };
    Some(Path::new(&reference).join("checks/samples"))
}

#[test]
fn every_good_sample_of_the_reference_passes_whole() {
    let Some(folder) = samples() else { return };
    for sample in samples_in(&folder.join("good")) {
        assert_eq!(sample.report().faults, [], "{}", sample.name);
    }
}

#[test]
fn every_bad_sample_of_the_reference_is_refused_for_its_reason() {
    let Some(folder) = samples() else { return };
    let expected: BTreeMap<_, _> = REFUSED_FOR.iter().copied().collect();
    let mut seen = 0;
    for sample in samples_in(&folder.join("bad")) {
        let report = sample.report();
        let rules: Vec<_> = report.fault_counts.keys().map(|rule| rule.name()).collect();
        assert_eq!(rules, [expected[&*sample.name]], "{}: {:#?}", sample.name, report.faults);
        seen += 1;
    }
    assert_eq!(seen, REFUSED_FOR.len());
}
