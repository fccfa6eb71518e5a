"""English."""

TABLE = {
    "input": "input",
    "output": "output",
    "layer": "layer {n}",
    "sum": "sum of {n} neurons",
    "sum.one": "one neuron",
    "network": "network",
    "target": "target",
    "error": "error",
    "more": "{n} more",
    "best.key": "best possible",
    "relu": "r(z) = max(0, z)",
    "error.at": "Largest error {value} at x = {place}",
    "error.places": "Largest error {value}, reached at {n} places",
    "error.none": "No error: the network is its target",
    "best.equal": "no function with {n} breakpoints does better",
    "best.equal.one": "no function with one breakpoint does better",
    "best.ratio": "{ratio}× the best possible with {n} breakpoints ({best})",
    "best.ratio.one": "{ratio}× the best possible with one breakpoint ({best})",
    "alt.sum": (
        "{title}. The output has {breakpoints} breakpoints on [{a}, {b}] and is compared with "
        "{target}. {error}."
    ),
    "alt.neurons": "{title}: every neuron of every layer as a function of x on [{a}, {b}].",
    "alt.network": "{title}: a {architecture} network with its weights on the edges.",
    "neuron.name": "neuron {n}",
    # -- the film sum, one phrase per beat
    "sum.setup": "{n} neurons, one input: can their sum follow the dashed curve?",
    "sum.setup.one": "One neuron, one input: can it follow the dashed curve?",
    "sum.neuron": "Neuron {i}: a straight line, folded flat below zero, times {weight}.",
    "sum.neurons": "Neurons {first} to {last}: each a line, folded flat below zero.",
    "sum.add": "Lifted onto each other they add up: bright is the sum so far.",
    "sum.error": "{error}.",
    "sum.best": "{best}.",
    "sum.formula": "The whole network in one line: {breakpoints} breakpoints, {n} neurons.",
    "sum.formula.one": "The whole network in one line: {breakpoints} breakpoints, one neuron.",
}
