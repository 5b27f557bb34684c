"""Where functions run beyond this process: in processes of this machine, or on the workers of a cluster
(dask.distributed, ``requirements/cluster.txt``). Either way they are asked through an ``Executor``."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

from archive.errors import ArchiveError, ToolMissingError

if TYPE_CHECKING:
    from distributed import Client

# Seconds to wait for a scheduler, and for the first of its workers.
_PATIENCE = 10.0
# Bytes of WARC files that one process reads in the second or two that others take to begin (2026).
_WORTH = 4 << 20


class ClusterError(ArchiveError):
    """The scheduler of a cluster, or all its workers, are gone or never were there."""


@dataclass(frozen=True, slots=True)
class Workers:
    """``many`` functions run at a time; below ``worth`` bytes of work, handing it out takes longer than doing it.
    ``executor`` makes an executor anew, where the last one broke; ``there`` says whether anybody is left to run what
    it was given."""

    many: int
    worth: int
    executor: Callable[[], Executor]
    there: Callable[[], bool]


@contextmanager
def workers(on: str | None, processes: int) -> Iterator[Workers]:
    """The workers of the cluster at an address (``tcp://host:8786``), or so many processes.

    Raises:
        ClusterError: where there is no such cluster, or nobody works in it.
    """
    if on is None:
        context = get_context("forkserver")
        yield Workers(processes, _WORTH, lambda: ProcessPoolExecutor(processes, mp_context=context), lambda: True)
        return
    with client_of(on) as client:
        many = sum(client.nthreads().values())
        yield Workers(many, 0, lambda: client.get_executor(pure=False), lambda: bool(workers_of(client)))


@contextmanager
def client_of(on: str) -> "Iterator[Client]":
    """A connection to the scheduler of a cluster that has workers.

    Raises:
        ClusterError: where there is none.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ToolMissingError(
            "--on needs dask.distributed: .venv/bin/pip install --require-hashes -r requirements/cluster.txt"
        ) from None
    try:
        client = Client(on, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"--on {on}: no scheduler answers there ({error})") from error
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise ClusterError(f"--on {on}: no worker is there; start some (docs/cluster.md)") from None
        yield client
    finally:
        with suppress(Exception):  # of one that is gone
            client.close(timeout=1)


def workers_of(client: "Client") -> tuple[str, ...]:
    """The addresses of the workers that are there now; none where the scheduler is gone."""
    try:
        return tuple(client.scheduler_info(n_workers=-1)["workers"])
    except (OSError, KeyError):
        return ()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
