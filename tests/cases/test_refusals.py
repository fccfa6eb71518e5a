"""Words that are no example, figure, story, method or choice: what is said names the way out."""

import pytest

BAD = {
    "no example 'zzz'; approx list shows them all": ["figure", "zzz"],
    "no figure 'qqq'; known: ": ["figure", "sigmoid", "qqq"],
    "figure 'sum' does not fit 'ring': it has two inputs;": ["figure", "ring", "sum"],
    "figure 'regions' does not fit 'sigmoid': it has one input": ["figure", "sigmoid", "regions"],
    "the error must be a positive number, not -1": ["compare", "sigmoid", "--eps", "-1"],
    "the error must be a positive number, not nan": ["compare", "sigmoid", "--eps", "nan"],
    "'a' is not a valid float": ["compare", "sigmoid", "--eps", "a"],
    "--hidden takes widths like 8,8, not 'a'": ["show", "x^2", "--hidden", "a"],
    "--neurons must be between 1 and 512": ["fit", "x^2", "--neurons", "0"],
    "net.txt: use .json, .npz or .safetensors": ["fit", "x^2", "-o", "net.txt"],
    "no method 'magic'": ["fit", "x^2", "--method", "magic"],
    "'sum' does not fit 'ring': it has two inputs; stories": ["render", "ring", "sum"],
    "story 'sum' does not fit 'sigmoid': it has 2 hidden layers": ["render", "sigmoid", "sum"],
    "'x' is none of": ["render", "parabola-2", "-q", "x"],
    "a.xyz: use .svg, .pdf or .png": ["figure", "sigmoid", "-o", "a.xyz"],
    "a: use .svg, .pdf or .png": ["figure", "sigmoid", "-o", "a"],
    "a.avi: use .mp4": ["render", "parabola-2", "-o", "a.avi"],
    "Option '-o' requires an argument": ["figure", "sigmoid", "-o"],
}  # fmt: skip


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_one_line_and_leaves_nothing(approx, message):
    approx(*BAD[message]).refuses(message)
