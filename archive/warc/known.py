"""What a portal's folder already holds: by payload digest (for revisits) and by URL (for conditional requests).

Kept in a private temporary database of SQLite, so that memory stays flat however many captures there are. Digests and
URLs are looked up by Python's hash of them, which differs from process to process as the database does: an index of
numbers is a sixth of one of texts.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator

from archive.errors import WarcError
from archive.warc.cdxj import REVISIT_MIME, CdxjEntry, parse_line

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -512;
CREATE TABLE capture (
  digest INTEGER NOT NULL, url INTEGER NOT NULL, original INTEGER NOT NULL, file INTEGER NOT NULL, date TEXT NOT NULL,
  line TEXT NOT NULL
) STRICT;
CREATE INDEX by_digest ON capture (digest) WHERE original;
CREATE INDEX by_url ON capture (url);
BEGIN;
"""


class KnownCaptures:
    """A growing table of CDXJ entries. Not for use from several threads."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._files: dict[str, int] = {}

    def close(self) -> None:
        self._database.close()

    def add(self, entry: CdxjEntry) -> None:
        """Remember one capture. Raises WarcError where the temporary folder is full."""
        file = self._files.setdefault(entry.location.file, len(self._files))
        row = (hash(entry.digest), hash(entry.url), entry.mime != REVISIT_MIME, file, entry.date, entry.line())
        try:
            self._database.execute("INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.OperationalError as error:
            raise WarcError(f"no room for temporary files in {tempfile.gettempdir()}: {error}") from error

    def add_lines(self, lines: Iterable[str], folder: str) -> None:
        """Remember the captures of CDXJ lines of files that lie in ``folder``; where one is no CDXJ line, none."""
        (last,) = self._database.execute("SELECT coalesce(max(rowid), 0) FROM capture").fetchone()
        try:
            for line in lines:
                self.add(parse_line(line, folder))
        except WarcError:
            self._database.execute("DELETE FROM capture WHERE rowid > ?", (last,))
            raise

    def originals(self, digest: str, url: str) -> Iterator[CdxjEntry]:
        """The captures that hold this payload themselves, those of the same URL before others, the oldest first."""
        found = self._entries("digest = ? AND original ORDER BY url = ? DESC, date", hash(digest), hash(url))
        return (entry for entry in found if entry.digest == digest)

    def captures(self, url: str) -> list[CdxjEntry]:
        """All captures of a URL, oldest first."""
        return [entry for entry in self._entries("url = ? ORDER BY date", hash(url)) if entry.url == url]

    def lines(self, file: str) -> Iterator[str]:
        """The CDXJ lines of one file (named as in locations), in byte order."""
        for (line,) in self._database.execute(
            "SELECT line FROM capture WHERE file = ? ORDER BY line", (self._files.get(file, -1),)
        ):
            yield line

    def _entries(self, condition: str, *values: int) -> Iterator[CdxjEntry]:
        names = list(self._files)
        query = f"SELECT line, file FROM capture WHERE {condition}"  # noqa: S608 (conditions are this module's)
        for line, file in self._database.execute(query, values):
            yield parse_line(line, names[file].rpartition("/")[0])
