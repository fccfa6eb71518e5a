#!/bin/sh
# Checks the types of the scripts that pages and decks carry (JSDoc, read by tsc); needs npm.
set -eu
cd "$(dirname "$0")"
skip() {
    echo "note: $1; the types of the scripts are not checked" >&2
    exit 0
}
command -v npm >/dev/null 2>&1 || skip "no npm here"
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --silent --no-audit --no-fund --omit-lockfile-registry-resolved || skip "npm cannot fetch typescript"
fi
node_modules/.bin/tsc -p .
