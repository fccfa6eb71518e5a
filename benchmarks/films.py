"""Films drawn by approx, by plain Manim, by the encoder alone and by matplotlib: one table.

Three films (parts/shown.py) are told twice: in benchmarks/usual the way Manim's pages teach, and
in benchmarks/ours with the stage's vocabulary; tests/test_benchmark_films.py compares their frames.
Both sides run as a user runs them, whole processes in pairs, one after the other, ours with an
empty cache; seconds and ratios are medians over the pairs. The encoder alone converts and encodes
the same frames, whole and in memory already, by as many processes as there are cores. The start-up
is what a film of one frame takes; `less` is the ratio to the encoder without it.

Run: python benchmarks/films.py [--quick | --encoder] [--films sum] [--cores 1] [--pairs 5]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.parts import encoders, measured, peers, settings
from benchmarks.parts.measured import Measure, run

FILMS = ("sum", "training", "network")
QUALITIES = {"l": (854, 480, 15), "m": (1280, 720, 30), "h": (1920, 1080, 60)}
HERE = Path(__file__).parent


def usual(film: str, quality: str, folder: Path, cores: int) -> tuple[Measure, Path]:
    """Plain `manim render`, its settings as they are."""
    script = HERE / "usual" / f"{film}.py"
    media = folder / "media"
    shutil.rmtree(media, ignore_errors=True)
    command = ("manim", "render", f"-q{quality}", "--media_dir", str(media), str(script))
    found = run(command, folder, cores)
    (path,) = (p for p in media.rglob("*.mp4") if "partial_movie_files" not in p.parts)
    return found, path


def ours(
    film: str, quality: str, folder: Path, cores: int, watched: bool = False
) -> tuple[Measure, Path]:
    """`approx render`, with nothing kept from before."""
    path = folder / "ours.mp4"
    shutil.rmtree(folder / "cache", ignore_errors=True)
    script = HERE / "ours" / f"{film}.py"
    command = ("approx", "render", "abs", str(script), "-q", quality, "--force", "-o", str(path))
    return run(command, folder, cores, watched), path


def startup(folder: Path, cores: int) -> float:
    """Seconds of a film of one frame."""
    return min(ours("frame", "l", folder, cores)[0].seconds for _ in range(3))


def row(
    film: str, quality: str, cores: int, pairs: int, folder: Path, start: float
) -> tuple[float, float]:
    """Measure one film; print its row; the ratios to the usual way and to the encoder.

    Args:
        start: seconds of a film of one frame.
    """
    watched, path = ours(film, quality, folder, cores, watched=True)
    frames = measured.frames(path)
    alone = encoders.alone(path, cores)
    both = []
    for _ in range(pairs):
        theirs, _ = usual(film, quality, folder, cores)
        both.append((theirs, ours(film, quality, folder, cores)[0]))

    def middle(value) -> float:
        return statistics.median(value(*pair) for pair in both)

    ratio = middle(lambda theirs, mine: theirs.seconds / mine.seconds)
    mine = middle(lambda _, mine: mine.seconds)
    _, height, fps = QUALITIES[quality]
    print(
        f"{film:<9}{f'{height}p{fps}':<9}{cores:>5}{frames:>7}"
        f"{middle(lambda theirs, _: theirs.seconds):>8.2f}{mine:>7.2f}{ratio:>7.2f}"
        f"{frames / mine:>8.0f}"
        f"{middle(lambda theirs, _: theirs.cpu):>8.2f}{middle(lambda _, mine: mine.cpu):>7.2f}"
        f"{middle(lambda theirs, mine: theirs.cpu / mine.cpu):>7.2f}"
        f"{middle(lambda theirs, _: theirs.memory):>8.0f}{watched.memory:>6.0f}"
        f"{alone:>9.2f}{mine / alone:>6.2f}{start:>7.2f}{(mine - start) / alone:>6.2f}",
        flush=True,
    )
    return ratio, mine / alone


def table(films: list[str], qualities: dict[str, int], cores: list[int], folder: Path) -> None:
    """All rows, and what they come to."""
    pair = f"{'usual':>8}{'ours':>7}"
    print(
        f"\n{'':30}{'seconds':>15}{'':15}{'CPU seconds':>15}"
        f"{'':7}{'MB':>14}{'encoder':>15}{'start-up':>13}"
    )
    print(
        f"{'film':<9}{'quality':<9}{'cores':>5}{'frames':>7}{pair}{'ratio':>7}{'fr/s':>8}"
        f"{pair}{'ratio':>7}{'usual':>8}{'ours':>6}{'alone':>9}{'ours':>6}{'s':>7}{'less':>6}"
    )
    for count in cores:
        start = startup(folder, count)
        found = [
            row(film, quality, count, pairs, folder, start)
            for film in films
            for quality, pairs in qualities.items()
        ]
        faster = [ratio for ratio, _ in found]
        mean, most = statistics.geometric_mean(faster), max(over for _, over in found)
        print(
            f"{count} cores: geometric mean {mean:.2f}, at most {most:.2f} times the encoder alone"
            f" (start-up {start:.2f} s included)"
        )


def main() -> None:
    everything = len(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="480p15, one pair, no peers")
    parser.add_argument("--encoder", action="store_true", help="the encoder's settings instead")
    parser.add_argument("--films", nargs="+", choices=FILMS, default=list(FILMS))
    parser.add_argument("--qualities", nargs="+", choices=list(QUALITIES), default=list(QUALITIES))
    parser.add_argument("--cores", nargs="+", type=int, default=[everything])
    parser.add_argument("--pairs", type=int, default=5, help="at 1080p60; one below  [5]")
    asked = parser.parse_args()
    print(
        f"{platform.processor() or platform.machine()}, {everything} cores, "
        f"Python {platform.python_version()}, {measured.versions()}"
    )
    with tempfile.TemporaryDirectory(prefix="approx-benchmark-") as name:
        folder = Path(name)
        if asked.encoder:
            settings.table(QUALITIES["l" if asked.quick else "h"], folder)
            return
        names = ["l"] if asked.quick else asked.qualities
        pairs = {q: asked.pairs if q == "h" and not asked.quick else 1 for q in names}
        table(asked.films, pairs, [min(count, everything) for count in asked.cores], folder)
        if not asked.quick:
            peers.table(QUALITIES["h"], folder, everything)


if __name__ == "__main__":
    main()
