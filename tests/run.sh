#!/bin/sh
# run.sh [PRESET]: installs what the tests need, builds (release unless another preset is named), and
# runs them all: the unit tests of each folder, then the real binary with real clients.
# Ends with the line `N passed, N failed`.
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh

# shellcheck disable=SC2086
need $build_packages $test_packages
preset=${1:-release}
build=build/$preset
export CCACHE_DIR="${CCACHE_DIR:-$PWD/build/ccache}"
cmake --preset "$preset" -DTINED_TESTS=ON -DTINED_EXAMPLES=ON >/dev/null
cmake --build "$build"
exec /usr/bin/python3 tests/run_all.py "$build"
