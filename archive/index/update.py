"""WARC files into the index: only what is new, one file a transaction, the same rows whatever the order."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from sqlite_utils import Database

from archive.errors import ArchiveError, IndexLockedError, UsageError
from archive.index.ahead import Ahead
from archive.index.database import connect, connect_reader, copy_over, locked, sqlite_errors, writer
from archive.index.filerun import FileRun, remove_orphans
from archive.index.lateness import store_migrated
from archive.index.readings import Extractor
from archive.model import Issue
from archive.warc.paths import is_warc, location_name, size_of, sizes_of, warc_files
from archive.warc.store import store_of

Progress = Callable[[str], None]
Readers = Callable[[Sequence[Path], Path], Iterator[Ahead | None]]
"""Reads WARC files of a root ahead of the writer, in their order; None for what the writer is to read itself."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one run of the index did. ``unreadable`` are the named files that could not be read at all."""

    files: int
    files_known: int
    captures: int
    read: int
    reports_added: int
    versions_added: int
    reports: int
    figures: int
    issues: tuple[Issue, ...]
    unreadable: tuple[str, ...]


def update_index(
    database: Path,
    paths: Sequence[Path],
    root: Path,
    progress: Progress | None = None,
    *,
    extractor: Extractor | None = None,
    readers: Readers | None = None,
) -> IndexReport:
    """Read the WARC files under ``paths`` (files or folders) that the index does not know yet.

    ``root`` is the archive's ``warc`` folder. Readers of the index go on meanwhile. Raises IndexLockedError while
    another process writes, UsageError for a path that does not exist, ArchiveError for a file that is no index.
    """
    files = expand(paths)
    with locked(database), _not_left_empty(database), writer(database) as db:
        return _index(db, files, root, extractor, progress, readers)


def rebuild_index(
    database: Path,
    paths: Sequence[Path],
    root: Path,
    progress: Progress | None = None,
    *,
    extractor: Extractor | None = None,
    readers: Readers | None = None,
) -> IndexReport:
    """Make the index again from the WARC files under ``paths`` alone.

    The new index is made beside the old one and copied over it in one step: readers see the old or the new.
    """
    files = expand(paths)
    if not files:
        raise ArchiveError(f"{database}: no WARC files found to make it from; what is there stays as it is")
    fresh = database.with_name(f"{database.name}.rebuild")
    with locked(database):
        _remove(fresh)
        try:
            with writer(fresh) as db:
                report = _index(db, files, root, extractor, progress, readers)
                db.table("report_search").optimize()
                db.disable_wal()
                db.vacuum()
            with sqlite_errors(database):
                _replace(fresh, database)
        finally:
            _remove(fresh)
    return report


@contextmanager
def _not_left_empty(database: Path) -> Iterator[None]:
    """An index that did not exist before, and whose making failed before a file was read, is taken away again."""
    existed = database.exists()
    try:
        yield
    except BaseException:
        if not existed and database.exists() and not _has_read(database):
            _remove(database)
        raise


def _has_read(database: Path) -> bool:
    connection = connect_reader(database)
    try:
        return connection.execute("SELECT 1 FROM warc_files LIMIT 1").fetchone() is not None
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def expand(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The finished WARC and WACZ files among and under ``paths``, each once, in order of name."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() or (store_of(path) is not None and not is_warc(path)):
            found.update(dict.fromkeys(warc_files(path)))
        elif size_of(path) is not None:
            found[path] = None
        else:
            raise UsageError(f"{path}: there is no such file or folder")
    return tuple(sorted(found))


def indexed_elsewhere(database: Path, root: Path) -> tuple[Path, ...]:
    """The files that an index read outside ``root`` and that are still there: a rebuild reads them too."""
    if not database.is_file():
        return ()
    connection = connect_reader(database)
    try:
        names = [name for (name,) in connection.execute("SELECT file FROM warc_files ORDER BY file")]
    except sqlite3.DatabaseError:  # no index, or one without tables: a run that ended before its first migration
        return ()
    finally:
        connection.close()
    return tuple(Path(name) for name in names if not (root / name).is_relative_to(root) and Path(name).is_file())


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _replace(fresh: Path, database: Path) -> None:
    """Copy page by page in one transaction, so that a reader with the old file open is never torn."""
    source = connect(fresh)
    try:
        target = connect(database)
    except ArchiveError:
        _remove(database)
        target = connect(database)
    try:
        if _page_size(source) != _page_size(target):
            _leave_wal(target, database)
        copy_over(source, target)
        target.enable_wal()
        target.execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        target.close()
        source.close()


def _page_size(db: Database) -> int:
    return int(db.execute("PRAGMA page_size").fetchone()[0])


def _leave_wal(db: Database, database: Path) -> None:
    """SQLite changes the page size of a file only outside WAL mode, which it leaves only while nobody else reads."""
    db.execute("PRAGMA busy_timeout = 2000")
    try:
        db.disable_wal()
    except sqlite3.OperationalError as error:
        raise IndexLockedError(
            f"{database} is open elsewhere and of an older layout: end python -m archive browse, then rebuild again"
        ) from error


def _pipeline() -> Extractor:
    from archive.extract.pipeline import extract

    return extract


def _counts(db: Database) -> tuple[int, int, int]:
    """Reports, versions and stated figures."""
    figures = db.execute("SELECT coalesce(sum(figures), 0) FROM reports").fetchone()[0]
    return db.table("reports").count, db.table("report_versions").count, figures


def _index(
    db: Database,
    files: Sequence[Path],
    root: Path,
    extractor: Extractor | None,
    progress: Progress | None,
    readers: Readers | None,
) -> IndexReport:
    read = extractor or _pipeline()
    before = _counts(db)
    known = dict(db.execute("SELECT file, size FROM warc_files"))
    named = {location_name(path, root): path for path in files}
    sizes = sizes_of(files)
    wanted = [(name, path) for name, path in named.items() if known.get(name) != sizes[path]]
    results = []
    found = readers([path for _, path in wanted], root) if readers is not None else repeat(None)
    for number, (ahead, (name, path)) in enumerate(zip(found, wanted, strict=False), 1):  # in this order: both end
        if progress is not None:
            progress(f"{number}/{len(wanted)} {name}")
        with db.atomic():
            results.append(FileRun(db, root, read, name, path, ahead).index())
    if any(result.dropped for result in results):
        with db.atomic():
            remove_orphans(db)
    with db.atomic():
        store_migrated(db)
    after = _counts(db)
    return IndexReport(
        files=len(wanted),
        files_known=len(named) - len(wanted),
        captures=sum(result.captures for result in results),
        read=sum(result.read for result in results),
        reports_added=after[0] - before[0],
        versions_added=after[1] - before[1],
        reports=after[0],
        figures=after[2],
        issues=tuple(issue for result in results for issue in result.issues),
        unreadable=(
            *(result.name for result in results if result.unreadable),
            *_unreadable_before(db, named.keys() - {name for name, _ in wanted}),
        ),
    )


def _unreadable_before(db: Database, names: Collection[str]) -> tuple[str, ...]:
    """Those of ``names`` that gave an earlier run nothing but issues: asking again is no reason to call them read."""
    found = db.execute("SELECT DISTINCT file FROM issues WHERE file NOT IN (SELECT file FROM captures)")
    return tuple(sorted(name for (name,) in found if name in names))
