"""Which task goes next. Pure: it starts nothing and knows no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Generic, Protocol, TypeVar

from crawler.errors import CrawlArgumentError


class Task(Protocol):
    """What a schedule needs to know of a task."""

    @property
    def name(self) -> str: ...

    @property
    def domains(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Job:
    """One portal of a run: the registered ``domains`` that its crawl may ask, ``size`` in pages as far as it is known,
    ``before`` the outcome of its last crawl. ``seeds`` are its columns, ``home`` the page that a survey would begin
    with; ``moved`` is a job to do so."""

    name: str
    domains: frozenset[str]
    size: int
    before: str
    seeds: tuple[str, ...] = ()
    home: str = ""
    moved: bool = False


def biggest_first(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The order of a run: what takes longest begins first, so that the end does not wait for it."""
    return tuple(sorted(jobs, key=lambda job: (-job.size, job.name)))


T = TypeVar("T", bound=Task)


class Schedule(Generic[T]):
    """Tasks that wait and tasks under way. Two that may ask one registered domain take turns: their pages may lie on
    the same host, whose delay is one process's to keep."""

    def __init__(self, tasks: Iterable[T], most_deaths: int = 10) -> None:
        """``most_deaths`` in a row that brought nothing new, and a task is given up: what is held is read again each
        time, so that a page which kills its process kills it again at once."""
        self._waiting = list(tasks)
        self._running: dict[str, T] = {}
        self._deaths: dict[str, int] = {}
        self._most_deaths = most_deaths

    @property
    def waiting(self) -> tuple[T, ...]:
        return tuple(self._waiting)

    @property
    def running(self) -> tuple[T, ...]:
        return tuple(self._running.values())

    def start(self) -> T | None:
        """The next task, from now on under way; None where none waits, or all wait for their turn."""
        busy = frozenset[str]().union(*(task.domains for task in self._running.values()))
        task = next((task for task in self._waiting if not task.domains & busy), None)
        if task is not None:
            self._waiting.remove(task)
            self._running[task.name] = task
        return task

    def add(self, task: T) -> None:
        """One more task, after the others."""
        self._waiting.append(task)

    def ended(self, name: str) -> T:
        """A task came to its end."""
        return self._running.pop(name)

    def put_back(self, name: str) -> T:
        """A task was stopped, and is the next of its kind."""
        task = self._running.pop(name)
        self._waiting.insert(0, task)
        return task

    def died(self, name: str, *, brought: bool) -> bool:
        """A task's process died; ``brought`` says whether it had done anything. False where the task is given up."""
        self._deaths[name] = 0 if brought else self._deaths.get(name, 0) + 1
        if self._deaths[name] >= self._most_deaths:
            self._running.pop(name)
            return False
        self.put_back(name)
        return True


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one call of a run; 0 and None for none. ``received`` and ``free`` (on the archive's disk) in bytes,
    ``memory`` in bytes that are to stay available, ``window`` the hours of the day, local time."""

    jobs: int
    received: int = 0
    seconds: float = 0.0
    free: int = 0
    memory: int = 0
    window: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How a call of a run stands: since it began, and now."""

    seconds: float
    received: int
    free: int
    clock: time


def reached(limits: Limits, state: State) -> str | None:
    """The limit at which a run pauses, in words; None where it may go on."""
    if limits.window is not None and not _within(limits.window, state.clock):
        begin, end = limits.window
        return f"the window of {begin:%H:%M} to {end:%H:%M} is closed"
    if 0 < limits.seconds <= state.seconds:
        return f"{limits.seconds / 3600:g} hours have passed (RUN_HOURS)"
    if 0 < limits.received <= state.received:
        return f"{limits.received} bytes were received (RUN_MAXSIZE)"
    return None


def parse_window(text: str) -> tuple[time, time] | None:
    """``22:00-06:00``; "" for all day.

    Raises:
        CrawlArgumentError: for what is no window.
    """
    if not text.strip():
        return None
    begin, _, end = text.partition("-")
    try:
        window = time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())
    except ValueError:
        window = None
    if window is None or window[0] == window[1]:
        raise CrawlArgumentError(f"RUN_WINDOW={text}: write two times of the day, as in 22:00-06:00")
    return window


def _within(window: tuple[time, time], now: time) -> bool:
    begin, end = window
    return begin <= now < end if begin < end else now >= begin or now < end
