"""What the runs of many crawls left on disk: ``<ARCHIVE_DIR>/runs/<run>/``, one small JSON file for each thing done.

=================== ===================================================================================
file                holds
=================== ===================================================================================
plan.json           ``Plan``: which portals the run is for, and when it began
PORTAL.begun.json   ``Begun``: the crawl that answers of this run belong to, whatever process goes on with it
PORTAL.crawl.json   ``CrawlRow``: how the crawl ended; a portal that has one is not crawled again in this run
PORTAL.index.json   ``IndexRow``: what reading it into the index brought
PORTAL.moved.json   ``MovedRow``: what a survey found of a portal whose columns gave nothing
report.json         ``RunReport``, written whenever a process of the run ends in order
=================== ===================================================================================

When a run has finished, its report holds all of that, and the files of its portals are taken away. Beside the runs lie
``due.json``, when each portal is due as it was last asked, and ``troubles.atom``, the feed of what is to be looked at.

A file is written whole or not at all, so whatever stops a run, what it says is done is done. The crawler writes these
files; the status command and the site only read them.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from archive.errors import ArchiveError

RUNS = "runs"
# Held by the process that works on a run.
LOCK = "lock"
PLAN, REPORT, DUE, FEED = "plan.json", "report.json", "due.json", "troubles.atom"
_BEGUN, _CRAWL, _INDEX, _MOVED = ".begun.json", ".crawl.json", ".index.json", ".moved.json"

# Outcomes of a crawl, each worse than the one before it.
_WORSE = ("complete", "short", "empty", "blocked", "failed")

RunState = Literal["finished", "paused", "stopped"]


class RunFileError(ArchiveError):
    """A file of a run is none: damaged, or of another program."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``asked`` is the selection in words, by which the same command knows its run again; ``began`` an instant in UTC
    as ISO 8601; ``before`` and ``why`` say for each portal how its last crawl had ended and what made it due."""

    run: str
    asked: str
    began: str
    portals: tuple[str, ...]
    before: tuple[str, ...]
    why: tuple[str, ...]

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        return cls(**{**held, **{name: tuple(held[name]) for name in ("portals", "before", "why")}})


@dataclass(frozen=True, slots=True)
class Begun:
    """The crawl of a portal in a run: it keeps its id and its start however often its process died."""

    portal: str
    crawl_id: str
    started: str

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        return cls(**held)


@dataclass(frozen=True, slots=True)
class CrawlRow:
    """How the crawl of a portal ended. ``before`` is the outcome of the crawl before it (``never`` without one);
    ``requests`` are the answers it was given, ``held`` those of them that an earlier process of the same crawl had
    kept; ``received`` bytes and ``seconds`` are those of the last process; ``gone`` are the URLs answered with 404."""

    portal: str
    organ: str
    crawl_id: str
    outcome: str
    detail: str
    pages: int
    reports: int
    years: tuple[int, ...]
    before: str
    requests: int
    held: int
    received: int
    seconds: float
    ended: str
    gone: tuple[str, ...] = ()

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        return cls(**{**held, "years": tuple(held["years"]), "gone": tuple(held["gone"])})

    @property
    def good(self) -> bool:
        return self.outcome in {"complete", "short"}

    @property
    def newly_bad(self) -> bool:
        """Whether it is worse off than a crawl before it was: that is news, and the rest is known."""
        return self.before in _WORSE and _WORSE.index(self.outcome) > _WORSE.index(self.before)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What reading the portal's captures into the index brought: ids and titles of reports that are new, changed or
    gone (404 or 410 where a report was). ``failure`` is the line that says why it could not be read, or ""."""

    portal: str
    captures: int = 0
    new: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    failure: str = ""

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        lists = {name: tuple((one[0], one[1]) for one in held[name]) for name in ("new", "changed", "gone")}
        return cls(**{**held, **lists})


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A portal whose columns gave nothing was surveyed: ``proposal`` is the file that names other columns, with so many
    ``reports``; "" where none were found."""

    portal: str
    proposal: str
    reports: int

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        return cls(**held)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run came to. ``state``: finished, paused (at a limit; it goes on when it is called again) or stopped (by a
    signal or a fault, which ``why`` names). ``left`` are the portals that have not ended."""

    plan: Plan
    state: RunState
    why: str
    ended: str
    crawls: tuple[CrawlRow, ...]
    indexed: tuple[IndexRow, ...]
    left: tuple[str, ...]
    moved: tuple[MovedRow, ...] = ()

    @classmethod
    def of(cls, held: dict[str, Any]) -> Self:
        return cls(
            **{
                **held,
                "plan": Plan.of(held["plan"]),
                "crawls": tuple(map(CrawlRow.of, held["crawls"])),
                "indexed": tuple(map(IndexRow.of, held["indexed"])),
                "left": tuple(held["left"]),
                "moved": tuple(map(MovedRow.of, held["moved"])),
            }
        )

    @property
    def healthy(self) -> bool:
        """Whether nobody has to look: all that ended is good, all of it is in the index, and nothing stopped it."""
        failed = any(row.failure for row in self.indexed) or any(not row.good for row in self.crawls)
        return self.state != "stopped" and not failed


