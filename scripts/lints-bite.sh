#!/usr/bin/env bash
# Proves that the lints can fail: plants a clock in a copy of the kernel and wants clippy to
# refuse it; without the planted line clippy has to be content.
set -euo pipefail
cd "$(dirname "$0")/.."

planted='std::time::Instant::now'
CARGO_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export CARGO_TARGET_DIR
export CARGO_TERM_COLOR=never

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R Cargo.toml Cargo.lock clippy.toml crates "$copy"
cd "$copy"
# Another version makes cargo keep the copy's artefacts apart from the real ones, so the
# target folder, with everything from the registry in it, can be shared.
sed -i '/^\[workspace\.package\]/,/^\[/ s/^version = .*/version = "0.0.0-lints-bite"/' Cargo.toml

lint() { cargo clippy -p eval-kernel >clippy.log 2>&1; }

if ! lint; then
    cat clippy.log
    echo "lints-bite: the kernel does not pass clippy as it is" >&2
    exit 1
fi

echo "pub(crate) fn planted() -> std::time::Instant { $planted() }" >>crates/eval-kernel/src/lib.rs
if lint || ! grep -qF "disallowed method \`$planted\`" clippy.log; then
    cat clippy.log
    echo "lints-bite: clippy did not refuse $planted in the kernel" >&2
    exit 1
fi

echo "lints-bite: clippy passes eval-kernel and refuses $planted in it:"
grep -F -A 7 "disallowed method \`$planted\`" clippy.log
