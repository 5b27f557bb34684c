"""What visitors ask of SQLite, run in processes of their own: one that is over time is ended, the others go on."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from datasette.database import QueryInterrupted, Results
from datasette.views.base import DatasetteError

from archive.site.sqlworker import Found, Refused, Statement

WORKERS = 2  # processes of a lane, started when they are needed; each takes some 40 MB
WAIT = 0.9  # seconds for a free one
GRACE = 0.3  # seconds beyond a statement's time until its process is ended

START = 20.0  # seconds that a new process may take until it listens

MAIN = "from archive.site.sqlworker import main; main()"
ROOT = Path(__file__).parent.parent.parent


class Lane:
    """Some processes on one index. Statements of one lane wait for each other, never for those of another.

    ``strange`` says that visitors write the statements; the others are Datasette's, with visitors' values in them.
    """

    def __init__(self, path: str, *, immutable: bool, strange: bool) -> None:
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="sql")
        self._free = asyncio.Semaphore(WORKERS)
        self._idle = [_Worker(path, immutable=immutable, strange=strange) for _ in range(WORKERS)]

    def start(self) -> None:
        """Have a process ready before anybody asks, with what is searched with; the others stay free meanwhile."""
        self._threads.submit(self._work, Statement("SELECT escape_fts('')", {}, 1000 * START, None))

    async def run(self, statement: Statement) -> Results:
        """The rows. Raises QueryInterrupted where the time is over, sqlite3.OperationalError for what cannot be run,
        DatasetteError where no process becomes free."""
        async with self._turn():
            done = await asyncio.get_running_loop().run_in_executor(self._threads, self._work, statement)
        if isinstance(done, Found):
            return _results(done)
        if done.late:
            raise QueryInterrupted(sqlite3.OperationalError(done.message), statement.sql, statement.parameters)
        raise sqlite3.OperationalError(done.message)

    def _work(self, statement: Statement) -> Found | Refused:
        """In a thread, which keeps its process to the end, whether or not somebody still waits for it."""
        worker = self._idle.pop()
        try:
            return worker.run(statement)
        finally:
            self._idle.append(worker)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._free.acquire(), WAIT)
        except TimeoutError:
            message = "too many statements are being run: try again in a moment"
            raise DatasetteError(message, status=503, title="Busy") from None
        try:
            yield
        finally:
            self._free.release()


class _Worker:
    """One process, made when it is first asked and after it was ended."""

    def __init__(self, path: str, *, immutable: bool, strange: bool) -> None:
        flags = [name for name, is_set in (("immutable", immutable), ("strange", strange)) if is_set]
        self._command = [sys.executable, "-c", MAIN, str(Path(path).absolute()), *flags]
        self._running: tuple[Connection, subprocess.Popen[bytes]] | None = None

    def run(self, statement: Statement) -> Found | Refused:
        """What the process answers; it is ended where it does not in time."""
        pipe, process = self._running or self._start()
        try:
            pipe.send(statement)
            if pipe.poll(START):
                pipe.recv()  # it has the statement: a new process takes its time
            if pipe.poll(statement.milliseconds / 1000 + GRACE):
                done: Found | Refused = pipe.recv()
                return done
            done = Refused("interrupted", late=True)
        except (EOFError, OSError):
            done = Refused("the statement needs too much memory")
        process.kill()
        process.wait()
        pipe.close()
        self._start()  # so that the next visitor need not wait for it
        return done

    def _start(self) -> tuple[Connection, subprocess.Popen[bytes]]:
        ours, theirs = Pipe()
        with theirs:
            process = subprocess.Popen(
                [*self._command, str(theirs.fileno())], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, cwd=ROOT
            )
        self._running = ours, process
        return self._running


def _results(found: Found) -> Results:
    """The rows as Datasette's templates want them; a Row can only be made beside a cursor with its columns."""
    names = ", ".join(f'NULL AS "{name.replace(chr(34), chr(34) * 2)}"' for name in found.columns)
    with closing(sqlite3.connect(":memory:")) as connection:
        cursor = connection.execute(f"SELECT {names or 'NULL'}")
        return Results([sqlite3.Row(cursor, row) for row in found.rows], found.truncated, cursor.description)
