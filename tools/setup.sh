#!/bin/sh
# Sets up everything approx needs on this machine, and only what is missing:
# system libraries (Debian, Ubuntu, macOS), a virtual environment, the project with pinned versions.
# Usage: tools/setup.sh run|dev|docs|frameworks|browser
# (frameworks: PyTorch, scikit-learn, ONNX, Keras, pandas, polars, to compare with; browser: a Chromium for web pages)
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
venv=.venv
stamp=$venv/.ready-$kind
FRAMEWORKS="torch onnx safetensors scikit-learn skl2onnx keras pandas polars"

say() { printf '%s\n' "$*" >&2; }

# Runs a command; its output goes to a log, which is shown when the command fails.
quietly() {
    log=$(mktemp "${TMPDIR:-/tmp}/approx-setup.XXXXXX")
    "$@" >"$log" 2>&1 && rm -f "$log" && return
    cat "$log" >&2
    say "error: failed: $* (the lines above are also in $log)"
    exit 1
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "error: Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python3"
    exit 1
}

has_headers() {
    "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))'
}

missing_packages() {
    # Names of the packages that provide what is missing: $1 is apt or brew.
    if ! pkg-config --exists pangocairo 2>/dev/null; then
        [ "$1" = apt ] && echo libpango1.0-dev || echo pango
    fi
    if ! command -v pkg-config >/dev/null 2>&1; then
        [ "$1" = apt ] && echo pkg-config || echo pkgconf
    fi
    [ "$1" = apt ] || return 0
    command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || echo "gcc libc6-dev"
    minor=$("$python" -c 'import sys; print(f"python3.{sys.version_info.minor}")')
    has_headers || echo "$minor-dev"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "$minor-venv"
}

apt_install() {
    sudo=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            say "error: not root and no sudo; ask someone to run: apt-get install $1"
            exit 1
        }
        sudo=sudo
    fi
    quietly $sudo apt-get update -qq
    # shellcheck disable=SC2086  # the list is meant to be split
    quietly $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1
}

install_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    if command -v apt-get >/dev/null 2>&1; then
        say "Installing Chromium for the tests of web pages"
        apt_install chromium
    else
        say "note: no Chromium here; the tests of web pages will be skipped"
    fi
}

install_system() {
    if command -v apt-get >/dev/null 2>&1; then
        missing=$(missing_packages apt | tr '\n' ' ')
        [ -n "$missing" ] || return 0
        say "Installing what Manim needs: $missing"
        apt_install "$missing"
    elif command -v brew >/dev/null 2>&1; then
        missing=$(missing_packages brew | tr '\n' ' ')
        # shellcheck disable=SC2086
        [ -z "$missing" ] || quietly brew install $missing
    elif ! pkg-config --exists pangocairo 2>/dev/null; then
        say "note: Pango's development files were not found; if the next step fails, install them"
    fi
}

if [ "$kind" = browser ]; then
    install_browser
    exit 0
fi
if [ -e "$stamp" ] && [ "$stamp" -nt pyproject.toml ] && [ "$stamp" -nt constraints.txt ]; then
    exit 0
fi
python=$(find_python)
# Once Manim loads from the environment, the machine has what it needs.
"$venv/bin/python" -c 'import manimpango, cairo' 2>/dev/null || install_system
[ -x "$venv/bin/python" ] || { say "Making $venv with $python"; "$python" -m venv "$venv"; }
extra=
[ "$kind" = run ] || extra="[$kind]"
[ "$kind" != frameworks ] || extra="[dev]"
say "Installing approx$extra with the versions of constraints.txt (a few minutes the first time)"
# Until November 2026 the distribution was called approx; both write the same command.
quietly "$venv/bin/python" -m pip uninstall --quiet --yes approx
quietly "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".$extra"
if [ "$kind" = frameworks ]; then
    # Each by itself, in the version of constraints.txt: what cannot be had is a skipped test.
    for name in $FRAMEWORKS; do
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt \
            "$name" >/dev/null 2>&1 || {
            say "note: $name could not be installed; the tests that compare with it are skipped"
            stamp=
        }
    done
    [ -n "$stamp" ] || exit 0  # the next run tries again
fi
touch "$stamp"
[ "$kind" = run ] || touch "$venv/.ready-run"
