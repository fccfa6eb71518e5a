"""A mutation run: does every small change of the mathematics make a test fail?

cosmic-ray makes the mutants; here a sample of them is drawn (fixed by its seed), and each is tested
in a copy of the tree with the tests of its module alone. Survivors are printed as diffs. Those that
compute the same as the original are listed, with the reason, in tests/mutants/equivalent.txt.

Usage: python tools/mutants.py [--sample 220] [--seed 1] [--jobs 2] [--only 'approx/core/*']
"""

from __future__ import annotations

import argparse
import ast
import fnmatch
import hashlib
import math
import multiprocessing
import operator
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = ROOT / "tests" / "mutants" / "equivalent.txt"
#: At least this share of the mutants that are not equivalent is killed; at most that is equivalent.
KILLED, MOST_EQUIVALENT = 0.85, 0.15
#: Bytes of memory of each test run: a mutant may ask for any number of points.
MEMORY = 6 << 30
#: Groups of modules, and each group's part of the sample.
GROUPS = {
    "core": (0.45, ["approx/core/**/*.py"]),
    "limits": (
        0.25,
        [f"approx/limits/{name}.py" for name in ("sup", "polyline", "l2", "tube", "polish")],
    ),
    "training": (
        0.2,
        [f"approx/training/{name}.py" for name in ("backprop", "descent", "projection")]
        + [
            f"approx/training/methods/{name}.py"
            for name in ("adam", "gradient_descent", "levenberg_marquardt", "variable_projection")
        ],
    ),
    "numbers": (0.1, ["approx/panels/wording.py", "approx/style/languages/__init__.py"]),
}
#: Modules without a line of mathematics.
LEFT_OUT = ("approx/core/__init__.py", "approx/core/_types.py", "approx/core/display.py")
#: Tests in other files than tests/FOLDER/test_MODULE.py.
UPDATES = ["tests/training/test_updates.py"]
STEPS = ["tests/core/test_skips_and_steps.py"]
METHODS = [*UPDATES, "tests/training/test_methods.py"]
TESTS = {
    "approx/core/affine.py": ["tests/core/test_network.py"],
    "approx/core/chain.py": STEPS,
    "approx/core/skip.py": STEPS,
    "approx/core/curvature.py": ["tests/core/test_smooth.py"],
    "approx/core/enclosure.py": ["tests/core/test_proof.py", "tests/inputs/test_enclosures.py"],
    "approx/core/intervals.py": ["tests/inputs/test_enclosures.py"],
    "approx/core/last_layer.py": [
        "tests/core/test_propagation.py",
        "tests/core/test_exact.py",
        *STEPS,
    ],
    "approx/core/linear_pieces.py": ["tests/core/test_piecewise.py"],
    "approx/core/network.py": ["tests/core/test_network.py", *STEPS],
    "approx/core/network_enclosure.py": ["tests/core/test_smooth.py"],
    "approx/core/piecewise.py": ["tests/core/test_piecewise.py", *STEPS],
    "approx/core/polynomials.py": ["tests/core/test_error.py"],
    "approx/core/propagation.py": ["tests/core/test_propagation.py", *STEPS],
    "approx/core/read_only.py": ["tests/core/test_piecewise.py"],
    "approx/core/running_error.py": ["tests/core/test_running_error.py", *STEPS],
    "approx/core/softmax_bounds.py": STEPS,
    "approx/core/smooth_error.py": ["tests/core/test_smooth.py"],
    "approx/limits/polyline.py": ["tests/limits/test_sup.py"],
    "approx/style/languages/__init__.py": ["tests/style/test_numbers.py"],
    "approx/training/backprop.py": ["tests/training/test_backprop.py", *UPDATES],
    "approx/training/descent.py": [*UPDATES, "tests/training/test_backprop.py"],
    "approx/training/methods/adam.py": METHODS,
    "approx/training/methods/gradient_descent.py": METHODS,
    "approx/training/methods/levenberg_marquardt.py": METHODS,
    "approx/training/methods/variable_projection.py": ["tests/training/test_fit.py"],
}
#: Mutants that no test need be written for: they only raise TypeErrors, or change no behaviour.
ARITHMETIC = ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow")
BITWISE = ("BitAnd", "BitOr")
PYTEST = "-x -q -p no:cacheprovider -p no:xdist -o addopts= --import-mode=importlib --tb=no"
PYTEST += " --hypothesis-profile=mutants -m 'not slow and not exhaustive'"


