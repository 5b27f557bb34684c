"""The chain of finished WARC files: one line each, holding the hash of the line before, so that no file can be
changed, taken away or slipped in without a trace.

``<warc folder>/manifest.jsonl`` has one JSON object a line. The hash of the last line is the head of the chain: whoever
wrote it down (in print, in a citation, in a signature) can later tell whether anything before it has changed.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.errors import WarcError
from archive.warc.paths import file_errors, locked

NAME = "manifest.jsonl"
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a finished file: ``size`` in bytes, SHA-256 in hex, number of records, id and date of the first and
    last record."""

    size: int
    sha256: str
    records: int
    first_id: str
    first_date: str
    last_id: str
    last_date: str


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One line: ``number`` counts from 1, ``file`` is relative to the ``warc`` folder, ``previous`` is the SHA-256 of
    the line before (64 zeros for the first)."""

    number: int
    file: str
    contents: Contents
    previous: str

    def line(self) -> str:
        """The line as it is written and hashed, without its end."""
        values = {"number": self.number, "file": self.file, **asdict(self.contents), "previous": self.previous}
        return json.dumps(values, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many entries, and the hash of the last line."""

    number: int
    sha256: str


def append_entry(root: Path, file: str, contents: Contents) -> ManifestEntry:
    """Enter a file that is about to get its final name. One that is entered already (the process died between the
    entry and the renaming) is left as it is."""
    path = root / NAME
    with locked(path) as fd:
        text = _whole_lines(fd)
        entries = [parse_entry(line) for line in text.splitlines()]
        for entry in entries:
            if entry.file == file:
                return entry
        previous = line_hash(text.splitlines()[-1]) if entries else GENESIS
        entry = ManifestEntry(len(entries) + 1, file, contents, previous)
        line = f"{entry.line()}\n".encode()
        size = os.fstat(fd).st_size
        try:
            if os.write(fd, line) != len(line):
                raise OSError(28, "No space left on device")
        except OSError:
            os.ftruncate(fd, size)
            raise
        os.fsync(fd)
        return entry


def read_lines(root: Path) -> list[str]:
    """The lines of the chain as they stand. A last one without its end was never finished, and is none."""
    path = root / NAME
    if not path.exists():
        return []
    with file_errors(path):
        text = path.read_bytes().decode("utf-8", "replace")
    return text.split("\n")[:-1]


def chain_head(root: Path) -> Head | None:
    """The head of the chain, or None where there is no finished file yet."""
    lines = read_lines(root)
    return Head(parse_entry(lines[-1]).number, line_hash(lines[-1])) if lines else None


def line_hash(line: str) -> str:
    """SHA-256 of a line without its end, in hex: ``sed -n 3p manifest.jsonl | tr -d '\\n' | sha256sum``."""
    return hashlib.sha256(line.encode()).hexdigest()


def parse_entry(line: str) -> ManifestEntry:
    """A line as an entry. Raises WarcError for anything else, and for one that is not spelled as ours are."""
    try:
        values = json.loads(line)
        names = (str(values[key]) for key in ("first_id", "first_date", "last_id", "last_date"))
        contents = Contents(int(values["size"]), str(values["sha256"]), int(values["records"]), *names)
        entry = ManifestEntry(int(values["number"]), str(values["file"]), contents, str(values["previous"]))
    except (ValueError, KeyError, TypeError) as error:
        raise WarcError(f"{NAME}: not a line of a manifest: {line[:120]!r} ({error})") from error
    if entry.line() != line:
        raise WarcError(f"{NAME}: not as such a line is written: {line[:120]!r}")
    return entry


def _whole_lines(fd: int) -> str:
    """The text of the manifest; a last line without its end was never finished, and is cut."""
    data = os.pread(fd, os.fstat(fd).st_size, 0)
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        os.ftruncate(fd, len(whole))
    return whole.decode("utf-8", "replace")
