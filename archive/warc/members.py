"""The records of a WARC or ARC file, each with its exact place: of gzip members, zstd frames, or as they stand.

warcio reads each record; ours is that damage is stepped over. The next place where a record starts is searched for,
and what lies between is reported (warcio 1.8.1 prints the error of a member and goes on as if it had ended there).
Memory is one record at a time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from isal import isal_zlib

from archive.errors import WarcError
from archive.warc.record import MAX_RECORD, GzipError, WarcRecord, read_record
from archive.warc.source import Source, opened

_WINDOW = 1 << 16
# Most members end within the first step. What it holds beyond that end is copied by the decoder, so it is no longer.
_FIRST_STEP = 1 << 13
# Four bytes of zstd can stand for a block of 128 KiB.
_ZSTD_STEP = 1 << 12
_PIECE = 1 << 22
_GZIP, _ZSTD, _DICTIONARY = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
_RECORD = re.compile(rb"WARC/\d|(?:https?|ftp|dns|whois|filedesc):\S+ \S+ \d{14} \S+ \d+\r?\n")
_START = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|WARC/\d|(?<=\n)(?:https?|ftp|dns):")


class Member(NamedTuple):
    """A record; ``offset`` and ``length`` in bytes of the file say where it lies, with its gzip member or zstd frame.
    ``flaw`` is None, or what is wrong with its end; ``rest`` is how many bytes of further records share its member."""

    offset: int
    length: int
    record: WarcRecord
    flaw: str | None = None
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of the file that hold no readable record, and why. ``no_record`` is a whole member with something else."""

    offset: int
    length: int
    reason: str
    code: Literal["damaged", "cut_short", "no_record"] = "damaged"


class _NoMemberError(Exception):
    """No whole member starts here; ``cut_short`` says that the file ends inside of one."""

    def __init__(self, reason: str, *, cut_short: bool = False) -> None:
        super().__init__(reason)
        self.code: Literal["damaged", "cut_short"] = "cut_short" if cut_short else "damaged"


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: memoryview, /) -> bytes: ...


def regions(path: Path, source: Source) -> list[tuple[int, int]]:
    """Where records lie, as (start, end): all of a WARC behind its dictionary, the stored entries of a WACZ."""
    signature = source.read(0, 4)
    if signature == _DICTIONARY:
        from archive.warc.zstd import dictionary_frame

        return [(len(dictionary_frame(source)), source.size)]
    if signature != b"PK\x03\x04":
        return [(0, source.size)]
    import zipfile  # for a WACZ alone, and 0.3 MB of a crawl

    try:
        with source.stream(0) as stream, zipfile.ZipFile(stream) as archive:
            entries = [e for e in archive.infolist() if e.filename.endswith((".warc.gz", ".warc"))]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
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


def holds_captures(path: Path) -> bool:
    """Whether a file, whatever its name, begins as a WARC, an ARC or a WACZ does."""
    with opened(path) as source:
        try:
            ((start, end), *_) = regions(path, source)
        except WarcError:
            return False
        return _holds_record(source, start, end)


def scan(source: Source, start: int, end: int) -> Iterator[Member | Damage]:
    """All records between two offsets in order; every byte belongs to exactly one of the results."""
    position = start
    while position < end:
        item = _read(source, position, end)
        if isinstance(item, Damage) and not item.length:
            item = replace(item, length=_next_start(source, position + 1, end) - position)
        yield item
        position += item.length


def read_at(source: Source, offset: int, length: int) -> WarcRecord:
    """The record at a known place. Raises WarcError where there is none."""
    source.limit = min(offset + length, source.size)
    item = _read(source, offset, source.limit) if 0 <= offset < source.size else None
    if isinstance(item, Member):
        return item.record
    raise WarcError(f"no readable record at offset {offset}" + (f": {item.reason}" if item else ""))


def _read(source: Source, position: int, end: int) -> Member | Damage:
    """What starts at a place. A Damage of which nothing says where it ends has no length."""
    window = source.window(position, min(position + _FIRST_STEP, end))
    length = 0
    try:
        if window[:3] == _GZIP or window[:4] == _ZSTD:
            data, length = _unpack(source, position, end, window)
            stream = BytesIO(data)
            record, flaw = read_record(stream, is_arc=source.is_arc)
            return Member(position, length, record, flaw, 0 if flaw else len(data) - stream.tell())
        if _RECORD.match(window) is not None:
            return _read_plain(source, position, end)
    except _NoMemberError as error:
        return Damage(position, 0, str(error), error.code)
    except WarcError as error:
        return Damage(position, length, str(error), "no_record" if length else "damaged")
    return Damage(position, 0, "neither a gzip member nor a WARC record starts here")


def _read_plain(source: Source, position: int, end: int) -> Member:
    """An uncompressed record, with the empty lines behind it."""
    with source.stream(position) as stream:
        record, flaw = read_record(stream, is_arc=source.is_arc)
        stop = stream.tell()
    if stop > end or (flaw is not None and stop == end):
        raise _NoMemberError(flaw or "block cut short by the end of the file", cut_short=True)
    return Member(position, stop - position, record, flaw)


def _unpack(source: Source, position: int, end: int, window: memoryview) -> tuple[bytes, int]:
    """The data of the gzip member or zstd frame that starts with ``window``, and its length in the file."""
    is_gzip = window[:3] == _GZIP
    kind = "gzip member" if is_gzip else "zstd frame"
    decoder, failure = _decoder(source, is_gzip=is_gzip)
    step, longest = (_FIRST_STEP, _WINDOW) if is_gzip else (_ZSTD_STEP, _ZSTD_STEP)
    window, at, size = window[:step], position, 0
    pieces: list[bytes] = []
    while window:
        try:
            pieces.append(decoder.decompress(window))
        except failure as error:
            raise _NoMemberError(f"damaged {kind}: {error}") from error
        at += len(window)
        size += len(pieces[-1])
        if size > MAX_RECORD:
            raise _NoMemberError(f"record of more than {MAX_RECORD} bytes")
        if decoder.eof:
            return b"".join(pieces), at - len(decoder.unused_data) - position
        step = min(2 * step, longest)
        window = source.window(at, min(at + step, end))
    raise _NoMemberError(f"{kind} cut short by the end of the file ({size} bytes readable)", cut_short=True)


def _decoder(source: Source, *, is_gzip: bool) -> tuple[_Decoder, type[Exception]]:
    """What undoes one member, and the error with which it says that it cannot."""
    if is_gzip:
        return isal_zlib.decompressobj(31), GzipError
    from archive.warc.zstd import FrameError, frame_decoder

    return frame_decoder(source), FrameError


def _next_start(source: Source, position: int, end: int) -> int:
    """The next offset where a member that holds a record, or a plain record, starts."""
    while position < end:
        piece = source.read(position - 1, min(position + _PIECE, end))
        for found in _START.finditer(piece, 1):
            start = position - 1 + found.start()
            packed = found[0] in (_GZIP, _ZSTD)
            if _holds_record(source, start, end) and (packed or isinstance(_read(source, start, end), Member)):
                return start
        position += max(1, len(piece) - 8)
    return end


def _holds_record(source: Source, position: int, end: int) -> bool:
    start = source.read(position, min(position + _WINDOW, end))
    if not start.startswith((_GZIP, _ZSTD)):
        return _RECORD.match(start) is not None
    try:
        decoder, failure = _decoder(source, is_gzip=start.startswith(_GZIP))
    except WarcError:
        return False
    try:
        return _RECORD.match(decoder.decompress(memoryview(start)[:_ZSTD_STEP])) is not None
    except failure:
        return False
