"""Hostile .json files, and what must be said of each."""

import pickle

from hostile.build import Payload, layer, npz, text, with_weight


def cases():
    def one(**changes):
        return text(layers=[{**layer([[1.0]], [0.0]), **changes}])

    big = text(layers=[layer([[0.5] * 100] * 100, [0] * 100)] * 300)
    return [
        ("NaN", with_weight(b"NaN"), "NaN is not a finite number"),
        ("Infinity", with_weight(b"-Infinity"), "Infinity is not a finite number"),
        ("1e999", with_weight(b"1e999"), "1e999 is not a finite number"),
        ("integer of 5000 digits", with_weight(b"9" * 5000), "number too large"),
        ("integer of 309 nines", with_weight(b"9" * 309), "number too large"),
        ("100 000 brackets", b"[" * 100_000, "brackets nest deeper than 8"),
        ("100 000 braces", b'{"a":' * 100_000, "brackets nest deeper than 8"),
        ("key twice", text()[:-1] + b', "version": 1}', "key 'version' appears twice"),
        ("truth value", with_weight(b"true"), "layer 1, weights: true is not a number"),
        ("number as text", with_weight(b'"1.0"'), "layer 1, weights: '1.0' is not a number"),
        ("null", with_weight(b"null"), "layer 1, weights: null is not a number"),
        ("list for a number", with_weight(b"[2.0]"), "is not a number"),
        ("ragged rows", text(layers=[layer([[1], [1, 2]], [0, 0])]), "rows have different lengths"),
        ("weights in one row", one(weights=[1.0]), "must be a list of rows, one per neuron"),
        ("UTF-16", text().decode().encode("utf-16"), "not (valid JSON|UTF-8 text)"),
        ("Latin-1", text(target="é").replace(b"\\u00e9", b"\xe9"), r"not UTF-8 text \(byte \d+\)"),
        ("comment", b"// net\n" + text(), "not valid JSON: .* at line 1 column 1"),
        ("comma too many", text()[:-1] + b",}", "not valid JSON: .* at line 1 column"),
        ("empty", b"", "is empty"),
        ("blank", b"  \n", "the JSON text is empty"),
        ("truncated", text()[:-10], "not valid JSON"),
        ("list at the top", b"[1, 2]", "the top level must be an object"),
        (
            "3 million weights",
            text(layers=[layer([[0.123456] * 1000] * 1800, [0] * 1800)]),
            "more than 1100000 values",
        ),
        ("8 MiB of numbers", b'{"a":[' + b"0," * 4_000_000 + b"0]}", "more than 1100000 values"),
        (
            "1 million weights",
            text(layers=[layer([[1]] * 500_000, [0] * 500_000), layer([[1] * 500_000], [0])]),
            "more than 1(0|1)00000 ",
        ),
        ("other format", text(format="other"), '"format" must be "approx-network"'),
        ("newer version", text(version=3), "version 3 is newer than this program reads"),
        ("version as text", text(version="1"), "version '1' is not a whole number"),
        ("unknown key", text(lr=0.1), "unknown key 'lr'; known: format"),
        ("unknown key in a layer", one(bias=[0]), "layer 1: unknown key 'bias'"),
        (
            "unknown activation",
            one(activation="swish"),
            "unknown activation 'swish'; known: elu, gelu, identity, leaky_relu",
        ),
        (
            "maxout",
            one(activation="maxout"),
            "unknown activation 'maxout'; known: elu, gelu, identity",
        ),
        ("endless slope", one(activation="leaky_relu(1e999)"), "leaky_relu of slope inf is not"),
        ("slope in code", one(activation="leaky_relu(exit())"), "unknown activation 'leaky_relu"),
        ("activation that is a list", one(activation=["relu"]), "unknown activation .'relu'"),
        ("no layers", text(layers=[]), "at least one layer"),
        ("257 layers", text(layers=[layer([[1]], [0])] * 257), "257 layers; the limit is 256"),
        ("300 layers", big, "300 layers; the limit is 256|more than"),
        ("empty layer", one(weights=[], biases=[]), "empty|rows"),
        ("rows and biases", one(biases=[0, 0]), "layer 1: weight has 1 rows, bias has 2"),
        (
            "weights 1e300",
            text(layers=[layer([[1e300]], [0])] * 3, domain=[-3, 3]),
            r"network output is not finite on \[-3, 3\]",
        ),
        ("domain backwards", text(domain=[3, -3]), "needs the smaller end first"),
        ("domain of text", text(domain=["0", "1"]), "domain: '0' is not a number"),
        ("target too long", text(target="x" * 501), "target must be a text of 1 to 500 characters"),
        ("target of many lines", text(target="x\n\x1b[2J"), "one line of printable characters"),
        ("really npz", npz(), "is an npz file; rename it to end in .npz"),
        ("really a pickle", pickle.dumps(Payload()), "holds Python objects"),
    ]
