"""The gzip member of a record: whatever its block, it unpacks to the record's bytes."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.packing import NewRecord, Packer
from archive.warc.record import WarcRecord, encode, field_lines

HEAD = b"HTTP/1.1 200 OK\r\nServer: x\r\n%s\r\n"
PACKED = HEAD % b"Content-Encoding: gzip\r\n"


FIELDS = (("WARC-Type", "response"), ("WARC-Target-URI", "http://www.qingxi.test/年报"))


def member(block: bytes, packer: Packer | None = None) -> bytes:
    return b"".join((packer or Packer()).member(NewRecord("urn:uuid:1", "", field_lines(FIELDS), block)))


@given(
    st.sampled_from([PACKED, HEAD % b"", HEAD % b"cONTENT-encoding:  br\r\n", b"HTTP/1.1 200 OK", b""]),
    st.binary(max_size=64),
    st.sampled_from([0, 1023, 1024, 1025, 65530, 65531, 65532, 65535, 131069, 200_000]),
)
def test_it_unpacks_to_the_record(head: bytes, piece: bytes, size: int) -> None:
    block = head + (piece or b"x") * (size // max(1, len(piece)))
    used = Packer()
    member(HEAD + block[:3000], used)
    packed = member(block, used)
    assert packed == member(block), "what was packed before leaves no trace"
    assert gzip.decompress(packed) == encode(WarcRecord(FIELDS, block))
    decoder = zlib.decompressobj(31)
    decoder.decompress(packed + b"next")
    assert (decoder.eof, decoder.unused_data) == (True, b"next"), "one member, and nothing behind it"


@pytest.mark.parametrize(
    ("block", "stored"),
    [
        (PACKED + b"z" * 50_000, True),
        (HEAD % b"" + b"z" * 50_000, False),
        (HEAD % b"" + b"\r\nContent-Encoding: gzip\r\n\r\n" + b"z" * 50_000, False),
        (b"GET / HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\n" + b"z" * 50_000, False),
    ],
)
def test_only_a_body_that_came_compressed_is_stored_as_it_is(block: bytes, stored: bool) -> None:
    assert (len(member(block)) > 50_000) is stored


def test_a_value_with_line_breaks_stays_one_field() -> None:
    lines = encode(WarcRecord((("WARC-Target-URI", "http://a/\r\nWARC-Type: x"), ("A", "b\n")), b"")).split(b"\r\n")
    assert lines[:4] == [b"WARC/1.1", b"WARC-Target-URI: http://a/  WARC-Type: x", b"A: b", b"Content-Length: 0"]
