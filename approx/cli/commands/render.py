"""`approx render`: films and their stills."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command, print_notes
from approx.cli.commands._output import print_path
from approx.cli.commands._start import start_manim
from approx.cli.commands._watch import redraw
from approx.outputs.films.formats import FORMATS, LOOPS

if TYPE_CHECKING:
    from approx.subjects import Subject
    from approx.subjects.plane import Plane
    from approx.subjects.topic import Topic
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Stories": options.story_names},
    epilog="approx render parabola-4-best\n"
    "approx render parabola-2 sum -q h --theme light -o lecture.mp4\n"
    "approx render parabola-4-best -t -o overlay.webm\n"
    "approx render sigmoid -o sigmoid.gif\n"
    "approx render parabola-4 neuron --still fold-4\n"
    "approx render parabola-2 sigmoid sine-8 --all -q l\n"
    "approx render sigmoid --executor dask://10.0.0.5:8786",
)
@click.argument("subjects", metavar="SUBJECT... [STORY]", nargs=-1)
@options.fit_flags
@options.quality_option("Quality", f"  [default: m; l for {', '.join(LOOPS)}]", None)
@click.option("--size", metavar="WxH", help="Size in pixels, instead of the quality's.")
@click.option("--fps", type=int, metavar="N", help="Frames per second, 12 to 60.")
@options.output_option
@options.title_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), metavar="NAME",
    help=", ".join(FORMATS) + " (a PNG sequence)  [default: by FILE's ending, or mp4]",
)  # fmt: skip
@click.option(
    "-t", "--transparent", is_flag=True,
    help="Transparent background: " + ", ".join(f.name for f in FORMATS.values() if f.clear) + ".",
)  # fmt: skip
@options.theme_option("dark")
@options.aspect_option
@options.language_option
@click.option(
    "--still", metavar="[BEAT]", is_flag=False, flag_value="",
    help="Render the last frame of BEAT, or of the story, as PNG instead of a film.",
)  # fmt: skip
@click.option("--watch", is_flag=True, help="Redraw the still when its story or words change.")
@click.option("--narration", metavar="DIR", help="Speak: one audio file a beat, see approx script.")
@click.option("--pace", type=float, default=1.0, help="How fast captions are read, 0.5 to 2.")
@click.option("--all", "every", is_flag=True, help="Every story; without SUBJECT, of all examples.")
@options.jobs_option
@click.option("--no-cache", is_flag=True, help="Render everything again; see approx cache.")
@options.executor_option
def command(
    subjects: tuple[str, ...],
    quality: str | None,
    size: str | None,
    fps: int | None,
    output: Output | None,
    form: str | None,
    transparent: bool,
    theme: str,
    aspect: str,
    language: str,
    still: str | None,
    watch: bool,
    narration: str | None,
    pace: float,
    every: bool,
    jobs: int | None,
    no_cache: bool,
    executor: str | None,
    **flags: Any,
) -> None:
    """Render films of subjects, with their captions beside them (.srt, .vtt).

    STORY is one of those below, or a story of your own as a .py file.
    """
    if executor is None:
        start_manim()
    from approx.outputs.films import film
    from approx.outputs.films.executors import opened
    from approx.outputs.films.progress import progress
    from approx.system.files import destination

    ending = f".{form}" if form else Path(output.name if output else "").suffix.lower() or ".mp4"
    resolution = options.QUALITIES[quality or ("l" if ending[1:] in LOOPS else "m")]
    look: dict[str, Any] = {"theme": theme, "language": language, "aspect": aspect}
    pairs = _pairs(subjects, every, flags)
    if watch and still is None:
        raise click.UsageError("--watch redraws a still: add --still, or --still BEAT")
    if still is not None:
        if size or fps is not None or form or transparent:
            raise click.UsageError(
                "--still renders a PNG at the quality's size; leave out --size, --fps, --format, -t"
            )
        if executor:
            raise click.UsageError("--still renders one picture; leave out --executor")
        draw = _still(pairs, output, still, resolution, look)
        if watch:
            print_notes()
            redraw(draw, [*_words_of(pairs[0][1]), Path(theme)])
        draw()
        return
    if narration is not None and len(pairs) > 1:
        raise click.UsageError("--narration is for one film")
    if output is not None:
        if len(pairs) > 1:
            raise click.UsageError("-o names one film; several go into outputs/")
        endings = tuple(f".{name}" for name in ([form] if form else FORMATS))
        paths = [destination(output, "", endings, film.BESIDE)]
    else:
        names = [film.file_name(*pair, **look) + ending for pair in pairs]
        paths = [destination(None, name, (ending,)) for name in names]
    look |= {"size": size, "fps": fps, "transparent": transparent}
    look |= {"narration": narration, "pace": pace}
    requests = [
        film.request(subject, story, path, resolution, **look)
        for (subject, story), path in zip(pairs, paths, strict=True)
    ]
    titles = [f"{subject.name} · {Path(story).stem}" for subject, story in pairs]
    title = titles[0] if len(titles) == 1 else f"{len(titles)} films"
    print_notes()
    with opened(executor) as (pool, workers), progress(title, len(requests)) as on_progress:
        film.render_all(requests, on_progress, jobs or workers, print_path, pool, not no_cache)


def _pairs(
    given: tuple[str, ...], every: bool, flags: dict[str, Any]
) -> list[tuple[Subject | Plane | Topic, str]]:
    """Every subject with its story; the last argument may name the story."""
    from approx.inputs import catalog
    from approx.outputs.films import stories
    from approx.subjects.resolve import resolve_any

    fit_options = options.fit_options(**flags)
    names, story = given, None
    if len(given) > 1 and (given[-1] in stories.names() or given[-1].endswith(".py")):
        names, story = given[:-1], given[-1]
    if not every and not names:
        raise click.UsageError("Missing argument 'SUBJECT'. Try approx render --help")
    if every and story is not None:
        raise click.UsageError("--all takes no STORY")
    if story is not None and not every and (others := [*filter(stories.alone, names[1:])]):
        raise click.UsageError(f"{others[0]} and {story} are stories; give one, or --all")
    if len(names) == 2 and not every:
        _check_second_word(names[1])
    if not every:
        return stories.told(names, story, fit_options, outputs=True)
    return [
        (subject, story)
        for subject in (resolve_any(name, fit_options) for name in names or catalog.names())
        for story in stories.names()
        if stories.unsupported_reason(story, subject) is None
    ]


def _check_second_word(word: str) -> None:
    """Refuse a second word that is no subject: it was meant to be a story."""
    from approx.inputs import catalog
    from approx.outputs.films import stories
    from approx.style.languages import nearest

    if word.isidentifier() and catalog.find(word) is None:
        raise click.UsageError(f"no story {word!r}; {nearest(word, stories.names())}")


def _still(
    pairs: list[tuple[Subject | Plane | Topic, str]],
    output: Output | None,
    beat: str,
    quality: str,
    look: dict[str, Any],
) -> Callable[[], None]:
    """What draws the still and prints its path, as often as it is called."""
    from approx.outputs.films import film
    from approx.outputs.films.stills import render_still
    from approx.system.files import destination

    if len(pairs) != 1:
        raise click.UsageError("--still renders one story of one subject")
    subject, story = pairs[0]
    name = film.file_name(subject, story, beat, **look)
    path = destination(output, name + ".png", (".png",))

    def draw() -> None:
        render_still(subject, story, path, beat, quality=quality, **look)
        print_path(path)

    return draw


def _words_of(story: str) -> list[Path]:
    """The story's file first, then those of words, and of stories that it may be made of."""
    from approx.outputs.films import stories
    from approx.system import folders

    captions, languages = folders.PACKAGE / "panels/captions", folders.PACKAGE / "style/languages"
    places = (folders.scenes(), captions, languages)
    return [stories.file(story), *(path for place in places for path in place.glob("*.py"))]
