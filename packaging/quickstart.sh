#!/bin/sh
# quickstart.sh [OPTION OF TINED ...]: installs what a build needs, builds a release, and serves the
# tour (examples/tour/tined.yaml). Run again it starts in seconds.
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh

# shellcheck disable=SC2086
need $build_packages
export CCACHE_DIR="${CCACHE_DIR:-$PWD/build/ccache}"
[ -f build/release/build.ninja ] || cmake --preset release -DTINED_TESTS=OFF >/dev/null
cmake --build build/release --target tined
echo "The tour: http://127.0.0.1:8888/tour/ (end it with Ctrl-C); its file: examples/tour/tined.yaml"
exec build/release/tined --config examples/tour/tined.yaml "$@"
