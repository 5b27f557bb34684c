"""Every page of the site on a real Datasette, in both languages, with good and with bad input."""

import asyncio
import re
import sqlite3
from pathlib import Path

import httpx
import pytest

from archive.errors import ArchiveError, IndexLockedError
from archive.index.database import locked, writer
from archive.site.app import create_site
from archive.site.counting import COUNTS
from tests.support.sites import HOSTILE_URL, Get, client


def capture_of(db: sqlite3.Connection, url: str) -> str:
    return str(db.execute("SELECT capture_id FROM captures WHERE url = ?", (url,)).fetchone()[0])


PAGES = {
    "/": ["7", "各年度、各级别的报告", "2022 地市级: 1", "勾稽不符", "/region/990000"],
    "/reports": ["7 份报告"],
    "/reports?q=不够丰富": ["6 份报告", "<mark>不够丰富</mark>"],
    "/reports?q=教育局&year=2021": ["1 份报告"],
    "/coverage": ["清溪市教育局", "nb-mark missing", "nb-mark attachment"],
    "/coverage?region=990000&kind=department": ["清溪市财政局"],
    "/region/990000": ["清溪省", "新收申请"],
    "/region/999900": ["清溪市"],
    "/organ/999900": [
        "行政复议结果",
        "维持: 3",
        "纠正: 1",
        "清溪市人民政府",
        "2021",
        "缺",
        "nb-chart",
        "years.t3.carry.total",
        "通过",
    ],
    "/report/999900-2022": ["清溪市人民政府2022年政府信息公开工作年度报告", "按期（早 11 天）", "1200"],
    "/report/999900-2023": ["看改动", "t3.balance"],
    "/report/999900-2023/text": ["认真贯彻落实"],
    "/report/999900-2023/diff": ["t3.new.total", "<del>", "25"],
    "/compare": ["选两份报告"],
    "/compare?a=999900-2022&b=999900-2023": ["t3.new.natural_person", "<ins>"],
    "/compare?a=999900&b=999900-2019&all=1": ["t2_5.licence.decisions"],
    "/checks": ["t3.row_sum.new", "-1", "years.t3.carry.total", "a=999900-2019&amp;b=999900-2020"],
    "/checks?check=t3.row_sum.new&year=2021&sort=organ": ["1 处不符"],
    "/checks?region=990000&kind=department&sort=year": ["2 处不符"],
    "/checks?region=110000": ["0 处不符"],
    "/reuse": ["清溪市人民政府", "100.0%", "2022 ↔ 2023"],
    "/reuse?year=2022&department=education": ["清溪市教育局", "1 份报告"],
    "/reuse?year=2021&region=999900": ["0 份报告"],
    "/archive": ["年度报告", "每张都可筛选", "全文检索"],
    "/panel": ["新收申请", "26"],
    "/panel?preset=not_held": ["不掌握比例", "%"],
    "/panel?m=t3.new.natural_person,share_granted&organ=999900&from=2020&to=2022": ["12", "20"],
    "/codebook": ["t3.new.natural_person", "report_versions"],
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_page_says_what_it_should(get: Get, path: str, language: str) -> None:
    response = get(path, cookie=f"lang={language}")
    assert response.status_code == 200
    if not path.startswith("/archive"):
        assert "default-src 'none'" in response.headers["content-security-policy"]
    if language == "zh":
        for words in PAGES[path]:
            assert words in response.text, words
    else:
        assert '<html lang="en">' in response.text
        assert "Undefined" not in response.text


def test_a_late_report_says_so(get: Get, db: sqlite3.Connection) -> None:
    (report,) = db.execute("SELECT report_id FROM reports WHERE days_late > 0").fetchone()
    assert "迟 14 天" in get(f"/report/{report}").text


def test_a_figure_in_a_failing_sum_is_marked(get: Get, db: sqlite3.Connection) -> None:
    (report,) = db.execute("SELECT report_id FROM failed_sums WHERE check_id LIKE 't3.balance%'").fetchone()
    assert "t3.balance.total" in get(f"/report/{report}").text
    assert "blank" in get(f"/report/{report}").text


def test_checks_from_year_to_year_are_rows_too(get: Get) -> None:
    found = get("/archive/year_checks.json?outcome=fail&_shape=objects").json()["rows"]
    assert {row["check_id"] for row in found} == {"years.t3.carry.natural_person", "years.t3.carry.total"}
    assert {(row["report_id"], row["difference"]) for row in found} == {("999900-2020", -1)}


def test_the_language_is_kept(get: Get) -> None:
    response = get("/?lang=en")
    assert "lang=en" in response.headers["set-cookie"]
    assert "Every number of every annual report" in response.text
    assert "Every number" in get("/", **{"accept-language": "en-GB"}).text


def test_the_language_can_be_chosen_on_datasettes_own_pages(get: Get) -> None:
    """``?lang=`` is a filter there: the choice is a page of its own that leads back."""
    page = get("/archive/reports?report_year=2022", cookie="lang=zh").text
    assert 'href="/language/en?back=%2Farchive%2Freports%3Freport_year%3D2022"' in page
    answer = get("/language/en?back=%2Farchive%2Freports%3Freport_year%3D2022")
    assert (answer.status_code, answer.headers["location"]) == (302, "/archive/reports?report_year=2022")
    assert "lang=en" in answer.headers["set-cookie"]


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "", "/a\r\nX: y", "x"])
def test_the_way_back_stays_on_the_site(get: Get, back: str) -> None:
    answer = get(str(httpx.URL("/language/zh", params={"back": back})))
    assert (answer.status_code, answer.headers["location"]) == (302, "/")


