"""A subject as one web page that needs nothing else: sliders, the exact curve, its error, training.

`page` writes the whole file; `widget` is the same in a notebook.
"""

from approx.outputs.page.document import page

__all__ = ["page"]
