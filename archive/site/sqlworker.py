"""The process that runs a visitor's SQL: it may be ended at any moment, and cannot take more than its share.

SQLite looks at the clock between its instructions only, and one call of ``hex``, ``printf`` or ``LIKE`` may take
minutes or gigabytes; so what a stranger wrote runs apart from the site, with lengths and memory bounded.
"""

import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter

MAX_VALUE = 16 << 20  # bytes of a text or blob; the longest text of a report, deflated, has some 300 KB
MAX_HEAP = 256 << 20  # bytes that SQLite may hold, sorting included
MAX_RESULT = 48 << 20  # bytes of all rows as Python holds them
MAX_SPACE = 768 << 20  # bytes of the process, the interpreter's own among them

_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
)
_STEPS = 1000  # of SQLite's machine between two looks at the clock: some 0.08 ms


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be run, for how long, and how many rows are wanted (None: all)."""

    sql: str
    parameters: Mapping[str, object] | Sequence[object]
    milliseconds: float
    most: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The rows, the names of their columns, and whether there were more."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there are no rows; ``late`` where the time was over."""

    message: str
    late: bool = False


def serve(path: str, pipe: Connection, *, immutable: bool, strange: bool) -> None:
    """Answer statements until the other end is closed. ``strange`` statements are told nothing of the file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_SPACE, MAX_SPACE))
    connection = _open(path, immutable=immutable)
    if strange:
        connection.set_authorizer(_authorize)
    while True:
        try:
            statement = pipe.recv()
            if "escape_fts" in statement.sql or "excerpt" in statement.sql:
                _escape_fts("")  # what it takes to load is not the statement's time
            pipe.send(None)
        except (EOFError, OSError):
            return
        pipe.send(answer(connection, statement))


def _open(path: str, *, immutable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{path}?{'immutable=1' if immutable else 'mode=ro'}", uri=True)
    connection.text_factory = lambda data: str(data, "utf-8", "replace")
    for limit, value in _LIMITS:
        connection.setlimit(limit, value)
    connection.execute(f"PRAGMA hard_heap_limit = {MAX_HEAP}")
    connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted counts as well, and no disk fills up
    connection.execute("PRAGMA query_only = ON")
    connection.create_function("escape_fts", 1, _escape_fts, deterministic=True)
    connection.create_function("excerpt", 2, _excerpt, deterministic=True)
    return connection


# Loaded when they are called: a process is to be there again at once after one was ended.


def _escape_fts(query: str) -> str:
    from archive.index.fulltext import match_expression

    return match_expression(query)


def _excerpt(packed: bytes, query: str) -> str | None:
    from archive.site.excerpts import excerpt_sql

    return excerpt_sql(packed, query)


def _authorize(action: int, name: str | None, *_: str | None) -> int:
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_PRAGMA and name == "database_list" else sqlite3.SQLITE_OK


def answer(connection: sqlite3.Connection, statement: Statement) -> Found | Refused:
    """Run one statement. Never raises for what the statement is."""
    deadline = perf_counter() + statement.milliseconds / 1000
    connection.set_progress_handler(lambda: perf_counter() >= deadline, _STEPS)
    try:
        return _rows(connection.execute(statement.sql, statement.parameters), statement.most)
    except MemoryError:
        return Refused("the statement needs too much memory")
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError, TypeError) as error:
        return Refused(str(error), late=error.args == ("interrupted",))
    finally:
        connection.set_progress_handler(None, _STEPS)


def _rows(cursor: sqlite3.Cursor, most: int | None) -> Found | Refused:
    columns = tuple(column[0] for column in cursor.description or ())
    rows: list[tuple[object, ...]] = []
    size = 0
    for row in cursor:
        if len(rows) == most:
            cursor.close()
            return Found(columns, rows, truncated=True)
        size += 64 + sum(40 + len(value) if isinstance(value, str | bytes) else 40 for value in row)
        if size > MAX_RESULT:
            cursor.close()
            return Refused("the result is too large: ask for fewer rows or columns")
        rows.append(row)
    return Found(columns, rows, truncated=False)


def main() -> None:
    """Arguments: the index, what of ``immutable`` and ``strange`` it is, and the descriptor of a socket."""
    path, *flags, descriptor = sys.argv[1:]
    serve(path, Connection(int(descriptor)), immutable="immutable" in flags, strange="strange" in flags)
