"""The session that the crawl's other parts see: outcome, files, and refusals of the disk at the end."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings

import crawler.capture
from archive.model import Crawl, CrawlOutcome, Exchange
from archive.warc.reader import read_warc
from crawler.capture import CaptureFailedError, CaptureSession, archive_dir
from tests.support.crawling import records
from tests.support.small_portal import crawl as crawl_portal
from tests.support.small_portal import page, report

EXCHANGE = Exchange(
    "http://www.qingxi.gov.cn/",
    datetime(2024, 3, 1, tzinfo=UTC),
    b"GET / HTTP/1.1\r\nHost: www.qingxi.gov.cn\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "127.0.0.1",
    ("http/1.1",),
    None,
)


def session(folder: Path, **settings: object) -> CaptureSession:
    made = Crawler(
        Spider, Settings({"ARCHIVE_DIR": str(folder), "CONNECT_TO": "::127.0.0.1:8080", **settings}, priority="cmdline")
    )
    return CaptureSession(made, Spider("qingxi"))


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
    opened = session(tmp_path, DEFAULT_REQUEST_HEADERS={"Accept-Language": "zh-CN"}, ATTACHMENT_HOSTS=["附件.cn"])
    opened.keep([EXCHANGE], None)
    opened.close()
    lines = records(tmp_path)[0].block.decode().splitlines()
    assert "setting.CONNECT_TO: ::127.0.0.1:8080" in lines
    assert 'setting.ATTACHMENT_HOSTS: ["附件.cn"]' in lines
    (headers,) = [line.partition(": ")[2] for line in lines if line.startswith("setting.DEFAULT_REQUEST_HEADERS: ")]
    assert json.loads(headers)["Accept-Language"] == "zh-CN"
    assert not [line for line in lines if " object at 0x" in line]


def test_what_comes_after_the_end_is_refused_and_not_lost_in_silence(tmp_path: Path) -> None:
    opened = session(tmp_path)
    opened.keep([EXCHANGE], None)
    opened.close()
    with pytest.raises(CaptureFailedError, match="is closed"):
        opened.keep([EXCHANGE], None)


def test_a_relative_archive_folder_counts_from_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        archive_dir(Crawler(Spider, Settings({"ARCHIVE_DIR": "data"}))) == Path(__file__).resolve().parents[2] / "data"
    )


def test_a_refusal_while_syncing_is_kept_and_nothing_more_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = session(tmp_path)
    opened.keep([EXCHANGE], None)

    def refuse(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    opened.sync()
    assert opened.failure is not None
    assert "No space left on device" in opened.failure
    with pytest.raises(CaptureFailedError, match="could not be synced"):
        opened.keep([EXCHANGE], None)


def test_what_was_kept_is_synced_though_nothing_follows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(crawler.capture, "SYNC_SECONDS", 0.01)
    opened = session(tmp_path)
    opened.keep([EXCHANGE], None)
    sync, synced = os.fsync, asyncio.Event()

    def watch(fd: int) -> None:
        sync(fd)
        synced.set()

    async def idle() -> None:
        monkeypatch.setattr(os, "fsync", watch)
        opened.sync_regularly()
        await asyncio.wait_for(synced.wait(), 10)
        opened.close()

    asyncio.run(idle())
    assert opened.failure is None


def test_a_file_that_cannot_be_finished_is_one_line_and_exit_status_one(tmp_path: Path) -> None:
    column, title = "http://www.jia.gov.cn/zfxxgknb/", "甲县人民政府2021年政府信息公开工作年度报告"
    article = "/zfxxgknb/202201/t20220115_1.html"
    pages = {"/zfxxgknb/": page((article, title)), article: report(title)}
    # What stands in the way of the last write of a crawl: the manifest's name is taken by a folder.
    (tmp_path / "data" / "warc" / "manifest.jsonl").mkdir(parents=True)
    done, _ = crawl_portal(tmp_path, pages, ("trs", "TrsSpider"), (column,), first_year=2021, INDEX_AFTER_CRAWL=1)
    assert done.status == 1, done.log
    assert done.log.count("could not be finished") == 1, done.log
    assert "Traceback" not in done.log
    assert not (tmp_path / "data" / "archive.db").exists()
    assert len(list((tmp_path / "data").rglob("*.open"))) == 1
    (tmp_path / "data" / "warc" / "manifest.jsonl").rmdir()
    again, _ = crawl_portal(tmp_path, pages, ("trs", "TrsSpider"), (column,), first_year=2021)
    assert again.status == 0, again.log
    assert list((tmp_path / "data").rglob("*.open")) == []
