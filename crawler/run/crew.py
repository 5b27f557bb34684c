"""The loop that every kind of run has: start what there is room for, hear of it, stop when told to."""

import re
import signal
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from crawler.run.pool import Beat, Ended, Pool, ProcessFailedError

# Seconds between two looks at limits and signals.
_TICK = 0.5
# A line of a log that says what went wrong; Scrapy's own counts name the levels too.
_WRONG = re.compile(r"\b(?:CRITICAL|ERROR): ")
# The modules of the functions that processes run.
CRAWLS, INDEXES, SURVEYS = "crawler.run.crawls", "crawler.run.indexes", "crawler.run.surveys"


class Crew(ABC):
    """Tasks in processes of their own. ``fault`` is None, or the one line that says what stopped them all."""

    def __init__(self, pool: Pool) -> None:
        self.fault: str | None = None
        self.pool = pool

    def work(self) -> None:
        """Blocks until all is done, or nothing more may be. A signal has the tasks stop in order."""
        before = {number: signal.signal(number, self._signalled) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while self._turn():
                pass
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @abstractmethod
    def fill(self) -> None:
        """Start what there is room for."""

    @abstractmethod
    def heard(self, beat: Beat) -> None:
        """A task told something."""

    @abstractmethod
    def ended(self, task: Ended) -> None:
        """A task's process is gone."""

    @abstractmethod
    def show(self) -> None:
        """Show how far it is."""

    def unwanted(self) -> Iterable[str]:
        """The tasks that are to stop: all where something is wrong."""
        return self.pool.pids() if self.fault is not None else ()

    def stopped_by(self, name: str) -> str:
        """The fault that a signal is."""
        return f"stopped by {name}"

    def _turn(self) -> bool:
        try:
            self.fill()
        except ProcessFailedError as error:
            self.fault = self.fault or str(error)
        for key in tuple(self.unwanted()):
            self.pool.stop(key)
        if not len(self.pool):
            return False
        for event in self.pool.events(_TICK):
            if isinstance(event, Beat):
                self.heard(event)
            else:
                self.ended(event)
        self.show()
        return True

    def _signalled(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (a handler's signature)
        self.fault = self.fault or self.stopped_by(signal.Signals(number).name)
        for key in tuple(self.unwanted()):
            self.pool.stop(key)


def last_line(log: Path) -> str:
    """What a process said last, of what went wrong where it says so, for the one who has to look."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    wrong = [line for line in lines if _WRONG.search(line)]
    said = next((line.strip() for line in reversed(wrong or lines) if line.strip()), "it said nothing")
    return f"{said} ({log})"


def log_of(archive: Path, name: str) -> Path:
    """Where the process of a portal says what it has to say."""
    return archive / "runs" / "logs" / f"{name}.log"


def status_in_words(status: int) -> str:
    """An exit status as a person reads it."""
    return f"signal {-status}" if status < 0 else f"status {status}"
