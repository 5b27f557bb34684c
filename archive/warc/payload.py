"""The body of a stored answer with its encodings undone, within a limit: what a browser would hand to the page."""

from collections.abc import Callable
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # 1.2.1 ships no types
import zstandard
from isal import isal_zlib

from archive.warc.httpblock import HttpMessage, raw_payload
from archive.warc.record import GzipError

# 256 MiB: twice what the crawler takes of one answer (DOWNLOAD_MAXSIZE).
MAX_BODY = 256 << 20
_STEP = 1 << 20
_ZSTD_STEP = 1 << 12
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Body:
    """Decoded bytes; ``flaw`` is None, or what is wrong with their encoding; ``whole`` is False where it ends early, or
    where it is ``too_large`` to be decoded."""

    data: bytes
    flaw: str | None
    whole: bool = True
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class MessageBody:
    """``data`` is the body with framing and Content-Encoding undone, ``flaws`` what is wrong with it as (code, detail).

    ``whole`` says that the server had said all: the head ends, as many bytes came as Content-Length says or the last
    chunk, and the content encoding decodes to its end. Without a length the connection's end was the end.
    """

    data: bytes
    flaws: tuple[tuple[str, str], ...]
    whole: bool


def read_body(message: HttpMessage, content_encoding: str | None) -> MessageBody:
    """``content_encoding`` is that header of the message."""
    raw = raw_payload(message)
    body = decode_body(raw.data, content_encoding)
    flaws = [("bad_chunking", raw.flaw)] if raw.flaw is not None else []
    flaws += [("bad_content_encoding", body.flaw)] if body.flaw is not None else []
    missing = 0 if message.chunked or body.flaw is not None else _announced(message) - len(message.body)
    if missing > 0:
        flaws.append(("cut_body", f"{missing} of the {_announced(message)} bytes of its Content-Length are missing"))
    return MessageBody(body.data, tuple(flaws), message.complete and raw.whole and body.whole and missing <= 0)


def _announced(message: HttpMessage) -> int:
    """The least Content-Length, 0 where there is none: some servers send two."""
    stated = message.headers(b"Content-Length")
    return min((int(value) for value in stated if value.isdigit() and len(value) < 20), default=0)


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
            return Body(b"", f"{coding} body decodes to more than {limit} bytes", whole=False, too_large=True)
        except _DamagedError as error:
            return Body(data, f"body is not the {coding} that its header says: {error}")
        if not whole:
            detail = f"{coding} body is cut short or damaged after {len(decoded)} decoded bytes"
            return Body(decoded, detail, whole=False)
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
        data = decoder.unused_data if decoder.unused_data.startswith(_GZIP) and wbits > 15 else b""
    return b"".join(pieces), True


def _gunzip(data: bytes, limit: int) -> tuple[bytes, bool]:
    if not data.startswith(_GZIP):
        if _GZIP.startswith(data):
            return b"", False
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
