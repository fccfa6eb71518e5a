"""What the commands share: their class, SUBJECT with all that can be said of it, looks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from approx.subjects import FitOptions
    from approx.system.files import Output

QUALITIES = {"l": "480p15", "m": "720p30", "h": "1080p60", "p": "1440p60", "k": "2160p60"}


#: Heading -> the names under it in --help, with a line about each.
Lists = dict[str, Callable[[], dict[str, str]]]


class Names(click.Choice):  # type: ignore[type-arg]
    """A choice among names that are looked up when they are needed: --help stays quick."""

    def __init__(self, look_up: Callable[[], Iterable[str]]) -> None:
        self.look_up, self.case_sensitive = look_up, True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self.look_up())


class HelpFromRecords(click.Option):
    """An option whose help is looked up when it is shown: --help of a group stays quick."""

    def __init__(self, *args: Any, look_up: Callable[[], str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.look_up = look_up

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.look_up()
        return super().get_help_record(ctx)


def method_help() -> str:
    from approx.training.methods import METHODS

    names = [f"{method.name} ({method.description})" for method in METHODS.values()]
    return f"Training method: {', '.join(names)}."


def rate_help() -> str:
    from approx.training.methods import taking

    return f"Learning rate of {' and '.join(taking('rate'))}."


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


class Command(click.Command):
    """A command whose options are given once, on the command line or in the environment.

    An option given twice is refused instead of taking the last. --quality is also read from
    APPROX_QUALITY, and so is every other option; a bad value there is blamed on the variable.

    Args:
        lists: the names that arguments can have, for --help.
    """

    def __init__(self, *args: Any, lists: Lists | None = None, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.lists = lists or {}
        self.params.append(debug_option())
        for option in self.params:
            if isinstance(option, click.Option) and option.envvar is None:
                option.envvar = variable(option)

    def invoke(self, ctx: click.Context) -> Any:
        """A value that the library refuses is blamed on the variable it came from, too."""
        from approx.system.errors import InputError

        try:
            return super().invoke(ctx)
        except InputError as error:
            for option in self.params:
                told = [name for name in option.opts if f"{name} " in str(error)]
                if told and isinstance(option, click.Option) and from_environment(ctx, option):
                    raise InputError(f"{variable(option)}: {error}") from None
            raise

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            for given, value, then in zip(args, args[1:], [*args[2:], "-"], strict=False):
                # Else it would swallow the option that follows.
                if given == "--on" and "," in value and re.match(r"-(?![\d.])", then):
                    raise click.UsageError(f"--on takes two numbers, as --on -4 4, not {value!r}")
            self._refuse_removed(args)
            _, _, order = self.make_parser(ctx).parse_args(list(args))
            options = [p for p in order if isinstance(p, click.Option) and not p.multiple]
            for option in options:
                if options.count(option) > 1:
                    raise click.UsageError(f"{option.opts[-1]} was given twice", ctx)
        return super().parse_args(ctx, args)

    def _refuse_removed(self, args: list[str]) -> None:
        """Refuse an option that this command had before, with what to use instead."""
        from approx.system.renamed import OPTIONS

        known = {name for option in self.params for name in option.opts}
        given = {word.partition("=")[0] for word in args}
        for name, instead in OPTIONS.get(self.name or "", {}).items():
            if name in given - known or (name not in known and _environment(name) in os.environ):
                raise click.UsageError(f"{name} was removed; {instead}")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The names that an argument can have, and the examples, each on a line of its own."""
        for heading, names in self.lists.items():
            with formatter.section(heading):
                formatter.write_dl([*names().items()])
        if self.epilog:
            with formatter.section("Examples"):
                formatter.write(
                    "".join(f"  {line.strip()}\n" for line in self.epilog.strip().splitlines())
                )


def variable(option: click.Option) -> str:
    """The environment variable of an option: APPROX_ and its long name."""
    return _environment(next(name for name in option.opts if name.startswith("--")))


