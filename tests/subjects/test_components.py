"""All outputs of a network: each is what the network computes there, and pictures show all."""

from pathlib import Path

import numpy as np
import pytest
from command_line import approx as command_line  # noqa: F401 - a fixture

import approx
from approx.core.network import Network
from approx.inputs.weights import save
from approx.system.errors import InputError

NAMES = ("sin", "cos", "all")


def several(names=("slow", "fast", "1"), outputs=3):
    rng = np.random.default_rng(0)
    return Network(
        [rng.normal(size=(4, 1)), rng.normal(size=(outputs, 4))],
        [rng.normal(size=4), rng.normal(size=outputs)],
        output_names=names,
    )


def test_every_output_is_what_the_network_computes(tmp_path):
    network, x = several(), np.linspace(-1, 2, 101)
    save(network, tmp_path / "net.json", (-1.0, 2.0))
    for made in (
        approx.subject(network, component="all", on=(-1, 2)),
        approx.subject(tmp_path / "net.json", component="all"),
    ):
        assert len(made) == 3
        for k, one in enumerate(made):
            np.testing.assert_allclose(one.function(x), network(x[:, None])[:, k], atol=1e-14)
        assert made["fast"] is made[1]
        assert made["1"] is made[2]  # the name, not the number
    for wrong in (3, -1, "slower", 1.0):
        with pytest.raises(InputError, match=r"known: 0 \(slow\), 1 \(fast\)"):
            made[wrong]


def test_the_interval_shows_all_breakpoints_of_all_outputs():
    apart = Network([[[1.0], [1.0]], np.eye(2)], [[20.0, -50.0], [0.0, 0.0]])
    made = approx.subject(apart, component="all")
    low, high = made[0].domain
    assert made[1].domain == (low, high)
    assert low < -20
    assert high > 50


@pytest.mark.parametrize("kind", ["fit", "slopes", "sum"])
def test_a_figure_has_a_panel_of_each_output(kind):
    made = approx.subject(several(), component="all", on=(-1, 2), title="Three")
    axes = made.figure(kind).axes
    names = [ax.get_title(loc="left").partition(";")[0] for ax in axes]
    assert names == ["slow", "fast", "1"]
    for ax, one in zip(axes, made, strict=True):
        f = one.function
        drawn = np.concatenate([line.get_ydata() for line in ax.lines if len(line.get_xdata()) > 1])
        wanted = f.slopes if kind == "slopes" else f(np.array(f.domain))
        for value in wanted:
            assert np.nanmin(np.abs(drawn - value)) < 1e-9
    assert made[1].title() == "Three: fast"


def test_what_shows_one_output_says_how_to_choose_it(tmp_path):
    made = approx.subject(several(), component="all", on=(-1, 2))
    for method, place in (("page", "p.html"), ("render", "f.mp4"), ("handout", "h.pdf")):
        with pytest.raises(InputError, match=r"choose it, as s\[0\], of 'slow', 'fast', '1'"):
            getattr(made, method)(tmp_path / place)
    with pytest.raises(InputError, match="several outputs; choose one by its component; figures"):
        made.figure("breakpoints")
    with pytest.raises(InputError, match="one output is compared with a target"):
        approx.subject(several(), component="all", target="sin(x)")
    with pytest.raises(InputError, match="7 outputs, and at most 6 are shown together"):
        approx.subject(several(None, 7), component="all")
    assert not list(tmp_path.iterdir())


def test_all_means_all_unless_an_output_has_that_name():
    x = np.linspace(-1, 2, 11)
    network = several(NAMES)
    one = approx.subject(network, component="all", on=(-1, 2))
    np.testing.assert_allclose(one.function(x), network(x[:, None])[:, 2], atol=1e-14)
    alone = several(("y",), 1)
    assert approx.subject(alone, component="all", on=(-1, 2)).network == alone


def test_the_command_line_shows_all_outputs(command_line):  # noqa: F811
    save(several(), "net.json", (-1.0, 2.0))
    shown = command_line("show", "net.json", "--component", "all")
    shown.accepts()
    for k in range(3):
        assert f"net-{k}: network 1-4-1" in shown.out
    command_line("figure", "net.json", "--component", "all", "-o", "all.svg").accepts()
    made = Path("all.svg").read_text(encoding="utf-8")
    assert "net.json fit --component all" in made
    for command in ("page", "slides", "kit", "storyboard", "script", "compare"):
        refused = command_line(command, "net.json", "--component", "all")
        refused.refuses("this shows one output of 'net.json'; choose it, as --component 0")
