# The Debian packages that tined needs, in one place; sourced by the scripts that install them.
# After this, `need PACKAGE...` installs what is missing, or says in one line what root would run.

# What a release is built from.
build_packages="g++ cmake ninja-build pkg-config ccache
    libevent-dev libyaml-cpp-dev libssl-dev libspdlog-dev libfmt-dev
    libre2-dev libcli11-dev libseccomp-dev zlib1g-dev libbrotli-dev libzstd-dev media-types"

# What the tests need besides.
test_packages="libboost-test1.81-dev chromium clang-format-19 curl logrotate mandoc systemd apache2 haproxy nginx
    libhttp-parser2.9 python3 python3-h11 python3-jinja2 python3-jsonschema python3-pytest
    python3-tornado python3-yaml strace valgrind"

# What the fuzzers need besides: an older clang cannot read GCC 12's std::expected.
fuzz_packages="clang-19 libclang-rt-19-dev"

# need PACKAGE...: returns when all are there, else ends the script.
need() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        echo "$0: packages are missing; run as root: apt-get update && apt-get install -y$missing" >&2
        exit 1
    fi
    echo "installing:$missing"
    apt-get update -q >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
}
