"""Content-Encoding undone, with a limit: what a browser would hand to the page."""

from collections.abc import Callable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # 1.2.1 ships no types
import zstandard
from isal import isal_zlib

from archive.warc.record import GzipError

# 256 MiB: twice what the crawler takes of one answer (DOWNLOAD_MAXSIZE).
MAX_BODY = 256 << 20
_STEP = 1 << 20
_ZSTD_STEP = 1 << 12


@dataclass(frozen=True, slots=True)
class Body:
    """Decoded bytes; ``flaw`` is None, or why they are not all that was meant to be there."""

    data: bytes
    flaw: str | None


class _DamagedError(Exception):
    """The encoded bytes are not what their label says."""


class _TooLargeError(Exception):
    """Decoding passed the limit."""


def decode_body(data: bytes, content_encoding: str | None, limit: int = MAX_BODY) -> Body:
    """Undo ``Content-Encoding`` (gzip, deflate, br, zstd, several of them in order). A body that is not in the
    encoding it claims comes back as stored, one cut short as far as it goes, one over ``limit`` bytes empty:
    each with its flaw."""
    codings = [coding.strip().lower() for coding in (content_encoding or "").split(",")]
    for coding in reversed([c for c in codings if c and c != "identity"]):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            return Body(data, f"unknown Content-Encoding {coding!r}")
        if not data:
            break
        try:
            decoded, whole = decoder(data, limit)
        except _TooLargeError:
            return Body(b"", f"{coding} body decodes to more than {limit} bytes")
        except _DamagedError as error:
            return Body(data, f"body is not the {coding} that its header says: {error}")
        if not whole:
            return Body(decoded, f"{coding} body is cut short or damaged after {len(decoded)} decoded bytes")
        data = decoded
    return Body(data, None)


def _inflate(data: bytes, limit: int, wbits: int) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    size = 0
    while data:
        decoder = isal_zlib.decompressobj(wbits)
        while data and not decoder.eof:
            try:
                piece = decoder.decompress(data, _STEP)
            except GzipError as error:
                if size == 0:
                    raise _DamagedError(error) from error
                return b"".join(pieces), False
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise _TooLargeError
            data = decoder.unconsumed_tail
            if not piece and not data:
                break
        if not decoder.eof:
            return b"".join(pieces), False
        data = decoder.unused_data if decoder.unused_data.startswith(b"\x1f\x8b") and wbits > 15 else b""
    return b"".join(pieces), True


def _gunzip(data: bytes, limit: int) -> tuple[bytes, bool]:
    if not data.startswith(b"\x1f\x8b"):
        raise _DamagedError("no gzip signature")
    return _inflate(data, limit, 31)


def _deflate(data: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 9110 says zlib; many servers send raw deflate under the same name."""
    try:
        return _inflate(data, limit, 15)
    except _DamagedError:
        return _inflate(data, limit, -15)


def _unbrotli(data: bytes, limit: int) -> tuple[bytes, bool]:
    decoder = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    for start in range(0, len(data), 1 << 16):
        try:
            piece = decoder.process(data[start : start + (1 << 16)], output_buffer_limit=limit + 1)
        except brotli.error as error:
            if size == 0:
                raise _DamagedError(error) from error
            return b"".join(pieces), False
        pieces.append(piece)
        size += len(piece)
        if size > limit or (not decoder.can_accept_more_data() and not decoder.is_finished()):
            raise _TooLargeError
        if decoder.is_finished():
            break
    return b"".join(pieces), bool(decoder.is_finished())


def _unzstd(data: bytes, limit: int) -> tuple[bytes, bool]:
    """Frames one after the other. Small steps, because four bytes can stand for a block of 128 KiB."""
    pieces: list[bytes] = []
    size = 0
    decoder = _zstd_frame()
    for start in range(0, len(data), _ZSTD_STEP):
        step = data[start : start + _ZSTD_STEP]
        while step:
            if decoder.eof:
                decoder = _zstd_frame()
            try:
                piece = decoder.decompress(step)
            except zstandard.ZstdError as error:
                if size == 0:
                    raise _DamagedError(error) from error
                return b"".join(pieces), False
            step = decoder.unused_data if decoder.eof else b""
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise _TooLargeError
    return b"".join(pieces), decoder.eof


def _zstd_frame() -> "zstandard.ZstdDecompressionObj":
    return zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()


_DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
