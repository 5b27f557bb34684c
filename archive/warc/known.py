"""What a portal's folder already holds: by payload digest (for revisits) and by URL (for conditional requests).

Kept in a private temporary database of SQLite, so that memory stays flat however many captures there are.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from zlib import crc32

from archive.errors import WarcError
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry, parse_line

_SCHEMA = """
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -1024;
CREATE TABLE capture (
  url TEXT NOT NULL, date TEXT NOT NULL, digest TEXT NOT NULL, original INTEGER NOT NULL,
  folder TEXT NOT NULL, file TEXT NOT NULL, line TEXT NOT NULL
) STRICT;
CREATE INDEX by_digest ON capture (digest) WHERE original;
CREATE INDEX by_url ON capture (url, date);
CREATE INDEX by_file ON capture (file);
"""


_BATCH = 256
_Row = tuple[str, str, str, bool, str, str, str]


def _place(digest: str) -> tuple[int, int]:
    """Byte and bit of a digest among 2^20."""
    number = crc32(digest.encode()) & 0xFFFFF
    return number >> 3, 1 << (number & 7)


class KnownCaptures:
    """A growing table of CDXJ entries. Not for use from several threads."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._pending: list[_Row] = []
        # A bit for each digest, shared by those of one place: most payloads are new, and need no query to know it.
        self._maybe = bytearray(1 << 17)

    def close(self) -> None:
        self._database.close()

    def add(self, entry: CdxjEntry, line: str | None = None) -> None:
        """Remember one capture; ``line`` is its CDXJ line, where the caller has it. Raises WarcError where the
        temporary folder is full."""
        self._pending.append(self._row(entry, line))
        if len(self._pending) >= _BATCH:
            self._flush()

    def add_lines(self, lines: Iterable[str], folder: str) -> None:
        """Remember the captures of CDXJ lines of files that lie in ``folder``; where one is no CDXJ line, none."""
        self._flush()
        self._insert(self._row(parse_line(line, folder), line.rstrip("\n")) for line in lines)

    def _row(self, entry: CdxjEntry, line: str | None) -> _Row:
        folder, _, file = entry.location.file.rpartition("/")
        byte, bit = _place(entry.digest)
        self._maybe[byte] |= bit
        return entry.url, entry.date, entry.digest, entry.mime != REVISIT_MIME, folder, file, line or entry.line()

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        if pending:
            self._insert(pending)

    def _insert(self, rows: Iterable[_Row]) -> None:
        self._database.execute("BEGIN")
        try:
            self._database.executemany("INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
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
        return self._one("digest = ? AND original ORDER BY url = ? DESC, date LIMIT 1", digest, url)

    def captures(self, url: str) -> list[CdxjEntry]:
        """All captures of a URL, oldest first."""
        self._flush()
        rows = self._database.execute("SELECT line, folder FROM capture WHERE url = ? ORDER BY date", (url,))
        return [parse_line(line, folder) for line, folder in rows]

    def lines(self, file: str) -> Iterator[str]:
        """The CDXJ lines of one file (named without its folder), in byte order."""
        self._flush()
        for (line,) in self._database.execute("SELECT line FROM capture WHERE file = ? ORDER BY line", (file,)):
            yield line

    def _one(self, condition: str, *values: str) -> CdxjEntry | None:
        query = f"SELECT line, folder FROM capture WHERE {condition}"  # noqa: S608 (conditions are this module's)
        row = self._database.execute(query, values).fetchone()
        return None if row is None else parse_line(row[0], row[1])
