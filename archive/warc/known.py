"""What a portal's folder already holds: by payload digest (for revisits) and by URL (for conditional requests).

Kept in a private temporary database of SQLite, so that memory stays flat however many captures there are. Digests and
URLs are looked up by Python's hash of them, which differs from process to process as the database does: an index of
numbers is a sixth of one of texts.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator

from archive.errors import WarcError
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry, NewCapture, parse_line

_SCHEMA = """
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -512;
CREATE TABLE capture (
  digest INTEGER NOT NULL, url INTEGER NOT NULL, original INTEGER NOT NULL, file INTEGER NOT NULL, date TEXT NOT NULL,
  line TEXT NOT NULL
) STRICT;
CREATE INDEX by_digest ON capture (digest) WHERE original;
CREATE INDEX by_url ON capture (url);
"""

_BATCH = 128
_Row = tuple[int, int, bool, int, str, str]
_File = tuple[str, str]


def _place(digest: str) -> tuple[int, int]:
    """Byte and bit of a digest among 2^20."""
    number = hash(digest) & 0xFFFFF
    return number >> 3, 1 << (number & 7)


class KnownCaptures:
    """A growing table of CDXJ entries. Not for use from several threads."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._pending: list[NewCapture] = []
        self._files: dict[_File, int] = {}
        self._names: list[_File] = []
        # A bit for each digest, shared by those of one place: most payloads are new, and need no query to know it.
        self._maybe = bytearray(1 << 17)

    def close(self) -> None:
        self._database.close()

    def add(self, capture: NewCapture) -> None:
        """Remember one capture. Its line is made later, many at a time, which takes a third of the time (2026). Raises
        WarcError where the temporary folder is full."""
        self._mark(capture.digest)
        self._pending.append(capture)
        if len(self._pending) >= _BATCH:
            self._flush()

    def add_lines(self, lines: Iterable[str], folder: str) -> None:
        """Remember the captures of CDXJ lines of files that lie in ``folder``; where one is no CDXJ line, none."""
        self._flush()
        self._insert(self._row(parse_line(line, folder), line.rstrip("\n")) for line in lines)

    def _mark(self, digest: str) -> None:
        byte, bit = _place(digest)
        self._maybe[byte] |= bit

    def _row(self, entry: CdxjEntry, line: str) -> _Row:
        folder, _, name = entry.location.file.rpartition("/")
        file = self._files.get((folder, name))
        if file is None:
            file = self._files[folder, name] = len(self._names)
            self._names.append((folder, name))
        self._mark(entry.digest)
        return hash(entry.digest), hash(entry.url), entry.mime != REVISIT_MIME, file, entry.date, line

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        if pending:
            entries = [entry for capture in pending if (entry := capture.entry()) is not None]
            self._insert([self._row(entry, entry.line()) for entry in entries])

    def _insert(self, rows: Iterable[_Row]) -> None:
        self._database.execute("BEGIN")
        try:
            self._database.executemany("INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise WarcError(f"no room for temporary files in {tempfile.gettempdir()}: {error}") from error
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    def original(self, digest: str, url: str) -> CdxjEntry | None:
        """The first capture that holds this payload itself, one of the same URL before others."""
        byte, bit = _place(digest)
        if not self._maybe[byte] & bit:
            return None
        self._flush()
        found = self._entries("digest = ? AND original ORDER BY url = ? DESC, date", hash(digest), hash(url))
        return next((entry for entry in found if entry.digest == digest), None)

    def captures(self, url: str) -> list[CdxjEntry]:
        """All captures of a URL, oldest first."""
        self._flush()
        return [entry for entry in self._entries("url = ? ORDER BY date", hash(url)) if entry.url == url]

    def lines(self, file: str) -> Iterator[str]:
        """The CDXJ lines of one file (named without its folder), in byte order."""
        self._flush()
        numbers = [number for number, (_, name) in enumerate(self._names) if name == file]
        for number in numbers[-1:]:
            query = "SELECT line FROM capture WHERE file = ? ORDER BY line"
            for (line,) in self._database.execute(query, (number,)):
                yield line

    def _entries(self, condition: str, *values: int) -> Iterator[CdxjEntry]:
        query = f"SELECT line, file FROM capture WHERE {condition}"  # noqa: S608 (conditions are this module's)
        for line, file in self._database.execute(query, values):
            yield parse_line(line, self._names[file][0])
