"""Old names and what replaced them: modules, commands, options and figure kinds.

Using an old name is an error of one line that gives the new one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from approx.system.errors import InputError

#: Commands that were removed, and what to use instead.
COMMANDS = {"join": "--executor dask://HOST:PORT renders on many machines"}
#: Options that were removed, by command, and what to use instead.
OPTIONS = {
    "render": {
        "--preview": "use -q l",
        "--shard": "--executor dask://HOST:PORT renders on many machines",
    }
}
#: Old figure kinds and their new names.
FIGURES = {"bends": "breakpoints"}

#: Folder -> the modules and packages that moved into it from approx/.
_MOVED = {
    "cli": "commands options",
    "core": "activations curvature dataset depth display doubledouble error exact network"
    " piecewise polygons regions smooth smooth_error target",
    "inputs": "catalog example expression",
    "limits": "compare",
    "outputs": "embed figures kit listing notebook page report slides stage vendor",
    "style": "theme",
    "subjects": "plane",
    "system": "doctor errors files",
}
_STORIES = "depth descent layers neuron sum training width"
_METHODS = "adam gradient_descent lbfgs levenberg_marquardt optimal variable_projection"
#: Old modules and packages and their new places, both inside approx. Python imports a package
#: before its modules, so a module that was also renamed stands under its package's new name.
MODULES = {
    **{name: f"{folder}.{name}" for folder, names in _MOVED.items() for name in names.split()},
    **{f"panels.story_{name}": f"panels.captions.{name}" for name in _STORIES.split()},
    **{f"training.{name}": f"training.methods.{name}" for name in _METHODS.split()},
    "glyphs": "style.fonts",
    "load": "inputs.weights",
    "moves": "core.affine",
    "inputs.expression.interval": "inputs.interval",
    "inputs.weights.content": "inputs.content",
    "inputs.weights.document": "inputs.weights.record",
    "outputs.figures.bends": "outputs.figures.breakpoints",
    "outputs.stage.finish": "outputs.stage.strip",
    "outputs.stage.key": "outputs.stage.labels",
    "outputs.stage.outside": "outputs.stage.target",
    "outputs.stage.replay": "outputs.stage.shapes",
    "outputs.stage.small": "outputs.stage.layout",
    "outputs.stage.targets": "outputs.stage.target",
    "outputs.stage.words": "outputs.stage.text",
    "owners": "system.file_locks",
    "panels.bends": "panels.breakpoints",
    "panels.bowl": "panels.descent",
    "panels.hinge": "panels.single_neuron",
    "panels.outside": "panels.target",
    "panels.parts": "panels.primitives",
    "panels.smooth": "panels.requirements",
    "panels.strips": "panels.fit",
    "points": "inputs.tables",
    "render": "outputs.films",
    "replay": "subjects.from_run",
    "sections": "core.convex_pieces",
    "stops": "system.signals",
    "stretches": "core.smooth_pieces",
    "subject": "subjects",
    "subjects.door": "subjects.resolve",
    "subjects.function": "subjects.from_function",
    "subjects.network": "subjects.from_network",
    "subjects.points": "subjects.from_data",
    "subjects.wish": "subjects.fit_options",
    "webfont": "style.fonts",
    "words": "style.languages",
}
#: Old names inside modules, by the module's new name, and what they are called now.
NAMES = {
    "core.affine.Move": "AffineMap",
    "core.convex_pieces.sections": "convex_pieces",
    "core.exact.Bend": "SlopeChange",
    "core.smooth_pieces.stretches": "smooth_pieces",
    "limits.Best": "BestApproximation",
    "limits.fewest_knots": "fewest_breakpoints",
    "limits.knots_by_curvature": "breakpoints_by_curvature",
    "outputs.kit.Order": "KitRequest",
    "outputs.stage.layout.frame": "approx.outputs.stage.axes.axes",
    "outputs.stage.shapes.Number": "approx.outputs.stage.text.Number",
    "outputs.stage.shapes.Pieces": "Polylines",
    "outputs.stage.shapes.Replay": "Playback",
    "outputs.stage.strip.show_best": "Strip",
    "outputs.stage.strip.show_error": "Strip",
    "outputs.stage.target.drawn": "target_shape",
    "outputs.stage.target.outline": "target_outline",
    "outputs.stage.target.strips": "excluded_strips",
    "panels.breakpoints.Bends": "Breakpoints",
    "panels.formula.Part": "Fragment",
    "panels.plane.Sheet": "PlanePicture",
    "panels.single_neuron.Hinge": "SingleNeuron",
    "panels.single_neuron.Hinges": "NeuronGraphs",
    "panels.sum.Term": "Contribution",
    "panels.training.Run": "TrainingRun",
    "subjects.Wish": "FitOptions",
    "system.files.publish": "write_file",
    "system.files.publish_all": "write_files",
    "system.signals.held": "deferred",
}


class RenamedError(InputError, ImportError):
    """A module is imported by a name that it had before."""


def new_name(module: str) -> str | None:
    """Where a module of approx is today; None when it is not known to have moved."""
    package, _, name = module.partition(".")
    return f"approx.{MODULES[name]}" if package == "approx" and name in MODULES else None


def explained(error: ImportError) -> str:
    """What an import that failed says, with the new name of what it wanted."""
    match = re.match(r"cannot import name '(\w+)' from 'approx\.([\w.]+)'", str(error))
    if match is None:
        return str(error)
    new = NAMES.get(f"{match[2]}.{match[1]}")
    return match[0] + (f"; it is now {new}" if new else "")


class _Finder(MetaPathFinder):
    """Asked after all others: only an import that fails anyway comes here."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if new := new_name(name):
            raise RenamedError(f"the module {name} is now {new}")
        return None


def watch_imports() -> None:
    """Explain imports of old modules from now on."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
