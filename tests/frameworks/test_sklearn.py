"""scikit-learn models of many kinds compute what the networks read from them compute."""

import numpy as np
import pytest

from approx.inputs.weights.frameworks import from_sklearn
from approx.system.errors import InputError

pytest.importorskip("sklearn", reason="scikit-learn is not installed")

from sklearn.compose import TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    PolynomialFeatures,
    RobustScaler,
    StandardScaler,
)
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeRegressor

pytestmark = pytest.mark.filterwarnings("ignore")  # few steps of training are enough here
RNG = np.random.default_rng(0)
X1, X3 = RNG.uniform(-3, 5, (200, 1)), RNG.uniform(-3, 5, (200, 3))
Y = np.sin(2 * X1[:, 0])
POINTS = 1000


def mlp(**options):
    settings = {"hidden_layer_sizes": (7, 5), "max_iter": 20, "random_state": 0}
    return MLPRegressor(**settings | options)


REGRESSORS = {
    "relu": mlp(),
    "tanh": mlp(activation="tanh"),
    "logistic": mlp(activation="logistic"),
    "identity": mlp(activation="identity"),
    "standard": make_pipeline(StandardScaler(), mlp()),
    "standard without mean": make_pipeline(StandardScaler(with_mean=False), mlp()),
    "standard without scale": make_pipeline(StandardScaler(with_std=False), mlp()),
    "minmax": make_pipeline(MinMaxScaler((-1, 1)), mlp()),
    "minmax clipped": make_pipeline(MinMaxScaler(clip=True), mlp()),
    "maxabs": make_pipeline(MaxAbsScaler(), mlp()),
    "robust": make_pipeline(RobustScaler(), mlp(activation="tanh")),
    "two scalers": make_pipeline(RobustScaler(), MinMaxScaler(), mlp()),
    "passthrough": Pipeline([("a", "passthrough"), ("b", FunctionTransformer()), ("c", mlp())]),
    "nested": make_pipeline(make_pipeline(StandardScaler()), make_pipeline(MinMaxScaler(), mlp())),
    "target": TransformedTargetRegressor(mlp(), transformer=StandardScaler()),
    "target minmax": TransformedTargetRegressor(mlp(), transformer=MinMaxScaler()),
    "both": make_pipeline(
        StandardScaler(), TransformedTargetRegressor(mlp(), transformer=RobustScaler())
    ),
    "around": TransformedTargetRegressor(
        make_pipeline(StandardScaler(), mlp()),
        transformer=make_pipeline(MinMaxScaler(), StandardScaler()),
    ),
    "linear": make_pipeline(StandardScaler(), LinearRegression()),
    "ridge": Ridge(),
    "search": GridSearchCV(make_pipeline(StandardScaler(), mlp()), {"mlpregressor__alpha": [1, 2]}),
}


@pytest.mark.parametrize("name", REGRESSORS)
@pytest.mark.parametrize("x", [X1, X3], ids=["one input", "three inputs"])
def test_a_regressor_is_its_network(name, x):
    if name == "around" and x is X3:
        pytest.skip("one is enough")
    model = REGRESSORS[name].fit(x, np.sin(2 * x).sum(axis=1))
    network = from_sklearn(model)
    points = RNG.uniform(-6, 8, (POINTS, x.shape[1]))
    theirs = model.predict(points)
    ours = network(points[:, 0]) if x is X1 else network(points)[:, 0]
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * np.abs(theirs).max())


def test_components_are_folded_into_the_first_layer():
    model = make_pipeline(StandardScaler(), PCA(2), mlp()).fit(X3, X3[:, 0])
    points = RNG.uniform(-6, 8, (POINTS, 3))
    network = from_sklearn(model)
    assert network.layer_widths == "3-7-5-1"
    np.testing.assert_allclose(network(points)[:, 0], model.predict(points), atol=1e-11)


@pytest.mark.parametrize("x", [X1, X3], ids=["one input", "three inputs"])
@pytest.mark.parametrize(
    "model",
    [
        MLPClassifier((6,), max_iter=30, random_state=0),
        make_pipeline(StandardScaler(), MLPClassifier((6, 4), activation="tanh", max_iter=30)),
        make_pipeline(StandardScaler(), LogisticRegression()),
    ],
    ids=["mlp", "pipeline", "logistic"],
)
@pytest.mark.parametrize("classes", [["no", "yes"], ["low", "middle", "high"]])
def test_a_classifier_is_its_probabilities_under_its_classes_names(model, x, classes):
    labels = np.array(classes)[np.digitize(x[:, 0], [0.0, 2.0][: len(classes) - 1])]
    network = from_sklearn(model.fit(x, labels))
    points = RNG.uniform(-6, 8, (POINTS, x.shape[1]))
    theirs = model.predict_proba(points)
    names = list(model.classes_)
    if len(classes) == 2:
        theirs, names = theirs[:, 1:], names[1:]
    ours = network(points).reshape(POINTS, -1)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)
    assert network.output_names == tuple(names)
    for k, name in enumerate(names):
        part = network.component(name)
        np.testing.assert_allclose(part(points).reshape(-1), theirs[:, k], atol=1e-12)


def test_several_outputs_are_read():
    y = np.column_stack([np.sin(X1), np.cos(X1)])
    model = TransformedTargetRegressor(mlp(), transformer=StandardScaler()).fit(X1, y)
    network = from_sklearn(model)
    points = RNG.uniform(-6, 8, (POINTS, 1))
    np.testing.assert_allclose(network(points), model.predict(points), atol=1e-12)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (mlp(), "a MLPRegressor without coefs_: fit"),
        (StandardScaler().fit(X1), None),
        (make_pipeline(PolynomialFeatures(2), mlp()).fit(X1, Y), "'PolynomialFeatures' is no"),
        (
            DecisionTreeRegressor().fit(X1, Y),
            "'DecisionTreeRegressor' is no network; known: linear",
        ),
        (make_pipeline(FunctionTransformer(np.log1p), mlp()).fit(X1 + 4, Y), "with a function"),
        (
            TransformedTargetRegressor(mlp(), func=np.exp, inverse_func=np.log).fit(X1, Y),
            "a target transformed by 'FunctionTransformer'",
        ),
        (make_pipeline(PCA(1, whiten=True), mlp()).fit(X3, Y), "whitens"),
        (LinearSVC().fit(X1, Y > 0), "no probabilities"),
        (object(), "fit an MLPRegressor first"),
    ],
)
def test_what_is_no_network_is_refused_in_a_line(model, message):
    if message is None:
        assert from_sklearn(model).layer_widths == "1-1"
        return
    with pytest.raises(InputError, match=message) as error:
        from_sklearn(model)
    assert "\n" not in str(error.value)
