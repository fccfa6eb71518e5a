"""What is loaded when: the library without a drawing library, the command line without either."""

import subprocess
import sys

import pytest

HEAVY = ("matplotlib", "manim", "scipy.optimize", "rich")


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import approx",
        "import approx; approx.Network; approx.subject('sigmoid').error",
        "from approx import subject; from approx.panels import sum; sum.build(subject('sigmoid'))",
    ],
)
def test_the_library_loads_neither_matplotlib_nor_manim(statement):
    assert not {"matplotlib", "manim"} & loaded_by(statement)


@pytest.mark.parametrize("name", ["sigmoid", "sawtooth-3", "xor"])
def test_an_example_loads_neither_the_grammar_nor_readers_nor_regions(name):
    modules = loaded_by(
        "from approx.subjects import FitOptions, resolve_any\n"
        f"options = FitOptions() if {name == 'xor'} else FitOptions(on=('-2', '2.5'))\n"
        f"resolve_any({name!r}, options).network(0.0 if {name != 'xor'} else (0.0, 0.0))"
    )
    assert "approx.core.network" in modules
    for unneeded in ("expression", "weights.formats", "weights.layers", "weights.strict_json"):
        assert f"approx.inputs.{unneeded}" not in modules
    assert not {"approx.core.regions", "approx.training", "approx.inputs.tables"} & modules
    examples = {m for m in modules if m.startswith("approx.inputs.catalog.") and "._" not in m}
    assert len(examples) == 1


def test_help_loads_only_click():
    modules = loaded_by(
        "import contextlib, io\nfrom approx.__main__ import run\n"
        "with contextlib.redirect_stdout(io.StringIO()): run(['--help'])"
    )
    assert "click" in modules
    assert not {"numpy", *HEAVY} & modules


def test_figures_do_not_load_pyplot_or_manim():
    modules = loaded_by(
        "from approx.subjects import resolve; from approx.outputs import figures\n"
        "figures.draw(resolve('parabola-4'))"
    )
    assert "matplotlib" in modules
    assert not {"matplotlib.pyplot", "manim"} & modules


def test_every_public_name_can_be_had():
    import approx

    for name in approx.__all__:
        once, again = getattr(approx, name), getattr(approx, name)
        assert once is again
        assert name == "__version__" or callable(once)
    with pytest.raises(AttributeError, match="no attribute 'Netwrok'"):
        approx.Netwrok  # noqa: B018
