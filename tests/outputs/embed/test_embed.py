"""Snippets read back, by a parser of their own language, as the file and the words it holds."""

import ast
import json
import re
import zipfile
from pathlib import Path

import av
import numpy as np
import pytest
from lxml import html
from markdown_it import MarkdownIt
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from approx.__main__ import run
from approx.cli.commands import embed as command
from approx.outputs import figures
from approx.outputs.embed import TARGETS, read, snippet
from approx.style.theme import LIGHT
from approx.subjects import resolve
from approx.system.errors import InputError

#: Words that every language would take for its own.
ODD = 'A "b" <c> & [d](e) {f} $g$ h_i^j ~k #l 100 % \\m `n` *o* | ü − x² ≥ !'

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
 <rdf:li xml:lang="x-default">x² loops</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def picture(path: Path, words: str = ODD) -> Path:
    info = PngInfo()
    info.add_itxt("Title", "A title")
    info.add_itxt("Description", words)
    Image.new("RGB", (64, 36)).save(path, pnginfo=info)
    return path


def film(path: Path, **words: str) -> Path:
    with av.open(str(path), "w") as container:
        container.metadata.update(words)
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- what files say of themselves ---------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    subject = resolve("parabola-4-best")
    figure = figures.draw(subject, "sum", LIGHT)
    for ending in ("svg", "pdf", "png"):
        figure.save(folder / f"figure.{ending}")
    return folder, figure.alt


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_a_figure_says_in_every_format_what_it_shows(drawn, ending):
    folder, alt = drawn
    media = read(folder / f"figure.{ending}")
    assert media.alt == alt
    assert "Largest error 0.5" in alt
    assert media.title == "x² from four neurons"
    if media.size is not None:
        assert media.size[0] / media.size[1] == pytest.approx(8 / 5)


def test_a_film_says_it_in_its_metadata_or_by_its_captions(here):
    assert read(film(Path("a.mp4"), description="What it shows")).alt == "What it shows"
    silent = film(Path("b.mp4"))
    with pytest.raises(InputError, match=r"b\.mp4 holds no description; say what it shows: --alt"):
        read(silent)
    Path("b.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nOne.\n\n"
                             "2\n00:00:01,000 --> 00:00:02,000\nTwo.\n")  # fmt: skip
    assert read(silent).alt == "One. Two."
    assert read(silent, "Mine").alt == "Mine"


@pytest.mark.parametrize("ending", ["gif", "webp", "apng"])
def test_loops_say_it_where_their_format_has_a_place(here, ending):
    path = Path(f"loop.{ending}")
    one, other = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    info = PngInfo()
    info.add_itxt("Description", "x² loops")
    how = {"gif": {"comment": "x² loops".encode()}, "webp": {"xmp": XMP.encode()}}
    kind = "PNG" if ending == "apng" else ending
    settings = how.get(ending, {"pnginfo": info})
    one.save(path, kind, save_all=True, append_images=[other], **settings)
    assert read(path).alt == "x² loops"


# -- snippets, read back ------------------------------------------------------------------------


def test_html_shows_the_picture_with_its_words(here):
    picture(Path("a b & c.png"))
    image = html.fromstring(snippet(Path("a b & c.png"), "html"))
    assert (image.tag, image.get("alt"), image.get("src")) == ("img", ODD, "a%20b%20%26%20c.png")
    assert (image.get("width"), image.get("height")) == ("64", "36")


def test_html_plays_the_film_with_its_captions(here):
    film(Path("a.mp4"), description=ODD)
    Path("a.vtt").write_text("WEBVTT\n")
    picture(Path("a.png"))
    video = html.fromstring(snippet(Path("a.mp4"), "html", "de"))
    assert (video.tag, video.get("aria-label"), video.get("poster")) == ("video", ODD, "a.png")
    assert video.get("controls") is not None
    (source,), (track,) = video.iter("source"), video.iter("track")
    assert (source.get("src"), source.get("type")) == ("a.mp4", "video/mp4")
    assert [track.get(name) for name in ("src", "kind", "srclang")] == ["a.vtt", "captions", "de"]
    assert track.get("label") == "Untertitel"


def test_markdown_shows_the_picture_with_its_words(here):
    picture(Path("a (b) c.png"))
    image = html.fromstring(MarkdownIt().render(snippet(Path("a (b) c.png"), "markdown")))
    (image,) = image.iter("img")
    assert (image.get("alt"), image.get("src")) == (ODD, "a%20%28b%29%20c.png")


def test_markdown_and_quarto_take_a_film_as_html(here):
    film(Path("a.mp4"), description=ODD)
    page = snippet(Path("a.mp4"), "html")
    assert snippet(Path("a.mp4"), "markdown") == page
    assert snippet(Path("a.mp4"), "quarto") == f"```{{=html}}\n{page}\n```"
    (video,) = html.fromstring(MarkdownIt().render(page)).iter("video")
    assert video.get("aria-label") == ODD