def modules(group: str) -> list[str]:
    """The modules of a group, as paths in the tree."""
    found = []
    for pattern in GROUPS[group][1]:
        paths = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob(pattern))]
        if not paths:
            raise SystemExit(f"no module {pattern}; mend GROUPS in {Path(__file__).name}")
        found += [path for path in paths if path not in LEFT_OUT]
    return found


def tests_of(module: str) -> list[str]:
    """The test files of a module; of one in a package, those of the package."""
    _, folder, name, *_ = module.split("/")
    return TESTS.get(module, [f"tests/{folder}/test_{name.removesuffix('.py')}.py"])


def _worth_testing(name: str) -> bool:
    kind, _, rest = name.removeprefix("core/").partition("_")
    if kind == "ReplaceBinaryOperator":
        before, after = rest.split("_")
        return {before, after} <= {*ARITHMETIC} or {before, after} <= {*BITWISE}
    if kind == "ReplaceComparisonOperator":
        before, after = rest.split("_")
        return ("Is" in before) == ("Is" in after)
    return kind != "RemoveDecorator"


def _annotations(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where type annotations, and imports for them, begin and end."""
    spans = []
    for node in ast.walk(ast.parse(source)):
        inner = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            inner.append(node)
        spans += [
            ((n.lineno, n.col_offset), (n.end_lineno or 0, n.end_col_offset or 0))
            for n in inner
            if isinstance(n, ast.AST)
        ]
    return spans


def mutants(module: str, seed: int) -> list[tuple[str, object]]:
    """(rank, mutation) of one mutant of every place, drawn by the hash of what it changes.

    The hash holds no line numbers, so that a change of the code changes little of the sample.
    """
    from cosmic_ray.commands.init import _all_work_items

    source = (ROOT / module).read_text()
    lines, spans = source.splitlines(), _annotations(source)
    places: dict[object, list[object]] = {}
    for item in _all_work_items([ROOT / module], {}):
        (mutation,) = item.mutations
        annotation = any(start <= mutation.start_pos < end for start, end in spans)
        text = lines[mutation.start_pos[0] - 1][mutation.start_pos[1] : mutation.end_pos[1]]
        same = "NumberReplacer" in mutation.operator_name and float(text) == float(text) + 1
        if not (annotation or same) and _worth_testing(mutation.operator_name):
            places.setdefault((mutation.start_pos, mutation.end_pos), []).append(mutation)
    drawn = []
    for (start, end), mutations in places.items():
        line = lines[start[0] - 1]
        text = (seed, module, mutations[0].definition_name, line.strip(), line[start[1] :])
        rank = hashlib.sha256(repr((*text, end[0] - start[0])).encode())
        drawn.append((rank.hexdigest(), mutations[int.from_bytes(rank.digest()) % len(mutations)]))
    return drawn


def sample(size: int, seed: int, only: str) -> list[tuple[str, object]]:
    """(module, mutation) pairs, at most one of a place, in random order."""
    chosen: list[tuple[str, str, object]] = []
    for group, (part, _) in GROUPS.items():
        paths = [path for path in modules(group) if fnmatch.fnmatch(path, only)]
        ranked = [(rank, path, m) for path in paths for rank, m in mutants(path, seed)]
        ranked.sort(key=operator.itemgetter(0))
        chosen += ranked[: math.ceil(size * part) if only == "*" else size]
    return [(path, mutation) for _, path, mutation in sorted(chosen, key=operator.itemgetter(0))]


def copy_tree(target: Path) -> None:
    """All files of the tree that are not ignored, as they are now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def _enter(folders: multiprocessing.Queue[str]) -> None:
    """A worker process works in a copy of its own, with one thread and bounded memory."""
    os.chdir(folders.get())
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    os.environ["PYTHONPATH"] = str(Path.cwd())
    os.environ |= {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}


def _command(module: str) -> str:
    return f"{shlex.quote(sys.executable)} -m pytest {PYTEST} {shlex.join(tests_of(module))}"


def _children() -> float:
    """CPU seconds of the processes that have ended; no other load adds to them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _baseline(module: str) -> tuple[str, float, str]:
    """(module, CPU seconds that its tests take, what they print unless all pass)."""
    start = _children()
    command = shlex.split(_command(module))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return module, _children() - start, done.stdout if done.returncode else ""


def _tested(module: str, mutation: object, most: int) -> tuple[str, str, float]:
    """("killed", "too slow", which counts as killed, or "survived"; the diff; CPU seconds)."""
    from attrs import evolve
    from cosmic_ray.mutating import mutate_and_test

    start = _children()
    here = evolve(mutation, module_path=Path(module))
    bounded = f"ulimit -t {most}; exec {_command(module)}"
    result = mutate_and_test([here], f"sh -c {shlex.quote(bounded)}", 60 + 20 * most)
    output = result.output or ""
    if result.diff is None:  # no mutant was made: cosmic-ray's own failure
        return "survived", output, _children() - start
    failed = " failed" in output or " error" in output
    outcome = ("killed" if failed else "too slow") if result.is_killed else "survived"
    return outcome, result.diff, _children() - start


def changed(diff: str) -> tuple[str, str]:
    """The removed and the added lines of a diff, without indentation."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++", "@@"))]
    return (
        "\n".join(line[1:].strip() for line in lines if line.startswith("-")),
        "\n".join(line[1:].strip() for line in lines if line.startswith("+")),
    )


