"""What a recrawl does to the index, case by case: 304s, changed files, cut answers, early ends, moved pages."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.index import content_hash, update_index
from archive.index.database import connect_reader
from archive.index.packing import unpack_text
from archive.model import Discovery, Truncation
from tests.support.archives import LISTING, PORTAL, Crawling, index, state, tell

BASE = "http://www.qingxi.test/nb/"
PAGE, FILE, LISTED = f"{BASE}2022.html", f"{BASE}2022.pdf", f"{BASE}2021.pdf"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "warc"


def rows(root: Path, sql: str) -> list[tuple[object, ...]]:
    connection = connect_reader(root.parent / "archive.db")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def texts(root: Path) -> set[str]:
    return {unpack_text(text) for (text,) in rows(root, "SELECT text FROM report_versions") if isinstance(text, bytes)}


def page_and_file(crawl: Crawling, number: int, text: str = "见附件") -> None:
    crawl.report(PAGE, state(text=text))
    crawl.attachment(FILE, state(text=f"收到{number}件", figures={"t3.new.total": number}), PAGE)


def test_a_list_that_did_not_change_is_still_no_report_when_its_files_did(root: Path) -> None:
    for day, number in enumerate((7, 8)):
        crawl = Crawling(root, str(day), day=day)
        crawl.page(LISTING, b"<html>list</html>")
        crawl.attachment(LISTED, state(year=2021, figures={"t3.new.total": number}, text=f"收到{number}件"), LISTING)
        crawl.attachment(f"{BASE}2020.pdf", state(year=2020), LISTING)
        crawl.end()
        index(root)
    assert rows(root, "SELECT warc_type FROM captures WHERE kind IS NULL ORDER BY captured_at") == [
        ("response",),
        ("revisit",),
    ]
    found = rows(root, "SELECT report_id, versions, received FROM reports JOIN headlines USING (report_id)")
    assert sorted(found) == [
        ("999900-2020", 1, None),
        ("999900-2021", 2, 8),
    ]


def test_a_changed_file_is_a_version_though_its_page_did_not_change(root: Path) -> None:
    for day, number in enumerate((7, 8, 8)):
        crawl = Crawling(root, str(day), day=day)
        page_and_file(crawl, number)
        crawl.end()
    index(root)
    assert rows(root, "SELECT versions, copies, received FROM reports JOIN headlines USING (report_id)") == [(2, 1, 8)]
    assert rows(
        root, "SELECT outcome FROM readings ORDER BY capture_id IN (SELECT described_by FROM report_versions)"
    ) == [
        ("same_as",),
        ("report",),
        ("report",),
    ]


def test_a_crawl_that_ended_before_the_file_says_nothing_new_of_it(root: Path) -> None:
    first = Crawling(root, "1")
    page_and_file(first, 7)
    first.end()
    killed = Crawling(root, "2", day=1)
    killed.report(PAGE, state(text="见附件"))
    killed.writer.close()
    index(root)
    assert rows(root, "SELECT versions, received FROM reports JOIN headlines USING (report_id)") == [(1, 7)]
    assert rows(root, "SELECT outcome FROM readings ORDER BY outcome") == [("report",), ("same_as",)]


def test_a_file_that_came_with_the_next_crawl_belongs_to_the_page_that_did_not_change(root: Path) -> None:
    killed, second = Crawling(root, "1"), Crawling(root, "2", day=1)
    killed.report(PAGE, state(text="见附件"))
    killed.writer.close()
    index(root)
    assert rows(root, "SELECT versions, figures FROM reports") == [(1, 0)]
    page_and_file(second, 7)
    second.end()
    index(root)
    assert rows(root, "SELECT versions, figures FROM reports") == [(1, 1)]


def test_a_file_seen_again_without_its_page_is_a_version(root: Path) -> None:
    """A crawl that was stopped and resumed, or a file that somebody imported."""
    first, resumed = Crawling(root, "1"), Crawling(root, "2", day=1)
    page_and_file(first, 7)
    first.end()
    resumed.attachment(FILE, state(text="收到8件", figures={"t3.new.total": 8}), PAGE)
    resumed.end()
    index(root)
    assert rows(root, "SELECT versions, copies, received FROM reports JOIN headlines USING (report_id)") == [(2, 1, 8)]
    assert rows(root, f"SELECT url FROM readings WHERE url <> '{PAGE}'") == []


def test_a_file_that_another_page_brought_earlier_was_no_part_of_this_page(root: Path) -> None:
    """It was a report of its own then, and stays one of those that are known."""
    notice, first, second = f"{BASE}notice.html", Crawling(root, "1"), Crawling(root, "2", day=1)
    first.report(notice, b"no report")
    first.attachment(FILE, state("清溪市教育局", text="甲"), notice)
    first.end()
    second.report(PAGE, state(text="见附件", links=[FILE]))
    second.attachment(FILE, state("清溪市教育局", text="乙"), PAGE)
    second.end()
    index(root)
    assert texts(root) == {"甲", "见附件\n乙"}


def test_a_file_that_another_page_brings_later_is_no_part_of_a_page_not_asked_for(root: Path) -> None:
    notice, first, second = f"{BASE}notice.html", Crawling(root, "1"), Crawling(root, "2", day=1)
    first.report(PAGE, state(text="见附件", links=[FILE]))
    first.end()
    second.report(notice, b"no report")
    second.attachment(FILE, state("清溪市教育局", text="甲"), notice)
    second.end()
    index(root)
    assert texts(root) == {"见附件\n甲", "甲"}, "the page shows what is known of the file that it links"


def test_a_file_that_is_gone_is_no_part_of_the_report_any_more(root: Path) -> None:
    first, second = Crawling(root, "1"), Crawling(root, "2", day=1)
    page_and_file(first, 7)
    first.end()
    second.report(PAGE, state(text="见附件"))
    second.page(FILE, b"gone", Discovery("attachment", PAGE, "附件", None), status=404)
    second.end()
    index(root)
    assert rows(root, "SELECT versions, figures FROM reports") == [(2, 0)]


@pytest.mark.parametrize("truncated", ["length", "time", "disconnect", None])
def test_a_cut_answer_is_never_read(root: Path, truncated: Truncation | None) -> None:
    first, second = Crawling(root, "1"), Crawling(root, "2", day=1)
    page_and_file(first, 7, "第一版")
    first.end()
    second.page(PAGE, state(text="第二版")[:-9], Discovery("report", LISTING, "年报", None), cut=9, truncated=truncated)
    second.page(
        FILE, state(text="收到8件")[:-9], Discovery("attachment", PAGE, "附件", None), cut=9, truncated=truncated
    )
    second.end()
    report = index(root)
    assert rows(root, "SELECT versions, received FROM reports JOIN headlines USING (report_id)") == [(1, 7)]
    assert rows(root, "SELECT kind, truncated, whole FROM captures WHERE captured_at > '2024-03-02' ORDER BY kind") == [
        ("attachment", truncated, 0),
        ("report", truncated, 0),
    ]
    assert {issue.code for issue in report.issues} == {"cut_answer" if truncated else "cut_body"}


def test_a_page_that_moved_stands_at_its_new_address_only(root: Path) -> None:
    first, second = Crawling(root, "1"), Crawling(root, "2", day=1)
    first.report(PAGE, state(text="旧", figures={"t3.new.total": 7, "t3.granted.total": 1}))
    first.end()
    second.report(f"{BASE}moved.html", state(text="新", figures={"t3.new.total": 8}))
    second.end()
    index(root)
    assert rows(root, "SELECT url, versions, copies, figures FROM reports") == [(f"{BASE}moved.html", 2, 1, 1)]
    assert rows(root, "SELECT code FROM issues") == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_version_is_described_by_its_earliest_capture(tmp_path: Path, order: tuple[int, ...]) -> None:
    """The same text three times, with another title and another date above it each time."""
    root = tmp_path / "warc"
    for day in range(3):
        crawl = Crawling(root, str(day), day=day)
        crawl.report(PAGE, state(title=f"第{day}次", published=f"2023-03-0{day + 1}"))
        crawl.end()
    files = sorted(root.rglob("*.warc.gz"))
    for number in order:
        update_index(tmp_path / "archive.db", [files[number]], root, extractor=tell)
    assert rows(root, "SELECT title, published_on FROM report_versions") == [("第0次", "2023-03-01")]
    assert rows(root, "SELECT c.captured_at FROM report_versions v JOIN captures c ON c.capture_id = v.read_from") == [
        ("2024-03-01T08:00:01Z",)
    ]


def test_a_listing_that_a_later_file_calls_a_report_is_one(tmp_path: Path) -> None:
    """Whichever file is indexed first, and however often."""
    root, hashes = tmp_path / "warc", set()
    killed = Crawling(root, "1")
    killed.page(PAGE, state(text="第一年"))
    killed.writer.close()
    resumed = Crawling(root, "2", day=1)
    resumed.writer.write_discovery(PAGE, Discovery("report", LISTING, "年度报告", 2022))
    resumed.attachment(FILE, state(text="收到7件", figures={"t3.new.total": 7}), PAGE)
    resumed.end()
    files = sorted(root.rglob("*.warc.gz"))
    assert len(files) == 2
    for number, order in enumerate((files, files[::-1])):
        database = tmp_path / f"{number}.db"
        for file in order:
            update_index(database, [file], root, extractor=tell)
        hashes.add(content_hash(database))
        with closing(sqlite3.connect(database)) as index, index:
            (marked,) = index.execute("SELECT kind, via, expected_year FROM captures WHERE url = ?", (PAGE,)).fetchall()
            told = index.execute("SELECT url, received FROM reports JOIN headlines USING (report_id)").fetchall()
            index.execute("UPDATE warc_files SET size = size - 1")  # as if they had grown since
        assert (marked, told) == (("report", LISTING, 2022), [(PAGE, 7)])
        update_index(database, files, root, extractor=tell)
        hashes.add(content_hash(database))
    assert len(hashes) == 1


def test_a_portal_declared_anew_is_read_with_what_it_declares_now(tmp_path: Path) -> None:
    """Whichever crawl is indexed first."""
    root = tmp_path / "warc"
    told = []

    def hear(document: object, attachments: object = ()) -> object:
        told.append(document.hints.portal_organ)  # type: ignore[attr-defined]
        return tell(document, attachments)  # type: ignore[arg-type]

    for day, organ in enumerate(("清溪县人民政府", "清溪市人民政府")):
        crawl = Crawling(root, str(day), replace(PORTAL, organ=organ), day=day)
        crawl.report(f"{BASE}{day}.html", state(year=2020 + day))
        crawl.end()
    files = sorted(root.rglob("*.warc.gz"))
    hashes: set[str] = set()
    for paths in (files, files[::-1]):
        database = tmp_path / f"{len(hashes)}.db"
        for path in paths:
            update_index(database, [path], root, extractor=hear)  # type: ignore[arg-type]
        hashes.add(content_hash(database))
    assert len(hashes) == 1
    assert told[-1] == "清溪市人民政府"
