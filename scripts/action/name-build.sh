#!/usr/bin/env bash
# Names the build of these sources on this kind of machine, so that a cache can find it.
# The workflow's own `hashFiles` sees nothing outside the workspace, and an action's
# sources lie there.
set -euo pipefail
cd "$(dirname "$0")/../.."

if command -v sha256sum >/dev/null; then sha=(sha256sum); else sha=(shasum -a 256); fi
sources=$(find Cargo.toml Cargo.lock .cargo crates -type f -print0 | LC_ALL=C sort -z |
    xargs -0 "${sha[@]}" | "${sha[@]}" | cut -c 1-16)
# ImageOS names the image of GitHub's own machines; a program may need the libraries it
# was built with.
name=flywheel-${RUNNER_OS:-$(uname -s)}-${RUNNER_ARCH:-$(uname -m)}-${ImageOS:-own}-$sources
root=$HOME/.cache/flywheel/$name

printf 'key=%s\nroot=%s\n' "$name" "$root" >>"${GITHUB_OUTPUT:?}"
# Later steps find the program by its name.
echo "$root/bin" >>"${GITHUB_PATH:-/dev/null}"
