#!/bin/sh
# format.sh: fails on any C++ file that clang-format would change. `sh tests/format.sh --fix` changes it.
set -eu
cd "$(dirname "$0")/.."
mode="--dry-run --Werror"
[ "${1:-}" != --fix ] || mode=-i
# shellcheck disable=SC2086
git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 $mode
