"""A number's own page: what it is made of, the sums it stands in, its years, the stored page with its cells marked."""

import asyncio
import re
import sqlite3
from pathlib import Path

import lxml.html
import pytest

from archive.index import update_index
from archive.model import Portal
from archive.site.app import create_site
from archive.site.marking import ANCHOR, marked
from demo.sites import sites_of
from demo.world import build
from tests.support.archives import Crawling
from tests.support.sites import Get, client

PAGE = """<html><body><table><tr><td>菜单</td></tr></table>
<table><tr><th>申请</th><th colspan=2>数量</th></tr><tr><td rowspan=2>本年新收</td><td>12 件</td><td>3</td></tr>
<tr><td>4</td><td>5</td></tr></table></body></html>"""
PRINTED = {"table 1 row 2 column 2": "12件", "table 1 row 2 column 3": "3", "table 1 row 3 column 2": "4"}


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of a replica portal, read by the real extraction."""
    folder = tmp_path_factory.mktemp("replica")
    world = build(organs_per_portal=1, years=range(2021, 2023))
    portal, pages = next(zip(world.portals, sites_of(world), strict=True))
    declared = Portal(portal.name, portal.organ, portal.adcode, (f"http://{portal.host}/",), 2021, 1, "replica")
    crawl = Crawling(folder / "warc", "1", declared)
    for target, resource in pages.resources.items():
        if resource.kind == "report":
            crawl.report(f"http://{portal.host}{target}", resource.make())
    crawl.end()
    update_index(folder / "archive.db", [folder / "warc"], folder / "warc")
    return folder


def test_a_share_shows_its_parts_and_its_years(get: Get) -> None:
    page = get("/report/999900-2022/number/share_not_held").text
    for words in ("5.3%", "不掌握 ÷ 办结", "t3.unavailable_not_held.total", "t3.result_total.total", "文档印出"):
        assert words in page, words
    assert 'href="/report/999900-2023/number/share_not_held"' in page
    assert "缺" in page  # there is no report on 2021
    assert "&amp;mark=t3.result_total.total" in page


def test_a_figure_shows_the_sums_it_stands_in(get: Get) -> None:
    page = get("/report/999900-2020/number/t3.new.total").text
    assert "12" in page
    page = get("/report/999900-2020/number/reviews").text
    assert "t4.review.total" in page


@pytest.mark.parametrize("name", ["nothing", "%3Cscript%3E", "t3.denied_state_secret", "..%2f.."])
def test_what_is_no_figure_is_not_found(get: Get, name: str) -> None:
    assert get(f"/report/999900-2022/number/{name}").status_code == 404


def test_what_the_report_does_not_state_is_said(get: Get) -> None:
    assert "没有写明这个数" in get("/report/999900-2022/number/denied").text
    assert "法定期限 2023-03-31" in get("/report/999900-2022/number/days_late").text


def outlined(html: str) -> list[str]:
    page = lxml.html.document_fromstring(html)
    return [
        " ".join("".join(map(str, cell.itertext())).split())
        for cell in page.iter("td", "th")
        if "outline" in (cell.get("style") or "")
    ]


def test_the_cells_of_the_right_table_are_outlined() -> None:
    html = marked(PAGE, PRINTED, frozenset({"table 1 row 3 column 2", "table 1 row 2 column 2"}))
    assert html is not None
    assert outlined(html) == ["12 件", "4"]
    assert re.findall(f'id="{ANCHOR}"[^>]*>([^<]*)<', html) == ["12 件"]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (PAGE.replace("12 件", "13").replace(">4<", ">7<"), "table 1 row 2 column 3"),  # another table
        (PAGE, "table 2 row 2 column 2"),
        (PAGE, "page 3"),
        ("", "table 1 row 2 column 2"),
        ('<?xml version="1.0" encoding="gbk"?><html></html>', "table 1 row 2 column 2"),
        ("<table><table><table>", "table 1 row 2 column 2"),
    ],
)
def test_nothing_is_outlined_that_was_not_read_there(html: str, wanted: str) -> None:
    assert marked(html, PRINTED, frozenset({wanted})) is None


def test_a_stored_page_shows_where_its_numbers_stand(replica: Path) -> None:
    """Over all reports of the replica: every figure with a place is outlined, and prints what the index says."""
    loop = asyncio.new_event_loop()
    get = client(create_site(replica / "archive.db", replica / "warc"), loop)
    connection = sqlite3.connect(replica / "archive.db")
    figures = connection.execute(
        "SELECT f.version_id, f.capture_id, f.key, f.raw FROM figures f JOIN reports r USING (version_id) "
        "WHERE f.cell LIKE 'table %' AND f.key IN ('t3.new.total', 't3.carried_out.total', 't4.review.total')"
    ).fetchall()
    assert len(figures) >= 3
    for version, capture, key, raw in figures:
        plain = get(f"/capture/{capture}/body")
        shown = get(f"/capture/{capture}/body?version={version}&mark={key}")
        assert outlined(plain.text) == []
        assert [words.replace(" ", "") for words in outlined(shown.text)] == [raw.replace(" ", "")]
        assert shown.headers["content-security-policy"] == plain.headers["content-security-policy"]
        assert "<script" not in shown.text or 'type="text/inert"' in shown.text
    connection.close()
    loop.close()
