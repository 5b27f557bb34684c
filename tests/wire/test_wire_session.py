"""The session that the crawl's other parts see: outcome, files, and refusals of the disk at the end."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from archive.model import Crawl, CrawlOutcome, Exchange
from archive.warc.reader import read_warc
from crawler.capture import CaptureFailedError, CaptureSession, archive_dir
from tests.support.crawling import records

EXCHANGE = Exchange(
    "http://www.qingxi.gov.cn/",
    datetime(2024, 3, 1, tzinfo=UTC),
    b"GET / HTTP/1.1\r\nHost: www.qingxi.gov.cn\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "127.0.0.1",
    ("http/1.1",),
    None,
)


def session(folder: Path) -> CaptureSession:
    crawler = Crawler(Spider, Settings({"ARCHIVE_DIR": str(folder), "CONNECT_TO": ["::127.0.0.1:8080"]}))
    return CaptureSession(crawler, Spider("qingxi"))


def outcome(opened: CaptureSession) -> CrawlOutcome:
    return CrawlOutcome(opened.crawl.crawl_id, "empty", datetime(2024, 3, 1, tzinfo=UTC), 0, 0, (), "nothing found")


def test_the_outcome_is_the_last_record_of_the_files_written(tmp_path: Path) -> None:
    opened = session(tmp_path)
    opened.keep([EXCHANGE], None)
    opened.write_outcome(outcome(opened))
    opened.close()
    (path,) = opened.paths_written
    items = list(read_warc(path, opened.warc_root))
    assert isinstance(items[0], Crawl)
    assert items[0].crawl_id == opened.crawl.crawl_id
    assert items[-1] == outcome(opened)


def test_a_crawl_that_fetched_nothing_still_leaves_its_outcome(tmp_path: Path) -> None:
    opened = session(tmp_path)
    opened.write_outcome(outcome(opened))
    opened.close()
    opened.close()
    (path,) = opened.paths_written
    assert list(read_warc(path, opened.warc_root))[-1] == outcome(opened)


def test_the_settings_that_shaped_the_crawl_are_in_the_warcinfo(tmp_path: Path) -> None:
    opened = session(tmp_path)
    opened.keep([EXCHANGE], None)
    opened.close()
    assert b"::127.0.0.1:8080" in records(tmp_path)[0].block


def test_what_comes_after_the_end_is_refused_and_not_lost_in_silence(tmp_path: Path) -> None:
    opened = session(tmp_path)
    opened.keep([EXCHANGE], None)
    opened.close()
    with pytest.raises(CaptureFailedError, match="is closed"):
        opened.keep([EXCHANGE], None)


def test_a_relative_archive_folder_counts_from_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    crawler = Crawler(Spider, Settings({"ARCHIVE_DIR": "data"}))
    assert archive_dir(crawler) == Path(__file__).resolve().parents[2] / "data"
