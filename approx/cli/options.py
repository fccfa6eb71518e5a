"""The options that several commands share, and what they mean to the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from approx.cli.command import HelpFromRecords, Names, note
from approx.outputs.films import job

if TYPE_CHECKING:
    from approx.subjects import FitOptions
    from approx.system.files import Output

QUALITIES = job.QUALITIES


def method_help() -> str:
    from approx.training.methods import METHODS

    names = [f"{method.name} ({method.description})" for method in METHODS.values()]
    return f"Training method: {', '.join(names)}."


def init_help() -> str:
    from approx.training.options import INITS

    return f"First values of the training: {', '.join(INITS)}  [default: the method's]"


def rate_help() -> str:
    from approx.training.methods import taking

    return f"Learning rate of {' and '.join(taking('rate'))}."


def momentum_help() -> str:
    from approx.training.methods import METHODS, taking

    defaults = ", ".join(f"{METHODS[name].momentum:g}" for name in taking("momentum"))
    return f"Momentum of {' and '.join(taking('momentum'))}, 0 for none  [default: {defaults}]"


def theme_names() -> Iterable[str]:
    from approx.style.theme import THEMES

    return THEMES


def aspect_names() -> Iterable[str]:
    from approx.outputs.stage.layout import LAYOUTS

    return LAYOUTS


def language_names() -> Iterable[str]:
    from approx.style.languages import LANGUAGES

    return LANGUAGES


def figure_kinds() -> dict[str, str]:
    """The kinds of figures, and what each shows."""
    from approx.system import folders

    return folders.summaries(folders.figures())


def story_names() -> dict[str, str]:
    """The stories, and what each is about."""
    from approx.system import folders

    return folders.summaries(folders.scenes())


def lesson_names() -> dict[str, str]:
    """The built-in lessons, and what each is about."""
    from approx.outputs.lesson import names, read

    return {name: read(name).about("en") for name in names()}


def subject_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """SUBJECT, its interval, and how to fit a network to it."""
    return click.argument("subject")(fit_flags(command))


def fit_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """A subject's interval, and how to fit a network to it; for :func:`fit_options`."""
    interval = "The interval  [default: -3 3 for a function]"
    interval_of_y = "Of two inputs: the interval of y  [default: that of x]"
    flags = (
        click.option("--on", nargs=2, metavar="A B", help=interval),
        click.option("--on-y", nargs=2, metavar="C D", help=interval_of_y),
        click.option("--neurons", type=int, metavar="N", help="Fit one hidden layer of N neurons."),
        click.option("--hidden", metavar="N,M", help="Fit several hidden layers, e.g. 8,8."),
        click.option("--method", cls=HelpFromRecords, look_up=method_help, metavar="NAME"),
        click.option("--steps", type=int, metavar="N", help="Maximum number of training steps."),
        click.option("--rate", cls=HelpFromRecords, look_up=rate_help, type=float, metavar="R"),
        click.option("--init", cls=HelpFromRecords, look_up=init_help, metavar="NAME"),
        click.option(
            "--momentum", cls=HelpFromRecords, look_up=momentum_help, type=float, metavar="M"
        ),
        click.option("--seed", type=int, metavar="N", help="Random seed."),
        click.option("--held-out", type=float, metavar="SHARE",
                     help="Of a table: the share of points to test on, not to learn from."),
        click.option("--task", type=click.Choice(("regression", "classification")),
                     help="Of two inputs: whether a table's third column is a value or a class."),
        click.option("--target", metavar="FUNCTION|TABLE",
                     help="Of a network file or run: what it is compared with."),
        *table_flags(),
        *model_flags(),
    )  # fmt: skip
    for flag in reversed(flags):
        command = flag(command)
    return command


#: The options of tables, which are the fields of approx.inputs.tables.Columns.
TABLE = {
    "x": ("COLUMN", "Of a table: the column of x, by header or number."),
    "y": ("COLUMN", "Of a table: the column of y."),
    "z": ("COLUMN", "Of a table of two inputs: the column of the value or class."),
    "decimal": ("MARK", "Of a table: the decimal mark, . or ,"),
    "thousands": ("MARK", "Of a table: what groups thousands, such as ,"),
    "dates": ("ORDER", "Of a table: dmy or mdy, for dates such as 01/02/2020."),
}


