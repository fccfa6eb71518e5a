"""What the commands share: their class, SUBJECT with all that can be said of it, looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from approx.subject import Wish

THEMES = ("dark", "light")
ASPECTS = ("16:9", "1:1", "9:16")
LANGUAGES = ("en", "de")
QUALITIES = {"l": "480p15", "m": "720p30", "h": "1080p60", "p": "1440p60", "k": "2160p60"}


class Command(click.Command):
    """A command that refuses an option given twice instead of taking the last."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(list(args))
            options = [p for p in order if isinstance(p, click.Option) and not p.multiple]
            for option in options:
                if options.count(option) > 1:
                    raise click.UsageError(f"{option.opts[-1]} was given twice", ctx)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, each on a line of its own."""
        if self.epilog:
            with formatter.section("Examples"):
                formatter.write(
                    "".join(f"  {line.strip()}\n" for line in self.epilog.strip().splitlines())
                )


class Group(click.Group):
    """Commands of which a misspelt one gets the right name."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from approx.words import nearest

            raise click.UsageError(f"no command {args[0]!r}; {nearest(args[0], (*known,))}")
        return super().resolve_command(ctx, args)


def subject_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """SUBJECT and what can be said about it."""
    return click.argument("subject")(about_options(command))


def about_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What can be said about a subject."""
    options = (
        click.option(
            "--on", nargs=2, metavar="A B", help="The interval  [default: -3 3 for a function]"
        ),
        click.option("--neurons", type=int, metavar="N", help="Fit one hidden layer of N neurons."),
        click.option("--hidden", metavar="N,M", help="Fit several hidden layers, e.g. 8,8."),
        click.option("--method", metavar="NAME", help="How to fit: optimal, lm, adam, gd, …"),
        click.option("--steps", type=int, metavar="N", help="The most updates of the fit."),
        click.option("--rate", type=float, metavar="R", help="Learning rate of gd and adam."),
        click.option("--seed", type=int, metavar="N", help="Of everything random in the fit."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def wish_of(
    on: tuple[str, str] | None,
    neurons: int | None,
    hidden: str | None,
    method: str | None,
    seed: int | None,
    **settings: Any,
) -> Wish:
    from approx.subject import Wish

    if neurons is not None and hidden is not None:
        raise click.UsageError("give one of --neurons and --hidden")
    settings.update(method=method, seed=seed)
    said = {name: value for name, value in settings.items() if value is not None}
    widths = widths_of(hidden) if hidden is not None else None
    return Wish(on, neurons, widths, said, lambda line: click.echo(line, err=True))


def widths_of(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"--hidden takes widths like 8,8, not {text!r}") from None


theme_option = click.option(
    "--theme", type=click.Choice(THEMES), default="dark", show_default=True, help="Colours."
)
aspect_option = click.option(
    "--aspect", type=click.Choice(ASPECTS), default="16:9", show_default=True, help="Shape."
)
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Words."
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Where to write  [default: in outputs/]"
)
