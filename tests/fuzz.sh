#!/bin/sh
# fuzz.sh [SECONDS] [READER...]: builds the fuzzers (all, unless some are named: head, templates, ...)
# and runs each for so long (20 unless said), as many at once as there are processors. Begins with
# the kept corpus; what is new is gathered in build/fuzz/corpus, what a fuzzer found in
# build/fuzz/found. Ends with `N passed, N failed`.
# fuzz.sh --check [READER...]: reads the kept corpus and some thousand inputs made of it, the same
# each time.
# fuzz.sh --keep [READER...]: adds to the kept corpus what was gathered and reaches new code.
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh

# shellcheck disable=SC2086
need $build_packages $fuzz_packages
export CCACHE_DIR="${CCACHE_DIR:-$PWD/build/ccache}"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
exec /usr/bin/python3 tests/fuzz/run.py build/fuzz "$@"