_T = TypeVar("_T")
_Held = Plan | Begun | CrawlRow | IndexRow | MovedRow | RunReport


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run on disk."""

    path: Path

    def plan(self) -> Plan:
        """Raises RunFileError where it is damaged."""
        return _read(self.path / PLAN, Plan.of)

    def begun(self, portal: str) -> Begun | None:
        path = self.path / f"{portal}{_BEGUN}"
        return _read(path, Begun.of) if path.is_file() else None

    def crawl(self, portal: str) -> CrawlRow | None:
        path = self.path / f"{portal}{_CRAWL}"
        return _read(path, CrawlRow.of) if path.is_file() else None

    def index(self, portal: str) -> IndexRow | None:
        path = self.path / f"{portal}{_INDEX}"
        return _read(path, IndexRow.of) if path.is_file() else None

    def moved(self, portal: str) -> MovedRow | None:
        path = self.path / f"{portal}{_MOVED}"
        return _read(path, MovedRow.of) if path.is_file() else None

    def report(self) -> RunReport | None:
        """None where no process of the run ended in order."""
        path = self.path / REPORT
        return _read(path, RunReport.of) if path.is_file() else None

    def keep(self, what: _Held) -> None:
        """Write one of them, whole or not at all."""
        if isinstance(what, Plan):
            name = PLAN
        elif isinstance(what, RunReport):
            name = REPORT
        else:
            name = what.portal + {Begun: _BEGUN, CrawlRow: _CRAWL, IndexRow: _INDEX, MovedRow: _MOVED}[type(what)]
        write_whole(self.path / name, json.dumps(asdict(what), ensure_ascii=False, indent=1) + "\n")

    def forget(self, portal: str) -> None:
        """Have a crawl that ended done again."""
        for kind in (_BEGUN, _CRAWL, _INDEX):
            (self.path / f"{portal}{kind}").unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take away what the report of a finished run holds too."""
        for path in self.path.iterdir():
            if path.name.endswith((_BEGUN, _CRAWL, _INDEX, _MOVED, ".lock")):
                path.unlink()


@dataclass(frozen=True, slots=True)
class DueLine:
    """When a portal is due (UTC, ISO 8601), and why."""

    portal: str
    when: str
    why: str


def keep_dues(archive: Path, at: str, dues: Iterable[DueLine]) -> None:
    """Write down when each portal is due, as it stands ``at`` that instant."""
    held = {"at": at, "due": [asdict(due) for due in dues]}
    write_whole(archive / RUNS / DUE, json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def dues_of(archive: Path) -> tuple[str, tuple[DueLine, ...]]:
    """When that was written, and what; ("", ()) where nobody asked yet."""
    path = archive / RUNS / DUE
    if not path.is_file():
        return "", ()
    return _read(path, lambda held: (str(held["at"]), tuple(DueLine(**one) for one in held["due"])))


def runs_of(archive: Path) -> Iterator[RunFolder]:
    """The runs of an archive, the newest first; ``archive`` is ``ARCHIVE_DIR``."""
    for path in sorted((archive / RUNS).glob(f"*/{PLAN}"), reverse=True):
        yield RunFolder(path.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader, or a power cut, finds it as it was or as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def instant(text: str) -> datetime:
    """An instant as these files have it."""
    return datetime.fromisoformat(text)


def _read(path: Path, of: Callable[[dict[str, Any]], _T]) -> _T:
    try:
        return of(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise RunFileError(f"{path}: is no file of a run ({error}); delete it, and that part is done again") from None
