"""Runs docs/notebook.ipynb anew and keeps it small: `make notebook` writes it in place."""

from __future__ import annotations

from pathlib import Path

import nbclient
import nbformat

BOOK = Path(__file__).parent.parent / "docs" / "notebook.ipynb"


def main() -> None:
    book = nbformat.read(BOOK, as_version=4)
    nbclient.NotebookClient(book, kernel_name="python3").execute()
    for cell in book.cells:
        cell.metadata.pop("execution", None)  # times differ from run to run
        for output in cell.get("outputs", ()):
            # The page of the notebook shows the HTML; the same picture twice would double the file.
            if "text/html" in output.get("data", {}):
                output["data"].pop("image/svg+xml", None)
    nbformat.write(book, BOOK)


if __name__ == "__main__":
    main()