def table_flags() -> Iterable[Callable[..., Any]]:
    """How to read a table that can be read in more than one way."""
    return [
        click.option(f"--{name}", f"table_{name}", metavar=metavar, help=text)
        for name, (metavar, text) in TABLE.items()
    ]


#: The options of network files, which are arguments of approx.inputs.weights.load.
MODEL = {
    "component": ("K", "Of a network with several outputs: which, by number or name; or all."),
    "activation": ("NAME", "Of a file of weights alone: the activation between layers."),
}


def model_flags() -> Iterable[Callable[..., Any]]:
    """How to read a network file that can be read in more than one way."""
    return [
        click.option(f"--{name}", f"model_{name}", metavar=metavar, help=text)
        for name, (metavar, text) in MODEL.items()
    ]


def fit_options(
    on: tuple[str, str] | None,
    neurons: int | None,
    hidden: str | None,
    method: str | None,
    seed: int | None,
    title: str | None = None,
    on_y: tuple[str, str] | None = None,
    stepwise: bool = False,
    task: str | None = None,
    target: str | None = None,
    **settings: Any,
) -> FitOptions:
    """The values of :func:`fit_flags` as the library takes them; warnings go to standard error."""
    from approx.subjects import FitOptions
    from approx.system.plain_text import one_line

    if neurons is not None and hidden is not None:
        raise click.UsageError("give one of --neurons and --hidden")
    settings.update(method=method, seed=seed)
    columns = {name: value for name in TABLE if (value := settings.pop(f"table_{name}", None))}
    model = {name: value for name in MODEL if (value := settings.pop(f"model_{name}", None))}
    given = {name: value for name, value in settings.items() if value is not None}
    try:
        widths = None if hidden is None else tuple(int(width) for width in hidden.split(","))
    except ValueError:
        raise click.UsageError(f"--hidden takes widths like 8,8, not {hidden!r}") from None

    def warn(line: str) -> None:
        note(one_line(line))

    return FitOptions(
        on, neurons, widths, given, warn, title, columns, model, on_y, stepwise, task or "", target
    )


