"""What a run shows while it goes: a table on a terminal, a line now and then without one."""

import sys
import time
from dataclasses import dataclass
from typing import NamedTuple, TextIO


class Progress(NamedTuple):
    """How far a crawl is. ``asked`` are answers of servers, ``held`` those of files; ``received`` in bytes."""

    pages: int
    reports: int
    waiting: int
    blocked: int
    asked: int
    held: int
    received: int


@dataclass(frozen=True, slots=True)
class Under:
    """A crawl under way, and how far it is as it last told."""

    name: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class View:
    """A run at one moment. ``left`` are pages that the portals left had when they were crawled last; ``unread`` are
    portals that wait for the index; ``ending`` says why nothing more begins, or ""."""

    portals: int
    done: int
    waiting: int
    unread: int
    received: int
    seconds: float
    under: tuple[Under, ...]
    left: int
    ending: str

    @property
    def asked(self) -> int:
        return sum(one.progress.asked for one in self.under if one.progress is not None)


class PlainLines:
    """A line each so many seconds."""

    def __init__(self, stream: TextIO, interval: float) -> None:
        self._stream = stream
        self._interval = interval
        self._next = 0.0

    def show(self, view: View) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._interval
            print(one_line(view), file=self._stream, flush=True)

    def close(self) -> None:
        """There is nothing to take away."""


def nothing(view: View) -> None:
    """For a run that nobody watches."""


def one_line(view: View) -> str:
    """The run in a line."""
    pages = sum(one.progress.pages for one in view.under if one.progress is not None)
    reports = sum(one.progress.reports for one in view.under if one.progress is not None)
    ending = f"; ending: {view.ending}" if view.ending else ""
    return (
        f"{view.done} of {view.portals} portals done, {len(view.under)} under way ({pages} pages, {reports} reports), "
        f"{view.waiting} waiting, {view.unread} to index, {view.received / 1e6:.1f} MB, {clock(view.seconds)}{ending}"
    )


def clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def on(stream: TextIO = sys.stderr, interval: float = 5.0) -> PlainLines:
    """The view that fits a stream."""
    return PlainLines(stream, interval)
