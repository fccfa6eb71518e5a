"""The gallery shows everything there is: it is made of the same lists as the command line."""

import shlex
import sys
from pathlib import Path

import click
import pytest

from approx.cli.app import cli
from approx.outputs import figures
from approx.outputs.films import stories

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def gallery():
    sys.path.insert(0, str(ROOT / "tools"))
    import gallery_entries

    return gallery_entries


@pytest.fixture(scope="module")
def entries(gallery):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return gallery.entries()


def test_every_example_kind_and_story_has_a_page(gallery, entries):
    shown = {(entry.section, entry.name) for entry in entries}
    assert shown == {
        *(("examples", name) for name in gallery.every_example()),
        *(("figures", name) for name in figures.kinds()),
        *(("stories", name) for name in stories.names()),
    }


def test_the_lines_of_every_page_are_understood(entries):
    for entry in entries:
        _, name, *words = shlex.split(entry.command)
        command = cli.get_command(click.Context(cli), name)
        command.make_context(name, words)
        compile(entry.python, entry.name, "exec")
        assert entry.source.is_file()


def test_the_lines_of_python_draw_what_the_page_shows(entries, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (entry,) = [entry for entry in entries if (entry.section, entry.name) == ("figures", "slopes")]
    exec(entry.python, {})
    assert (tmp_path / "slopes.svg").stat().st_size > 10_000


def test_links_that_lead_nowhere_and_what_comes_from_elsewhere_are_found(tmp_path, gallery):
    import links

    (tmp_path / "a.html").write_text('<a href="b.html#here">b</a><p id="p"></p><a href="#p">p</a>')
    (tmp_path / "b.html").write_text(
        '<img src="https://elsewhere.org/x.png"><a href="c.html">c</a>'
    )
    assert links.faults(tmp_path) == [
        "a.html: no place b.html#here",
        "b.html: loads https://elsewhere.org/x.png from elsewhere",
        "b.html: no file c.html",
    ]
