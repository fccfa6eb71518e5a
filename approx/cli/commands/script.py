"""`approx script`: what a voice says at every beat of a film."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from approx.cli import options
from approx.cli.command import Command
from approx.cli.commands._output import print_path
from approx.cli.commands._start import start_manim

if TYPE_CHECKING:
    from approx.system.files import Output


@click.command(
    cls=Command,
    lists={"Stories": options.story_names},
    epilog="approx script parabola-4-best sum -o spoken\napprox script sigmoid --language de",
)
@options.subject_options
@click.argument("story", required=False)
@options.texts_option
@options.language_option
def command(
    subject: str, story: str | None, output: Output | None, language: str, **flags: Any
) -> None:
    """Write what a voice says at every beat of a story, one text file a beat.

    Speak them yourself, or have a program do it, such as espeak-ng -f 01-setup.txt -w 01-setup.wav;
    render --narration spoken takes the folder with the recordings.
    """
    start_manim()
    from approx.outputs.films import stories
    from approx.outputs.films.script import script
    from approx.system.errors import InputError
    from approx.system.files import OUTPUTS, Output, destination, output_name, write_files

    ((resolved, chosen),) = stories.told([subject], story, options.fit_options(**flags))
    words = script(resolved, chosen, language)
    name = output_name(resolved.name, chosen, "script", language=language)
    folder = Path(output.name) if output else OUTPUTS / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make the folder {folder}: {error.strerror}") from None
    texts = {}
    for number, beat in enumerate(words, start=1):
        file = Output(str(folder / f"{number:02d}-{beat.beat}.txt"), output is None or output.force)
        texts[destination(file, "", (".txt",))] = f"{beat.narration}\n".encode()
    write_files(texts)
    print_path(folder)
