"""Interim 1xx answers are kept beside the final answer, so that common readers see the final one."""

from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.warc.httpblock import split_interim
from tests.support.warcedit import records
from tests.support.warcs import captures, exchange, warcs, writer

HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_bytes_are_kept_in_two_records(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(response=CONTINUE + HINTS + FINAL))
    (path,) = warcs(tmp_path)
    interim, answer = records(path)[2:]
    assert (interim.type, interim.content_type) == ("metadata", "application/http;msgtype=response")
    assert interim.get("WARC-Refers-To") == f"<{answer.id}>"
    assert interim.block + answer.block == CONTINUE + HINTS + FINAL
    assert captures(tmp_path)[0].status == 200


def test_other_readers_see_the_final_answer(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(response=HINTS + FINAL))
    data = warcs(tmp_path)[0].read_bytes()
    warcio = (r for r in WarcioIterator(BytesIO(data)) if r.rec_type == "response")
    assert [(r.http_headers.get_statuscode(), r.content_stream().read()) for r in warcio] == [("200", b"ok")]
    fast = ArchiveIterator(BytesIO(data), record_types=WarcRecordType.response)
    assert [(r.http_headers.status_code, r.reader.read()) for r in fast] == [(200, b"ok")]


@pytest.mark.parametrize(
    ("response", "interim"),
    [
        (FINAL, b""),
        (HINTS, HINTS),
        (HINTS[:-2], b""),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05", b""),
        (b"", b""),
        (b"\x00\x01", b""),
    ],
)
def test_where_the_final_answer_starts(response: bytes, interim: bytes) -> None:
    assert split_interim(response) == (interim, response.removeprefix(interim))


@settings(deadline=None)
@given(st.lists(st.sampled_from([HINTS, CONTINUE]), max_size=4), st.binary(max_size=80))
def test_nothing_is_lost_between_the_two(before: list[bytes], rest: bytes) -> None:
    response = b"".join(before) + rest
    assert b"".join(split_interim(response)) == response
