"""Four neurons add up, the usual way: `manim render benchmarks/usual/sum.py`."""

from __future__ import annotations

import numpy as np
from manim import (
    RIGHT,
    UP,
    Create,
    DashedLine,
    DecimalNumber,
    Dot,
    FadeIn,
    LaggedStart,
    Scene,
    Transform,
    ValueTracker,
    VGroup,
    always_redraw,
    linear,
)

from benchmarks.parts import shown
from benchmarks.usual.parts import Label, plane, tick_labels


class Sum(Scene):
    def construct(self):
        self.camera.background_color = shown.GROUND
        axes = plane(shown.SUM_X, shown.SUM_Y, 9, 6)
        labels = tick_labels(axes, range(-3, 4), range(-3, 5))
        title = Label("A sum of four ReLU neurons", shown.TITLE, color=shown.INK).to_edge(UP, 0.3)
        self.play(FadeIn(axes), FadeIn(labels), FadeIn(title), run_time=1)

        graphs = [
            axes.plot(lambda x, k=k: shown.neuron(k, x), color=color, stroke_width=shown.THIN)
            for k, color in enumerate(shown.NEURONS)
        ]
        self.play(LaggedStart(*(Create(graph) for graph in graphs), lag_ratio=0.3), run_time=2)

        def part(count):
            return axes.plot(
                lambda x: shown.partial(count, x), color=shown.BRIGHT, stroke_width=shown.THICK
            )

        line = part(0)
        self.play(Create(line), run_time=1)
        for count in range(1, 5):
            self.play(Transform(line, part(count)), run_time=1)

        # A weight goes to zero and back: the sum is drawn anew in every frame.
        share = ValueTracker(1.0)
        self.remove(line)
        self.add(
            always_redraw(
                lambda: axes.plot(
                    lambda x: shown.swept(share.get_value(), x),
                    color=shown.BRIGHT,
                    stroke_width=shown.THICK,
                )
            )
        )
        self.play(share.animate.set_value(0.0), run_time=1.5)
        self.play(share.animate.set_value(1.0), run_time=1.5)

        # An input runs along the axis: a dot on every line, two numbers.
        x = ValueTracker(-3)

        def dot(function, color, radius):
            return always_redraw(
                lambda: Dot(
                    axes.c2p(x.get_value(), function(x.get_value())), color=color, radius=radius
                )
            )

        dots = [
            dot(lambda at, k=k: shown.neuron(k, at), color, 0.08)
            for k, color in enumerate(shown.NEURONS)
        ]
        total = dot(lambda at: shown.partial(4, at), shown.BRIGHT, 0.12)
        vertical = always_redraw(
            lambda: DashedLine(
                axes.c2p(x.get_value(), shown.SUM_Y[0]),
                axes.c2p(x.get_value(), shown.SUM_Y[1]),
                color=shown.QUIET,
                stroke_width=shown.THIN,
            )
        )
        names, numbers = VGroup(), VGroup()
        for row, (name, function) in enumerate(
            (("x =", lambda at: at), ("y =", lambda at: shown.partial(4, at)))
        ):
            named = Label(name, color=shown.INK)
            named.move_to(np.array([5.3, 2.6 - 0.6 * row, 0]))
            number = DecimalNumber(
                function(-3), mob_class=Label, font_size=96 * shown.TEXT, color=shown.INK
            )
            number.next_to(named, RIGHT)
            number.add_updater(lambda d, f=function: d.set_value(f(x.get_value())))
            names.add(named)
            numbers.add(number)
        self.add(vertical, *dots, total, names, numbers)
        self.play(x.animate.set_value(3), run_time=3, rate_func=linear)
        self.wait(0.5)
