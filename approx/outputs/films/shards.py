"""A film drawn in shards by machines that never meet: each leaves a file, and these are joined.

A shard is a zip file with the segments that one machine drew, and a manifest that says of which
film, how it was planned, and by which versions.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from approx.outputs.films.divide import Part
from approx.outputs.films.film import Order, put
from approx.outputs.films.job import Job
from approx.outputs.films.make import How, make, place_of
from approx.outputs.films.makers import another
from approx.outputs.films.plan import Plan
from approx.outputs.films.scratch import scratch
from approx.outputs.films.share import Wish
from approx.system.errors import InputError
from approx.system.files import publish

MANIFEST = "manifest.json"


def shard_of(film: Path, part: Part) -> Path:
    """The file beside the film: lecture.mp4.shard-1-of-4."""
    return film.with_name(f"{film.name}.shard-{part.number}-of-{part.of}")


def render_shards(
    orders: Sequence[Order], how: How, done: Callable[[Path], None] | None = None
) -> None:
    """Draw a part of each film into its shard, whole or not at all.

    Args:
        how: with the part.
        done: called with the path of every shard that is in place.

    Raises:
        InputError, MachineError: as :func:`approx.outputs.films.film.render_all`.
    """
    part = how.part
    assert part is not None
    with scratch() as folder:

        def publish_one(number: int, plan: Plan) -> None:
            one = orders[number]
            path = shard_of(one.path, part)
            publish(path, _packed(one, part, plan, place_of(folder, number)))
            if done is not None:
                done(path)

        make([one.job for one in orders], folder, how, publish_one)


def _packed(one: Order, part: Part, plan: Plan, place: Path) -> bytes:
    files = [segment.file(place) for segment in plan.segments]
    drawn = {file.name: file.read_bytes() for file in files if file.exists()}
    manifest = {
        "part": asdict(part),
        "film": one.path.name,
        "wish": asdict(Wish.of(one.job)),
        # Keys are in the plans of machines that have drawn the like before.
        "plan": asdict(replace(plan, segments=[replace(one, key="") for one in plan.segments])),
        "sha256": {name: sha256(data).hexdigest() for name, data in drawn.items()},
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, data in {MANIFEST: json.dumps(manifest).encode(), **drawn}.items():
            file.writestr(zipfile.ZipInfo(name), data)  # without the time: the same bytes always
    return packed.getvalue()


@dataclass(frozen=True)
class Shard:
    """A shard's file and what its manifest says.

    Attributes:
        order: the film, and where it goes unless the user says otherwise: beside the shard.
        sha256: of every segment's file, by its name.
    """

    path: Path
    part: Part
    order: Order
    wish: Wish
    plan: Plan
    sha256: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Shard:
        """A shard, all of whose segments are as they were drawn.

        Raises:
            InputError: when it is none, or damaged.
        """
        try:
            with zipfile.ZipFile(path) as file:
                said = json.loads(file.read(MANIFEST))
                job = Job(**said["wish"].pop("job"))
                shard = cls(
                    path,
                    Part(**said["part"]),
                    Order(job, path.with_name(said["film"])),
                    Wish(job, **said["wish"]),
                    Plan.of_json(json.dumps(said["plan"])),
                    said["sha256"],
                )
                found = {name: sha256(file.read(name)).hexdigest() for name in shard.sha256}
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror}") from None
        except (zipfile.BadZipFile, AttributeError, KeyError, TypeError, ValueError):
            raise InputError(f"{path} is not a whole shard; draw it again") from None
        if found != shard.sha256:
            raise InputError(f"{path} is damaged; draw it again")
        return shard

    def unpack(self, place: Path) -> None:
        """Leave its segments in a folder."""
        with zipfile.ZipFile(self.path) as file:
            for segment in self.plan.segments:
                target = segment.file(place)
                if target.name in self.sha256:
                    target.write_bytes(file.read(target.name))


def gathered(paths: Sequence[Path]) -> list[list[Shard]]:
    """All shards of each film, in order.

    Raises:
        InputError: when a file is no shard, does not belong to the others, or is missing.
    """
    films: dict[Path, list[Shard]] = {}
    for path in dict.fromkeys(paths):
        shard = Shard.read(path)
        films.setdefault(shard.order.path, []).append(shard)
    for shards in films.values():
        shards.sort(key=lambda one: one.part.number)
        for one in shards[1:]:
            other = _difference(one, shards[0])
            if other:
                raise InputError(f"{one.path.name} and {shards[0].path.name} differ: {other}")
        there = [one.part.number for one in shards]
        missing = [n for n in range(1, shards[0].part.of + 1) if n not in there]
        if missing:
            listed = ", ".join(f"{number}/{shards[0].part.of}" for number in missing)
            raise InputError(f"{shards[0].order.path.name} is not complete; missing: {listed}")
    return list(films.values())


def _difference(one: Shard, other: Shard) -> str | None:
    """Why two shards are not of one film, in words; None when they are."""
    if one.part.of != other.part.of:
        return f"one of {one.part.of}, one of {other.part.of} shards"
    if one.part.number == other.part.number:
        return f"both are shard {one.part.number}"
    if one.wish.maker != other.wish.maker:
        return f"drawn by {another(one.wish.maker, other.wish.maker)}"
    here, there = asdict(one.wish.job), asdict(other.wish.job)
    for name, value in here.items():
        if value != there[name]:
            plain = isinstance(value, (str, int))
            return f"{name} {value} and {there[name]}" if plain else f"another {name}"
    if (one.wish.source, one.plan) != (other.wish.source, other.plan):
        return "another story"
    return None


def join_shards(shards: Sequence[Shard], path: Path) -> None:
    """Put a film together, check it, and put it in place with its captions.

    Raises:
        MachineError: when it does not play.
    """
    from approx.outputs.films.assemble import (
        assemble,  # loads a codec, which a known film needs none of
    )

    job, plan = shards[0].order.job, shards[0].plan
    with scratch() as folder:
        for one in shards:
            one.unpack(folder)
        assemble(job, plan, folder)
        put(path, plan.captions, (folder / f"film.{job.format}").read_bytes())
