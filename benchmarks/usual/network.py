"""Two forward passes, the usual way: `manim render benchmarks/usual/network.py`."""

from __future__ import annotations

from manim import (
    DOWN,
    UP,
    Circle,
    DecimalNumber,
    Dot,
    FadeIn,
    Line,
    MoveAlongPath,
    Scene,
    ShowPassingFlash,
    ValueTracker,
    VGroup,
)

from benchmarks.parts import shown
from benchmarks.usual.parts import Label


class Network(Scene):
    def construct(self):
        self.camera.background_color = shown.GROUND
        passes = shown.Passes()
        layers = VGroup(
            *(
                VGroup(
                    *(
                        Circle(
                            shown.RADIUS, stroke_color=shown.INK, stroke_width=shown.THIN,
                            fill_color=shown.BLUE, fill_opacity=0.2,
                        ).move_to(shown.center(layer, unit))
                        for unit in range(size)
                    )
                )
                for layer, size in enumerate(shown.SIZES)
            )
        )  # fmt: skip
        edges = [
            VGroup(
                *(
                    Line(
                        *shown.edge(layer, i, j), stroke_opacity=0.6,
                        stroke_width=1 + 1.5 * abs(weights[j, i]),
                        color=shown.NEURONS[2] if weights[j, i] > 0 else shown.WARM,
                    )
                    for i in range(shown.SIZES[layer])
                    for j in range(shown.SIZES[layer + 1])
                )
            )
            for layer, weights in enumerate(passes.weights)
        ]  # fmt: skip
        title = Label("Forward pass", shown.TITLE, color=shown.INK).to_edge(UP, 0.3)
        names = VGroup(
            *(
                Label(name, 0.8 * shown.TEXT, color=shown.QUIET).next_to(column, DOWN)
                for name, column in zip(shown.NAMES, layers, strict=True)
            )
        )
        values = [[ValueTracker(0) for _ in range(size)] for size in shown.SIZES]
        numbers = VGroup()
        for column, trackers in zip(layers, values, strict=True):
            for unit, tracker in zip(column, trackers, strict=True):
                number = DecimalNumber(
                    0, mob_class=Label, font_size=96 * shown.INSIDE, color=shown.INK
                )
                number.add_updater(
                    lambda d, t=tracker, unit=unit: d.set_value(t.get_value()).move_to(unit)
                )
                numbers.add(number.move_to(unit))
        everything = (layers, *edges, title, names)
        self.play(*(FadeIn(one) for one in everything), run_time=1.5)
        self.add(numbers)

        def arrive(layer, reached):
            return [
                change
                for unit, tracker, value in zip(layers[layer], values[layer], reached, strict=True)
                for change in (
                    tracker.animate.set_value(float(value)),
                    unit.animate.set_fill(shown.BLUE, opacity=float(min(1, abs(value)))),
                )
            ]

        for reached in passes.values:
            self.play(*arrive(0, reached[0]), run_time=0.75)
            for layer in range(2):
                dots = [
                    Dot(edge.get_start(), radius=0.06, color=shown.BRIGHT) for edge in edges[layer]
                ]
                moves = [
                    MoveAlongPath(dot, edge) for dot, edge in zip(dots, edges[layer], strict=True)
                ]
                flashes = [
                    ShowPassingFlash(
                        edge.copy().set_stroke(shown.BRIGHT, width=4, opacity=0.6), time_width=0.4
                    )
                    for edge in edges[layer]
                ]
                self.play(*moves, *flashes, run_time=1.25)
                self.remove(*dots)
                self.play(*arrive(layer + 1, reached[layer + 1]), run_time=0.75)
        self.wait(0.5)
