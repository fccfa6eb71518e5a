"""Let faults befall renders, and print a table of what did not hold.

    python -m tests.faults --count 300 --seed 1

Exit code 1 when anything did not hold; every failure is printed with what it takes to repeat it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import machine, memory, stops, together  # noqa: F401
from .kinds import KINDS
from .place import Place, Skipped


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("--count", type=int, default=300, help="how many faults")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--jobs", type=int, default=2, help="how many places at once")
    asked.add_argument("--minutes", type=float, default=120, help="begin none after so many")
    asked.add_argument("--only", default="", help="kinds whose name holds this")
    given = asked.parse_args()
    kinds = [one for one in KINDS.values() if given.only in one.name]
    # Each kind at least once, if there is time for it.
    dice = random.Random(given.seed)
    plan = [*kinds]
    plan += dice.choices(kinds, [one.weight for one in kinds], k=max(0, given.count - len(plan)))
    plan = plan[: given.count]
    done: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    skipped: dict[str, str] = {}
    guard = threading.Lock()
    last = time.monotonic() + 60 * given.minutes

    def befall(number: int) -> None:
        one = plan[number]
        if time.monotonic() > last:
            return
        folder = Path(tempfile.mkdtemp(prefix="faults-"))
        place = Place(folder, random.Random(f"{given.seed} {number}"))
        said = ""
        try:
            one.befall(place)
        except Skipped as error:
            with guard:
                skipped[one.name] = str(error)
            return
        except AssertionError as error:
            said = str(error) or traceback.format_exc(limit=-1).strip()
        except Exception:
            said = traceback.format_exc()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        with guard:
            done[one.name] += 1
            if said:
                failed[one.name] += 1
                print(f"{number}: {one.name}: {place.form}: {said}", flush=True)

    with ThreadPoolExecutor(given.jobs) as pool:
        list(pool.map(befall, range(len(plan))))
    width = max(map(len, (one.name for one in kinds)))
    print(f"{'kind':{width}}  befell  did not hold")
    for one in kinds:
        why = f"  ({skipped[one.name]})" if one.name in skipped else ""
        print(f"{one.name:{width}}  {done[one.name]:6}  {failed[one.name]:12}{why}")
    print(f"{'all':{width}}  {done.total():6}  {failed.total():12}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
