"""`approx render`: films and their stills."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from approx.cli.commands._output import print_path
from approx.cli.commands._start import start_manim
from approx.cli.options import (
    QUALITIES,
    Command,
    aspect_option,
    executor_option,
    fit_flags,
    fit_options,
    language_option,
    output_option,
    story_names,
    theme_option,
    title_option,
)

if TYPE_CHECKING:
    from approx.outputs.films.divide import Part
    from approx.outputs.films.film import Order
    from approx.subjects import Subject
    from approx.system.files import Output

#: As approx.outputs.films.formats has them, which is not imported for --help.
FORMATS = ("mp4", "webm", "mov", "gif", "webp", "apng", "zip")


@click.command(
    cls=Command,
    lists={"Stories": story_names},
    epilog="approx render parabola-4-best\n"
    "approx render parabola-2 sum -q h --theme light -o lecture.mp4\n"
    "approx render parabola-4-best -t -o overlay.webm\n"
    "approx render sigmoid -o sigmoid.gif\n"
    "approx render parabola-4 neuron --still fold-2\n"
    "approx render parabola-2 sigmoid sine-8 --all -q l\n"
    "approx render sigmoid --executor dask://10.0.0.5:8786\n"
    "approx render sigmoid --shard 1/2; approx render sigmoid --shard 2/2\n"
    "approx join outputs/sigmoid-*.shard-*",
)
@click.argument("subjects", metavar="SUBJECT... [STORY]", nargs=-1)
@fit_flags
@click.option(
    "-q", "--quality", type=click.Choice(tuple(QUALITIES)),
    help=", ".join(f"{letter} {size}" for letter, size in QUALITIES.items())
    + "  [default: m; l for gif, webp, apng]",
)  # fmt: skip
@click.option("--preview", is_flag=True, help="Quickly: as -q l.")
@click.option("--size", metavar="WxH", help="In pixels, instead of the quality's.")
@click.option("--fps", type=int, metavar="N", help="Frames per second, 12 to 60.")
@output_option
@title_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), metavar="NAME",
    help=", ".join(FORMATS) + " (a PNG sequence)  [default: by FILE's ending, or mp4]",
)  # fmt: skip
@click.option(
    "-t", "--transparent", is_flag=True, help="No background: webm, mov, webp, apng, zip."
)
@theme_option
@aspect_option
@language_option
@click.option(
    "--still", metavar="[BEAT]", is_flag=False, flag_value="",
    help="Draw the last frame of BEAT, or of the story, as PNG instead of a film.",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Every story; without SUBJECT, of all examples.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 1024), metavar="N",
    help="How many processes draw  [default: one per core]",
)  # fmt: skip
@click.option("--no-cache", is_flag=True, help="Draw everything anew; see approx cache.")
@executor_option
@click.option(
    "--shard", metavar="I/N",
    help="Draw the I-th of N parts only, into FILE.shard-I-of-N; `approx join` joins all N.",
)  # fmt: skip
def command(
    subjects: tuple[str, ...],
    quality: str | None,
    preview: bool,
    size: str | None,
    fps: int | None,
    output: Output | None,
    form: str | None,
    transparent: bool,
    theme: str,
    aspect: str,
    language: str,
    still: str | None,
    every: bool,
    jobs: int | None,
    no_cache: bool,
    executor: str | None,
    shard: str | None,
    **flags: Any,
) -> None:
    """Render films of subjects, with their captions beside them (.srt, .vtt).

    STORY is one of those below, or a story of your own as a .py file.
    """
    if executor is None:
        start_manim()
    from approx.outputs.films import batch
    from approx.outputs.films.divide import Part
    from approx.outputs.films.formats import LOOPS

    if preview and quality not in {None, "l"}:
        raise click.UsageError("give one of --preview and --quality")
    ending = f".{form}" if form else Path(output.name if output else "").suffix.lower() or ".mp4"
    small = preview or (quality is None and ending[1:] in LOOPS)
    resolution = QUALITIES["l" if small else quality or "m"]
    look: dict[str, Any] = {"theme": theme, "language": language, "aspect": aspect}
    pairs = _pairs(subjects, every, flags)
    part = None if shard is None else Part.read(shard)
    if still is not None:
        if size or fps is not None or form or transparent:
            raise click.UsageError(
                "--still draws a PNG at the quality's size; leave out --size, --fps, --format, -t"
            )
        if part or executor:
            raise click.UsageError("--still draws one picture, here: no --executor, no --shard")
        _still(pairs, output, still, resolution, look)
        return
    look |= {"size": size, "fps": fps, "transparent": transparent}
    if output is not None:
        if len(pairs) > 1:
            raise click.UsageError("-o names one film; several go into outputs/")
        orders = [_order(*pairs[0], output, form, resolution, look, part)]
    else:
        orders = batch.orders(pairs, ending, resolution, **look)
    title = (
        f"{pairs[0][0].name} · {Path(pairs[0][1]).stem}"
        if len(pairs) == 1
        else f"{len(pairs)} films"
    )
    _draw(orders, title, jobs, executor, part, not no_cache)


def _draw(
    orders: list[Order],
    title: str,
    jobs: int | None,
    executor: str | None,
    part: Part | None,
    cache: bool,
) -> None:
    """Draw the films, or a part of each, here or elsewhere."""
    from approx.outputs.films import film
    from approx.outputs.films.cache import usual
    from approx.outputs.films.executors import opened
    from approx.outputs.films.make import How
    from approx.outputs.films.progress import progress
    from approx.outputs.films.shards import render_shards

    with opened(executor) as (pool, workers), progress(title, len(orders)) as report:
        if part is None:
            film.render_all(orders, report, jobs or workers, print_path, pool, cache)
        else:
            kept = usual() if cache else None
            render_shards(orders, How(jobs or workers, pool, part, kept, report), print_path)


def _pairs(given: tuple[str, ...], every: bool, flags: dict[str, Any]) -> list[tuple[Subject, str]]:
    """Who is told by which story: the last argument may name the story."""
    from approx.outputs.films import batch, stories
    from approx.subjects import resolve

    options = fit_options(**flags)
    names, story = given, None
    if len(given) > 1 and (given[-1] in stories.names() or given[-1].endswith(".py")):
        names, story = given[:-1], given[-1]
    if not every and not names:
        raise click.UsageError("Missing argument 'SUBJECT'.")
    if every and story is not None:
        raise click.UsageError("--all takes no STORY")
    if len(names) == 2 and not every:
        names, story = _subject_and_typo(names)
    found = [resolve(name, options) for name in names]
    if story is not None:
        return [(one, stories.choose(one, story)) for one in found]
    return batch.told_by(found, every)


def _subject_and_typo(names: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """A second word that is no subject either was meant to be a story."""
    from approx.inputs import catalog
    from approx.outputs.films import stories
    from approx.style.languages import nearest
    from approx.system.errors import InputError

    word = names[1]
    if word.isidentifier() and word not in (*catalog.names(), *catalog.planes()):
        raise InputError(f"no story {word!r}; {nearest(word, stories.names())}")
    return names, None


def _order(
    subject: Subject,
    story: str,
    output: Output,
    form: str | None,
    quality: str,
    look: dict[str, Any],
    part: Part | None,
) -> Order:
    from approx.outputs.films import film
    from approx.outputs.films.shards import shard_of
    from approx.system.files import Output, destination

    endings = tuple(f".{name}" for name in ([form] if form else FORMATS))
    path = destination(output, "", endings, film.BESIDE)
    if part is not None:
        shard = shard_of(path, part)
        destination(Output(str(shard), output.force), "", (shard.suffix,))
    return film.order(subject, story, path, quality, **look)


def _still(
    pairs: list[tuple[Subject, str]],
    output: Output | None,
    beat: str,
    quality: str,
    look: dict[str, Any],
) -> None:
    from approx.outputs.films import film
    from approx.outputs.films.stills import render_still
    from approx.system.files import destination

    if len(pairs) != 1:
        raise click.UsageError("--still draws one story of one subject")
    subject, story = pairs[0]
    name = film.file_name(subject, story, beat, **look)
    path = destination(output, name + ".png", (".png",))
    render_still(subject, story, path, beat, quality=quality, **look)
    print_path(path)
