#!/usr/bin/env bash
# Proves that every rail, verifier and budget is held by a test: takes one after the other out
# of a copy of the kernel and wants its tests to turn red.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR
export PROPTEST_CASES=32

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R Cargo.toml Cargo.lock clippy.toml crates "$copy"
cd "$copy"
# Another version makes cargo keep the copy's artefacts apart from the real ones, so the
# target folder, with everything from the registry in it, can be shared.
sed -i '/^\[workspace\.package\]/,/^\[/ s/^version = .*/version = "0.0.0-rails-bite"/' Cargo.toml
cd crates/eval-kernel/src

tests_pass() { cargo test --quiet -p eval-kernel >"$copy/test.log" 2>&1; }

if ! tests_pass; then
    cat "$copy/test.log"
    echo "rails-bite: the kernel's tests do not pass as they are" >&2
    exit 1
fi

# take_out NAME FILE SED: the tests must fail without it, and not for want of compiling.
take_out() {
    cp "$2" "$copy/kept"
    sed -i "$3" "$2"
    if cmp -s "$2" "$copy/kept"; then
        echo "rails-bite: cannot take out $1: $2 has changed, mend this script" >&2
        exit 1
    fi
    if tests_pass || ! grep -q '^test result: FAILED' "$copy/test.log"; then
        cat "$copy/test.log"
        echo "rails-bite: no test misses $1" >&2
        exit 1
    fi
    echo "rails-bite: without $1, red: $(grep -m1 -oE '^    [a-z_:]+$' "$copy/test.log" | tr -d ' ')"
    cp "$copy/kept" "$2"
}

take_out "the budget rail" guard/budget.rs 's/let allow = n_tried < budget;/let allow = n_tried < budget || true;/'
take_out "the stop at a spent budget" kernel/turn.rs 's/self.tally.calls_tried >= \*budget/self.tally.calls_tried > 1000 + *budget/'
take_out "the turn budget" kernel/turn.rs 's/if self.tally.turns >= max_turns/if self.tally.turns > 1000 + max_turns/'
take_out "the registry" guard/mod.rs 's/\.filter(|_| rules\.has_tools)//'
take_out "the allowlist rail" guard/allowlist.rs 's/any(|name| name == tool);/any(|name| name == tool) || true;/'
take_out "the schema rail" guard/schema.rs 's/Some(complaint) => refuse/Some(complaint) if complaint.is_empty() => refuse/; s/        None => RailDecision/        _ => RailDecision/'
take_out "the rail for unreadable arguments" guard/schema.rs 's/return Some(refuse(unreadable.clone()));/let _ = unreadable;/'
take_out "the denial of writes nobody can approve" guard/approval.rs 's/None => Decision::Known(not_approved(&spec.name))/None => Decision::Known(yes_by("nobody"))/'
take_out "the question to the approver" guard/approval.rs 's/Some(Approval::Ask) => Decision::Ask/Some(Approval::Ask) => Decision::Known(yes_by("nobody"))/'
take_out "the approver's no" kernel/calls.rs 's/if !allow {/if !allow \&\& call.tool.is_empty() {/'
take_out "the using up of a yes" state.rs 's/Some(n_left) if \*n_left > 0 => \*n_left -= 1,/Some(_) => {}/'
take_out "the audit of read-only tools" state.rs 's/let undeclared = !mutating/let undeclared = mutating/'
take_out "evidence_required" verify/evidence_required.rs 's/let ok = evidence.n_reads > 0;/let ok = evidence.n_reads < u32::MAX;/'
take_out "evidence_relevant" verify/evidence_relevant.rs 's/if unseen.is_empty()/if unseen.len() < usize::MAX/'
take_out "no_unapproved_mutation" verify/no_unapproved_mutation.rs 's/match evidence.n_unapproved {/match evidence.n_unapproved.min(0) {/'
take_out "the cap of working memory" window.rs 's/if excess == 0 {/if excess < usize::MAX {/'
take_out "the halt after unusable turns" kernel/turn.rs 's/if in_a_row >= max_unusable/if in_a_row > 1000 + max_unusable/'
