# Some tests compare with reference material outside the project; they skip without it.
shared := justfile_directory() / "../shared"
reference := if path_exists(shared) == "true" { "FLYWHEEL_REFERENCE=" + quote(canonicalize(shared)) } else { "" }

# list the recipes
default:
    @just --list --unsorted

# format, lints, documentation, tests
check: && test
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# all tests
test:
    {{reference}} cargo test --workspace

# measure what is promised to be fast
bench:
    cargo bench --workspace

# run the shipped suite
demo:
    cargo run --release -- run scenarios/sre-triage/suite.toml

# look at changed snapshots (needs `cargo install cargo-insta`)
snap:
    cargo insta review

# throw many more random inputs at the kernel; unoptimised, so that overflow is caught
kernel-fuzz:
    PROPTEST_CASES=10000 cargo test -p eval-kernel --test it any_inputs

# kill a run at two hundred random moments and go on each time
kills:
    FLYWHEEL_KILLS=200 cargo test -p eval-cli --test it killed -- --nocapture

# everything a change has to pass
ci:
    .ci/run
