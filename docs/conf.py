"""How Sphinx builds the documentation; `make docs` runs it."""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from approx.system.provenance import VERSION  # noqa: E402

project = "approx"
author = "The approx maintainers"
copyright = "the approx maintainers, MIT licence"
release = version = VERSION
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
html_extra_path = ["gallery/extra"]
exclude_patterns = ["gallery.new"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "approx"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False


autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say what is taken
napoleon_use_ivar = True
python_use_unqualified_type_names = True

# Types of other libraries, and private names of ours, have no page here.
nitpick_ignore_regex = [("py:.*", r"(?!approx\.).*"), ("py:.*", r"approx\.(?!\w+$).*")]


def escape_bars(
    app: object, what: str, name: str, value: object, options: object, lines: list[str]
) -> None:
    """|x| in a docstring is a distance, not a substitution of reStructuredText."""
    code = False
    for number, line in enumerate(lines):
        code = line.lstrip().startswith((">>>", "...")) or (code and bool(line.strip()))
        if not code and "``" not in line:
            lines[number] = line.replace("|", r"\|")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", escape_bars)
