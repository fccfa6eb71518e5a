"""Snippets read back, by a parser of their own language, as the file and the words it holds."""

import base64
import json
import re
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

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
from approx.outputs.embed import TARGETS, Play, read, snippet
from approx.outputs.embed.media import Media
from approx.outputs.embed.snippets import SNIPPETS
from approx.outputs.page import page
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
    return folder, figure


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_a_figure_says_in_every_format_what_it_shows(drawn, ending):
    folder, figure = drawn
    alt = figure.alt
    media = read(folder / f"figure.{ending}")
    assert media.alt == alt
    assert "Largest error 0.5" in alt
    assert media.title == "x² from four neurons"
    if media.size is not None:
        width, height = figure.get_size_inches()
        assert media.size[0] / media.size[1] == pytest.approx(width / height, rel=0.01)


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
    quarto = f"::: {{#fig-a-mp4}}\n```{{=html}}\n{page}\n```\n\n\n:::"
    assert snippet(Path("a.mp4"), "quarto") == quarto
    (video,) = html.fromstring(MarkdownIt().render(page)).iter("video")
    assert video.get("aria-label") == ODD


def test_quarto_has_the_title_below_and_the_words_for_readers(here):
    text = snippet(picture(Path("a.png")), "quarto")
    title, path, words = re.fullmatch(
        r'!\[(.*)\]\((.*)\)\{#fig-a-png fig-alt="(.*)"\}', text
    ).groups()
    assert (title, path) == ("A title", "a.png")
    assert re.sub(r"\\(.)", r"\1", words) == ODD


def test_a_jupyter_cell_holds_the_picture_and_its_words(here, monkeypatch):
    display = SimpleNamespace(HTML=lambda text: text)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    *lines, last = snippet(picture(Path("a.png")), "jupyter").splitlines()
    names = {}
    exec("\n".join(lines), names)
    image = html.fromstring(eval(last, names))
    assert image.get("alt") == ODD
    head, data = image.get("src").split(",")
    assert (head, base64.b64decode(data)) == ("data:image/png;base64", Path("a.png").read_bytes())


def test_a_page_is_framed(here):
    Path("p.html").write_text(page(resolve("abs")), encoding="utf-8")
    frame = html.fromstring(snippet(Path("p.html"), "html"))
    assert (frame.tag, frame.get("src")) == ("iframe", "p.html")
    assert frame.get("title").startswith("|x| from two neurons: move the weights")
    assert "<iframe" in snippet(Path("p.html"), "jupyter")
    with pytest.raises(InputError, match="LaTeX shows no page"):
        snippet(Path("p.html"), "beamer")


def test_a_film_plays_as_it_is_told(here):
    film(Path("a.mp4"), description="Words")
    played = Play(autoplay=True, loop=True)
    video = html.fromstring(snippet(Path("a.mp4"), "html", play=played))
    assert {"autoplay", "loop", "muted", "playsinline"} <= set(video.keys())
    assert "showcontrols,autostart,loop]" in snippet(Path("a.mp4"), "beamer", play=played)
    assert "muted" not in snippet(Path("a.mp4"), "html")


