"""The commands: each is arguments, one call of the library, and one path or table printed.

Only click is imported here; what a command needs it imports when it runs, so that --help is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from approx import __version__
from approx.options import (
    QUALITIES,
    THEMES,
    Group,
    about_options,
    aspect_option,
    language_option,
    output_option,
    subject_options,
    theme_option,
    wish_of,
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="approx")
def cli() -> None:
    """Show how a neural network builds a function: exact figures and films for lectures.

    SUBJECT is a built-in example (`approx list`), a function like "sin(3*x)" that a network is
    fitted to, or a network file (.json, .npz, .safetensors, .onnx, .pt).
    """


@cli.command("list", epilog="approx list\napprox list --json")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
def list_(as_json: bool) -> None:
    """List the built-in examples."""
    from approx.listing import rows, table

    click.echo(_json(rows()) if as_json else table())


@cli.command(epilog="approx show sigmoid\napprox show parabola-4 --json")
@subject_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def show(subject: str, as_json: bool, **about: Any) -> None:
    """Print a subject's exact breakpoints, slopes and errors."""
    from approx import report
    from approx.subject import resolve_any

    found = resolve_any(subject, wish_of(**about))
    click.echo(_json(report.as_dict(found)) if as_json else "\n".join(report.lines(found)))


@cli.command(
    epilog="approx figure parabola-4-best\n"
    "approx figure sigmoid neurons --theme light -o sigmoid.pdf\n"
    'approx figure "sin(3*x)" --neurons 8 --on -3 3'
)
@subject_options
@click.argument("kind", required=False)
@output_option
@theme_option
def figure(subject: str, kind: str | None, output: str | None, theme: str, **about: Any) -> None:
    """Draw a figure, as SVG, PDF or PNG by the file's ending.

    KIND is sum (default), neurons, network, bends, compare, landscape, training, worldlines or
    loss; for two inputs regions or surface.
    """
    from approx.figures import draw, kinds, save
    from approx.files import destination, slug
    from approx.plane import Plane
    from approx.subject import resolve_any
    from approx.theme import THEMES as themes

    if kind is not None and kind not in kinds():
        from approx.words import nearest

        raise click.UsageError(f"no figure {kind!r}; {nearest(kind, kinds())}")
    found = resolve_any(subject, wish_of(**about))
    kind = kind or ("regions" if isinstance(found, Plane) else "sum")
    path = destination(output, slug(found.name, kind, theme) + ".svg", (".svg", ".pdf", ".png"))
    save(draw(found, kind, themes[theme]), path, found.title(), themes[theme])
    _print_path(path)


