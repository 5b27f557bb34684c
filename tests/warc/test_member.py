"""The gzip member of a record: whatever its block, it unpacks to the record's bytes."""

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio import ArchiveIterator

from archive.warc.record import WarcRecord, compress, encode

HEAD = b"HTTP/1.1 200 OK\r\nServer: x\r\n%s\r\n"


HEADS = [HEAD % b"Content-Encoding: gzip\r\n", HEAD % b"X: \xc4\xea\r\n", b"HTTP/1.1 200 OK", b"GET / H\n\n", b""]


@pytest.mark.parametrize("kind", ["response", "request", "revisit", "metadata", "warcinfo", "resource"])
@given(st.sampled_from(HEADS), st.binary(max_size=64), st.sampled_from([0, 1024, 16_383, 65_536, 200_000]))
def test_a_record_is_one_member_that_holds_what_was_stated(kind: str, head: bytes, piece: bytes, size: int) -> None:
    block = head + (piece or b"x") * (size // max(1, len(piece)))
    fields = (("WARC-Type", kind), ("WARC-Target-URI", "http://www.qingxi.test/年报"), ("X", "a"), ("X", "b"))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    whole = f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    member = compress(encode(WarcRecord(fields, block)))
    assert gzip.decompress(member) == whole, "no field is added, none changed, nothing of the block lost"
    decoder = zlib.decompressobj(31)
    decoder.decompress(member + b"next")
    assert (decoder.eof, decoder.unused_data) == (True, b"next"), "one member, and nothing behind it"
    (record,) = ArchiveIterator(io.BytesIO(member), no_record_parse=True)
    assert record.rec_headers.get_header("WARC-Type") == kind


def test_a_value_with_line_breaks_stays_one_field() -> None:
    lines = encode(WarcRecord((("WARC-Target-URI", "http://a/\r\nWARC-Type: x"), ("A", "b\n")), b"")).split(b"\r\n")
    assert lines[:4] == [b"WARC/1.1", b"WARC-Target-URI: http://a/  WARC-Type: x", b"A: b", b"Content-Length: 0"]
