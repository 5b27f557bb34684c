"""WARC files into rows: what is new, what changed, what belongs together; the same rows whatever the order."""

import fcntl
import sqlite3
from pathlib import Path

import pytest

from archive.errors import ArchiveError, IndexLockedError, UsageError
from archive.index import content_hash, rebuild_index, update_index
from archive.index.database import connect_reader
from archive.model import Discovery
from demo.sites import sites_of
from demo.world import build
from tests.support.archives import LISTING, Crawling, index, state, tell

BASE = "http://www.qingxi.test/nb/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "warc"


def rows(root: Path, sql: str) -> list[tuple[object, ...]]:
    connection = connect_reader(root.parent / "archive.db")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def crawl_two_years(root: Path) -> None:
    crawl = Crawling(root)
    crawl.page(LISTING, b"<html>list</html>")
    crawl.report(f"{BASE}2021.html", state(year=2021, figures={"t3.new.total": 7, "t3.carried_out.total": 2}))
    crawl.report(f"{BASE}2022.html", state(year=2022, text="二、主动公开", figures={"t3.new.total": 9}))
    crawl.page(f"{BASE}notice.html", b"notice", Discovery("report", LISTING, "通知", None))
    crawl.end()


def test_reports_and_their_figures_become_rows(root: Path) -> None:
    crawl_two_years(root)
    report = index(root)
    assert (report.captures, report.read, report.reports_added, report.figures) == (4, 3, 2, 3)
    assert rows(root, "SELECT report_id, organ_id, report_year, form FROM reports") == [
        ("999900-2021", "999900", 2021, "C"),
        ("999900-2022", "999900", 2022, "C"),
    ]
    assert rows(root, "SELECT key, value, status, unit FROM figures WHERE report_id = '999900-2021' ORDER BY key") == [
        ("t3.carried_out.total", 2, "printed", "件"),
        ("t3.new.total", 7, "printed", "件"),
    ]
    assert rows(root, "SELECT code, file IS NOT NULL AND offset > 0 FROM issues") == [("not_a_report", 1)]
    assert rows(root, "SELECT portal, pages, reports, years, figures, outcome FROM crawl_summary") == [
        ("qingxi", 4, 2, "2021-2022", 3, "complete")
    ]


def test_a_listing_is_a_capture_and_nothing_else(root: Path) -> None:
    crawl_two_years(root)
    index(root)
    found = rows(root, f"SELECT count(*) FROM captures c JOIN readings USING (capture_id) WHERE c.url = '{LISTING}'")
    assert found == [(0,)]


def test_a_second_run_reads_nothing(root: Path) -> None:
    crawl_two_years(root)
    index(root)
    before = content_hash(root.parent / "archive.db")
    again = index(root)
    assert (again.files, again.files_known, again.captures, again.read) == (0, 1, 0, 0)
    assert content_hash(root.parent / "archive.db") == before


def test_the_same_page_again_is_a_capture_and_no_version(root: Path) -> None:
    for day in (0, 1):
        crawl = Crawling(root, str(day), day=day)
        crawl.report(f"{BASE}2022.html", state(figures={"t3.new.total": 9}))
        crawl.end()
    index(root)
    assert rows(root, "SELECT warc_type FROM captures ORDER BY captured_at") == [("response",), ("revisit",)]
    assert rows(root, "SELECT versions, copies, substr(first_seen, 1, 10), substr(last_seen, 1, 10) FROM reports") == [
        (1, 1, "2024-03-01", "2024-03-02")
    ]


def test_other_bytes_of_the_same_text_are_no_version(root: Path) -> None:
    """A real page whose links and scripts carry another token at each fetch."""
    world = build(organs_per_portal=1, years=range(2022, 2023))
    site = sites_of(world)[0]
    page = next(resource.make() for resource in site.resources.values() if resource.kind == "report")
    for day in (0, 1):
        crawl = Crawling(root, str(day), day=day)
        token = f"?token={day}00"
        crawl.report(f"{BASE}2022.html", page.replace(b'.html"', f'.html{token}"'.encode()) + f"<!--{day}-->".encode())
        crawl.end()
    update_index(root.parent / "archive.db", [root], root)
    assert rows(root, "SELECT count(DISTINCT payload_digest), count(DISTINCT warc_type) FROM captures") == [(2, 1)]
    assert rows(root, "SELECT versions, copies, figures > 0 FROM reports") == [(1, 1, 1)]
    assert rows(root, "SELECT outcome, count(DISTINCT version_id) FROM readings") == [("report", 1)]


