"""How an archive stands: disk, files, what is in the index and what is not yet, runs, what is due. Reads only."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.index.database import connect_reader
from archive.runs import DueLine, RunReport, dues_of, instant, runs_of
from archive.runs.files import LOCK, RUNS
from archive.warc.paths import OPEN_SUFFIX, is_warc, location_name
from archive.warc.store import store_of

_RUNS_SHOWN = 5
_COUNTS = (
    "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM reports), "
    "(SELECT coalesce(sum(figures), 0) FROM reports), (SELECT max(captured_at) FROM captures)"
)


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run: its report as far as a process of it ended in order, else None; ``portals`` that it is for, ``done``
    those of them that have ended; ``going`` while a process works on it."""

    run: str
    asked: str
    began: str
    portals: int
    done: int
    report: RunReport | None
    going: bool


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """Sizes in bytes; ``unindexed`` are finished WARC files that the index has not read as they are now, ``left_open``
    those that a process has open or left so; ``counts`` are captures, reports and figures in the index, None without
    one; ``due`` is as it stood at ``due_at``."""

    free: int
    warc_files: int
    warc_size: int
    index_size: int
    counts: tuple[int, int, int] | None
    last_capture: str
    unindexed: tuple[str, ...]
    left_open: tuple[str, ...]
    runs: tuple[RunLine, ...]
    due_at: str
    due: tuple[DueLine, ...]

    def due_by(self, now: str) -> tuple[DueLine, ...]:
        """What is due at an instant (ISO 8601, UTC)."""
        return tuple(line for line in self.due if instant(line.when) <= instant(now))


def status_of(archive: Path) -> ArchiveStatus:
    """``archive`` is the folder that holds ``warc`` and ``archive.db``. Raises ArchiveError where there is no such
    folder, or a file of a run is damaged."""
    if not archive.is_dir():
        raise ArchiveError(f"{archive}: there is no archive; crawl a portal, or name its folder with --archive")
    root, database = archive / "warc", archive / "archive.db"
    files = dict(_files(root))
    finished = {name: size for name, size in files.items() if not name.endswith(OPEN_SUFFIX)}
    known, counts, last = _index(database)
    due_at, due = dues_of(archive)
    return ArchiveStatus(
        free=shutil.disk_usage(archive).free,
        warc_files=len(files),
        warc_size=sum(files.values()),
        index_size=database.stat().st_size if database.is_file() else 0,
        counts=counts,
        last_capture=last,
        unindexed=tuple(sorted(name for name, size in finished.items() if known.get(name) != size)),
        left_open=tuple(sorted(files.keys() - finished.keys())),
        runs=tuple(_runs(archive)),
        due_at=due_at,
        due=due,
    )


def _files(root: Path) -> Iterator[tuple[str, int]]:
    """WARC files below a folder as locations name them, those left open too, and their sizes."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if name.endswith(OPEN_SUFFIX) or is_warc(path):
                with suppress(OSError):  # finished, and so renamed, a moment ago
                    size = path.stat().st_size
                    yield location_name(path, root) + (OPEN_SUFFIX if name.endswith(OPEN_SUFFIX) else ""), size
    store = store_of(root)
    for path, size in store.sizes(root).items() if store is not None else ():
        if is_warc(path):
            yield location_name(path, root), size


def _index(database: Path) -> tuple[dict[str, int], tuple[int, int, int] | None, str]:
    if not database.is_file():
        return {}, None, ""
    with closing(connect_reader(database)) as connection:
        try:
            known = dict(connection.execute("SELECT file, size FROM warc_files"))
            captures, reports, figures, last = connection.execute(_COUNTS).fetchone()
        except sqlite3.DatabaseError as error:
            remedy = "python -m archive rebuild makes it anew"
            raise ArchiveError(f"{database} cannot be read ({error}): {remedy}") from error
    return known, (captures, reports, figures), last or ""


def _runs(archive: Path) -> Iterator[RunLine]:
    going = _is_going(archive)
    for number, folder in enumerate(runs_of(archive)):
        if number == _RUNS_SHOWN:
            return
        plan, report = folder.plan(), folder.report()
        finished = report is not None and report.state == "finished"
        ended = sum(folder.crawl(name) is not None for name in plan.portals)
        done = len(report.crawls) if report is not None and finished else ended
        yield RunLine(plan.run, plan.asked, plan.began, len(plan.portals), done, report, going and not finished)
        going = going and finished


def _is_going(archive: Path) -> bool:
    """Whether a process has the runs of this archive in hand."""
    try:
        fd = os.open(archive / RUNS / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False
