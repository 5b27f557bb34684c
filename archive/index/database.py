"""Open the index: one writer at a time, readers undisturbed."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveError, IndexLockedError
from archive.index import schema
from archive.index.views import create_views, has_views

PAGE_BYTES = 16_384  # rows of 1 to 3 KB leave a third of SQLite's usual 4 KB pages empty
CACHE_KIB = 65_536  # page cache of the writer


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode with foreign keys enforced; raises ArchiveError if ``path`` is no index."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ArchiveError(f"{path} is not an index ({error}): delete it and run python -m archive rebuild") from error
    return connection


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
        return schema.version(connection) == schema.LATEST and has_views(connection)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{path} is not an index ({error}): delete it and run python -m archive rebuild") from error
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
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    """A migrated index to write to, WAL so that readers go on; the caller holds the lock."""
    connection = connect(path)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # counts for a new file only
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        schema.migrate(connection)
        create_views(connection)
        yield connection
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # TRUNCATE would wait for readers
    finally:
        connection.close()