def test_another_text_is_another_version_and_the_newest_counts(root: Path) -> None:
    for day, number in ((0, 9), (1, 10)):
        crawl = Crawling(root, str(day), day=day)
        crawl.report(f"{BASE}2022.html", state(text=f"收到{number}件", figures={"t3.new.total": number}))
        crawl.end()
    index(root)
    assert rows(root, "SELECT versions, copies FROM reports") == [(2, 1)]
    assert rows(root, "SELECT received FROM headlines") == [(10,)]
    assert rows(root, "SELECT count(*) FROM issues WHERE code = 'copies_disagree'") == [(0,)]


def test_copies_that_state_different_numbers_are_a_finding(root: Path) -> None:
    crawl = Crawling(root)
    crawl.report(f"{BASE}a.html", state(text="收到9件", figures={"t3.new.total": 9, "t3.granted.total": 1}))
    crawl.report(f"{BASE}b.html", state(text="收到8件", figures={"t3.new.total": 8}))
    crawl.end()
    index(root)
    assert rows(root, "SELECT report_id, copies, versions FROM reports") == [("999900-2022", 2, 2)]
    assert rows(root, "SELECT report_id, detail FROM issues") == [
        ("999900-2022", f"{BASE}a.html and {BASE}b.html differ: t3.new.total 9 ≠ 8")
    ]


def test_an_attachment_is_read_with_its_page(root: Path) -> None:
    crawl = Crawling(root)
    crawl.report(f"{BASE}2022.html", state(text="见附件"))
    crawl.attachment(f"{BASE}2022.pdf", state(text="收到9件", figures={"t3.new.total": 9}), f"{BASE}2022.html")
    crawl.attachment(f"{BASE}2020.pdf", state(year=2020, figures={"t3.new.total": 5}), LISTING)
    crawl.end()
    index(root)
    assert rows(root, "SELECT report_id, figures, versions FROM reports") == [
        ("999900-2020", 1, 1),
        ("999900-2022", 1, 1),
    ]
    assert rows(root, "SELECT url, file_capture_id IS NOT NULL FROM attachments") == [(f"{BASE}2022.pdf", 1)]


def test_an_attachment_of_a_later_file_reads_its_page_again(root: Path) -> None:
    first = Crawling(root, "1")
    first.report(f"{BASE}2022.html", state(text="见附件"))
    first.end()
    index(root)
    assert rows(root, "SELECT figures FROM reports") == [(0,)]
    second = Crawling(root, "1", day=1)
    second.attachment(f"{BASE}2022.pdf", state(text="收到9件", figures={"t3.new.total": 9}), f"{BASE}2022.html")
    second.end()
    index(root)
    assert rows(root, "SELECT figures, versions FROM reports") == [(1, 1)]


def test_incremental_and_rebuilt_indexes_say_the_same(root: Path) -> None:
    """Also where the files come in another order, and a revisit before what it refers to."""
    crawl_two_years(root)
    for day in (1, 2):
        crawl = Crawling(root, f"again-{day}", day=day)
        crawl.report(f"{BASE}2021.html", state(year=2021, figures={"t3.new.total": 7, "t3.carried_out.total": 2}))
        crawl.report(f"{BASE}2022.html", state(year=2022, text=f"修订{day}", figures={"t3.new.total": 9 + day}))
        crawl.report(f"{BASE}2022.html", state(year=2022, text="二、主动公开", figures={"t3.new.total": 9}))
        crawl.report(f"{BASE}r.html", state("清溪市教育局", 2021, text="见附件"))
        crawl.attachment(f"{BASE}r.pdf", state(text="附", figures={"t3.new.total": day}), f"{BASE}r.html")
        crawl.end()
    database, other = root.parent / "archive.db", root.parent / "other.db"
    files = sorted(root.rglob("*.warc.gz"))
    for path in reversed(files):
        update_index(other, [path], root, extractor=tell)
    for path in files:
        update_index(database, [path], root, extractor=tell)
    incremental = content_hash(database)
    assert content_hash(other) == incremental
    rebuild_index(database, [root], root, extractor=tell)
    assert content_hash(database) == incremental


