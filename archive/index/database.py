"""Open the index: one writer at a time, readers undisturbed."""

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.errors import ArchiveError, IndexLockedError
from archive.index import schema
from archive.index.views import create_views, has_views

PAGE_BYTES = 16_384  # rows of 1 to 3 KB leave a third of SQLite's usual 4 KB pages empty
CACHE_KIB = 65_536  # page cache of the writer
WAIT_SECONDS = 10  # for another program's transaction


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """What SQLite refuses as one line that says what to do: a file that is no index, another program's lock, a full
    disk. An error in our own SQL passes."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(path, str(error))
        if told is None:
            raise
        raise told from error


def _told(path: Path, said: str) -> ArchiveError | None:
    if "locked" in said or "busy" in said:
        return IndexLockedError(f"another program holds {path} ({said}): end it, or wait, then run the command again")
    if "full" in said or "disk I/O" in said:
        return ArchiveError(f"{path} cannot be written ({said}): make room, then run the command again")
    if "not a database" in said or "malformed" in said:
        return ArchiveError(f"{path} is not an index ({said}): delete it and run python -m archive rebuild")
    if "readonly" in said or "unable to open" in said:
        return ArchiveError(f"{path} cannot be written ({said}): look at the rights of the file and its folder")
    return None


def connect(path: Path) -> Database:
    """The index to write to, in autocommit mode with foreign keys enforced; raises ArchiveError if ``path`` is none."""
    with sqlite_errors(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=WAIT_SECONDS)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return Database(connection, recursive_triggers=False, execute_plugins=False)


def copy_over(source: Database, target: Database) -> None:
    """Make ``target`` what ``source`` is, in one transaction. Raises OperationalError where another program holds it:
    SQLite's own way would wait for ever."""
    latest = time.monotonic() + WAIT_SECONDS

    def told(status: int, remaining: int, total: int) -> None:  # noqa: ARG001 (sqlite3's interface)
        if status == sqlite3.SQLITE_BUSY and time.monotonic() > latest:
            raise sqlite3.OperationalError("database is locked")

    source.conn.backup(target.conn, progress=told)


def connect_reader(path: Path) -> sqlite3.Connection:
    """A read-only connection to an index that exists; raises ArchiveError where there is none."""
    if not path.is_file():
        raise ArchiveError(f"there is no index at {path}: make it with python -m archive index")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)
    connection.execute("PRAGMA query_only = ON")
    return connection


def is_current(path: Path) -> bool:
    """Whether an index has the newest schema and views, so that a reader needs no writer before it. Raises ArchiveError
    where there is none."""
    connection = connect_reader(path)
    try:
        with sqlite_errors(path):
            return schema.is_current(connection) and has_views(connection)
    finally:
        connection.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the writer's lock, a file beside the index that the system frees when the process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("a", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexLockedError(
                f"another process is writing {path}: wait until it has ended, then run the command again"
            ) from error
        yield


@contextmanager
def writer(path: Path) -> Iterator[Database]:
    """A migrated index to write to, WAL so that readers go on; the caller holds the lock."""
    db = connect(path)
    try:
        with sqlite_errors(path):
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # counts for a new file only
            db.enable_wal()
            db.execute("PRAGMA synchronous = NORMAL")
            schema.migrate(db)
            create_views(db)
            yield db
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")  # TRUNCATE would wait for readers
    finally:
        db.close()