def test_quarto_has_the_title_below_and_the_words_for_readers(here):
    text = snippet(picture(Path("a.png")), "quarto")
    title, path, words = re.fullmatch(r'!\[(.*)\]\((.*)\)\{fig-alt="(.*)"\}', text).groups()
    assert (title, path) == ("A title", "a.png")
    assert re.sub(r"\\(.)", r"\1", words) == ODD


def test_a_jupyter_cell_shows_the_picture_with_its_words(here):
    tree = ast.parse(snippet(picture(Path("a.png")), "jupyter"))
    call = tree.body[-1].value
    assert (call.func.id, len(call.args)) == ("HTML", 1)
    assert html.fromstring(ast.literal_eval(call.args[0])).get("alt") == ODD


#: How LaTeX writes what it would take for its own.
ESCAPED = {r"\textbackslash{}": "\\", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~"}


def unescaped(text: str) -> str:
    names = "|".join(map(re.escape, ESCAPED))
    return re.sub(rf"({names})|\\([{{}}$&#%_])", lambda m: ESCAPED.get(m[1], m[2]), text)


def test_latex_includes_the_picture_with_its_words(here):
    text = snippet(picture(Path("a.png")), "beamer")
    words, path = re.fullmatch(
        r"\\includegraphics\[width=\\textwidth,alt=\{(.*)\}\]\{(.*)\}", text
    ).groups()
    assert (unescaped(words), path) == (ODD, "a.png")
    assert not re.search(r"(?<!\\)[$&#%_^~]", words)
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_latex_plays_a_film_or_frames(here):
    text = snippet(film(Path("a.mp4"), description="Words"), "beamer")
    assert r"\movie[width=\textwidth,height=0.5625\textwidth" in text
    assert text.endswith("{a.mp4}")
    with zipfile.ZipFile("b.zip", "w") as archive:
        for number in range(1, 13):
            archive.writestr(f"frame-{number:05d}.png", b"")
        archive.comment = json.dumps({"description": ODD, "fps": 25}).encode()
    text = snippet(Path("b.zip"), "beamer")
    assert re.search(r"\\animategraphics\[.*\]\{25\}%\n  \{b/frame-\}\{00001\}\{00012\}$", text)


# -- what cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "target", "said"),
    [
        ("a.svg", b"<svg", "html", "a.svg cannot be read"),
        ("a.svg", b"<html/>", "html", "a.svg is no SVG"),
        ("a.pdf", b"%PDF-1.4 nothing", "beamer", "a.pdf cannot be read"),
        ("a.png", b"\x89PNG\r\n", "html", "a.png cannot be read"),
        ("a.mp4", b"", "html", "a.mp4 cannot be read"),
        ("a.zip", b"PK", "beamer", "a.zip cannot be read"),
        ("a.txt", b"words", "html", "a.txt: embed takes .svg"),
        ("b.png", None, "html", "b.png is not there"),
    ],
)
def test_a_file_that_is_no_figure_is_one_line(here, capsys, name, data, target, said):
    if data is not None:
        Path(name).write_bytes(data)
    assert run(["embed", name, "--for", target]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"error: [^\n]+\n", err)
    assert said in err


def test_an_svg_can_neither_grow_nor_fetch(here):
    bomb = '<!DOCTYPE svg [<!ENTITY a "words"><!ENTITY b SYSTEM "secret.txt">]>'
    Path("secret.txt").write_text("secret")
    Path("a.svg").write_text(
        f'{bomb}<svg xmlns="http://www.w3.org/2000/svg"><desc>said&a;&b;</desc></svg>'
    )
    assert read(Path("a.svg")).alt == "said"


@pytest.mark.parametrize(
    ("ending", "target", "said"),
    [("svg", "beamer", "LaTeX shows no .svg file"), ("pdf", "html", "use the SVG of figure.pdf")],
)
def test_a_format_that_a_document_does_not_show_has_a_way_out(drawn, ending, target, said):
    with pytest.raises(InputError, match=re.escape(said)):
        snippet(drawn[0] / f"figure.{ending}", target)


def test_the_command_prints_the_snippet_and_nothing_else(here, capsys):
    path = picture(Path("a.png"))
    assert run(["embed", "a.png", "--for", "markdown", "--alt", "My words"]) == 0
    assert capsys.readouterr() == ("![My words](a.png)\n", "")
    assert snippet(path, "markdown", alt="My words") == "![My words](a.png)"


def test_the_choices_of_the_command_are_those_there_are():
    assert set(command.TARGETS) == set(TARGETS)
