"""The same bytes again are a revisit; a 304 is one too; both lead back to the body."""

import gzip
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.model import Capture, Truncation
from archive.verify import verify
from archive.warc.reader import read_capture, read_record, read_warc
from archive.warc.record import IDENTICAL_PAYLOAD, NOT_MODIFIED
from tests.support.warcedit import records
from tests.support.warcs import CRAWL, REQUEST, START, captures, exchange, warcs, writer

URL = "http://www.qingxi.test/xxgk/nb/2023.html"
BODY = "<html>2023年报</html>".encode()
GONE = b"HTTP/1.1 304 Not Modified\r\nDate: Fri, 01 Mar 2024 09:00:00 GMT\r\n"


def answer(body: bytes = BODY, etag: bytes = b'"1"', extra: bytes = b"") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nETag: %s\r\nLast-Modified: Thu, 29 Feb 2024 00:00:00 GMT\r\n" % etag
    return head + extra + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_same_payload_in_one_crawl(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        first = w.write_exchange(exchange(URL, answer()))
        again = w.write_exchange(exchange(f"{URL}?t=1", answer(extra=b"X-Served: 2\r\n"), seconds=1))
        other = w.write_exchange(exchange(URL, answer(BODY + b" "), seconds=2))
    record, original = read_record(again, tmp_path), read_record(first, tmp_path)
    assert record.block == answer(extra=b"X-Served: 2\r\n").removesuffix(BODY), "the head as it came, no body"
    assert (record.type, record.get("WARC-Profile")) == ("revisit", IDENTICAL_PAYLOAD)
    assert record.get("WARC-Truncated") == "length"
    assert record.get("WARC-Refers-To") == f"<{original.id}>"
    assert record.get("WARC-Refers-To-Target-URI") == URL
    assert record.get("WARC-Refers-To-Date") == original.get("WARC-Date")
    assert record.get("WARC-Payload-Digest") == original.get("WARC-Payload-Digest")
    capture = read_capture(again, tmp_path)
    assert (capture.body, capture.refers_to, capture.truncated, capture.status) == (BODY, original.id, None, 200)
    assert read_capture(other, tmp_path).warc_type == "response"


def test_across_crawls_and_304(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(URL, answer()))
    later = replace(CRAWL, crawl_id="later", started=START + timedelta(seconds=30))
    with writer(tmp_path, later) as w:
        prior = w.prior(URL)
        assert prior is not None
        assert (prior.etag, prior.last_modified) == ('"1"', "Thu, 29 Feb 2024 00:00:00 GMT")
        assert prior.page.body == BODY
        location = w.write_exchange(exchange(URL, GONE + b"\r\n", seconds=60))
        identical = w.write_exchange(exchange(URL, answer(), seconds=61))
    record = read_record(location, tmp_path)
    assert (record.get("WARC-Profile"), record.get("WARC-Truncated")) == (NOT_MODIFIED, None)
    assert record.block == b"", "replay tools would show the empty 304 in place of the page"
    beside = [r for r in records(tmp_path / location.file) if r.type == "metadata"]
    assert [(r.get("WARC-Refers-To"), r.block) for r in beside] == [(f"<{record.id}>", GONE + b"\r\n")]
    assert read_record(identical, tmp_path).get("WARC-Profile") == IDENTICAL_PAYLOAD
    first, *again = captures(tmp_path)
    assert [(c.warc_type, c.status, c.body, c.refers_to) for c in again] == [
        ("revisit", 304, BODY, first.record_id),
        ("revisit", 200, BODY, first.record_id),
    ]
    assert verify([], tmp_path).faults == ()


def test_304_refers_to_the_capture_with_its_etag(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        old = w.write_exchange(exchange(URL, answer(b"old", b'"old"')))
        new = w.write_exchange(exchange(URL, answer(b"new", b'"new"'), seconds=1))
        to_old = w.write_exchange(exchange(URL, GONE + b'ETag: "old"\r\n\r\n', seconds=2))
        to_new = w.write_exchange(exchange(URL, GONE + b"\r\n", seconds=3))
    ids = {read_record(location, tmp_path).id: name for location, name in ((old, "old"), (new, "new"))}
    assert ids[read_capture(to_old, tmp_path).refers_to or ""] == "old"
    assert ids[read_capture(to_new, tmp_path).refers_to or ""] == "new"


@pytest.mark.parametrize(
    ("sent", "received", "stands_for"),
    [
        (b'If-None-Match: "old"\r\n', b"", "old"),
        (b'If-None-Match: "old"\r\n', b'ETag: W/"old"\r\n', "old"),
        (b'If-None-Match: "old"\r\n', b'ETag: "new"\r\n', None),
        (b'If-None-Match: "older"\r\n', b"", None),
    ],
)
def test_304_stands_for_what_was_asked_about(
    tmp_path: Path, sent: bytes, received: bytes, stands_for: str | None
) -> None:
    lines = b"Last-Modified: Thu, 29 Feb 2024 00:00:00 GMT\r\n\r\n"
    asked = REQUEST[:-2] + sent + lines.replace(b"Last-Modified", b"If-Modified-Since")
    with writer(tmp_path) as w:
        old = w.write_exchange(exchange(URL, answer(b"old", b'"old"')))
        new = w.write_exchange(exchange(URL, answer(b"new", b'"new"'), seconds=1))
        location = w.write_exchange(exchange(URL, GONE + received + b"\r\n", seconds=2, request=asked))
    ids = {read_record(place, tmp_path).id: name for place, name in ((old, "old"), (new, "new"))}
    assert ids.get(read_capture(location, tmp_path).refers_to or "") == stands_for


CUT: dict[str, tuple[bytes, Truncation | None]] = {
    "by the connection": (answer(b"the whole page")[:-5], "disconnect"),
    "in its head": (answer()[:60], "disconnect"),
    "in its encoding": (answer(gzip.compress(BODY * 9)[:-9], extra=b"Content-Encoding: gzip\r\n"), None),
}


@pytest.mark.parametrize("cut", CUT)
def test_a_cut_answer_is_asked_about_by_nobody_and_referred_to_by_none(tmp_path: Path, cut: str) -> None:
    response, reason = CUT[cut]
    later = replace(CRAWL, crawl_id="later", started=START + timedelta(seconds=30))
    with writer(tmp_path) as w:
        w.write_exchange(exchange(URL, response, truncated=reason))
    with writer(tmp_path, later) as w:
        assert w.prior(URL) is None
        not_modified = w.write_exchange(exchange(URL, GONE + b"\r\n", seconds=31))
        again = w.write_exchange(exchange(URL, response, seconds=32))
        whole = w.write_exchange(exchange(URL, answer(b"older", b'"2"'), seconds=29))
        prior = w.prior(URL)
        assert prior is not None
        assert (prior.etag, prior.page.body, prior.original.location) == ('"2"', b"older", whole)
    assert read_capture(not_modified, tmp_path).warc_type == "response"
    assert read_capture(again, tmp_path).warc_type == "response"


def test_what_can_no_longer_be_read_is_written_anew(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(URL, answer()))
    (file,) = warcs(tmp_path)
    file.write_bytes(file.read_bytes()[:-40])
    with writer(tmp_path, replace(CRAWL, started=START + timedelta(seconds=30))) as w:
        assert w.prior(URL) is None
        location = w.write_exchange(exchange(URL, answer(), seconds=31))
    assert read_capture(location, tmp_path).warc_type == "response"


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", id="nothing to deduplicate"),
        pytest.param(b"HTTP/1.1 304 Not Modified\r\n\r\n", id="304 to a page that is not kept"),
    ],
)
def test_what_stays_a_response(tmp_path: Path, response: bytes) -> None:
    with writer(tmp_path) as w:
        for seconds in range(2):
            location = w.write_exchange(exchange(URL, response, seconds=seconds))
    assert read_record(location, tmp_path).type == "response"


def test_a_cut_answer_is_never_a_revisit(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(URL, answer()))
        location = w.write_exchange(exchange(URL, answer(), seconds=1, truncated="disconnect"))
        assert w.prior("http://www.qingxi.test/other") is None
    assert read_capture(location, tmp_path).truncated == "disconnect"
    assert read_record(location, tmp_path).type == "response"


def test_body_is_empty_where_the_original_is_not_at_hand(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(URL, answer()))
    with writer(tmp_path) as w:
        w.write_exchange(exchange(URL, answer(), seconds=60))
    first, second = warcs(tmp_path)
    first.unlink()
    (capture,) = [item for item in read_warc(second, tmp_path) if isinstance(item, Capture)]
    assert (capture.warc_type, capture.body) == ("revisit", b"")
    assert capture.captured_at > START
