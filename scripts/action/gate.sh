#!/usr/bin/env bash
# Runs a suite, gates the run, and ends with the gate's exit code.
#
# In: INPUT_SUITE, and where wanted INPUT_FLYWHEEL, _CONFIG, _BASELINE, _CANDIDATE, _THREADS
# and _OUT. Out: files beside the run, the step's outputs, the job's summary.
set -euo pipefail

flywheel=${INPUT_FLYWHEEL:-flywheel}
suite=${INPUT_SUITE:?}
if [[ $suite == -* ]]; then suite=./$suite; fi
run=${INPUT_OUT:-}
if [ -z "$run" ]; then
    run=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/flywheel-XXXXXX")/run
fi
run=${run%/}
# Not inside: a run's folder holds the run and nothing else.
beside=$run-gate
json=$beside/gate.json
markdown=$beside/gate.md
junit=$beside/junit.xml
mkdir -p "$beside"
# What an earlier gate has left must not pass for this one's word.
rm -f "$json" "$markdown" "$junit"

output() {
    local end="end-$RANDOM$RANDOM"
    printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"${GITHUB_OUTPUT:-/dev/null}"
}

# no_verdict COMMAND CODE: what stands in place of a verdict, so that an older comment does
# not go on saying PASS.
no_verdict() {
    local why name=${suite//'`'/}
    case $2 in
        2) why="bad input, or the tool itself failed" ;;
        4) why="nothing ran" ;;
        130) why="interrupted" ;;
        *) why="it failed" ;;
    esac
    cat >"$markdown" <<END
> [!WARNING]
> **No verdict** for \`$name\`: \`flywheel $1\` ended with $2 ($why). The log says more.
END
}

# finish COMMAND CODE: hands everything on and ends with the code.
finish() {
    # Whatever becomes of what follows, on a full disk for one.
    ended=$2
    trap 'exit "$ended"' EXIT
    local verdict='' told=''
    read -r verdict told < <(jq -r 'select(.verdict | IN("pass", "block", "inconclusive", "invalid"))
        | "\(.verdict) \(.exit_code)"' "$json" 2>/dev/null) || true
    if [ "$1" = gate ] && [ "$told" != "$2" ] && [ "$2" != 2 ] && [ "$2" != 4 ]; then
        echo "::warning::the gate ended with $2, but what it wrote says: ${verdict:-nothing} ${told}"
    fi
    if [ ! -s "$markdown" ]; then no_verdict "$@"; fi

    output verdict "${verdict:-none}"
    output exit-code "$2"
    output run "$run"
    output json "$json"
    output markdown "$markdown"
    output junit "$junit"
    # GitHub drops a summary of more than a megabyte whole.
    if [ "$(wc -c <"$markdown")" -le 1000000 ]; then
        cat "$markdown" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
    else
        echo "The verdict's text is too long for a summary; it is in gate.md beside the run." \
            >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
    fi
    exit "$2"
}

arguments=(run "$suite" --out "$run" --quiet)
if [ -n "${INPUT_THREADS:-}" ]; then arguments+=(--threads "$INPUT_THREADS"); fi
code=0
# Nothing that a suite makes the program print may pass for a command to the runner.
mute=mute-$RANDOM$RANDOM$RANDOM
printf '::group::flywheel run\n::stop-commands::%s\n' "$mute"
"$flywheel" "${arguments[@]}" 2>&1 || code=$?
printf '::%s::\n::endgroup::\n' "$mute"
case $code in
    0) ;;
    5) echo "::warning::more of the run failed outside the agents than the suite's max_infra allows" ;;
    *) finish run "$code" ;;
esac

arguments=(gate "$run")
if [ -n "${INPUT_BASELINE:-}" ]; then arguments+=(--baseline "$INPUT_BASELINE"); fi
if [ -n "${INPUT_CANDIDATE:-}" ]; then arguments+=(--candidate "$INPUT_CANDIDATE"); fi
if [ -n "${INPUT_CONFIG:-}" ]; then arguments+=(--config "$INPUT_CONFIG"); fi
arguments+=(--markdown "$markdown" --junit "$junit" --json "$json" --annotations)
code=0
"$flywheel" "${arguments[@]}" || code=$?
finish gate "$code"
