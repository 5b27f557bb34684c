"""The gzip members of a WARC file (or the records of an uncompressed one), each with its exact place.

Damage is stepped over: the next place where a member with a WARC record starts is searched for, and what lies
between is reported. Memory is one record at a time.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from isal import isal_zlib

from archive.errors import WarcError
from archive.warc.record import GzipError, WarcRecord, parse
from archive.warc.source import Source

# A record of ours holds at most one response, which the crawler limits; 1 GiB leaves room for others' videos.
MAX_RECORD = 1 << 30
_WINDOW = 1 << 16
# Most members end within the first step. What it holds beyond that end is copied by the decoder, so it is no longer.
_FIRST_STEP = 1 << 13
_PIECE = 1 << 22
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/"


class Member(NamedTuple):
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


def regions(path: Path, source: Source) -> list[tuple[int, int]]:
    """Where WARC data lies in a file, as (start, end): all of a WARC, the stored entries of a WACZ."""
    if source.read(0, 4) != b"PK\x03\x04":
        return [(0, source.size)]
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if e.filename.endswith((".warc.gz", ".warc"))]
    except (zipfile.BadZipFile, OSError) as error:
        raise WarcError(f"{path}: not a readable WACZ: {error}") from error
    found = []
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED:
            raise WarcError(f"{path}: {entry.filename} is compressed inside the WACZ; unpack it and index the WARC")
        lengths = source.read(entry.header_offset + 26, entry.header_offset + 30)
        name_length, extra_length = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
        start = entry.header_offset + 30 + name_length + extra_length
        found.append((start, start + entry.file_size))
    if not found:
        raise WarcError(f"{path}: a ZIP file without any WARC in it")
    return found


def scan(source: Source, start: int, end: int) -> Iterator[Member | Damage]:
    """All members between two offsets in order; every byte belongs to exactly one of the results."""
    position = start
    while position < end:
        member = _read(source, position, end)
        if isinstance(member, Damage):
            resume = _next_start(source, position + 1, end)
            yield Damage(position, resume - position, member.reason, member.cut_short)
            position = resume
        else:
            yield member
            position += member.length


def sound_record(item: Member | Damage) -> WarcRecord | None:
    """The record of a member that holds exactly one whole record; None for anything else."""
    if isinstance(item, Damage):
        return None
    try:
        parsed = parse(item.data)
    except WarcError:
        return None
    return parsed.record if parsed.flaw is None and parsed.end == len(item.data) else None


def read_at(source: Source, offset: int, length: int) -> Member:
    """The member at a known place. Raises WarcError where there is none."""
    member = _read(source, offset, min(offset + length, source.size)) if 0 <= offset < source.size else None
    if isinstance(member, Member):
        return member
    raise WarcError(f"no readable record at offset {offset}" + (f": {member.reason}" if member else ""))


def _read(source: Source, position: int, end: int) -> Member | Damage:
    window = source.window(position, min(position + _FIRST_STEP, end))
    if window[:3] == _GZIP:
        return _read_gzip(source, position, end, window)
    if window[:5] == _PLAIN:
        return _read_plain(source, position, end)
    return Damage(position, 0, "neither a gzip member nor a WARC record starts here")


def _read_gzip(source: Source, position: int, end: int, window: memoryview) -> Member | Damage:
    """The member that starts with ``window``."""
    decoder = isal_zlib.decompressobj(31)
    pieces: list[bytes] = []
    size, at, step = 0, position, _FIRST_STEP
    while True:
        try:
            piece = decoder.decompress(window)
        except GzipError as error:
            return Damage(position, 0, f"damaged gzip member: {error}")
        if decoder.eof and not pieces:
            return Member(position, len(window) - len(decoder.unused_data), piece)
        at += len(window)
        size += len(piece)
        if size > MAX_RECORD:
            return Damage(position, 0, f"record of more than {MAX_RECORD} bytes")
        pieces.append(piece)
        if decoder.eof:
            return Member(position, at - len(decoder.unused_data) - position, b"".join(pieces))
        step = min(2 * step, _WINDOW)
        window = source.window(at, min(at + step, end))
        if not window:
            reason = f"gzip member cut short by the end of the file ({size} bytes readable)"
            return Damage(position, 0, reason, cut_short=True)


def _read_plain(source: Source, position: int, end: int) -> Member | Damage:
    """An uncompressed record: its length is in its header, which is short; read that first."""
    try:
        header = parse(source.read(position, min(position + _WINDOW, end)), 0)
        length = int(header.record.get("Content-Length") or 0) + _WINDOW
        whole = header if header.flaw is None else parse(source.read(position, min(position + length, end)), 0)
    except WarcError as error:
        return Damage(position, 0, str(error))
    if whole.flaw is not None and position + whole.end >= end:
        return Damage(position, 0, whole.flaw, cut_short=True)
    return Member(position, whole.end, source.read(position, position + whole.end))


def _next_start(source: Source, position: int, end: int) -> int:
    """The next offset where a gzip member that holds a WARC record, or a plain record, starts."""
    while position < end:
        piece = source.read(position, min(position + _PIECE, end))
        for found in _candidates(piece):
            if _holds_record(source, position + found, end):
                return position + found
        position += max(1, len(piece) - 4) if position + len(piece) < end else len(piece)
    return end


def _candidates(piece: bytes) -> Iterator[int]:
    places = {_GZIP: piece.find(_GZIP), _PLAIN: piece.find(_PLAIN)}
    while any(place >= 0 for place in places.values()):
        mark, place = min((item for item in places.items() if item[1] >= 0), key=lambda item: item[1])
        yield place
        places[mark] = piece.find(mark, place + 1)


def _holds_record(source: Source, position: int, end: int) -> bool:
    if source.read(position, position + 5) == _PLAIN:
        return not isinstance(_read_plain(source, position, end), Damage)
    decoder = isal_zlib.decompressobj(31)
    try:
        return decoder.decompress(source.read(position, min(position + _WINDOW, end)), 64).startswith(_PLAIN)
    except GzipError:
        return False
