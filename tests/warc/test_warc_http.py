"""HTTP messages as servers send them: odd lines, chunks, encodings, and bombs."""

import gzip
import random
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # 1.2.1 ships no types
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.warc.httpblock import dechunk, parse_message, raw_payload
from archive.warc.payload import decode_body, read_body

TEXT = "政府信息公开工作年度报告".encode() * 20


def chunked(data: bytes, sizes: list[int]) -> bytes:
    """Framing with chunks of these sizes, then the rest as one."""
    out, position = b"", 0
    for size in sizes:
        piece = data[position : position + size]
        position += len(piece)
        if piece:
            out += b"%x\r\n%s\r\n" % (len(piece), piece)
    rest = data[position:]
    return out + (b"%x\r\n%s\r\n" % (len(rest), rest) if rest else b"") + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("block", "status", "head_size", "complete"),
    [
        (b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\nbody", 200, 25, True),
        (b"HTTP/1.1 200\nA: 1\n\nbody", 200, 19, True),
        (b"HTTP/1.1  404  Not  Found\r\n\r\n", 404, 29, True),
        (b"ICY 200 OK\r\n\r\n", 200, 14, True),
        (b"HTTP/1.1 2000 OK\r\n\r\n", None, 20, True),
        (b"HTTP/1.1 200 OK\r\nContent-Le", 200, 27, False),
        (b"", None, 0, False),
        (b"\xff\xfe junk", None, 7, False),
    ],
)
def test_head(block: bytes, status: int | None, head_size: int, *, complete: bool) -> None:
    message = parse_message(block)
    assert (message.status, len(message.head), message.complete) == (status, head_size, complete)
    assert message.head + message.body == block


def test_headers_keep_case_order_and_folds() -> None:
    message = parse_message(
        b"HTTP/1.1 200 OK\r\nset-COOKIE: a\r\nX:  1 \r\nSet-Cookie: b\r\nFolded: one\r\n\ttwo\r\n"
        b"Title: \xc4\xea\xb1\xa8\r\nBad line\r\nLatin: \xff\xff\xff\r\n\r\n"
    )
    assert message.headers(b"Set-Cookie") == (b"a", b"b")
    assert message.header(b"folded") == b"one two"
    assert message.text_header(b"Title") == "年报"
    assert message.text_header(b"Latin") == "ÿÿÿ"
    assert message.text_header(b"Missing") is None


@settings(deadline=None)
@given(st.binary(max_size=200), st.lists(st.integers(1, 50), max_size=6))
def test_dechunking_undoes_chunking(data: bytes, sizes: list[int]) -> None:
    assert dechunk(chunked(data, sizes) + b"surplus") == dechunk(chunked(data, sizes))
    assert dechunk(chunked(data, sizes)).data == data


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_dechunking_never_raises(data: bytes) -> None:
    dechunk(data)
    dechunk(b"5\r\nhello\r\n" + data)


@pytest.mark.parametrize(
    ("body", "data", "flaw"),
    [
        (b"5;ext=1\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n", b"hello", None),
        (b"5\nhello\n0\n\n", b"hello", None),
        (b"<html>", b"<html>", "stored without framing"),
        (b"5\r\nhello\r\n", b"hello", "ends before its last chunk"),
        (b"9\r\nhello", b"hello", "cut short"),
        (b"5\r\nhello\r\nzz", b"hello", "bad chunk size at byte 10"),
        (b"", b"", None),
    ],
)
def test_framing_as_found(body: bytes, data: bytes, flaw: str | None) -> None:
    found = dechunk(body)
    assert found.data == data
    assert (flaw in (found.flaw or "")) if flaw else found.flaw is None


def test_payload_is_dechunked_and_still_encoded() -> None:
    body = gzip.compress(TEXT, mtime=0)
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Encoding: gzip\r\n\r\n"
    assert raw_payload(parse_message(head + chunked(body, [7]))).data == body
    assert raw_payload(parse_message(head.replace(b"Chunked", b"identity") + body)).data == body


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": lambda data: gzip.compress(data[:9], mtime=0) + gzip.compress(data[9:]),
    "deflate": zlib.compress,
    " Deflate ": lambda data: zlib.compress(data, wbits=-15),
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstandard.compress,
    "identity": bytes,
    "": bytes,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data, mtime=0)),
}


@pytest.mark.parametrize("coding", ENCODERS)
def test_encodings_are_undone(coding: str) -> None:
    assert decode_body(ENCODERS[coding](TEXT), coding) == decode_body(TEXT, None)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_cut_bodies_give_what_there_is(coding: str) -> None:
    noise = random.Random(1).randbytes(300_000)
    encoded = ENCODERS[coding](noise)
    body = decode_body(encoded[: len(encoded) // 2], coding)
    assert body.flaw is not None
    assert noise.startswith(body.data)
    assert body.data


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_not_what_it_says_comes_back_as_stored(coding: str) -> None:
    body = decode_body(b"<html>\xff plain</html>", coding)
    assert body.data == b"<html>\xff plain</html>"
    assert coding in (body.flaw or "")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bombs_stop_at_the_limit(coding: str) -> None:
    body = decode_body(ENCODERS[coding](b"\0" * 20_000_000), coding, limit=1_000_000)
    assert (body.data, body.flaw) == (b"", f"{coding} body decodes to more than 1000000 bytes")


def test_unknown_encoding_and_empty_bodies() -> None:
    assert decode_body(b"x", "compress").flaw == "unknown Content-Encoding 'compress'"
    assert decode_body(b"", "gzip") == decode_body(b"", None)


GZIP = b"Content-Encoding: gzip\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("fields", "body", "whole"),
    [
        (b"Content-Length: 5\r\n", b"hello", True),
        (b"Content-Length: 5\r\n", b"hell", False),
        (b"Content-Length: 5\r\n", b"", False),
        (b"Content-Length: 5\r\n", b"hello and more", True),
        (b"Content-Length: 5\r\nContent-Length: 9\r\n", b"hello", True),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n", b"hello", True),
        (b"Content-Length: five\r\n", b"hello", True),
        (b"", b"until the end", True),
        (CHUNKED, chunked(b"hello", [2]), True),
        (CHUNKED, chunked(b"hello", [2])[:-5], False),
        (CHUNKED, b"", False),
        (CHUNKED, b"stored without framing", True),
        (GZIP, gzip.compress(TEXT, mtime=0), True),
        (GZIP, gzip.compress(TEXT, mtime=0)[:-1], False),
        (GZIP + CHUNKED, chunked(gzip.compress(TEXT, mtime=0)[:-9], [7]), False),
        (GZIP + b"Content-Length: 99999\r\n", b"<html>stored decoded", True),
    ],
)
def test_a_message_is_whole_where_the_server_said_all(fields: bytes, body: bytes, whole: bool) -> None:
    message = parse_message(b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n" + body)
    assert read_body(message, message.text_header(b"Content-Encoding")).whole is whole


def test_a_head_that_was_cut_is_not_whole() -> None:
    assert not read_body(parse_message(b"HTTP/1.1 200 OK\r\nContent-Type: te"), None).whole


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.sampled_from([0, 30]))
def test_decoding_never_raises(data: bytes, coding: str, kept: int) -> None:
    decode_body(ENCODERS[coding](TEXT)[:kept] + data, coding)
