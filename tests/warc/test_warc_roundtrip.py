"""What the writer keeps, the reader gives back: bytes, context, and how the crawl ended."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Capture, CrawlOutcome, Discovery, LateDiscovery
from archive.verify import verify
from archive.warc.reader import read_capture, read_member, read_record, read_warc
from tests.support.warcs import CRAWL, REQUEST, START, captures, exchange, warcs, writer

PAGE = "<html><body>政府信息公开工作年度报告</body></html>".encode()


def _gzipped_chunked(extra: bytes = b"") -> bytes:
    body = gzip.compress(PAGE, mtime=0)
    framed = b"%x\r\n%s\r\n%X;x=1\r\n%s\r\n0\r\n\r\n" % (5, body[:5], len(body) - 5, body[5:])
    head = b"HTTP/1.1 200  Fine\r\ncontent-TYPE:text/html; charset=gbk\r\nX-Title: \xc4\xea\xb1\xa8\r\n" + extra
    return head + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + framed


def test_block_is_the_wire_and_body_is_the_page(tmp_path: Path) -> None:
    response = _gzipped_chunked(b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n")
    with writer(tmp_path) as w:
        location = w.write_exchange(exchange(response=response))
        assert read_record(location, tmp_path).block == response, "readable while the file is still open"
    record = read_record(location, tmp_path)
    assert record.block == response
    capture = read_capture(location, tmp_path)
    assert (capture.body, capture.status, capture.declared_type) == (PAGE, 200, "text/html; charset=gbk")
    assert capture.captured_at == START
    assert gzip.decompress(read_member(location, tmp_path)).startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")


def test_crawl_discovery_and_outcome_come_back(tmp_path: Path) -> None:
    discovery = Discovery("report", "http://www.qingxi.test/xxgk/nb/", "清溪市2023年 年度报告", 2023)
    outcome = CrawlOutcome(CRAWL.crawl_id, "short", START + timedelta(hours=1), 40, 11, (2008, 2023), "11 of 12")
    with writer(tmp_path) as w:
        w.write_exchange(exchange(response=_gzipped_chunked()), discovery)
        w.write_resource("http://www.qingxi.test/1.pdf", b"%PDF-1.7", "application/pdf", START)
        w.write_outcome(outcome)
    (path,) = warcs(tmp_path)
    crawl, page, pdf, end = read_warc(path, tmp_path)
    assert crawl == CRAWL
    assert end == outcome
    assert (page.discovery, page.crawl_id) == (discovery, CRAWL.crawl_id)  # type: ignore[union-attr]
    assert (pdf.warc_type, pdf.status, pdf.body) == ("resource", None, b"%PDF-1.7")  # type: ignore[union-attr]


def test_nothing_arrived_is_a_capture_too(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        w.write_exchange(exchange(response=b"", truncated="time"))
        w.write_exchange(exchange(response=b"HTTP/1.1 200 OK\r\nContent-Le", truncated="disconnect"))
    nothing, cut = captures(tmp_path)
    assert (nothing.status, nothing.body, nothing.truncated, nothing.payload_digest) == (None, b"", "time", None)
    assert (cut.status, cut.body, cut.truncated, cut.payload_digest) == (200, b"", "disconnect", None)


@settings(deadline=None, max_examples=25)
@given(exchanges=st.lists(st.tuples(st.binary(max_size=300), st.binary(max_size=60)), min_size=1, max_size=30))
def test_any_bytes_survive(tmp_path_factory: pytest.TempPathFactory, exchanges: list[tuple[bytes, bytes]]) -> None:
    root = tmp_path_factory.mktemp("any")
    with writer(root) as w:
        locations = [
            w.write_exchange(exchange(f"http://a.test/{number}", response, request=request))
            for number, (request, response) in enumerate(exchanges)
        ]
    for location, (_, response) in zip(locations, exchanges, strict=True):
        assert read_record(location, root).block == response
    assert [capture.location for capture in captures(root)] == locations
    assert verify([], root).faults == ()


def test_request_follows_the_wire(tmp_path: Path) -> None:
    with writer(tmp_path) as w:
        location = w.write_exchange(exchange())
    (path,) = warcs(tmp_path)
    text = gzip.decompress(path.read_bytes())
    assert REQUEST in text
    assert location.file == f"qingxi/{path.name}"


def test_what_a_page_turned_out_to_be_comes_after_it_by_itself(tmp_path: Path) -> None:
    discovery = Discovery("report", None, "清溪市2023年年度报告", 2023)
    with writer(tmp_path) as w:
        w.write_exchange(exchange(response=_gzipped_chunked()))
        w.write_resource("http://www.qingxi.test/1.pdf", b"%PDF-1.7", "application/pdf", START)
        assert w.write_discovery(exchange().url, discovery) is not None
        assert w.write_discovery("http://www.qingxi.test/never", discovery) is None
    (path,) = warcs(tmp_path)
    _, page, pdf, late = read_warc(path, tmp_path)
    assert isinstance(page, Capture)
    assert late == LateDiscovery(page.record_id, discovery)
    assert (page.discovery, pdf.discovery) == (None, None)  # type: ignore[union-attr]
    assert verify([], tmp_path).faults == ()
