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
    "breakpoints": "{n} breakpoints",
    "breakpoints.one": "one breakpoint",
    "breakpoints.with": "{n} breakpoints",
    "breakpoints.with.one": "one breakpoint",
    "error.at": "Largest error {value} at x = {place}",
    "error.places": "Largest error {value}, reached at {n} places",
    "error.none": "No error: the network is its target",
    "best.equal": "no function with {corners} does better",
    "best.ratio": "{ratio}× the best possible with {corners} ({best})",
    "alt.sum": (
        "{title}. The output has {corners} on [{a}, {b}] and is compared with {target}. {error}."
    ),
    "alt.neurons": "{title}: every neuron of every layer as a function of x on [{a}, {b}].",
    "alt.network": "{title}: a {architecture} network with its weights on the edges.",
    "neuron.name": "neuron {n}",
    # -- the film sum, one phrase per beat
    "count": "zero one two three four five six seven eight nine ten eleven twelve",
    "sum.setup": "{N} neurons, one input: can their sum follow the dashed curve?",
    "sum.setup.one": "One neuron, one input: can it follow the dashed curve?",
    "sum.neuron": "Neuron {i}: the line {line}, folded flat below zero, times {weight}.",
    "sum.neurons": "Neurons {first} to {last}: each a line, folded flat below zero.",
    "sum.add": "Lifted onto each other they add up: the thick line is the sum so far.",
    "sum.formula": "The whole network in one line: {n} neurons, {corners}.",
    "sum.formula.one": "The whole network in one line: one neuron, {corners}.",
}