class ThemeNames(Names):
    """The name of a theme, or a TOML file of own colours."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not str(value).endswith(".toml"):
            try:
                return super().convert(value, param, ctx)
            except click.BadParameter as error:
                told = f"{error.message.rstrip('.')}, or a file of your own: mine.toml"
                raise click.BadParameter(told, ctx, param) from None
        from approx.style.theme_file import read_theme

        read_theme(value)  # what cannot be used is refused before anything is rendered
        return value


def theme_option(default: str, *more: str) -> Callable[..., Any]:
    """--theme: a name, one of more names, or a file of own colours."""
    what = "Colour theme, or a file with your own colours."
    if "auto" in more:
        what = "Colour theme; auto follows the reader's system; or a file with your own colours."
    shown = "|".join((*more, "dark", "light", "FILE.toml"))
    names = ThemeNames(lambda: (*more, *theme_names()))
    return click.option(
        "--theme", type=names, default=default, show_default=True, metavar=shown, help=what
    )


aspect_option = click.option(
    "--aspect", type=Names(aspect_names), default="16:9", show_default=True, help="Aspect ratio."
)
language_option = click.option(
    "--language",
    type=Names(language_names),
    default="en",
    show_default=True,
    help="Language of captions and labels.",
)


def preset_names() -> Iterable[str]:
    from approx.outputs.figures._options import PRESETS

    return PRESETS


def _listed(kind: type[float]) -> Callable[..., tuple[float, ...] | None]:
    """Reads '0.01,0.1' as a tuple of numbers."""

    def read(ctx: click.Context, option: click.Parameter, text: str | None) -> Any:
        try:
            return None if text is None else tuple(kind(part) for part in text.split(","))
        except ValueError:
            what = "whole numbers like 1,2,3" if kind is int else "numbers like 0.01,0.1"
            raise click.BadParameter(f"use {what}, not {text!r}") from None

    return read


def figure_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """Size, letters and parts of a figure; for :func:`figure_options`."""
    flags = (
        click.option("--preset", type=Names(preset_names), metavar="paper|slide|poster",
                     help="Size and letters  [default: paper, 3.3 in wide; PNG: slide, 10 in]"),
        click.option("--width", metavar="LENGTH", help="3.3in, 88mm, 9cm, column or full."),
        click.option("--height", metavar="LENGTH", help="[default: what the content asks for]"),
        click.option("--font-size", type=float, metavar="PT", help="Of sentences, in points."),
        click.option("--dpi", type=float, metavar="N", help="Dots per inch, of PNG files."),
        click.option("--no-title", "title_shown", is_flag=True, flag_value=False, default=None,
                     help="Without the title."),
        click.option("--no-formula", "formula", is_flag=True, flag_value=False, default=None,
                     help="Without the formula."),
        click.option("--no-caption", "caption", is_flag=True, flag_value=False, default=None,
                     help="Without the sentence below."),
        click.option("--transparent", is_flag=True, default=None, help="No background."),
        click.option("--xlabel", metavar="TEXT", help="Name of the horizontal axis."),
        click.option("--ylabel", metavar="TEXT", help="Name of the vertical axis."),
        click.option("--ylim", nargs=2, type=float, metavar="A B", help="Limits of that axis."),
        click.option("--rates", metavar="R,R,R", callback=_listed(float),
                     help="Of the figure rates: those to compare."),
        click.option("--seeds", metavar="N,N,…", callback=_listed(int),
                     help="Of the figure rates: those to start from."),
        click.option("--text", type=click.Choice(("fonts", "paths")),
                     help="Letters in SVG files  [default: fonts]"),
        click.option("--style", metavar="FILE", help="A matplotlib style: its fonts, sizes, grid."),
    )  # fmt: skip
    for flag in reversed(flags):
        command = flag(command)
    return command


#: The names of figure_flags, as the library calls them.
FIGURE_FLAGS = (
    "preset", "width", "height", "font_size", "dpi", "title_shown", "formula", "caption",
    "transparent", "xlabel", "ylabel", "ylim", "rates", "seeds", "text", "style",
)  # fmt: skip


title_option = click.option("--title", metavar="TEXT", help="Title, as plain text.")
executor_option = click.option(
    "--executor",
    metavar="dask://HOST:PORT",
    help="Render on a Dask cluster (needs the package distributed).",
)
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(1, 1024), metavar="N",
    help="Number of worker processes  [default: one per core]",
)  # fmt: skip


class QualityLetter(click.Choice):  # type: ignore[type-arg]
    """A letter of QUALITIES; the error about another says what they mean."""

    def __init__(self) -> None:
        super().__init__(tuple(QUALITIES))

    def get_invalid_choice_message(self, value: Any, ctx: Any) -> str:
        sizes = ", ".join(f"{letter} ({size})" for letter, size in QUALITIES.items())
        return f"{str(value)!r} is none of {sizes}"


def quality_option(what: str, more: str = "", default: str | None = "m") -> Callable[..., Any]:
    """-q of what; without a default the command chooses one."""
    sizes = ", ".join(f"{letter} {size}" for letter, size in QUALITIES.items())
    return click.option(
        "-q", "--quality", type=QualityLetter(), default=default,
        show_default=default is not None, help=f"{what}: {sizes}{more}",
    )  # fmt: skip


def _output(ctx: click.Context, option: click.Parameter, value: str | None) -> Output | None:
    from approx.system.files import Output

    return None if value is None else Output(value, ctx.meta.get("approx.force", False))


def _force(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    ctx.meta["approx.force"] = value


def file_option(*names: str, **settings: Any) -> Callable[..., Any]:
    """An option that names a file to write; the command gets an Output for `destination`."""
    return click.option(*names, callback=_output, **settings)


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """-o, and --force for all files that the command writes."""
    what = "Overwrite existing files (files in outputs/ are always overwritten)."
    return _output_option("FILE", what, command)


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """-o for a folder, and --force for an existing one."""
    what = "Overwrite an existing kit (a kit in outputs/ is always overwritten)."
    return _output_option("DIR", what, command)


def texts_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """-o for a folder of files, and --force for existing ones."""
    what = "Overwrite existing files (files in outputs/ are always overwritten)."
    return _output_option("DIR", what, command)


def _output_option(kind: str, force: str, command: Callable[..., Any]) -> Callable[..., Any]:
    what = "Where to write  [default: in outputs/]"
    for option in (
        click.option(
            "--force", is_flag=True, is_eager=True, expose_value=False, callback=_force, help=force
        ),
        file_option("-o", "--output", metavar=kind, help=what),
    ):
        command = option(command)
    return command
