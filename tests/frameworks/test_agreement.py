"""One network by every route, PyTorch, scikit-learn, ONNX of either: one set of breakpoints."""

import numpy as np
import pytest
from command_line import approx  # noqa: F401 - a fixture

from approx.core.exact import analyse
from approx.core.network import Network
from approx.inputs.weights import load

#: Two steps are no training, and the exporter that needs no other package says that it is old.
pytestmark = pytest.mark.filterwarnings("ignore")

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
pytest.importorskip("onnx", reason="onnx is not installed")
learn = pytest.importorskip("sklearn.neural_network", reason="scikit-learn is not installed")
skl2onnx = pytest.importorskip("skl2onnx", reason="skl2onnx is not installed")

DOMAIN = (-3.0, 3.0)
X = np.linspace(*DOMAIN, 128)[:, None].astype("f4")
#: float32, through two hidden layers.
CLOSE = 1e-6


def breakpoints(network):
    return analyse(network, DOMAIN).output.breakpoints


def regressor(**settings):
    return learn.MLPRegressor(hidden_layer_sizes=(32, 32), random_state=0, **settings)


def exported(module, path):
    torch.onnx.export(module, (torch.zeros(1, 1),), str(path), dynamo=False)


@pytest.fixture(scope="module")
def routes(trained, tmp_path_factory):
    """Name -> the network, as it comes by every route from what PyTorch has trained."""
    folder = tmp_path_factory.mktemp("routes")
    model = regressor(max_iter=2).fit(X, np.sin(2 * X[:, 0]))
    exported(trained, folder / "torch.onnx")
    linear = [trained[0], trained[2], trained[4]]
    model.coefs_ = [one.weight.detach().numpy().T.copy() for one in linear]
    model.intercepts_ = [one.bias.detach().numpy().copy() for one in linear]
    (folder / "sklearn.onnx").write_bytes(skl2onnx.to_onnx(model, X[:1]).SerializeToString())
    torch.save(trained.state_dict(), folder / "state.pt")
    found = {path.name: load(path).network for path in folder.iterdir()}
    return {
        "from_torch": Network.from_torch(trained),
        "from_sklearn": Network.from_sklearn(model),
        **found,
    }


def test_every_route_has_the_same_breakpoints(routes):
    wanted = breakpoints(routes["from_torch"])
    assert len(wanted) > 10
    for name, network in routes.items():
        np.testing.assert_allclose(breakpoints(network), wanted, atol=CLOSE, err_msg=name)


def test_the_comparison_can_fail(routes):
    network = routes["from_torch"]
    biases = [b + (1e-4 if i == 0 else 0) for i, b in enumerate(network.biases)]
    moved = breakpoints(Network(network.weights, biases, network.activations))
    wanted = breakpoints(network)
    assert len(moved) != len(wanted) or np.abs(moved - wanted).max() > CLOSE


def test_at_every_breakpoint_one_unit_of_pytorch_is_at_zero(trained, routes):
    """PyTorch's own pre-activations, in float64: a breakpoint is where one of them vanishes."""
    x = torch.tensor(breakpoints(routes["from_torch"]))[:, None]
    with torch.no_grad():
        first = x @ trained[0].weight.double().T + trained[0].bias.double()
        second = first.relu() @ trained[2].weight.double().T + trained[2].bias.double()
    nearest = torch.cat([first, second], 1).abs().min(dim=1).values
    assert float(nearest.max()) < 1e-9


def test_what_scikit_learn_has_trained_is_its_onnx_file(tmp_path):
    x = X.astype(float)  # trained in float64; its ONNX file is float32
    model = regressor(max_iter=200).fit(x, np.sin(2 * x[:, 0]))
    (tmp_path / "net.onnx").write_bytes(skl2onnx.to_onnx(model, X[:1]).SerializeToString())
    ours, theirs = Network.from_sklearn(model), load(tmp_path / "net.onnx").network
    assert len(breakpoints(ours)) > 10
    np.testing.assert_allclose(breakpoints(theirs), breakpoints(ours), atol=CLOSE)
    np.testing.assert_allclose(ours(x[:, 0]), model.predict(x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("file", "kind"), [("net.onnx", "sum"), ("net.pt", "breakpoints")])
def test_figures_are_drawn_of_the_files(approx, trained, tmp_path, file, kind):  # noqa: F811
    torch.save(trained.state_dict(), tmp_path / "net.pt")
    exported(trained, tmp_path / "net.onnx")
    done = approx("figure", file, kind, "-o", "a.svg")
    assert (done.code, done.out, done.left) == (0, "a.svg\n", ("a.svg",)), done


@pytest.mark.slow
def test_a_film_is_rendered_from_a_file(approx, trained, tmp_path):  # noqa: F811
    torch.save(trained.state_dict(), tmp_path / "net.pt")
    done = approx("render", "net.pt", "-q", "l", "-o", "net.mp4")
    assert (done.code, done.out) == (0, "net.mp4\n"), done
    assert done.left == ("net.mp4", "net.srt", "net.vtt")
