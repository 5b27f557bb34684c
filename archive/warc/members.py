"""The gzip members of a WARC file (or the records of an uncompressed one), each with its exact place.

Damage is stepped over: the next place where a member with a WARC record starts is searched for, and what lies
between is reported. Memory is one record at a time; the file itself is mapped, not read.
"""

import mmap
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

from archive.errors import WarcError
from archive.warc.paths import file_errors
from archive.warc.record import GzipError, parse

# A record of ours holds at most one response, which the crawler limits; 1 GiB leaves room for others' videos.
MAX_RECORD = 1 << 30
_WINDOW = 1 << 16
_PIECE = 1 << 22
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/"


@dataclass(frozen=True, slots=True)
class Member:
    """``data`` is one record (or, in foreign files, several) uncompressed; ``offset`` and ``length`` in bytes
    of the file say where its gzip member lies."""

    offset: int
    length: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of the file that hold no readable record, and why."""

    offset: int
    length: int
    reason: str
    cut_short: bool = False


@contextmanager
def mapped(path: Path) -> Iterator[memoryview]:
    """The bytes of a file, mapped. Raises WarcError for what cannot be opened."""
    with file_errors(path), path.open("rb") as file:
        if file.seek(0, 2) == 0:
            yield memoryview(b"")
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapping, memoryview(mapping) as view:
            yield view


def regions(path: Path, view: memoryview) -> list[tuple[int, int]]:
    """Where WARC data lies in a file, as (start, end): all of a WARC, the stored entries of a WACZ."""
    if not bytes(view[:4]).startswith(b"PK\x03\x04"):
        return [(0, len(view))]
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if e.filename.endswith((".warc.gz", ".warc"))]
    except (zipfile.BadZipFile, OSError) as error:
        raise WarcError(f"{path}: not a readable WACZ: {error}") from error
    found = []
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED:
            raise WarcError(f"{path}: {entry.filename} is compressed inside the WACZ; unpack it and index the WARC")
        name_length = int.from_bytes(view[entry.header_offset + 26 : entry.header_offset + 28], "little")
        extra_length = int.from_bytes(view[entry.header_offset + 28 : entry.header_offset + 30], "little")
        start = entry.header_offset + 30 + name_length + extra_length
        found.append((start, start + entry.file_size))
    if not found:
        raise WarcError(f"{path}: a ZIP file without any WARC in it")
    return found


def scan(view: memoryview, start: int, end: int) -> Iterator[Member | Damage]:
    """All members between two offsets in order; every byte belongs to exactly one of the results."""
    position = start
    while position < end:
        member = _read(view, position, end)
        if isinstance(member, Damage):
            resume = _next_start(view, position + 1, end)
            yield Damage(position, resume - position, member.reason, member.cut_short)
            position = resume
        else:
            yield member
            position += member.length


def read_at(view: memoryview, offset: int, length: int) -> Member:
    """The member at a known place. Raises WarcError where there is none."""
    member = _read(view, offset, min(offset + length, len(view))) if 0 <= offset < len(view) else None
    if isinstance(member, Member):
        return member
    raise WarcError(f"no readable record at offset {offset}" + (f": {member.reason}" if member else ""))


def _read(view: memoryview, position: int, end: int) -> Member | Damage:
    signature = bytes(view[position : position + 5])
    if signature.startswith(_GZIP):
        return _read_gzip(view, position, end)
    if signature == _PLAIN:
        return _read_plain(view, position, end)
    return Damage(position, 0, "neither a gzip member nor a WARC record starts here")


def _read_gzip(view: memoryview, position: int, end: int) -> Member | Damage:
    decoder = isal_zlib.decompressobj(31)
    pieces: list[bytes] = []
    size, at = 0, position
    while not decoder.eof:
        window = view[at : min(at + _WINDOW, end)]
        if not window:
            return Damage(
                position, 0, f"gzip member cut short by the end of the file ({size} bytes readable)", cut_short=True
            )
        try:
            piece = decoder.decompress(window)
        except GzipError as error:
            return Damage(position, 0, f"damaged gzip member: {error}")
        at += len(window)
        size += len(piece)
        if size > MAX_RECORD:
            return Damage(position, 0, f"record of more than {MAX_RECORD} bytes")
        pieces.append(piece)
    at -= len(decoder.unused_data)
    return Member(position, at - position, pieces[0] if len(pieces) == 1 else b"".join(pieces))


def _read_plain(view: memoryview, position: int, end: int) -> Member | Damage:
    """An uncompressed record: its length is in its header, which is short; read that first."""
    try:
        header = parse(bytes(view[position : min(position + _WINDOW, end)]), 0)
        length = int(header.record.get("Content-Length") or 0) + _WINDOW
        whole = header if header.flaw is None else parse(bytes(view[position : min(position + length, end)]), 0)
    except WarcError as error:
        return Damage(position, 0, str(error))
    if whole.flaw is not None and position + whole.end >= end:
        return Damage(position, 0, whole.flaw, cut_short=True)
    return Member(position, whole.end, bytes(view[position : position + whole.end]))


def _next_start(view: memoryview, position: int, end: int) -> int:
    """The next offset where a gzip member that holds a WARC record, or a plain record, starts."""
    while position < end:
        piece = bytes(view[position : min(position + _PIECE, end)])
        for found in _candidates(piece):
            if _holds_record(view, position + found, end):
                return position + found
        position += max(1, len(piece) - 4) if position + len(piece) < end else len(piece)
    return end


def _candidates(piece: bytes) -> Iterator[int]:
    places = {_GZIP: piece.find(_GZIP), _PLAIN: piece.find(_PLAIN)}
    while any(place >= 0 for place in places.values()):
        mark, place = min((item for item in places.items() if item[1] >= 0), key=lambda item: item[1])
        yield place
        places[mark] = piece.find(mark, place + 1)


def _holds_record(view: memoryview, position: int, end: int) -> bool:
    if bytes(view[position : position + 5]) == _PLAIN:
        return not isinstance(_read_plain(view, position, end), Damage)
    decoder = isal_zlib.decompressobj(31)
    try:
        return decoder.decompress(bytes(view[position : min(position + _WINDOW, end)]), 64).startswith(_PLAIN)
    except GzipError:
        return False