@pytest.mark.parametrize(
    ("a", "b", "titles"),
    [
        ("999900", "清溪市教育局", ("清溪市人民政府2023年", "清溪市教育局2022年")),
        ("清溪市人民政府 2019", "教育局 2021", ("清溪市人民政府2019年", "清溪市教育局2021年")),
        ("999900-2020", "财政局", ("清溪市人民政府2020年", "清溪市财政局2022年")),
    ],
)
def test_reports_are_compared_by_the_names_of_their_organs(get: Get, a: str, b: str, titles: tuple[str, str]) -> None:
    page = get(str(httpx.URL("/compare", params={"a": a, "b": b})), cookie="lang=zh").text
    for title in titles:
        assert f">{title}政府信息公开工作年度报告</a>" in page
    assert "/panel?wide=1&amp;organ=999900," in page


def test_a_comparison_says_what_changed_by_how_much(get: Get) -> None:
    page = get("/compare?a=999900-2022&b=999900-2023", cookie="lang=zh").text
    assert "+6" in page
    assert 'href="/report/999900-2023/number/t3.new.total"' in page
    assert "现行有效" not in page
    only = get("/compare?b=999900-2023", cookie="lang=zh").text
    assert 'value="999900-2023"' in only


@pytest.mark.parametrize("view", sorted(COUNTS))
def test_a_view_is_counted_from_the_tables_behind_it(get: Get, db: sqlite3.Connection, view: str) -> None:
    (rows,) = db.execute(f"SELECT count(*) FROM {view}").fetchone()
    assert rows > 0
    assert db.execute(COUNTS[view]).fetchone() == (rows,)
    assert get(f"/archive/{view}.json").json()["filtered_table_rows_count"] == rows


def test_the_raw_tables_lead_to_the_pages(get: Get) -> None:
    figures = get("/archive/figures?report_id=999900-2022&key=t3.new.total").text
    assert '<a href="/report/999900-2022/number/t3.new.total">20</a>' in figures
    assert '<a href="/report/999900-2022">999900-2022</a>' in figures
    assert re.search(r'<a href="/capture/[0-9a-f-]{36}">', figures)
    assert '<a href="/organ/999900">清溪市人民政府</a>' in get("/archive/reports?report_year=2022").text
    hostile = get(str(httpx.URL("/archive", params={"sql": "select '\"><script>x' as report_id"}))).text
    assert "<script>x" not in hostile