def equivalents() -> set[tuple[str, str, str]]:
    """(module, lines before, lines after) of the mutants that compute the same."""
    known = set()
    for block in EQUIVALENT.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines:
            text = "\n".join(lines[1:])
            known.add((lines[0], *changed(text)))
    return known


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=220, help="number of mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--only", default="*", help="only modules whose path matches")
    options = parser.parse_args()
    chosen = sample(options.sample, options.seed, options.only)
    for missing in sorted({path for module, _ in chosen for path in tests_of(module)}):
        if not (ROOT / missing).exists():
            parser.error(f"no {missing}; write it, or name the module's tests in TESTS")
    same = equivalents()
    start, killed, slow = time.monotonic(), 0, 0
    survivors: list[tuple[str, str]] = []
    equivalent: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="approx-mutants-") as scratch:
        folders: multiprocessing.Queue[str] = multiprocessing.Queue()
        for job in range(options.jobs):
            copy_tree(Path(scratch) / str(job))
            folders.put(str(Path(scratch) / str(job)))
        with ProcessPoolExecutor(options.jobs, initializer=_enter, initargs=(folders,)) as pool:
            seconds = {}
            for module, taken, failure in pool.map(_baseline, sorted({m for m, _ in chosen})):
                print(f"{module}: {taken:.1f} s, {' '.join(tests_of(module))}", flush=True)
                if failure:
                    print(f"error: its tests do not pass\n{failure}", file=sys.stderr)
                    return 1
                seconds[module] = taken
            jobs = {
                pool.submit(_tested, module, mutation, 15 + int(4 * seconds[module])): module
                for module, mutation in chosen
            }
            for number, job in enumerate(as_completed(jobs), 1):
                module, (outcome, diff, taken) = jobs[job], job.result()
                killed, slow = killed + (outcome != "survived"), slow + (outcome == "too slow")
                if outcome == "survived":
                    known = (module, *changed(diff)) in same
                    (equivalent if known else survivors).append((module, diff))
                    outcome = "equivalent" if known else f"survived\n{diff}"
                print(f"{number}/{len(jobs)} {module} {taken:.1f} s {outcome}", flush=True)
    share = killed / max(len(chosen) - len(equivalent), 1)
    print(f"\nSurvivors that {EQUIVALENT.relative_to(ROOT)} does not list:")
    for module, diff in sorted(survivors):
        before, after = (
            text.replace("\n", f"\n{sign} ") for sign, text in zip("-+", changed(diff), strict=True)
        )
        print(f"\n{module}\n- {before}\n+ {after}")
    print(
        f"\n{len(chosen)} mutants (seed {options.seed}) in {(time.monotonic() - start) / 60:.0f} "
        f"minutes: {killed} killed ({slow} by taking too long), {len(survivors)} survived, "
        f"{len(equivalent)} equivalent; of those that are not equivalent {share:.1%} are killed"
    )
    return int(share < KILLED or len(equivalent) > MOST_EQUIVALENT * len(chosen))


if __name__ == "__main__":
    sys.exit(main())