#: How LaTeX writes what it would take for its own.
ESCAPED = {r"\textbackslash{}": "\\", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~"}


def unescaped(text: str) -> str:
    names = "|".join(map(re.escape, ESCAPED))
    return re.sub(rf"({names})|\\([{{}}$&#%_])", lambda m: ESCAPED.get(m[1], m[2]), text)


def test_latex_includes_the_picture_with_its_words(here):
    text = snippet(picture(Path("a.png")), "beamer")
    words, path = re.fullmatch(
        r"\\includegraphics\[width=\\textwidth,height=0\.8\\textheight,keepaspectratio,"
        r"alt=\{(.*)\}\]\{(.*)\}",
        text,
    ).groups()
    assert (unescaped(words), path) == (ODD, "a.png")
    assert not re.search(r"(?<!\\)[$&#%_^~]", words)
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_latex_plays_a_film_or_frames(here):
    text = snippet(film(Path("a.mp4"), description="Words"), "beamer")
    assert r"\movie[width=1.2444\textheight,height=0.7\textheight" in text
    assert text.endswith("{a.mp4}")
    tall = Media(Path("c.mp4"), "Words", size=(90, 160))
    assert r"width=0.3937\textheight,height=0.7\textheight" in SNIPPETS["beamer"](
        tall, "en", Play()
    )
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
        ("a.mp4", b"", "html", "a.mp4 cannot be read: Invalid data"),
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


# Hostile files: H4 and H5 of the cases of strangers, and their kinds.

POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n"
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.ts\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize("name", ["a.png", "a.apng", "a.gif", "a.webp", "a.mp4", "a.mov", "a.webm"])
@pytest.mark.parametrize("content", [POSTSCRIPT, PLAYLIST, b"BM" + bytes(100)], ids=lambda c: c[:4])
def test_only_the_format_of_the_ending_is_looked_for(here, monkeypatch, name, content):
    def started(*arguments, **options):
        raise AssertionError(f"started {arguments}")

    monkeypatch.setattr("subprocess.Popen", started)
    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", started)
    Path(name).write_bytes(content)
    with pytest.raises(InputError, match=f"{name} cannot be read"):
        read(Path(name), "words")


def sequence(path: Path, *names: str, **tags: object) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
        archive.comment = json.dumps({"description": "d", **tags}).encode()
    return path


@pytest.mark.parametrize(
    "names",
    [("a1.png", "a2}\\input{evil}%.png"), ("../a1.png", "../a2.png"), ("a1.png", "b2.png"),
     ("a.png",), ("a1.png\n.png",), ("\\x1.png",), ("1" * 500 + ".png",)],
)  # fmt: skip
def test_frames_have_the_names_that_we_give_them(here, names):
    sequence(Path("a.zip"), *names)
    with pytest.raises(InputError, match=r"not called frame-00001\.png"):
        snippet(Path("a.zip"), "beamer")


@pytest.mark.parametrize("fps", ["12}\\input{evil}", -1, 10**9, 2.5, True, None, [1]])
def test_a_rate_that_is_none_is_left_out(here, fps):
    sequence(Path("a.zip"), "frame-00001.png", "frame-00024.png", fps=fps)
    text = snippet(Path("a.zip"), "beamer")
    assert r"controls]{15}%" in text
    assert "{a/frame-}{00001}{00024}" in text


def test_a_directory_of_many_names_is_not_read(here):
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("frame-00001.png", b"")
    data = bytearray(Path("a.zip").read_bytes())
    at = data.rfind(b"PK\5\6")
    data[at + 10 : at + 12] = b"\xff\xff"
    Path("a.zip").write_bytes(data)
    with pytest.raises(InputError, match="too many pictures"):
        read(Path("a.zip"))


@pytest.mark.parametrize("target", TARGETS)
def test_no_control_character_and_no_line_end_of_a_file_reaches_a_document(here, capsys, target):
    words = "A\x1b[31mB\x07C\r\nD\u202eE\x85F\u2028G \\input{evil} ^^M <script> $x$ \x9b"
    picture(Path("a.png"), words)
    assert run(["embed", "a.png", "--for", target]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert all(line.isprintable() for line in out.splitlines())
    if target == "beamer":
        assert "\\input" not in out
        assert "^^" not in out
    else:
        assert "<script>" not in out or target == "quarto"  # a quoted attribute there
    assert len(out.splitlines()) <= (13 if target == "jupyter" else 6)  # one text in two pieces


def test_a_picture_of_too_many_pixels_is_not_decoded(here):
    Image.new("1", (9000, 8000)).save("a.png")
    with pytest.raises(InputError, match="9000x8000 pixels, too many"):
        read(Path("a.png"), "words")


@pytest.mark.parametrize("name", ["a\nb.png", "a\x1bb.png", "a#b.png", "a}b.png"])
def test_latex_gets_no_file_name_that_it_would_obey(here, name):
    picture(Path(name))
    with pytest.raises(InputError, match="LaTeX cannot read"):
        snippet(Path(name), "beamer")
