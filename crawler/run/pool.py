"""Processes of a run: started from one that has everything loaded, watched, told to stop, gone when the run is.

Each task is a function in a process of its own, forked from a server that has imported what crawls and indexes: a
crawl that would take two seconds to load begins at once, and shares what is loaded. The line between a process and the
run goes both ways: beats come up it, a word to stop goes down, and when its other end is gone (the run was killed), the
process stops as if told to.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import connection, current_process, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from crawler.errors import CrawlerError

_CONTEXT = get_context("forkserver")
# Seconds from the word to stop until a process is killed: an answer under way may take a while.
_GRACE = 30.0
# Attempts at starting a process, and seconds between them: a server that was killed takes a moment to be gone.
_STARTS, _PAUSE = 10, 0.3
# Exit status of a task that did not come to its end, and goes on when it is started again.
UNFINISHED = 75
# Exit status where the archive could not be written: nobody else needs to try.
NO_ROOM = 74
# What multiprocessing says of tasks whose server was killed; they may run on, and are told to stop.
SERVER_GONE = 255


class ProcessFailedError(CrawlerError):
    """The machine gives no more processes."""


class Line:
    """The process's end of its line to the run."""

    def __init__(self, end: "Connection[Any, Any]") -> None:
        self._end = end

    def watch(self) -> None:
        """From now on, a word to stop, or the end of the run, is a SIGTERM: Scrapy closes the crawl in order."""
        threading.Thread(target=self._wait, daemon=True).start()

    def tell(self, beat: object) -> None:
        """Tell the run; where it is gone, the word to stop is on its way."""
        with suppress(OSError):
            self._end.send(beat)

    def _wait(self) -> None:
        with suppress(EOFError, OSError):
            self._end.recv()
        os.kill(os.getpid(), signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that a task told."""

    key: str
    told: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """A task's process is gone; ``status`` is its exit status, negative for the signal that killed it."""

    key: str
    status: int


class _Task:
    def __init__(self, process: Any, end: "Connection[Any, Any]") -> None:
        self.process = process
        self.end = end
        self.open = True
        self.kill_at: float | None = None


class Pool:
    """The processes of one run. Not for use from several threads."""

    def __init__(self, modules: Sequence[str]) -> None:
        """``modules`` are those that tasks work with: imported once, by the server of processes. None of them may
        install a reactor, which two processes cannot share."""
        self._tasks: dict[str, _Task] = {}
        _CONTEXT.set_forkserver_preload(list(modules))

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, key: str) -> bool:
        return key in self._tasks

    def pids(self) -> dict[str, int]:
        """The processes by task."""
        return {key: task.process.pid for key, task in self._tasks.items()}

    def start(self, key: str, log: Path, work: str, *arguments: object) -> None:
        """Run a function (``module:name``), given its line and the arguments, in a process whose output goes to the
        end of ``log``."""
        for left in reversed(range(_STARTS)):
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=_begin, args=(theirs, log, work, arguments), name=key)
            try:
                process.start()
            except (EOFError, OSError) as error:
                # The server of processes was killed a moment ago; it is begun anew.
                ours.close()
                theirs.close()
                if not left:
                    raise ProcessFailedError(f"no process could be started: {error}") from error
                sleep(_PAUSE)
            else:
                theirs.close()
                self._tasks[key] = _Task(process, ours)
                return

    def stop(self, key: str) -> None:
        """Tell a task to stop; after a while it is killed."""
        task = self._tasks[key]
        if task.kill_at is None:
            task.kill_at = monotonic() + _GRACE
            with suppress(OSError):
                task.end.send("stop")

    def events(self, seconds: float) -> Iterator[Beat | Ended]:
        """What happens within some seconds; of a task that ended, all that it told comes first."""
        waited: dict[Any, str] = {task.end: key for key, task in self._tasks.items() if task.open}
        waited |= {task.process.sentinel: key for key, task in self._tasks.items()}
        ready = {waited[one] for one in connection.wait(list(waited), seconds)} if waited else set()
        for key in ready:
            yield from self._told(key)
            task = self._tasks[key]
            if task.process.exitcode is not None:
                yield from self._told(key)
                yield self._ended(key)
        for task in self._tasks.values():
            if task.kill_at is not None and monotonic() > task.kill_at and task.process.is_alive():
                task.process.kill()

    def _told(self, key: str) -> Iterator[Beat]:
        task = self._tasks[key]
        try:
            while task.open and task.end.poll():
                yield Beat(key, task.end.recv())
        except (EOFError, OSError):
            task.open = False

    def _ended(self, key: str) -> Ended:
        task = self._tasks.pop(key)
        status = task.process.exitcode
        # Where the server of processes was killed, ours still runs and is thought dead: without its line it stops.
        task.end.close()
        task.process.close()
        return Ended(key, status)


def _begin(end: "Connection[Any, Any]", log: Path, work: str, arguments: tuple[object, ...]) -> None:
    """In the new process: nothing of the terminal's is its own, and it goes by the name of its task in ps and top."""
    os.setpgid(0, 0)
    with suppress(OSError):
        Path("/proc/self/comm").write_text(current_process().name[:15])
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    module, _, name = work.partition(":")
    getattr(import_module(module), name)(Line(end), *arguments)


def rotate(log: Path, keep: int) -> Path:
    """Make room for a new log: ``x.log`` becomes ``x.log.1``, and so on; ``keep`` older ones stay."""
    for number in range(keep, 0, -1):
        older = log.with_name(f"{log.name}.{number - 1}") if number > 1 else log
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number}"))
    return log
