"""`approx script`: what a voice says at every beat of a film."""

from __future__ import annotations

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
    from approx.system import files
    from approx.system.errors import InputError

    ((resolved, chosen),) = stories.told([subject], story, options.fit_options(**flags))
    folder = files.folder(
        output, files.output_name(resolved.name, chosen, "script", language=language)
    )
    exists = folder.exists() or folder.is_symlink()
    if exists and not folder.is_dir():
        raise InputError(f"{folder} is not a folder")
    texts = {}
    for number, beat in enumerate(script(resolved, chosen, language), start=1):
        path = folder / f"{number:02d}-{beat.beat}.txt"
        if exists:
            force = output is not None and output.force
            path = files.destination(files.Output(str(path), force), "", (".txt",))
        texts[path] = f"{beat.narration}\n".encode()
    with files.made(folder):
        files.write_files(texts)
    print_path(folder)
