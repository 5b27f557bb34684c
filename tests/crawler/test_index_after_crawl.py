"""When a crawl has ended, the index knows what it wrote, and what an earlier crawl left unread."""

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.support.small_portal import HOST, Crawled, Pages, crawl, page, report

COLUMN = f"http://{HOST}/zfxxgknb/"
TITLE = "甲县人民政府2021年政府信息公开工作年度报告"
ARTICLE = "/zfxxgknb/202201/t20220115_1.html"
PAGES: Pages = {"/zfxxgknb/": page((ARTICLE, TITLE)), ARTICLE: report(TITLE)}


def run(folder: Path, **settings: Any) -> Crawled:
    crawled, _ = crawl(folder, PAGES, ("trs", "TrsSpider"), (COLUMN,), first_year=2021, **settings)
    return crawled


def crawls(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "archive.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM crawls").fetchone()[0])


def test_a_crawl_that_was_not_indexed_is_caught_up_by_the_next(tmp_path: Path) -> None:
    assert run(tmp_path, INDEX_AFTER_CRAWL=0).status == 0
    assert not (tmp_path / "data" / "archive.db").exists()
    second = run(tmp_path, INDEX_AFTER_CRAWL=1)
    assert second.status == 0, second.log
    assert "jia: index: 8 new captures" in second.log
    assert crawls(tmp_path) == 2


def test_an_index_that_another_process_writes_is_waited_for_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with (folder / "archive.db.lock").open("a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        crawled = run(tmp_path, INDEX_AFTER_CRAWL=1, INDEX_WAIT=0.1)
    assert crawled.status == 1
    assert "error: another process is writing" in crawled.log
    assert crawled.outcome.outcome == "complete", "the record is whole whatever the index says"
