"""What a run shows while it goes: a table on a terminal, a line now and then without one."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table

from archive.runs import clock


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
    """A crawl under way for so many seconds, and how far it is as it last told."""

    name: str
    seconds: float
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class View:
    """A run at one moment. ``unread`` are portals that wait for the index; ``asked`` answers that servers gave in this
    call, ``to_ask`` those that the portals left took when they were crawled last; ``ending`` says why nothing more
    begins, or ""."""

    portals: int
    done: int
    waiting: int
    unread: int
    asked: int
    received: int
    seconds: float
    under: tuple[Under, ...]
    to_ask: int
    ending: str

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.asked / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are left at this rate; None while nothing can be said."""
        return self.to_ask / self.rate if self.rate and self.seconds > _TELLING else None


# Seconds before a rate tells anything.
_TELLING = 10.0
Show = Callable[[View], None]


def one_line(view: View) -> str:
    """The run in a line."""
    told = [one.progress for one in view.under if one.progress is not None]
    blocked = sum(one.blocked for one in told)
    counts = f"{sum(one.pages for one in told)} pages, {sum(one.reports for one in told)} reports"
    parts = [
        f"{view.done} of {view.portals} portals done",
        f"{len(view.under)} under way ({counts}{f', {blocked} blocked' if blocked else ''})",
        f"{view.waiting} waiting",
        f"{view.unread} to index",
        f"{view.rate:.1f} answers/s",
        f"{view.received / 1e6:.1f} MB",
        clock(view.seconds),
    ]
    if view.left is not None and not view.ending:
        parts.append(f"about {clock(view.left)} left")
    return ", ".join(parts) + (f"; ending: {view.ending}" if view.ending else "")


class Watch:
    """Shows a run on a stream, until it is closed."""

    def __init__(self, stream: TextIO, interval: float) -> None:
        """``interval`` in seconds is that of lines; a terminal's table is drawn with every view."""
        self._stream = stream
        self._interval = interval
        self._next = 0.0
        self._live: Live | None = None
        if stream.isatty():
            self._live = Live(console=Console(file=stream), auto_refresh=False, transient=True)
            self._live.start()

    def show(self, view: View) -> None:
        """The run as it is now."""
        now = time.monotonic()
        if self._live is not None:
            self._live.update(Group(table(view), one_line(view)), refresh=True)
        elif now >= self._next:
            self._next = now + self._interval
            print(one_line(view), file=self._stream, flush=True)

    def close(self) -> None:
        """Take the table away: what follows is the report."""
        if self._live is not None:
            self._live.stop()


def table(view: View) -> Table:
    """The crawls under way."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column("portal")
    for head in ("pages", "reports", "waiting", "blocked", "answers/s", "MB", "time"):
        shown.add_column(head, justify="right")
    for one in view.under:
        far = one.progress or Progress(0, 0, 0, 0, 0, 0, 0)
        rate = far.asked / one.seconds if one.seconds else 0.0
        counts = (far.pages, far.reports, far.waiting, far.blocked)
        shown.add_row(one.name, *map(str, counts), f"{rate:.2f}", f"{far.received / 1e6:.1f}", clock(one.seconds))
    return shown


def nothing(view: View) -> None:
    """For a run that nobody watches."""
