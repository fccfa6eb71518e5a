"""Executors by their address, for films that more than this machine draws.

An address is SCHEME://PLACE. Every worker needs the same approx; it shares no disk with us.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from approx.system.errors import InputError, MachineError

#: Seconds that a scheduler has to answer.
PATIENCE = 5
Opened = tuple[Executor, int]


@contextmanager
def opened(address: str | None) -> Iterator[Opened | tuple[None, None]]:
    """The executor and how many workers it has, until the work is done; no address, no executor.

    Raises:
        InputError: for an address that names none.
        MachineError: when what it needs is not installed, or no scheduler answers there.
    """
    if address is None:
        yield None, None
        return
    scheme, _, place = address.partition("://")
    if scheme not in SCHEMES or not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}", place):
        ways = " or ".join(f"{name}://HOST:PORT" for name in SCHEMES)
        raise InputError(f"--executor takes {ways}, not {address!r}")
    with SCHEMES[scheme](place) as executor:
        yield executor


@contextmanager
def _dask(place: str) -> Iterator[Opened]:
    """A Dask cluster, by its scheduler's HOST:PORT."""
    try:
        from distributed import Client
        from distributed.cfexecutor import ClientExecutor
    except ImportError:
        raise MachineError(
            "dask:// needs Dask: python -m pip install 'distributed>=2024.8'"
        ) from None

    class Cluster(ClientExecutor):
        """Takes no work once the scheduler is gone, which Dask would keep for ever."""

        def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
            if client.status != "running":
                raise RuntimeError(f"the Dask scheduler at {place} is gone")
            return super().submit(function, *arguments)

    # It would report lost connections; the tasks that fail do.
    with _silent("distributed", "distributed.client", "concurrent.futures"):
        try:
            client = Client(f"tcp://{place}", timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise MachineError(f"no Dask scheduler answers at {place}: {error}") from None
        try:
            workers = sum(client.nthreads().values())
            if not workers:
                raise MachineError(f"no worker at {place}; start one: dask worker tcp://{place}")
            yield Cluster(client, pure=False), workers
        finally:
            client.close(timeout=PATIENCE)


@contextmanager
def _silent(*loggers: str) -> Iterator[None]:
    """These say nothing."""
    before = {name: logging.getLogger(name).level for name in loggers}
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


SCHEMES: dict[str, Callable[[str], AbstractContextManager[Opened]]] = {"dask": _dask}
