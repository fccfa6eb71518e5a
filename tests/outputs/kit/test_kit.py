"""A kit is whole or not there; all its parts say the same; its page needs nothing else."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from browser import chromium, contrasts
from lxml import html
from PIL import Image

import approx
from approx.__main__ import run
from approx.inputs.weights import save
from approx.outputs import figures, kit, report
from approx.outputs.films.film import Clip, RenderedStory
from approx.outputs.films.job import Caption
from approx.outputs.films.stills import Still
from approx.outputs.kit import folder as folders
from approx.outputs.kit import parts
from approx.outputs.page import data
from approx.outputs.slides import Look
from approx.subjects import resolve, resolve_any
from approx.system.errors import InputError, MachineError
from approx.system.files import Output

SENTENCE = "x² & <half>"
DRAWN = {"sum", "regions"}
FRAME = np.full((54, 96, 3), 120, np.uint8)


def film(path):
    """Half a second of grey."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        container.metadata["description"] = "Grey."
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(FRAME, format="rgb24")))
        container.mux(stream.encode())
    return path.read_bytes()


@pytest.fixture(scope="module")
def rendered():
    """The stories that were rendered, each name as often as it was."""
    return []


@pytest.fixture(scope="module", autouse=True)
def quick(request, rendered, tmp_path_factory):
    """Films and stills that cost nothing; two figures are enough; no limits in the page."""
    mp4 = film(tmp_path_factory.mktemp("film") / "grey.mp4")

    def render_stories(subject, stories, *_, **__):
        rendered.extend(stories)
        cue = Caption("one", SENTENCE, 0.0, 0.5)
        clips = [Clip(cue.name, cue.text, 0.5, mp4)]
        return [RenderedStory(story, mp4, [cue], clips) for story in stories]

    def stills(*_, **__):
        file = io.BytesIO()
        Image.fromarray(FRAME).save(file, "PNG")
        return [Still("one", SENTENCE, file.getvalue())]

    fitting = figures.fitting
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts.film, "render_stories", render_stories)
        patch.setattr(parts.stills, "stills", stills)
        patch.setattr(figures, "fitting", lambda s: [k for k in fitting(s) if k in DRAWN])
        patch.setattr(data, "_limits", lambda subject: None)
        yield


@pytest.fixture(scope="module")
def made(quick, rendered, tmp_path_factory):
    """A kit of two stories, in German."""
    rendered.clear()
    path = tmp_path_factory.mktemp("made") / "kit"
    kit.build(request_of("parabola-2", "sum", "neuron", language="de"), path)
    assert rendered == ["sum", "neuron"]  # once each, whatever is made of them
    return path


@pytest.fixture
def hollow(monkeypatch):
    """Kits without pictures."""
    monkeypatch.setattr(parts.Kit, "of_stories", lambda _: None)
    monkeypatch.setattr(parts.Kit, "figures", lambda _: None)


