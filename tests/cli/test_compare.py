"""`approx compare -o` and `approx figure SUBJECT compare` are two ways to one picture."""

import numpy as np
from click.testing import CliRunner
from PIL import Image

from approx.cli.app import cli


def test_compare_draws_the_picture_that_figure_draws(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for line in ("compare parabola-2 -o a.png", "figure parabola-2 compare -o b.png"):
        assert CliRunner().invoke(cli, line.split()).exit_code == 0
    one, other = (np.asarray(Image.open(name)) for name in ("a.png", "b.png"))
    assert np.array_equal(one, other)
