#!/bin/sh
# Fetches the JavaScript that decks and pages carry into approx/outputs/vendor/, byte for byte as published.
# Needs npm; users do not: the files are in the repository. Usage: tools/vendor.sh
set -eu
cd "$(dirname "$0")/.."

# vendor FOLDER PACKAGE@VERSION SHA256-OF-THE-PACKAGE FILE…: into approx/outputs/vendor/FOLDER
vendor() {
    folder=approx/outputs/vendor/$1 package=$2 sum=$3
    shift 3
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    archive=$(cd "$work" && npm pack --silent "$package")
    echo "$sum  $work/$archive" | sha256sum -c --quiet -
    tar -xzf "$work/$archive" -C "$work"
    mkdir -p "$folder"
    for file in "$@"; do cp "$work/package/$file" "$folder/"; done
    printf '%s\nsha256 %s\n' "$package" "$sum" >"$folder/VERSION"
    rm -rf "$work"
}

# reveal.js (MIT): slide decks of `approx slides`, with its speaker view.
vendor reveal reveal.js@6.0.2 2f0c20bfb02447a198a1ebe8a8c097a5437d035caa38f2820bf4ba887a3eac91 \
    dist/reveal.js dist/reveal.css dist/plugin/notes.js LICENSE