def test_the_hash_sees_a_changed_figure(root: Path) -> None:
    crawl_two_years(root)
    index(root)
    database = root.parent / "archive.db"
    before = content_hash(database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE figure_sets SET numbers = replace(numbers, '7', '8')")
    assert content_hash(database) != before


def test_a_file_that_grew_is_read_again(root: Path) -> None:
    crawl_two_years(root)
    (path,) = root.rglob("*.warc.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    index(root)
    path.write_bytes(whole)
    index(root)
    grown = content_hash(root.parent / "archive.db")
    rebuild_index(root.parent / "archive.db", [root], root, extractor=tell)
    assert content_hash(root.parent / "archive.db") == grown


def test_files_of_other_tools_are_tried_page_by_page(root: Path) -> None:
    crawl = Crawling(root, portal=None)
    crawl.page(f"{BASE}2022.html", state(figures={"t3.new.total": 9}, links=[f"{BASE}2022.pdf"]))
    crawl.page(f"{BASE}2022.pdf", state(text="收到9件", figures={"t3.granted.total": 4}))
    crawl.page(LISTING, b"<html>list</html>")
    crawl.page(f"{BASE}missing.html", b"gone", status=404)
    crawl.end()
    index(root)
    assert rows(root, "SELECT report_id, figures, versions, copies FROM reports") == [("999900-2022", 2, 1, 1)]
    assert rows(root, "SELECT code FROM issues") == [("not_a_report",)]


def test_an_empty_capture_is_an_issue_and_the_run_goes_on(root: Path) -> None:
    crawl = Crawling(root)
    crawl.report(f"{BASE}empty.html", b"")
    crawl.report(f"{BASE}2022.html", state(figures={"t3.new.total": 9}))
    crawl.end()
    report = index(root)
    assert [issue.code for issue in report.issues] == ["empty_document"]
    assert report.reports == 1
    assert rows(root, "SELECT outcome FROM readings ORDER BY outcome") == [("report",), ("unreadable",)]


def test_a_file_that_is_no_warc_is_named_and_the_others_are_read(root: Path) -> None:
    crawl_two_years(root)
    bad = root / "qingxi" / "broken.warc.gz"
    bad.write_bytes(b"this is no WARC file, nor is it gzip")
    report = index(root)
    assert report.unreadable == ("qingxi/broken.warc.gz",)
    assert report.reports == 2
    assert rows(root, "SELECT DISTINCT file FROM issues WHERE file LIKE '%broken%'") == [("qingxi/broken.warc.gz",)]
    again = index(root)
    assert (again.files, again.unreadable) == (0, ("qingxi/broken.warc.gz",))


def test_a_missing_path_is_a_usage_error(root: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        update_index(root.parent / "archive.db", [root / "nowhere.warc.gz"], root, extractor=tell)


def test_a_second_writer_is_told_so_and_a_reader_goes_on(root: Path) -> None:
    crawl_two_years(root)
    index(root)
    database = root.parent / "archive.db"
    with (root.parent / "archive.db.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(IndexLockedError, match="another process"):
            index(root)
    database.write_bytes(b"x" * 4096)
    with pytest.raises(ArchiveError, match="not an index"):
        index(root)


def test_readers_see_the_old_rows_until_a_rebuild_is_whole(root: Path) -> None:
    crawl_two_years(root)
    index(root)
    reader = connect_reader(root.parent / "archive.db")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (2,)
    crawl = Crawling(root, "2", day=1)
    crawl.report(f"{BASE}2020.html", state(year=2020))
    crawl.end()
    index(root)
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (2,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM reports").fetchone() == (3,)
    reader.close()


def test_lateness_follows_the_law_of_the_year(root: Path) -> None:
    crawl = Crawling(root)
    crawl.report(f"{BASE}1", state(year=2022, published="2023-04-02"))
    crawl.report(f"{BASE}2", state("清溪市教育局", 2022, published="2023-02-10"))
    crawl.report(f"{BASE}3", state("清溪市教育局", 2017, published="2018-03-20"))
    crawl.report(f"{BASE}4", state("清溪市教育局", 2016, published="2021-11-02"))
    crawl.report(f"{BASE}5", state("清溪市教育局", 2015))
    crawl.end()
    index(root)
    assert rows(root, "SELECT report_year, due_on, days_late, punctuality FROM lateness ORDER BY due_on") == [
        (2015, "2016-03-31", None, "unknown"),
        (2016, "2017-03-31", 1677, "date_doubtful"),
        (2017, "2018-03-31", -11, "on_time"),
        (2022, "2023-01-31", 10, "late"),
        (2022, "2023-03-31", 2, "late"),
    ]


def test_a_report_without_a_section_is_a_report(root: Path) -> None:
    crawl = Crawling(root)
    crawl.report(f"{BASE}2022.html", state(sections=False))
    crawl.end()
    assert index(root).reports == 1
    assert rows(root, "SELECT count(*) FROM sections") == [(0,)]


def test_an_index_with_pages_of_another_size_is_rebuilt_unless_somebody_reads_it(root: Path) -> None:
    crawl_two_years(root)
    database = root.parent / "archive.db"
    old = sqlite3.connect(database)
    old.executescript(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; CREATE TABLE old (x); INSERT INTO old VALUES (1)"
    )
    old.execute("BEGIN")
    old.execute("SELECT * FROM old").fetchall()
    with pytest.raises(IndexLockedError, match="open elsewhere"):
        rebuild_index(database, [root], root, extractor=tell)
    old.close()
    assert rebuild_index(database, [root], root, extractor=tell).reports == 2
    assert rows(root, "SELECT count(*) FROM sqlite_master WHERE name = 'old'") == [(0,)]
