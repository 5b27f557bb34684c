"""What a killed process or a full disk left behind, made whole again: the tail cut, the CDXJ made, the name given.

Only bytes that were never acknowledged are cut: a group of records is acknowledged after its last record, the
answer, is written, so a tail without its answer was not.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from archive.errors import WarcError
from archive.model import Location
from archive.warc.cdxj import entry_of, write_cdxj
from archive.warc.members import Damage, Member, mapped, scan
from archive.warc.openfile import folder_lock
from archive.warc.paths import OPEN_SUFFIX, cdxj_path, file_errors
from archive.warc.record import parse


@dataclass(frozen=True, slots=True)
class Repaired:
    """One left-over file: its final path, or None where nothing in it was whole; bytes cut from its end."""

    left_over: Path
    path: Path | None
    cut: int


def repair_folder(folder: Path) -> list[Repaired]:
    """Finish every left-over file of a folder that no living process writes."""
    with folder_lock(folder):
        return [done for path in sorted(folder.glob(f"*{OPEN_SUFFIX}")) if (done := _repair(path)) is not None]


def _repair(left_over: Path) -> Repaired | None:
    with file_errors(left_over), left_over.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        size = file.seek(0, os.SEEK_END)
        end = whole_end(left_over)
        if end == 0:
            left_over.unlink()
            return Repaired(left_over, None, size)
        file.truncate(end)
        os.fsync(file.fileno())
        final = left_over.with_name(left_over.name.removesuffix(OPEN_SUFFIX))
        write_cdxj(cdxj_path(final), cdxj_lines(left_over))
        left_over.rename(final)
        return Repaired(left_over, final, size - end)


def whole_end(path: Path) -> int:
    """Where the last complete group of records ends: after the warcinfo, an answer or a crawl's outcome."""
    end = 0
    with mapped(path) as view:
        for item in scan(view, 0, len(view)):
            if isinstance(item, Damage):
                break
            if _seals(item):
                end = item.offset + item.length
    return end


def _seals(member: Member) -> bool:
    try:
        parsed = parse(member.data)
    except WarcError:
        return False
    record = parsed.record
    if parsed.flaw is not None or parsed.end != len(member.data):
        return False
    if record.type in ("warcinfo", "response", "revisit", "resource"):
        return True
    return record.type == "metadata" and record.get("WARC-Concurrent-To") is None


def cdxj_lines(path: Path) -> list[str]:
    """The CDXJ lines of a WARC file in byte order, read from the file itself."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    lines = []
    with mapped(path) as view:
        for item in scan(view, 0, len(view)):
            if isinstance(item, Member):
                entry = entry_of(parse(item.data).record, Location(name, item.offset, item.length))
                if entry is not None:
                    lines.append(entry.line())
    return sorted(lines, key=str.encode)
