"""Train, at its default, halves the rms error of what strangers bring, or says why it does not."""

import math

import numpy as np
import pytest

import approx

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick")]

RNG = np.random.default_rng(5)
T = np.linspace(0, 10, 60)
#: Each a subject and its options.
STRANGERS = {
    "sine": ("sin(3*x)", {"on": (-3, 3), "neurons": 8}),
    "wave": ("exp(-x^2)*cos(4*x)", {"on": (-3, 3), "neurons": 8}),
    "rough": ("abs(x)+0.3*sin(9*x)", {"on": (-3, 3), "neurons": 10}),
    "tall": ("10000*(x^5-x)", {"on": (-1.2, 1.2), "neurons": 6}),
    "pole": ("1/x", {"neurons": 6}),
    "noisy": ((T, np.sin(T) + RNG.normal(0, 0.4, 60)), {"neurons": 5}),
    "years": ((1960 + 6 * T, 315 + 0.13 * (6 * T) ** 1.6), {"neurons": 5}),
    "flat": ("0.001*x", {"neurons": 3}),
    "steep": ("exp(5*x)", {"neurons": 6}),
}
#: What is said where the rms error is not halved.
REASONS = ("near the best", "less than 1 %", "still falls", "silent", "Solved")
TRAIN = """async () => {
  const part = (name) => document.querySelector(`[data-part=${name}]`);
  const { model } = document.querySelector(".approx").approx;
  model.settings = { ...model.settings, speed: 100 };
  const rms = () => Math.sqrt(model.training.loss(model.layers));
  const before = rms();
  part("train").click();
  const running = () => part("train").getAttribute("aria-pressed") === "true";
  while (running() && model.steps < 300) await new Promise(requestAnimationFrame);
  if (running()) part("train").click();
  return { before, after: rms(), said: part("advice").textContent, n: model.steps };
}"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", STRANGERS)
def test_training_halves_the_error_or_says_why_not(opened, name):
    what, options = STRANGERS[name]
    view = opened(approx.subject(what, **options)).view
    for start in range(4):  # as it came, then three random starts
        if start:
            view.locator("[data-part=start]").click()
        told = view.evaluate(TRAIN)
        before, after, said = told["before"], told["after"], told["said"]
        assert math.isfinite(after)
        # Where nothing is left to learn, Adam follows rounding: its steps have one size.
        assert after <= before * 1.001 + 1e-8, (name, start)
        if after > before / 2:
            assert any(reason in said for reason in REASONS), (name, start, told)
        if "near the best" in said:
            assert start == 0
