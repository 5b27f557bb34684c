"""What a crawl that goes on is answered from its own files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings

from archive.model import Crawl, Exchange
from archive.warc.writer import WarcWriter
from crawler.run.resume import ResumeAddon, files_of
from crawler.stored import StoredAnswers
from tests.support.archives import PORTAL

URL = "http://www.qingxi.test/nb/"
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
BUSY, PAGE = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"


def keep(root: Path, crawl_id: str, *answers: bytes) -> Crawl:
    crawl = Crawl(crawl_id, PORTAL, BEGAN, "test")
    with WarcWriter(root / PORTAL.name, crawl, settings={}) as writer:
        for number, answer in enumerate(answers):
            asked = BEGAN + timedelta(seconds=number)
            cut = None if answer else "time"
            asking = b"GET /nb/ HTTP/1.1\r\n\r\n"
            writer.write_exchange(Exchange(URL, asked, asking, answer, None, ("http/1.1",), cut))  # type: ignore[arg-type]
    return crawl


def test_it_is_told_again_what_it_was_told_each_once(tmp_path: Path) -> None:
    crawl = keep(tmp_path, "one", BUSY, b"", PAGE)
    keep(tmp_path, "another", PAGE)
    held = StoredAnswers(list(files_of(crawl, tmp_path / PORTAL.name)))
    assert held.newest == BEGAN + timedelta(seconds=2)
    told = [held.take("GET", URL, b"") for _ in range(3)]
    assert [one.wire if one is not None else None for one in told] == [BUSY, PAGE, None]
    assert held.take("POST", URL, b"") is None


@pytest.mark.parametrize(
    ("handler", "crawl_as", "replay", "goes_on"),
    [
        ("crawler.wire.WireHandler", ("one", BEGAN.isoformat()), "", True),
        ("crawler.wire.WireHandler", None, "", False),
        ("crawler.wire.WireHandler", ("one", BEGAN.isoformat()), "x.wacz", False),
        ("crawler.rendered.RenderedHandler", ("one", BEGAN.isoformat()), "", False),
    ],
)
def test_only_a_crawl_on_the_wire_goes_on(handler: str, crawl_as: object, replay: str, goes_on: bool) -> None:
    handlers = dict.fromkeys(("http", "https"), handler)
    settings = Settings({"DOWNLOAD_HANDLERS": handlers, "CRAWL_AS": crawl_as, "REPLAY": replay})
    if not goes_on:
        with pytest.raises(NotConfigured):
            ResumeAddon().update_settings(settings)
        assert "crawler.run.resume.HeldMiddleware" not in settings.getdict("DOWNLOADER_MIDDLEWARES")
        return
    ResumeAddon().update_settings(settings)
    assert settings.getdict("DOWNLOAD_HANDLERS")["https"] == "crawler.run.resume.ResumingHandler"
    assert settings.getdict("DOWNLOADER_MIDDLEWARES")["crawler.run.resume.HeldMiddleware"] == 880
