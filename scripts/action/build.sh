#!/usr/bin/env bash
# Builds flywheel from the sources that this script lies in, into $ROOT/bin.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${ROOT:?}"

# A machine of one's own keeps what it has built before.
if [ -x "$ROOT/bin/flywheel" ]; then exit; fi

if ! command -v cargo >/dev/null; then
    echo "::error::there is no cargo here; install Rust before this step, or name an installed flywheel"
    exit 2
fi
# With rustup the Rust is the one that these sources name; without, the one that is there.
if command -v rustup >/dev/null; then
    RUSTUP_TOOLCHAIN=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
    export RUSTUP_TOOLCHAIN
    rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --no-self-update
fi
cargo install --locked --root "$ROOT" --path crates/eval-cli --bin flywheel
