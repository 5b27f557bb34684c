"""What a killed process or a full disk left behind, made whole again: the tail cut, the CDXJ made, the name given.

Only bytes that were never acknowledged are cut: a group of records is acknowledged after its last record, the
answer, is written, so a tail without its answer was not.
"""

import fcntl
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from archive.model import Location
from archive.warc.cdxj import entry_of
from archive.warc.manifest import Contents, append_entry, parse_entry, read_lines
from archive.warc.members import Damage, Member, scan
from archive.warc.openfile import FOLDER_LOCK, deliver, finish
from archive.warc.paths import OPEN_SUFFIX, file_errors, is_warc, location_name, locked, warc_files
from archive.warc.record import WarcRecord
from archive.warc.source import opened
from archive.warc.store import store_of


@dataclass(frozen=True, slots=True)
class Repaired:
    """One left-over file: its final path, or None where nothing in it was whole; bytes cut from its end."""

    left_over: Path
    path: Path | None
    cut: int


class _Whole(NamedTuple):
    """What of a left-over file is complete: up to ``end``. ``first`` and ``last`` are the names of records."""

    end: int
    records: int
    first: tuple[str, str]
    last: tuple[str, str]
    lines: list[str]


def repair_folder(folder: Path, root: Path) -> list[Repaired]:
    """Finish every left-over file of a folder that no living process writes; ``root`` is where the manifest lies."""
    with locked(folder / FOLDER_LOCK):
        found = sorted(folder.glob(f"*{OPEN_SUFFIX}"))
        repaired = [done for path in found if (done := _repair(path, root)) is not None]
        if store_of(folder) is not None:
            for path in sorted(filter(is_warc, folder.iterdir())):  # finished, and the store was out of reach
                deliver(path)
        return repaired


def enter(folder: Path, root: Path) -> None:
    """Enter the files of a folder in the manifest that others finished elsewhere, in order of their names."""
    known = {parse_entry(line).file for line in read_lines(root)}
    for path in warc_files(folder, deep=False):
        name = location_name(path, root)
        if name in known:
            continue
        with opened(path) as source:
            names = [item.record.name for item in scan(source, 0, source.size) if isinstance(item, Member)]
            if names:
                append_entry(root, name, Contents(source.size, source.sha256(), len(names), *names[0], *names[-1]))


def _repair(left_over: Path, root: Path) -> Repaired | None:
    with file_errors(left_over), left_over.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        size = file.seek(0, os.SEEK_END)
        whole = _whole(left_over)
        if whole is None:
            left_over.unlink()
            return Repaired(left_over, None, size)
        file.truncate(whole.end)
        os.fsync(file.fileno())
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        contents = Contents(whole.end, sha256, whole.records, *whole.first, *whole.last)
        final = finish(left_over, root, sorted(whole.lines, key=str.encode), contents)
        return Repaired(left_over, final, size - whole.end)


def _whole(path: Path) -> _Whole | None:
    """Everything before the first damage that ends in a complete group: a warcinfo, an answer, or an outcome."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    found: _Whole | None = None
    names: list[tuple[str, str]] = []
    lines: list[str] = []
    with opened(path) as source:
        for number, item in enumerate(scan(source, 0, source.size), start=1):
            if isinstance(item, Damage) or item.flaw or item.rest:
                break
            names = [*names[:1], item.record.name]
            entry = entry_of(item.record, Location(name, item.offset, item.length))
            if entry is not None:
                lines.append(entry.line())
            if _seals(item.record):
                found = _Whole(item.offset + item.length, number, names[0], names[-1], lines)
    return found


def _seals(record: WarcRecord) -> bool:
    if record.type in ("warcinfo", "response", "revisit", "resource"):
        return True
    return record.type == "metadata" and record.get("WARC-Concurrent-To") is None
