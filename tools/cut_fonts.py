"""Cuts the bundled fonts to the characters that most figures need; run it when either changes."""

from approx.style import fonts
from approx.style.theme import FONT_FOLDER

for name in fonts.FACES.values():
    file = FONT_FOLDER / name
    file.with_suffix(".woff").write_bytes(fonts._cut(file, fonts.COMMON, kerned=False))