@cli.command(
    epilog="approx compare sigmoid\napprox compare parabola-2 --eps 1e-3\n"
    "approx compare sine-8 -o sine.svg"
)
@subject_options
@click.option(
    "--eps", type=float, metavar="ERROR", help="Print the fewest neurons that reach this error."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@output_option
@theme_option
def compare(
    subject: str,
    eps: float | None,
    as_json: bool,
    output: str | None,
    theme: str,
    **about: Any,
) -> None:
    """Compare error against number of neurons, for the subject's target.

    Without -o the numbers are printed; with it they are drawn.
    """
    from approx import compare as comparing
    from approx.panels import compare as panels
    from approx.subject import resolve

    found = resolve(subject, wish_of(**about))
    if eps is not None:
        neurons = comparing.neurons_for(found.target, eps)
        if as_json:
            click.echo(_json({"target": found.target.label.text, "eps": eps, "neurons": neurons}))
        else:
            click.echo(panels.answer(neurons, eps))
    elif output is not None:
        from approx.figures import draw, save
        from approx.files import destination
        from approx.theme import THEMES as themes

        path = destination(output, "", (".svg", ".pdf", ".png"))
        save(draw(found, "compare", themes[theme]), path, found.title(), themes[theme])
        _print_path(path)
    else:
        comparison = comparing.compare(found.target)
        numbers = panels.as_dict(comparison)
        click.echo(_json(numbers) if as_json else "\n".join(panels.table(comparison)))


@cli.command(
    epilog='approx fit "sin(3*x)" --neurons 8 --on -3 3 -o net.json\n'
    "approx fit runge-fit-16 --hidden 8,8 --method adam --steps 2000\n"
    "approx render net.json"
)
@subject_options
@click.option("--time-limit", type=float, metavar="SECONDS", help="Give up after that long.")
@click.option("--history", metavar="FILE.npz", help="Write the run, too: every snapshot.")
@output_option
def fit(
    subject: str,
    time_limit: float | None,
    history: str | None,
    output: str | None,
    **about: Any,
) -> None:
    """Train a network on a function and write it; every other command takes the file.

    The function is typed, "sin(3*x)", or an example's target.
    """
    from approx import training
    from approx.files import destination, slug
    from approx.load import save
    from approx.report import fitted
    from approx.subject import NEURONS, resolve

    if about["neurons"] is None and about["hidden"] is None:
        about["neurons"] = NEURONS
    path = destination(output, slug(subject, "fit") + ".json", (".json", ".npz", ".safetensors"))
    run = None if history is None else destination(history, "", (".npz",))
    if run == path:
        raise click.UsageError("-o and --history name the same file")
    with _bar(f"fitting {subject}") as progress:
        wish = wish_of(**about, time_limit=time_limit, progress=progress)
        found = resolve(subject, wish)
    save(found.network, path, found.domain, found.source.get("text"))
    if run is not None:
        assert found.fit is not None
        training.save(found.fit.history, run)
    click.echo(fitted(found), err=True)
    _print_path(path)
    if run is not None:
        _print_path(run)


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error while something long runs; nothing where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda step, steps: bar.update(task, completed=step, total=steps)


@cli.command(
    epilog="approx render parabola-4-best\n"
    "approx render parabola-2 sum -q h --theme light -o lecture.mp4\n"
    "approx render parabola-4 neuron --still fold-2\n"
    "approx render --all -q l"
)
@click.argument("subject", required=False)
@about_options
@click.argument("story", required=False)
@click.option(
    "-q", "--quality", type=click.Choice(tuple(QUALITIES)), default="m", show_default=True,
    help=", ".join(f"{letter} {size}" for letter, size in QUALITIES.items()),
)  # fmt: skip
@output_option
@theme_option
@aspect_option
@language_option
@click.option(
    "--still", metavar="[BEAT]", is_flag=False, flag_value="",
    help="Draw the last frame of BEAT, or of the story, as PNG instead of a film.",
)  # fmt: skip
@click.option(
    "--all", "every", is_flag=True, help="Every story of SUBJECT, or of all built-in examples."
)
def render(
    subject: str | None,
    story: str | None,
    quality: str,
    output: str | None,
    theme: str,
    aspect: str,
    language: str,
    still: str | None,
    every: bool,
    **about: Any,
) -> None:
    """Render a film of a subject, with its captions beside it (.srt, .vtt)."""
    from approx.files import destination
    from approx.render import film, stories
    from approx.render.batch import render_all
    from approx.render.stills import render_still
    from approx.subject import resolve

    look = {"theme": theme, "language": language, "aspect": aspect}
    if every:
        if story is not None or output is not None or still is not None:
            raise click.UsageError("--all takes no STORY, -o or --still")
        whose = None if subject is None else resolve(subject, wish_of(**about))
        render_all(whose, QUALITIES[quality], done=_print_path, **look)
        return
    if subject is None:
        raise click.UsageError("Missing argument 'SUBJECT'.")
    found = resolve(subject, wish_of(**about))
    told = stories.choose(found, story)
    ending = ".mp4" if still is None else ".png"
    name = film.file_name(found, told, still or "", **look)
    path = destination(output, name + ending, (ending,))
    if still is not None:
        render_still(found, told, path, still, quality=QUALITIES[quality], **look)
    else:
        with film.progress(f"{found.name} · {told}") as report:
            film.render(found, told, path, QUALITIES[quality], report=report, **look)
    _print_path(path)


@cli.command(epilog="approx storyboard parabola-4\napprox storyboard sigmoid layers -o handout.pdf")
@subject_options
@click.argument("story", required=False)
@output_option
@click.option(
    "--theme", type=click.Choice(THEMES), default="light", show_default=True, help="Colours."
)
@aspect_option
@language_option
def storyboard(
    subject: str,
    story: str | None,
    output: str | None,
    theme: str,
    aspect: str,
    language: str,
    **about: Any,
) -> None:
    """Draw one page of a story: every beat's last frame, its caption under it."""
    from approx.figures import _handout as handout
    from approx.files import destination, slug
    from approx.render import film, stills, stories
    from approx.subject import resolve
    from approx.theme import THEMES as themes

    found = resolve(subject, wish_of(**about))
    told = stories.choose(found, story)
    shape = "" if aspect == "16:9" else aspect.replace(":", "x")
    words = "" if language == "en" else language
    name = slug(found.name, told, "storyboard", "" if theme == "light" else "on-dark", shape, words)
    path = destination(output, name + ".pdf", (".pdf", ".png", ".svg"))
    with film.progress(f"{found.name} · {told}") as report:
        beats = stills.stills(
            found, told, theme=theme, language=language, aspect=aspect, report=report
        )
    pictures = [handout.Picture(still.png, still.caption) for still in beats]
    page = handout.draw(found.title(language), pictures, themes[theme], stills.content(aspect))
    handout.save(page, path, found.title(language), themes[theme])
    _print_path(path)


@cli.command(epilog="approx doctor")
def doctor() -> int:
    """Check what is installed; name the one line that mends what is missing."""
    from approx.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding.line())
    return 0 if all(finding.good for finding in findings) else 1


def _json(value: Any) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=not _speaks_unicode(), allow_nan=False)


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "ascii").lower().replace("-", "") in {"utf8", "utf16", "utf32"}


def _print_path(path: Path) -> None:
    click.echo(str(path))
