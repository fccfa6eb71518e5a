#!/bin/sh
# Builds the archives and tries them as a stranger would: in empty environments, without constraints,
# outside of the repository. Usage: tools/try_wheel.sh python3.11 python3.13
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/approx-wheel.XXXXXX")
trap 'rm -rf "$work"' EXIT
"${1:-python3}" -m venv "$work/build"
"$work/build/bin/python" -m pip install --quiet build
"$work/build/bin/python" -m build --outdir "$work/dist" . >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
wheel=$(ls "$work"/dist/*.whl) source=$(ls "$work"/dist/*.tar.gz)
size=$(wc -c <"$wheel")
echo "$(basename "$wheel"): $size bytes; $(basename "$source"): $(wc -c <"$source") bytes"
[ "$size" -lt 12000000 ] || { echo "error: the wheel is larger than 12 MB" >&2; exit 1; }

for python in "$@"; do
    for archive in "$wheel" "$source"; do
        rm -rf "$work/env" "$work/there"
        "$python" -m venv "$work/env"
        "$work/env/bin/python" -m pip install --quiet "$archive"
        mkdir "$work/there"
        cd "$work/there"
        printf 'x,y\n0,0\n1,1\n2,0\n3,2\n' >points.csv
        PATH="$work/env/bin:$PATH" APPROX_CACHE="$work/cache" sh -eu -c '
            approx --version
            approx doctor >doctor.txt
            approx list >list.txt
            approx show "sin(3*x)" --neurons 8 >show.txt
            approx compare "x^2" --on -1 1 >compare.txt
            approx fit points.csv --neurons 3 -o net.json
            approx figure net.json -o figure.pdf
            approx figure xor -o regions.svg
            approx render abs -q l -o film.mp4
            approx storyboard abs -o handout.pdf
            approx page "x^2" --neurons 4 -o page.html
            approx slides abs -q l -o slides.pptx
            approx kit abs -q l -o kit
            approx embed film.mp4 --for html >embed.txt
            approx new story mine
            approx render "x^2" mine.py -q l -o mine.mp4
            approx cache >cache.txt
        ' >/dev/null
        cd "$OLDPWD"
        echo "ok: $("$python" --version), $(basename "$archive")"
    done
done
