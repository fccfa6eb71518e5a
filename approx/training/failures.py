"""How training fails, each with the way out; the command line ends with exit code 1."""

from __future__ import annotations

from approx.system.errors import ApproxError


class TrainingError(ApproxError):
    """Training ran, but what came out is no answer."""


class Diverged(TrainingError):
    """The loss stopped being a number."""

    def __init__(self, step: int, rate: float) -> None:
        self.step, self.rate = step, rate
        super().__init__(
            f"training diverged: the loss is not a number at step {step}; try --rate {rate / 10:g}"
        )


class Collapsed(TrainingError):
    """No neuron of a layer is ever active, so the network is constant; the loss looks healthy."""

    def __init__(self, layer: int, layers: int, neurons: int, way_out: str) -> None:
        self.layer, self.neurons = layer, neurons
        where = "" if layers == 1 else f" of layer {layer + 1}"
        super().__init__(
            f"all {neurons} neurons{where} are dead, the network is constant; try {way_out}"
        )


class OutOfTime(TrainingError):
    """The time limit passed before the last step."""

    def __init__(self, seconds: float, step: int) -> None:
        self.seconds, self.step = seconds, step
        super().__init__(
            f"training stopped after {seconds:g} s at step {step}; "
            "give it more time or fewer --steps"
        )
