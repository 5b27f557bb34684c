"""Search where people meet it: our page, its JSON, Datasette's own box; equal to a scan, whatever is asked."""

import sqlite3

import httpx
import pytest

from archive.index.fulltext import normal, terms, unwanted
from archive.index.packing import unpack_text
from tests.support.sites import Get

QUERIES = (
    "公",
    "公开",
    "不够丰富",
    "政府信息公开条例",
    "教育局 业务培训",
    "2021年",
    "2021",
    "21年",
    "２０２１",
    '"公开内容不够丰富"',
    "一、总体",
    "单一，下一步",
    "富丰",
    "没有收取费用 财政局",
    "12",
    "公开 -教育局",
    '2022 -"公开内容不够丰富"',
)


def scanned(db: sqlite3.Connection, query: str, *, present: bool) -> int:
    """How many texts hold every term, letter by letter."""
    sql = "SELECT v.text FROM report_versions v" + (" JOIN reports r USING (version_id)" if present else "")
    texts = [normal(unpack_text(packed)) for (packed,) in db.execute(sql)]
    return sum(
        all(term in text for term in terms(query)) and not any(term in text for term in unwanted(query))
        for text in texts
    )


@pytest.mark.parametrize("query", QUERIES)
def test_every_way_to_search_counts_as_a_scan_does(get: Get, db: sqlite3.Connection, query: str) -> None:
    def asked(path: str, name: str) -> dict[str, int]:
        found: dict[str, int] = get(str(httpx.URL(path, params={name: query}))).json()
        return found

    reports, versions = scanned(db, query, present=True), scanned(db, query, present=False)
    assert asked("/reports.json", "q")["total"] == reports
    assert asked("/archive/report_versions.json", "_search")["filtered_table_rows_count"] == versions
    assert f"<b>{reports} 份报告</b>" in get(str(httpx.URL("/reports", params={"q": query})), cookie="lang=zh").text
    assert len(get(str(httpx.URL("/archive/search.json", params={"q": query}))).json()["rows"]) == reports


def test_datasettes_own_search_box_finds_chinese(get: Get) -> None:
    for table in ("reports", "report_versions", "lateness", "headlines"):
        found = get(f"/archive/{table}.json?_search=丰富&_shape=objects").json()
        assert found["filtered_table_rows_count"] in (6, 7), table
        assert get(f"/archive/{table}.json?_search=富丰&_shape=objects").json()["filtered_table_rows_count"] == 0
        page = get(f"/archive/{table}?_search=丰")
        assert 'href="/reports?q=%E4%B8%B0"' in page.text
        assert 'name="_search"' in page.text
        assert "清溪" in page.text or table == "headlines"


def test_search_answers_in_json_too(get: Get) -> None:
    found = get("/reports.json?q=不够丰富&year=2022").json()
    assert (found["total"], found["order"], found["pages"]) == (2, "rank", 1)
    assert {hit["report_year"] for hit in found["hits"]} == {2022}
    for hit in found["hits"]:
        assert [True, "不够丰富"] in hit["excerpt"]
    assert get("/reports.json?q=富丰").json()["total"] == 0


def test_a_word_of_too_many_reports_is_not_ranked(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.site.pages.search.RANKED", 3)
    found = get("/reports.json?q=公开").json()
    assert (found["total"], found["order"]) == (6, "newest")
    assert [hit["report_year"] for hit in found["hits"]] == [2023, 2022, 2022, 2021, 2020, 2019]
    assert "最新年度在前" in get("/reports?q=公开", cookie="lang=zh").text


def test_datasettes_canned_search_is_ranked_with_excerpts(get: Get) -> None:
    found = get(str(httpx.URL("/archive/search.json", params={"q": "单一 教育局", "_shape": "objects"}))).json()["rows"]
    assert {row["organ"] for row in found} == {"清溪市教育局"}
    assert all("⟦单一⟧" in row["excerpt"] and "⟦教育局⟧" in row["excerpt"] for row in found)
    assert "<mark>单一</mark>" in get("/archive/search?q=单一").text


def test_an_excerpt_of_a_visitors_own_sql_is_escaped(get: Get) -> None:
    sql = "select '⟦x⟧<script>alert(1)</script>' as excerpt"
    page = get(str(httpx.URL("/archive", params={"sql": sql}))).text
    assert "<mark>x</mark>&lt;script&gt;" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "query",
    ['"', "'; DROP TABLE reports --", "*", "NEAR(", "a" * 5000, "%00", "<script>alert(1)</script>", "公*", "-公"],
)
def test_hostile_searches_are_only_searches(get: Get, query: str) -> None:
    for path in ("/reports", "/archive/reports"):
        response = get(str(httpx.URL(path, params={"q": query, "_search": query})))
        assert response.status_code == 200
        assert "<script>alert(1)" not in response.text


def test_a_search_of_what_must_not_occur_is_refused(get: Get) -> None:
    assert get("/reports.json?q=-公开").json()["total"] == 0
    assert "还要写一个要出现的词" in get("/reports?q=-公开", cookie="lang=zh").text


def test_hits_are_counted_by_year_and_narrowed_as_other_lists(get: Get) -> None:
    found = get("/reports.json?q=公开").json()
    assert sum(one["reports"] for one in found["by_year"]) == found["total"]
    assert {one["report_year"]: one["reports"] for one in found["by_year"]} == {
        2023: 1,
        2022: 2,
        2021: 1,
        2020: 1,
        2019: 1,
    }
    for narrowed, organs in (
        ("department=education", {"清溪市教育局"}),
        ("kind=government", {"清溪市人民政府"}),
        ("level=city", {"清溪市人民政府"}),
        ("from=2021&to=2021", {"清溪市教育局"}),
        ("region=110000", set()),
    ):
        hits = get(f"/reports.json?q=公开&{narrowed}").json()["hits"]
        assert {hit["organ"] for hit in hits} == organs, narrowed


def test_running_text_comes_before_tables_and_can_be_asked_alone(get: Get) -> None:
    both = get("/reports.json?q=自然人").json()
    assert both["total"] == 6
    assert get("/reports.json?q=自然人&prose=1").json()["total"] == 0  # it stands in a table alone
    prose = get("/reports.json?q=没有收取费用&prose=1").json()
    assert prose["total"] == sum(one["reports"] for one in prose["by_year"]) == 6
    from archive.site.excerpts import excerpt

    text = "总计\t不掌握\t3\n" + "甲" * 200 + "本机关不掌握的信息"
    assert [words for hit, words in excerpt(text, "不掌握")][-2:] == ["不掌握", "的信息"]
