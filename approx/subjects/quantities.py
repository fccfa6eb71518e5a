"""`approx.measure`, `best` and `analyse`: exact quantities of whatever people have."""

from __future__ import annotations

from typing import Any

from approx.core.dataset import Dataset
from approx.core.error import ErrorReport
from approx.core.error import measure as measure_pieces
from approx.core.exact import Analysis
from approx.core.exact import analyse as analyse_network
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import SmoothAnalysis, analyse_smooth
from approx.core.smooth_error import measure_smooth
from approx.limits import BestApproximation, Norm
from approx.limits import best as best_of
from approx.subjects import given
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.given_target import compared_on, network_in, target_in
from approx.subjects.subject import Subject
from approx.system.errors import InputError


def measure(f: Any, target: Any, *, on: Any = None) -> ErrorReport:
    """The distance between a network or piecewise-linear function and a target.

    Parameters
    ----------
    f : PiecewiseLinear, Network, model or Subject
        What is measured.
    target : str, callable, arrays, Target or Dataset
        What it is compared with.
    on : (float, float), optional
        The interval; by default that of `f` or of the target, else (-3, 3).

    Returns
    -------
    ErrorReport
        ``sup`` (largest error), ``at`` (where), ``rms``, ``bracket`` and whether it is proved.

    Examples
    --------
    >>> f = PiecewiseLinear([-1, 0, 1], [1, 0, 1])
    >>> measure(f, "x^2").sup
    0.25
    """
    interval = FitOptions(given.ends(on)).interval()
    of_points = not isinstance(target, str) and given.kind_of(target) == "points"
    if interval is None and isinstance(f, Subject | PiecewiseLinear) and not of_points:
        interval = f.domain
    if isinstance(f, Subject):
        f = f.network
    compared, _ = compared_on(target, interval)
    if isinstance(f, PiecewiseLinear):
        same = isinstance(compared, Dataset) or f.domain == compared.domain
        return measure_pieces(f if same else f.restricted(compared.domain), compared)
    kind = given.kind_of(f)
    if kind not in ("network", "model"):
        raise InputError("measure compares a network or a piecewise-linear function with a target")
    network = network_in(f, kind)
    if network.smooth:
        return measure_smooth(network, compared)
    return measure_pieces(analyse_network(network, compared.domain).output, compared)


def best(what: Any, breakpoints: int, norm: Norm = "sup", *, on: Any = None) -> BestApproximation:
    """The best continuous piecewise-linear function with at most so many breakpoints.

    Parameters
    ----------
    what : str, callable, Target or Subject
        The function that is approximated.
    breakpoints : int
        How many places may change the slope.
    norm : {"sup", "l2"}
        In which it is best.
    on : (float, float), optional
        The interval; (-3, 3) by default.

    Examples
    --------
    >>> best("x^2", 3, on=(-1, 1)).error
    0.03125
    """
    if isinstance(what, Subject):
        what = what.target
    options = FitOptions(given.ends(on), warn=given.warn)
    kind = given.kind_of(what)
    if kind not in ("text", "callable", "target"):
        raise InputError("the best possible is known of functions: a text, a callable or a Target")
    target, _ = target_in(what, kind, options, None, None, None)
    if isinstance(target, Dataset):
        raise InputError("of points no best possible function is claimed")
    count = given.whole("breakpoints", breakpoints)
    if count is None:
        raise InputError("breakpoints takes a whole number, as breakpoints=8, not None")
    return best_of(target, count, norm)


def analyse(what: Any, domain: Any = None, *, on: Any = None) -> Analysis | SmoothAnalysis:
    """The exact function of a network on an interval, and of every neuron of it.

    Parameters
    ----------
    what : Network, model or Subject
        What is analysed.
    on : (float, float)
        The interval; (-3, 3) by default, a subject's own for a subject.

    Examples
    --------
    >>> from approx import Network
    >>> analyse(Network([[[1], [-1]], [[1, 1]]], [[0, 0], [0]]), on=(-1, 1)).output.slopes
    array([-1.,  1.])
    """
    interval = FitOptions(given.ends(domain if on is None else on)).interval()
    if isinstance(what, Subject):
        if interval is None:
            return what.analysis
        what = what.network
    kind = given.kind_of(what)
    if kind not in ("network", "model"):
        raise InputError("analyse takes a network; approx.subject takes everything")
    network = network_in(what, kind)
    way = analyse_smooth if network.smooth else analyse_network
    return way(network, interval or DOMAIN)
