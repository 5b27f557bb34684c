"""A cluster on loopback: one scheduler and some workers, each a process of its own that a test may kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

needs_cluster = pytest.mark.skipif(
    not all(map(find_spec, ("distributed", "s3fs", "moto"))),
    reason="needs dask.distributed, s3fs and moto: make cluster",
)


@dataclass
class Cluster:
    """``address`` is the scheduler's."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def kill_worker(self, doing: str = "") -> bool:
        """End a worker and all that it started at once, as when its machine loses power: the first that has a process
        whose name begins so. Returns whether there was one."""
        names = {worker.pid: [_name(pid) for pid in _descendants(worker.pid)] for worker in self.workers}
        busy = [one for one in self.workers if not doing or any(n.startswith(doing) for n in names[one.pid])]
        if not busy:
            return False
        worker = busy[0]
        self.workers.remove(worker)
        for pid in (*_descendants(worker.pid), worker.pid):
            os.kill(pid, signal.SIGKILL)
        worker.wait()
        return True


@contextmanager
def cluster(folder: Path, workers: int = 3, **environment: str) -> Iterator[Cluster]:
    """A scheduler and its workers, which come while the test goes on; ``folder`` is their scratch."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scheduler.json"
    scheduler = _start(folder, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    made = Cluster("", scheduler)
    try:
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        made.address = json.loads(file.read_text())["address"]
        options = ("--no-nanny", "--nthreads", "2", "--host", "127.0.0.1", "--local-directory", str(folder))
        made.workers += [_start(folder, "dask_worker", made.address, *options, **environment) for _ in range(workers)]
        yield made
    finally:
        for process in (*made.workers, scheduler):
            for pid in (*_descendants(process.pid), process.pid):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            process.wait()


def _start(folder: Path, module: str, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
    with (folder / f"{module}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log)


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text()
    return ""


def _descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            parents.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found, queue = list[int](), [pid]
    while queue:
        queue = [child for one in queue for child in parents.get(one, [])]
        found += queue
    return found