def test_every_table_and_view_is_served_with_its_descriptions(get: Get) -> None:
    tables = [table["name"] for table in get("/archive.json").json()["tables"]]
    tables = [name for name in tables if not name.startswith("report_search_")]
    assert {"reports", "captures"} <= set(tables)
    for name in (*tables, "figures", "checks", "c_t3", "crawl_summary", "lateness"):
        if name != "report_search":
            response = get(f"/archive/{name}?_size=2")
            assert response.status_code == 200, name
            assert "column-descriptions" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/report/nothing-2020",
        "/report/999900-2023?version=x",
        "/report/999900-2023/diff?a=x&b=y",
        "/organ/999999",
        "/region/000000",
        "/region/%27",
        "/capture/..%2f..%2fetc%2fpasswd",
        "/capture/x/body",
        "/capture/x/record.warc.gz",
        "/compare?a=nothing&b=nothing",
        "/no-such-page",
    ],
)
def test_what_is_not_there_is_a_plain_404(get: Get, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    response = get(path)
    assert response.status_code == 404
    assert "Traceback" not in response.text
    assert capfd.readouterr() == ("", ""), "a stranger's wrong address is nothing for the log"


@pytest.mark.parametrize(
    "path",
    ["/panel?from=x&to=y&page=z&m=nonsense&region=x", "/coverage?region=x&page=-1", "/checks?year=x&sort=x&page=x"],
)
def test_nonsense_in_the_address_is_left_out(get: Get, path: str) -> None:
    assert get(path).status_code == 200


def test_sql_from_visitors_only_reads(get: Get) -> None:
    for sql in ("DELETE FROM reports", "PRAGMA writable_schema = 1", "ATTACH '/tmp/x' AS x"):
        response = get(str(httpx.URL("/archive.json", params={"sql": sql})))
        assert response.status_code in (400, 403)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    assert get(str(httpx.URL("/archive.json", params={"sql": endless}))).status_code == 400


def test_a_capture_shows_where_it_lies_and_how_to_check_it(get: Get, db: sqlite3.Connection) -> None:
    capture = capture_of(db, "http://www.qingxi.test/nb/2019.html")
    page = get(f"/capture/{capture}").text
    for words in ("qingxi/qingxi-", "sha", "archive verify", 'sandbox=""', "WARC-Record-ID", "HTTP 200"):
        assert words in page, words


def test_a_record_is_downloaded_as_a_warc_of_its_own(get: Get, db: sqlite3.Connection, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    capture = capture_of(db, HOSTILE_URL)
    response = get(f"/capture/{capture}/record.warc.gz")
    path = tmp_path / "record.warc.gz"
    path.write_bytes(response.content)
    with path.open("rb") as handle:
        (record,) = list(ArchiveIterator(handle))
    assert capture in record.rec_headers.get_header("WARC-Record-ID")


def test_a_stored_page_is_served_inert(get: Get, db: sqlite3.Connection) -> None:
    response = get(f"/capture/{capture_of(db, HOSTILE_URL)}/body")
    policy = response.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "allow-" not in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "<link" not in response.text
    assert "hostile page" in response.text


def test_a_missing_warc_is_named(folder: Path, get: Get, db: sqlite3.Connection) -> None:
    capture, file = db.execute("SELECT capture_id, file FROM captures WHERE warc_type = 'response'").fetchone()
    path = folder / "warc" / file
    path.rename(path.with_suffix(".away"))
    try:
        assert file in get(f"/capture/{capture}").text
        for part in ("body", "record.warc.gz"):
            response = get(f"/capture/{capture}/{part}")
            assert response.status_code == 404
            assert file in response.text
    finally:
        path.with_suffix(".away").rename(path)


def test_a_location_that_leads_out_of_the_archive_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.warc.gz").write_bytes(b"secret")
    database = folder / "tampered.db"
    with sqlite3.connect(folder / "archive.db") as source, sqlite3.connect(database) as target:
        source.backup(target)
        target.execute("PRAGMA foreign_keys = OFF")
        target.execute("UPDATE captures SET file = ?", (f"../../{tmp_path.name}/secret.warc.gz",))
        target.commit()
    loop = asyncio.new_event_loop()
    get = client(create_site(database, folder / "warc"), loop)
    (capture,) = sqlite3.connect(database).execute("SELECT capture_id FROM captures LIMIT 1").fetchone()
    response = get(f"/capture/{capture}/body")
    assert response.status_code == 404
    assert "outside the archive" in response.text
    loop.close()


def test_the_site_starts_beside_a_writer_unless_the_index_is_older(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    with sqlite3.connect(folder / "archive.db") as source, sqlite3.connect(database) as target:
        source.backup(target)
    loop = asyncio.new_event_loop()
    with locked(database):
        assert client(create_site(database, folder / "warc"), loop)("/").status_code == 200
        with sqlite3.connect(database) as target:
            target.execute("DROP VIEW lateness")
        with pytest.raises(IndexLockedError, match="another process is writing"):
            create_site(database, folder / "warc")
    assert client(create_site(database, folder / "warc"), loop)("/archive/lateness").status_code == 200
    loop.close()


def test_what_is_no_index_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"<html>" * 1000)
    with pytest.raises(ArchiveError, match="is not an index"):
        create_site(tmp_path / "archive.db", tmp_path)


def test_an_empty_index_says_what_to_do(tmp_path: Path) -> None:
    with writer(tmp_path / "archive.db"):
        pass
    loop = asyncio.new_event_loop()
    get = client(create_site(tmp_path / "archive.db", tmp_path / "warc"), loop)
    assert "make demo" in get("/").text
    for path in PAGES:
        assert get(path.partition("?")[0]).status_code in (200, 404)
    loop.close()


def test_the_feed_is_atom(get: Get) -> None:
    from xml.etree import ElementTree as ET

    feed = ET.fromstring(get("/feed.atom").content)
    name = "{http://www.w3.org/2005/Atom}"
    assert len(feed.findall(f"{name}entry")) == 7
    links = [link.get("href") for link in feed.iter(f"{name}link")]
    assert "http://localhost/feed.atom" in links
    assert "http://localhost/report/999900-2023" in links
    assert all(link is not None and link.startswith("http://localhost/") for link in links)
    proxied = ET.fromstring(get("/feed.atom", **{"x-forwarded-proto": "https", "host": "nianbao.example"}).content)
    assert all((link.get("href") or "").startswith("https://nianbao.example/") for link in proxied.iter(f"{name}link"))


@pytest.mark.parametrize(
    ("query", "entries"), [("organ=999900", 4), ("region=990000", 7), ("region=110000", 0), ("organ='", 0)]
)
def test_the_feed_narrows_to_a_division_or_an_organ(get: Get, query: str, entries: int) -> None:
    from xml.etree import ElementTree as ET

    feed = ET.fromstring(get(f"/feed.atom?{query}").content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == entries


def test_csv_is_safe_for_excel(get: Get) -> None:
    response = get("/panel.csv?m=received,share_granted")
    assert response.content.startswith("\ufeffreport_id".encode())
    assert len(response.text.splitlines()) == 8


@pytest.mark.parametrize(
    "path", ["/-/databases", "/-/databases.json", "/-/versions", "/-/settings.json", "/-/plugins", "/"]
)
def test_no_page_tells_where_the_files_lie(get: Get, folder: Path, path: str) -> None:
    assert str(folder) not in get(path).text


def test_robots_are_blocked(get: Get) -> None:
    assert "Disallow: /" in get("/robots.txt").text
