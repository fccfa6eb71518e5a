"""300 steps of gradient descent, the usual way: `manim render benchmarks/usual/training.py`."""

from __future__ import annotations

from manim import (
    RIGHT,
    UP,
    DecimalNumber,
    Dot,
    Integer,
    Scene,
    ValueTracker,
    VGroup,
    VMobject,
    always_redraw,
    config,
    linear,
)

from benchmarks.parts import shown
from benchmarks.usual.parts import Label, plane, tick_labels


class Training(Scene):
    def construct(self):
        self.camera.background_color = shown.GROUND
        run = shown.Run()
        axes = plane(shown.TRAIN_X, shown.TRAIN_Y, 6.6, 5).move_to([-3.1, -0.4, 0])
        losses = plane((0, shown.STEPS), shown.LOSS_Y, 4.5, 3, 50, 0.2).move_to([4.1, -0.9, 0])
        labels = tick_labels(axes, range(-3, 4), range(-2, 3))
        labels += tick_labels(losses, range(0, 301, 100), (0, 0.4, 0.8, 1.2))
        title = Label("Training a ReLU network", shown.TITLE, color=shown.INK).to_edge(UP, 0.3)
        points = VGroup(
            *(
                Dot(axes.c2p(x, y), radius=0.05, color=shown.BLUE)
                for x, y in zip(run.x, run.y, strict=True)
            )
        )
        step = ValueTracker(0)

        def now():
            return min(int(step.get_value() + 0.5), shown.STEPS - 1)

        def height(k):
            return min(run.loss[k], shown.LOSS_Y[1])

        curve = always_redraw(
            lambda: axes.plot(
                lambda x: run.curve(now(), x), color=shown.BRIGHT, stroke_width=shown.THICK
            )
        )
        track = always_redraw(
            lambda: VMobject(
                stroke_color=shown.WARM, stroke_width=shown.THIN
            ).set_points_as_corners([losses.c2p(k, height(k)) for k in range(max(2, now() + 1))])
        )
        mark = always_redraw(lambda: Dot(losses.c2p(now(), height(now())), color=shown.WARM))
        word = Label("step", color=shown.INK).move_to([2.2, 1.3, 0])
        steps = Integer(0, mob_class=Label, font_size=96 * shown.TEXT, color=shown.INK).next_to(
            word, RIGHT
        )
        steps.add_updater(lambda d: d.set_value(now()))
        other = Label("loss", color=shown.WARM).move_to([4.5, 1.3, 0])
        loss = DecimalNumber(
            run.loss[0],
            num_decimal_places=4,
            mob_class=Label,
            font_size=96 * shown.TEXT,
            color=shown.WARM,
        ).next_to(other, RIGHT)
        loss.add_updater(lambda d: d.set_value(run.loss[now()]))
        self.add(axes, losses, labels, title, points, curve, track, mark)
        self.add(word, steps, other, loss)
        seconds = shown.STEPS / config.frame_rate
        self.play(step.animate.set_value(shown.STEPS), run_time=seconds, rate_func=linear)
