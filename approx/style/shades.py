"""Colours of areas: mixed of the theme's own, by height above or below zero, by class, by light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from approx.style.theme import Theme

Rgb = NDArray[np.float64]

#: How much of a hue an area has at least and at most, the rest being background; of classes.
LEAST, MOST, OF_CLASS = 0.12, 0.54, 0.34
#: The same of a bowl at its bottom, and how much less its rim has.
DEEPEST, PALER = 0.5, 0.38
#: So many classes have their colours on the scale.
ON_SCALE = 5


def rgb(color: str) -> Rgb:
    """Red, green and blue of #RRGGBB, each in [0, 1]."""
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def hexadecimal(color: Rgb) -> str:
    """#RRGGBB of red, green and blue in [0, 1]."""
    return "#" + "".join(f"{round(255 * float(part)):02X}" for part in np.clip(color, 0, 1))


def shades(theme: Theme, heights: Rgb) -> Rgb:
    """Towards one hue above zero, another below, by height; shape (n, 3)."""
    ground, above, below = (rgb(theme[role].color) for role in ("background", "above", "below"))
    size = float(np.abs(heights).max(initial=0.0)) or 1.0
    share = LEAST + (MOST - LEAST) * np.abs(heights)[:, None] / size
    return np.where(
        heights[:, None] > 0, ground + share * (above - ground), ground + share * (below - ground)
    )


def deepening(theme: Theme, role: str, heights: Rgb) -> Rgb:
    """A role's colour, paler the higher; shape (n, 3)."""
    ground, tint = rgb(theme["background"].color), rgb(theme[role].color)
    share = (heights - heights.min()) / (float(np.ptp(heights)) or 1.0)
    return np.asarray(ground + (DEEPEST - PALER * share[:, None]) * (tint - ground))


def class_place(number: int, count: int) -> int | float:
    """What :meth:`Theme.neuron` takes for a class: few are places on the scale, from dark to light.

    Of more the scale's are too near to each other: they have the colours of neurons.
    """
    return number if count > ON_SCALE else number / max(count - 1, 1)


def class_color(theme: Theme, number: int, count: int) -> str:
    """The colour of a class among several."""
    return theme.neuron(class_place(number, count))


def class_shades(theme: Theme, winners: NDArray[np.int64], count: int) -> Rgb:
    """Pale areas in the colours of their classes, shape (n, 3)."""
    ground = rgb(theme["background"].color)
    each = np.array([rgb(class_color(theme, k, count)) for k in range(count)])
    return np.asarray((ground + OF_CLASS * (each - ground))[winners])


def lit(colors: Rgb, light: Rgb) -> Rgb:
    """Colours under a light: each times its share of it, shape (n, 3)."""
    return np.clip(colors * light[:, None], 0.0, 1.0)
