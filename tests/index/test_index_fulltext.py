"""Search finds what a scan of the same text finds, and no query is a syntax error."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.database import writer
from archive.index.fulltext import BOUNDARY, match_expression, normal, terms, tokens, unwanted
from tests.support.archives import Crawling, index, state

TEXTS = (
    "一、总体情况。2022年，本机关收到政府信息公开申请12件，其中自然人10件。",
    "二、主动公开政府信息情况\n行政许可 1203 件；行政处罚２０２１件",
    "公开工作有待加强。作为下一步，将公开\n工作台账。ABC省平台",
    "无",
    "行政复议维持0件，纠正1件\t行政诉讼12022件",
)
ALPHABET = "公开工作一二年件政府信息12 ０，。\n\"'*()AND NEAR^:-{}𠮷"


def table(texts: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5 (words, content = '', tokenize = \"unicode61 remove_diacritics 0\")"
    )
    rows = [(number, tokens(text)) for number, text in enumerate(texts)]
    connection.executemany("INSERT INTO t (rowid, words) VALUES (?, ?)", rows)
    return connection


@pytest.fixture(scope="module")
def search() -> Iterator[sqlite3.Connection]:
    connection = table(TEXTS)
    yield connection
    connection.close()


def found(connection: sqlite3.Connection, query: str) -> list[int]:
    rows = connection.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", (match_expression(query),))
    return [number for (number,) in rows]


def scan(texts: tuple[str, ...], query: str) -> list[int]:
    return [number for number, text in enumerate(texts) if fits(normal(text), query)]


def fits(text: str, query: str) -> bool:
    """Letter by letter: every term that must occur does, none that must not."""
    return all(term in text for term in terms(query)) and not any(term in text for term in unwanted(query))


@pytest.mark.parametrize(
    "query",
    [
        "无",
        "公",
        "公开",
        "公开工作",
        "政府信息公开",
        "2022年",
        "2022",
        "２０２１",
        "行政 复议",
        "abc省",
        '"行政许可"',
        "21件",
        "公开 -复议",
        '行政 -"行政许可"',
        "公开 －２０２２",
    ],
)
def test_search_equals_a_scan(search: sqlite3.Connection, query: str) -> None:
    assert scan(TEXTS, query)
    assert found(search, query) == scan(TEXTS, query)


def test_a_phrase_does_not_reach_over_punctuation(search: sqlite3.Connection) -> None:
    assert found(search, "情况2022") == []
    assert found(search, "情况。2022年") == [0]


@pytest.mark.parametrize(
    "query", ["", " ", '"', "。", '"""', "*", "AND", "NEAR(公 开)", "words:公", "a OR b", "公*", "-公"]
)
def test_no_query_is_a_syntax_error(search: sqlite3.Connection, query: str) -> None:
    found(search, query)


def test_a_query_of_nothing_finds_nothing(search: sqlite3.Connection) -> None:
    assert found(search, "。，") == []
    assert found(search, "-公") == []  # what must not occur says nothing of what to look for


@given(
    st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=6),
    st.text("公开工作年件12政 ", min_size=1, max_size=5),
    st.lists(st.text("公开工作年件12政", min_size=1, max_size=2), max_size=2),
)
def test_any_phrase_of_letters_equals_a_scan(texts: list[str], wanted: str, without: list[str]) -> None:
    query = " -".join((wanted, *without))
    connection = table(tuple(texts))
    try:
        if terms(query):
            assert found(connection, query) == scan(tuple(texts), query)
    finally:
        connection.close()


@given(st.text(max_size=30))
def test_folding_by_characters_is_that_of_the_whole_text(text: str) -> None:
    """Whatever stands beside what: combining marks, jamo, half-width voiced marks."""
    assert normal(text) == unicodedata.normalize("NFKC", text).casefold()


@pytest.mark.parametrize("text", ["e\u0301", "ｶﾞ", "\u1112\u1161\u11ab", "ㅎㅏ", "ᾳ", "℃½ǅ", "ﬃ①㎡", "İß"])
def test_characters_that_change_each_other_are_folded_together(text: str) -> None:
    assert normal(f"公{text}开") == unicodedata.normalize("NFKC", f"公{text}开").casefold()
    assert "".join(tokens(f"公{text}开").split()).strip(BOUNDARY).startswith("公")


def test_many_texts_reach_the_search_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.searchqueue.BATCH", 2)
    root = tmp_path / "warc"
    crawl = Crawling(root)
    for year in range(2010, 2015):
        crawl.report(f"http://www.qingxi.test/nb/{year}.html", state(year=year, text=f"第{year}号"))
    crawl.end()
    index(root)
    with writer(tmp_path / "archive.db") as connection:
        rows = connection.execute(
            "SELECT s.report_year FROM report_search JOIN search_rows s ON s.number = report_search.rowid "
            "WHERE report_search MATCH ? ORDER BY 1",
            (match_expression("号"),),
        )
        assert [year for (year,) in rows] == [2010, 2011, 2012, 2013, 2014]


def test_search_rows_follow_versions_and_presence(tmp_path: Path) -> None:
    """What search counts: each version once, the present one marked, none of those that are gone."""
    root = tmp_path / "warc"
    page = "http://www.qingxi.test/nb/2022.html"
    for day in (0, 1):
        crawl = Crawling(root, str(day), day=day)
        crawl.report(page, state(text=f"版本{day}"))
        crawl.report("http://www.qingxi.test/nb/2021.html", state(year=2021, text="见附件"))
        crawl.end()
        index(root)
    late = Crawling(root, "0", day=2)
    late.attachment(f"{page}.pdf", state(text="附件"), page)  # the first version is read again, with it
    late.end()
    index(root)
    with writer(tmp_path / "archive.db") as connection:
        rows = connection.execute(
            "SELECT v.version_id, s.report_id, s.report_year, s.present FROM search_rows s "
            "LEFT JOIN report_versions v USING (number) ORDER BY s.report_id, v.version_id"
        ).fetchall()
        expected = connection.execute(
            "SELECT v.version_id, v.report_id, v.report_year, v.version_id = r.version_id FROM report_versions v "
            "JOIN reports r USING (report_id) ORDER BY v.report_id, v.version_id"
        ).fetchall()
    assert rows == expected
    assert [present for *_, present in rows].count(1) == 2
    assert len(rows) == 3
