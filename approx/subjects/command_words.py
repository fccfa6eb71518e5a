"""A subject's name and options as they stand on a command line, for the metadata of outputs."""

from __future__ import annotations

from pathlib import Path

from approx.subjects.fit_options import FitOptions


def command_words(text: str, name: str, options: FitOptions) -> tuple[str, ...]:
    """The words that name the subject again.

    Args:
        text: what the user typed. Of a file only the last part is kept: where it lies on one
            machine concerns no reader of the output.
        name: of the subject that was found; the function itself where it came from standard input.
    """
    from_file = name != text and name == Path(text).stem
    word = Path(text).name if from_file else name
    if word.startswith("-"):  # else it would be an option
        word = f"./{word}" if from_file else f"({word})"
    interval: tuple[str, ...] = () if options.on is None else ("--on", *options.on)
    interval += () if options.on_y is None else ("--on-y", *options.on_y)
    flags = dict(sorted(options.training_flags.items()))
    for given in (options.columns, options.model):
        flags |= {f"--{name}": str(value) for name, value in given.items()}
    if options.task:
        flags["--task"] = options.task
    if options.title is not None:
        flags["--title"] = options.title
    return (word, *interval, *(part for flag in flags.items() for part in flag))