def _environment(flag: str) -> str:
    return "APPROX_" + flag[2:].replace("-", "_").upper()


def from_environment(ctx: click.Context, option: click.Parameter) -> bool:
    source = ctx.get_parameter_source(option.name or "")
    return source is click.core.ParameterSource.ENVIRONMENT


def debug_option() -> click.Option:
    """Errors with their traceback; understood before and after the command's name."""

    def note(ctx: click.Context, option: click.Parameter, value: bool) -> None:
        if value and isinstance(ctx.obj, dict):
            ctx.obj["debug"] = True

    return click.Option(
        ["--debug"], is_flag=True, is_eager=True, expose_value=False, callback=note,
        envvar="APPROX_DEBUG", help="Show the traceback of an error.",
    )  # fmt: skip


class Group(click.Group):
    """Commands of which a misspelt one gets the right name."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(debug_option())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from approx.style.languages import nearest
            from approx.system.renamed import COMMANDS

            if args[0] in COMMANDS:
                raise click.UsageError(f"{args[0]} was removed; {COMMANDS[args[0]]}")
            raise click.UsageError(f"no command {args[0]!r}; {nearest(args[0], (*known,))}")
        return super().resolve_command(ctx, args)


def subject_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """SUBJECT and what can be said about it."""
    return click.argument("subject")(fit_flags(command))


def fit_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """What can be said about a subject."""
    options = (
        click.option(
            "--on", nargs=2, metavar="A B", help="The interval  [default: -3 3 for a function]"
        ),
        click.option("--neurons", type=int, metavar="N", help="Fit one hidden layer of N neurons."),
        click.option("--hidden", metavar="N,M", help="Fit several hidden layers, e.g. 8,8."),
        click.option("--method", cls=HelpFromRecords, look_up=method_help, metavar="NAME"),
        click.option("--steps", type=int, metavar="N", help="Maximum number of training steps."),
        click.option("--rate", cls=HelpFromRecords, look_up=rate_help, type=float, metavar="R"),
        click.option("--seed", type=int, metavar="N", help="Random seed."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def fit_options(
    on: tuple[str, str] | None,
    neurons: int | None,
    hidden: str | None,
    method: str | None,
    seed: int | None,
    title: str | None = None,
    **settings: Any,
) -> FitOptions:
    from approx.subjects import FitOptions

    if neurons is not None and hidden is not None:
        raise click.UsageError("give one of --neurons and --hidden")
    settings.update(method=method, seed=seed)
    said = {name: value for name, value in settings.items() if value is not None}
    widths = widths_of(hidden) if hidden is not None else None
    return FitOptions(on, neurons, widths, said, lambda line: click.echo(line, err=True), title)


def widths_of(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"--hidden takes widths like 8,8, not {text!r}") from None


theme_option = click.option(
    "--theme", type=Names(theme_names), default="dark", show_default=True, help="Colour theme."
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

executor_option = click.option(
    "--executor", metavar="dask://HOST:PORT", help="Draw on a Dask cluster (approx[dask])."
)


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
    return _where("FILE", "Replace files that are there; those in outputs/ always are.", command)


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """-o for a folder, and --force when it is there."""
    return _where("DIR", "Replace a kit that is there; one in outputs/ always is.", command)


def _where(kind: str, replacing: str, command: Callable[..., Any]) -> Callable[..., Any]:
    where = file_option(
        "-o", "--output", metavar=kind, help="Where to write  [default: in outputs/]"
    )
    force = click.option(
        "--force", is_flag=True, is_eager=True, expose_value=False, callback=_force, help=replacing
    )
    decorated: Callable[..., Any] = where(force(command))
    return decorated


def title_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--title, which is part of what is said about a subject."""
    text = "What to write above it, as it stands: no markup, no formulas."
    decorated: Callable[..., Any] = click.option("--title", metavar="TEXT", help=text)(command)
    return decorated
