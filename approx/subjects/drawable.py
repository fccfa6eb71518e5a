"""What a subject can become besides figures: films, pages, slides, kits, handouts.

Drawing lies above subjects; approx/__init__ registers the module that draws, and nothing here
imports it (see :mod:`approx.core.display`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from approx.core.display import Drawn, outputs

Name = str | os.PathLike[str]


class Drawable(Drawn):
    """Base of subjects: figures, and a method for every other output that returns its path."""

    def render(
        self,
        path: Name,
        *,
        story: str | None = None,
        quality: str = "720p30",
        theme: str = "dark",
        language: str = "en",
        aspect: str = "16:9",
        **options: Any,
    ) -> Path:
        """Render a film, with its captions beside it.

        Parameters
        ----------
        path : str or path
            Its ending names the format: .mp4, .webm, .mov, .gif, .webp, .apng or .zip.
        story : str, optional
            As ``approx render --help`` lists them; by default the subject's own.
        quality : str
            Shorter side and frames per second, such as "1080p60"; or a letter of the command line.
        **options
            size ("1280x720"), fps, transparent, jobs, executor, cache.

        Returns
        -------
        pathlib.Path
            Of the film. It appears complete or not at all.
        """
        look = {"theme": theme, "language": language, "aspect": aspect}
        rendered: Path = outputs().render(self, path, story, quality, look, options)
        return rendered

    def page(
        self, path: Name, *, theme: str = "auto", language: str = "en", tasks: Name | None = None
    ) -> Path:
        """Write a web page to explore the network: one file, no internet; returns its path.

        Parameters
        ----------
        path : str or path
            It ends in .html.
        tasks : str or path, optional
            Guided tasks, a JSON file.
        """
        written: Path = outputs().page(self, path, theme, language, tasks)
        return written

    def slides(
        self,
        path: Name,
        *,
        story: str | None = None,
        quality: str = "720p30",
        theme: str = "dark",
        language: str = "en",
        aspect: str = "16:9",
    ) -> Path:
        """Make a slide deck, .html, .pptx or .pdf by the path's ending; returns its path."""
        look = {"theme": theme, "language": language, "aspect": aspect}
        written: Path = outputs().slides(self, path, story, quality, look)
        return written

    def kit(
        self,
        path: Name,
        *,
        stories: tuple[str, ...] = (),
        quality: str = "720p30",
        theme: str = "dark",
        language: str = "en",
        aspect: str = "16:9",
    ) -> Path:
        """Make everything for a lecture in one folder; returns its path."""
        look = {"theme": theme, "language": language, "aspect": aspect}
        written: Path = outputs().kit(self, path, stories, quality, look)
        return written

    def handout(
        self,
        path: Name,
        *,
        story: str | None = None,
        theme: str = "light",
        language: str = "en",
        aspect: str = "16:9",
        columns: int | None = None,
        pages: int | None = None,
    ) -> Path:
        """Draw a story on paper (.pdf, .png or .svg), a picture a step; returns its path.

        Parameters
        ----------
        columns, pages : int, optional
            Columns of pictures, and at most so many pages of a PDF.
        """
        look = {"theme": theme, "language": language, "aspect": aspect}
        written: Path = outputs().handout(self, path, story, look, columns, pages)
        return written