def everything(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def request_of(name="parabola-2", *asked, every=False, **look):
    subject = resolve_any(name)
    return kit.KitRequest(subject, kit.choose(subject, asked, every), Look(**look))


# -- what is in it ------------------------------------------------------------------------------


def test_a_kit_lists_every_file_it_holds(made):
    there = everything(made)
    listed = [entry["file"] for entry in json.loads(there["kit.json"])["files"]]
    assert sorted([*listed, "kit.json"]) == sorted(there)
    films = {f"films/{s}{e}" for s in ("sum", "neuron") for e in (".mp4", ".srt", ".vtt", ".png")}
    assert set(listed) == films | {
        "index.html", "page.html", "slides.html", "slides.pptx", "slides.pdf", "weights.json",
        "handout-sum.pdf", "handout-neuron.pdf", "numbers.json", "errors.csv", "breakpoints.csv",
        "embed.html", "embed.md", "embed.qmd", "embed.tex", "embed.py", "figures/sum.svg",
        "figures/sum.pdf",
    }  # fmt: skip
    again = approx.Network.load(made / "weights.json")
    assert again.to_dict() == resolve("parabola-2").network.to_dict()


@pytest.mark.slow
def test_what_does_not_fit_is_left_out_and_said(hollow, tmp_path, monkeypatch):
    said = []
    kit.build(request_of("xor"), tmp_path / "plane", said.append)
    made = everything(tmp_path / "plane")
    assert {"index.html", "page.html", "weights.json", "numbers.json", "embed.tex"} <= set(made)
    assert not {"errors.csv", "breakpoints.csv"} & set(made)
    domain = json.loads(made["weights.json"])["domain"]
    assert domain == [[-0.5, 1.5], [-0.5, 1.5]]
    smooth = approx.Network([[[1]], [[1]]], [[0], [0]], ("tanh", "identity"))
    save(smooth, tmp_path / "smooth.json")
    kit.build(request_of(str(tmp_path / "smooth.json")), tmp_path / "smooth", said.append)
    made = everything(tmp_path / "smooth")
    assert {"page.html", "errors.csv"} <= set(made)
    assert "breakpoints.csv" not in made
    monkeypatch.setattr("approx.outputs.page.data.MOST_PARAMETERS", 3)
    kit.build(request_of(str(tmp_path / "smooth.json")), tmp_path / "large", said.append)
    assert [line for line in said if line.startswith("smooth: no page: 4 parameters")]
    assert "page.html" not in everything(tmp_path / "large")


def test_snippets_name_files_as_seen_from_the_kit(made):
    for target, ending in parts.SNIPPETS.items():
        text = (made / f"embed.{ending}").read_text()
        named = set(re.findall(r"(?:films|figures)/\w+\.\w+", text))
        assert {"films/sum.mp4", f"figures/sum{parts.SHOWN[target]}"} <= named
        for name in named:
            assert (made / name).is_file(), (target, name)
    assert 'src="films/sum.vtt"' in (made / "embed.html").read_text()


def test_the_linter_of_a_project_finds_nothing_in_a_kit(made):
    """A kit in a repository would otherwise break its checks."""
    config = Path(__file__).parents[3] / "pyproject.toml"
    for check in (("check",), ("format", "--check")):
        words = (sys.executable, "-m", "ruff", *check, "--no-cache", "--config", str(config))
        found = subprocess.run([*words, str(made)], capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout
    cells = (made / "embed.py").read_text(encoding="utf-8").split("# %%\n")
    assert cells[0].count("import") == 3
    assert not any("import" in cell for cell in cells[1:])


def test_the_table_is_the_function():
    subject = resolve("sigmoid")
    rows = list(csv.DictReader(io.StringIO(report.tables(subject)["breakpoints.csv"])))
    f = subject.analysis.output
    assert [float(row["x"]) for row in rows] == list(f.x)
    assert [float(row["value"]) for row in rows] == list(f.y)
    assert [float(row["slope_right"]) for row in rows[:-1]] == list(f.slopes)
    assert rows[0]["slope_left"] == rows[-1]["slope_right"] == ""
    makers = {float(row["x"]): row["made_by"].split() for row in rows}
    changes = {f"{c.layer + 1}.{c.neuron + 1}": c for c in subject.analysis.slope_changes}
    assert all(changes[name].x == x for x, names in makers.items() for name in names)
    assert [x for x, names in makers.items() if names] == list(f.breakpoints)


# -- whole or not at all ------------------------------------------------------------------------


def test_a_kit_that_fails_leaves_nothing_and_the_old_one(hollow, tmp_path, monkeypatch):
    def broken(*_):
        raise MachineError("the disk is full")

    monkeypatch.setattr(parts.Kit, "page", broken)
    old = tmp_path / "old"
    old.mkdir()
    (old / "kit.json").write_text('{"files": []}')
    for path in (old, tmp_path / "new"):
        with pytest.raises(MachineError, match="the disk is full"):
            kit.build(request_of(), path)
    assert everything(tmp_path) == {"old/kit.json": b'{"files": []}'}
    assert [p.name for p in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("exchanging", [True, False])
def test_a_kit_replaces_an_older_one_in_one_step(tmp_path, monkeypatch, exchanging):
    if not exchanging:
        monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    path = tmp_path / "kit"
    path.mkdir()
    (path / "kit.json").write_text('{"files": [{"file": "old.txt"}]}')
    (path / "old.txt").write_text("old")
    with folders.placed(path) as work:
        (work / "new.txt").write_text("new")
        assert (path / "old.txt").read_text() == "old"
    assert everything(path) == {"new.txt": b"new"}
    assert [p.name for p in tmp_path.iterdir()] == ["kit"]


def test_the_old_kit_comes_back_when_the_swap_is_stopped(tmp_path, monkeypatch):
    path = tmp_path / "kit"
    path.mkdir()
    (path / "kit.json").write_text('{"files": []}')
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    rename = Path.rename

    def stopped(self, target):
        if self.name == "kit" and self != path:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt), folders.placed(path):
        pass
    assert everything(path) == {"kit.json": b'{"files": []}'}
    assert [p.name for p in tmp_path.iterdir()] == ["kit"]


def test_a_full_disk_is_named_in_one_line(tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders.shutil, "copyfile", full)
    path = tmp_path / "kit"
    with pytest.raises(MachineError) as error, folders.placed(path) as work:
        (work / "new.txt").write_text("new")
    assert str(error.value) == f"cannot write {path}: No space left on device"
    assert list(tmp_path.iterdir()) == []


def test_only_a_kit_is_ever_replaced(tmp_path):
    path = tmp_path / "lecture"
    path.mkdir()
    with pytest.raises(InputError, match="lecture exists; add --force"):
        kit.destination(Output(str(path)), "")
    assert kit.destination(Output(str(path), force=True), "") == path  # it is empty
    (path / "notes.txt").write_text("mine")
    (path / "kit.json").write_text('{"files": [{"file": "page.html"}]}')
    (path / "page.html").write_text("")
    with pytest.raises(InputError, match=r"holds notes\.txt, which no kit wrote"):
        kit.destination(Output(str(path), force=True), "")
    (path / "notes.txt").unlink()
    assert kit.destination(Output(str(path), force=True), "") == path
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(InputError, match="link is not a folder"):
        kit.destination(Output(str(link), force=True), "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parabola-2", "-o", "no/where"], "folder no does not exist"),
        (["parabola-2", "--story", "sun"], "no story 'sun'; did you mean 'sum'?"),
        (["sigmoid", "--story", "sum"], "story 'sum' does not fit 'sigmoid'"),
        (["xor", "--story", "sum"], "does not fit 'xor': it has two inputs"),
        (["parabola-2", "--all", "--story", "sum"], "give one of --story and --all"),
        (["nothing"], "no example 'nothing'"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_left(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["kit", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"error: [^\n]+\n", err)
    assert said in err
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


# -- the page that shows it ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_the_index_shows_everything_in_both_themes_without_asking_anyone(made, browser):
    for scheme in ("dark", "light"):
        context = browser.new_context(
            color_scheme=scheme, offline=True, viewport={"width": 360, "height": 740}
        )
        view = context.new_page()
        asked, said = [], []
        view.on("request", lambda request, asked=asked: asked.append(request.url))
        view.on("console", lambda message, said=said: said.append(message.text))
        view.goto((made / "index.html").as_uri())
        view.evaluate(
            """() => {
              for (const details of document.querySelectorAll("details")) details.open = true;
              for (const image of document.images) image.loading = "eager";
            }"""
        )
        view.wait_for_function(
            "() => [...document.querySelectorAll('video')].every(v => v.readyState)"
        )
        view.wait_for_function("() => [...document.images].every((i) => i.complete)")
        assert said == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert view.evaluate("document.documentElement.scrollWidth") <= 360
        assert view.evaluate("[...document.images].every((i) => i.naturalWidth > 0 && i.alt)")
        seen = contrasts(view)
        assert len(seen) > 40
        assert [one for one in seen if one[-1] < 4.5] == []
        context.close()


def test_the_index_needs_no_script_and_links_to_every_file(made):
    page = html.document_fromstring((made / "index.html").read_text())
    linked = {*page.xpath("//a/@href"), *page.xpath("//img/@src"), *page.xpath("//source/@src")}
    assert linked == set(everything(made)) - {"index.html", "kit.json"}
    assert page.get("lang") == "de"
    command = f"Made with approx {approx.__version__}: approx kit parabola-2 --story sum "
    command += "--story neuron --quality m --language de"
    assert page.xpath("//meta[@name='made-with']/@content") == [command]
    assert json.loads((made / "kit.json").read_text())["made_by"] == command
    assert page.xpath("//button/@hidden")  # until a script can copy
    assert SENTENCE in page.text_content()
    tracks = page.xpath("//track")
    assert [(t.get("kind"), t.get("srclang")) for t in tracks] == [("captions", "de")] * 2
