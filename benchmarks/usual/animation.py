"""300 steps of gradient descent with matplotlib's FuncAnimation, the usual way.

Run: python -m benchmarks.usual.animation FFMpegWriter|PillowWriter FFMPEG FILE WIDTH HEIGHT FPS
"""

from __future__ import annotations

import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import animation, font_manager

from benchmarks.parts import shown

#: Points of an em: the frame is 8 units high, the figure 8 inches.
POINTS = 72


def axes(figure, box, x, y):
    """Axes in a box of the frame, grid lines at whole ticks."""
    left, bottom, right, top = box
    width = 128 / 9
    found = figure.add_axes(
        (0.5 + left / width, 0.5 + bottom / 8, (right - left) / width, (top - bottom) / 8)
    )
    found.set(xlim=x, ylim=y, facecolor=shown.GROUND)
    found.grid(color=shown.FAINT)
    found.tick_params(colors=shown.QUIET, labelsize=shown.TICK * POINTS, length=0)
    found.spines[:].set_color(shown.FAINT)
    return found


def main() -> None:
    writer, program, path, _, height, fps = sys.argv[1:]
    for file in shown.FONTS.glob("*.ttf"):
        font_manager.fontManager.addfont(file)
    mpl.rcParams.update({"font.family": shown.FONT, "animation.ffmpeg_path": program})
    run = shown.Run()
    figure = plt.figure(figsize=(128 / 9, 8), dpi=int(height) / 8, facecolor=shown.GROUND)
    size = {"fontsize": shown.TEXT * POINTS}
    figure.text(
        0.5, 0.93, "Training a ReLU network", color=shown.INK, ha="center",
        fontsize=shown.TITLE * POINTS,
    )  # fmt: skip
    left = axes(figure, (-6.4, -2.9, 0.2, 2.1), shown.TRAIN_X, shown.TRAIN_Y)
    right = axes(figure, (1.85, -2.4, 6.35, 0.6), (0, shown.STEPS), shown.LOSS_Y)
    left.plot(run.x, run.y, "o", color=shown.BLUE, markersize=0.1 * POINTS)
    (curve,) = left.plot([], color=shown.BRIGHT, linewidth=shown.THICK / 100 * POINTS)
    (track,) = right.plot([], color=shown.WARM, linewidth=shown.THIN / 100 * POINTS)
    (mark,) = right.plot([], [], "o", color=shown.WARM, markersize=0.16 * POINTS)
    step = figure.text(0.63, 0.66, "", color=shown.INK, **size)
    loss = figure.text(0.78, 0.66, "", color=shown.WARM, **size)
    x = np.linspace(*shown.TRAIN_X, 61)

    def draw(k: int):
        curve.set_data(x, run.curve(k, x))
        track.set_data(np.arange(k + 1), run.loss[: k + 1])
        mark.set_data([k], [run.loss[k]])
        step.set_text(f"step {k}")
        loss.set_text(f"loss {run.loss[k]:.4f}")
        return curve, track, mark, step, loss

    film = animation.FuncAnimation(figure, draw, frames=shown.STEPS)
    film.save(path, writer=getattr(animation, writer)(fps=int(fps)))


if __name__ == "__main__":
    main()
