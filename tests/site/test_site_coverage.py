"""The coverage matrix: every state it tells apart, organs that are only declared, and the way down to the counties."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.index.database import connect_reader
from archive.model import CrawlOutcome, Outcome, Portal
from archive.site.app import create_site
from archive.site.choices import significant
from archive.site.coverage import (
    Announced,
    Choice,
    count_organs,
    declared_portals,
    matrix,
    read_declared,
    regions,
    span,
)
from tests.support.archives import Crawling, index, state

SHENYANG = Portal("shenyang", "沈阳市人民政府", "210100", ("http://www.shenyang.gov.cn/",), 2019, 2, "trs")
ANSHAN = Portal("anshan", "鞍山市人民政府", "210300", ("http://www.anshan.gov.cn/",), 2020, 2, "trs")
BENXI = Portal("benxi", "本溪市人民政府", "210500", ("http://www.benxi.gov.cn/",), 2021, 2, "trs")
NEVER = Announced("hubei", "湖北省人民政府", "420000")


def crawl(root: Path, portal: Portal, outcome: Outcome, reports: list[bytes], files: list[bytes]) -> None:
    site = portal.seeds[0]
    running = Crawling(root, "1", portal)
    running.page(site, b"<html>list</html>")
    for number, body in enumerate(reports):
        running.report(f"{site}{number}.html", body)
    for number, body in enumerate(files):
        running.attachment(f"{site}{number}.pdf", body, f"{site}{number}.html")
    end = running.started + timedelta(seconds=99)
    running.writer.write_outcome(CrawlOutcome(running.crawl.crawl_id, outcome, end, 1, len(reports), (), "why"))
    running.writer.close()


def told(organ: str, adcode: str, year: int, figures: int = 1, **places: str | None) -> bytes:
    return state(
        organ,
        year,
        f"{organ}{year}年",
        {"t3.new.total": 3} if figures else {},
        province="辽宁省",
        adcode=adcode,
        **places,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("coverage")
    root = folder / "warc"
    city, school, county = ("沈阳市人民政府", "210100"), ("沈阳市教育局", "210100"), ("和平区人民政府", "210102")
    reports = [
        told(*city, 2022, city="沈阳市"),
        told(*city, 2020, 0, city="沈阳市"),
        told(*school, 2021, city="沈阳市"),
        told(*county, 2022, city="沈阳市", county="和平区"),
    ]
    crawl(root, SHENYANG, "complete", reports, [state(text="附件")])
    crawl(root, ANSHAN, "blocked", [], [])
    crawl(root, BENXI, "empty", [], [])
    index(root)
    return folder


@pytest.fixture(scope="module")
def connection(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = connect_reader(folder / "archive.db")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def states(connection: sqlite3.Connection, choice: Choice) -> dict[str, str]:
    """Organ: one word per year."""
    portals = declared_portals(connection, [NEVER])
    rows = matrix(connection, choice, portals, span(connection, portals), (50, 0))
    assert len(rows) == count_organs(connection, choice, portals)
    return {row.organ["name"]: " ".join(mark.state for mark in row.marks) for row in rows}


def test_every_state_is_told_apart(connection: sqlite3.Connection) -> None:
    assert span(connection, declared_portals(connection, [NEVER])) == range(2019, 2023)
    assert states(connection, Choice()) == {
        "沈阳市人民政府": "missing unread missing attachment",
        "沈阳市教育局": "none none have missing",
        "和平区人民政府": "none none none have",
        "鞍山市人民政府": "none blocked blocked blocked",
        "本溪市人民政府": "none none missing missing",
        "湖北省人民政府": "unasked unasked unasked unasked",
    }


def test_the_matrix_narrows_to_a_division_and_a_kind(connection: sqlite3.Connection) -> None:
    assert set(states(connection, Choice("2101"))) == {"沈阳市人民政府", "沈阳市教育局", "和平区人民政府"}
    assert set(states(connection, Choice("210102"))) == {"和平区人民政府"}
    assert set(states(connection, Choice(department="education"))) == {"沈阳市教育局"}
    assert set(states(connection, Choice("21", kind="government"))) == {
        "沈阳市人民政府",
        "和平区人民政府",
        "鞍山市人民政府",
        "本溪市人民政府",
    }


def test_a_department_with_a_portal_of_its_own_is_no_government(connection: sqlite3.Connection) -> None:
    bureau = Announced("wuhan_jyj", "武汉市教育局", "420100")
    portals = declared_portals(connection, [NEVER, bureau])
    for choice, names in (
        (Choice("42", kind="government"), ["湖北省人民政府"]),
        (Choice("42", department="education"), ["武汉市教育局"]),
    ):
        rows = matrix(connection, choice, portals, span(connection, portals), (50, 0))
        assert [row.organ["name"] for row in rows] == names


def test_divisions_are_counted_down_to_the_counties(connection: sqlite3.Connection) -> None:
    portals = declared_portals(connection, [NEVER])
    years = span(connection, portals)

    def counts(prefix: str) -> dict[str, tuple[int, ...]]:
        rows = regions(connection, Choice(prefix), portals, years)
        return {r.name: (r.organs, r.have, r.unread, r.missing, r.blocked, r.unasked) for r in rows}

    assert counts("") == {"辽宁省": (5, 3, 1, 5, 3, 0), "湖北省": (1, 0, 0, 0, 0, 1)}
    assert counts("21") == {"沈阳市": (3, 3, 1, 3, 0, 0), "鞍山市": (1, 0, 0, 0, 3, 0), "本溪市": (1, 0, 0, 2, 0, 0)}
    assert counts("2101") == {"沈阳市": (2, 2, 1, 3, 0, 0), "和平区": (1, 1, 0, 0, 0, 0)}
    assert counts("210102") == {}
    shares = {r.name: r.share for r in regions(connection, Choice(), portals, years)}
    assert shares == {"辽宁省": 4 / 12, "湖北省": None}


def test_the_counts_are_those_of_the_matrix(connection: sqlite3.Connection) -> None:
    words = " ".join(states(connection, Choice("21"))[name] for name in states(connection, Choice("21"))).split()
    (row, *_) = regions(connection, Choice(), declared_portals(connection, [NEVER]), range(2019, 2023))
    assert (row.missing, row.blocked, row.unread) == tuple(words.count(s) for s in ("missing", "blocked", "unread"))
    assert row.have == words.count("have") + words.count("attachment")


@pytest.mark.parametrize(("code", "digits"), [("210000", "21"), ("210100", "2101"), ("210102", "210102"), ("21", "")])
def test_codes_are_cut_to_what_they_say(code: str, digits: str) -> None:
    assert significant(code) == digits


def test_the_page_leads_down_and_back(folder: Path) -> None:
    rows = [{"name": NEVER.name, "organ": NEVER.organ, "adcode": NEVER.adcode, "outcome": "never"}]
    (folder / "portals.json").write_text(json.dumps(rows), "utf-8")
    loop = asyncio.new_event_loop()
    site = create_site(folder / "archive.db", folder / "warc")
    loop.run_until_complete(site.invoke_startup())

    def get(path: str) -> str:
        return str(loop.run_until_complete(site.client.get(path, headers={"cookie": "lang=zh"})).text)

    country = get("/coverage")
    assert "湖北省人民政府" in country
    assert "鞍山市人民政府" in country
    for state_name in ("have", "unread", "missing", "blocked", "unasked", "attachment"):
        assert f"nb-mark {state_name}" in country
    assert 'href="/coverage?region=210000"' in country
    city = get("/coverage?region=210100&kind=government")
    assert re.search(r'<a href="/coverage\?region=210000">辽宁省</a>', city)
    assert 'href="/coverage?region=210102&amp;kind=government"' in city
    assert "沈阳市（本级）" in city
    assert "沈阳市教育局" not in city
    assert "湖北省" not in city
    loop.close()


def test_a_list_of_portals_that_is_none_is_named(tmp_path: Path) -> None:
    assert read_declared(tmp_path / "portals.json") == ()
    (tmp_path / "portals.json").write_text("[1]", "utf-8")
    with pytest.raises(ArchiveError, match=r"portals.json is not what scrapy portals --json writes"):
        read_declared(tmp_path / "portals.json")


def test_portals_without_any_report_have_rows_too(tmp_path: Path) -> None:
    crawl(tmp_path / "warc", ANSHAN, "blocked", [], [])
    index(tmp_path / "warc")
    connection = connect_reader(tmp_path / "archive.db")
    connection.row_factory = sqlite3.Row
    portals = declared_portals(connection, [])
    assert span(connection, portals) == range(2020, 2024)  # crawled in 2024
    assert states(connection, Choice())["鞍山市人民政府"] == "blocked blocked blocked blocked"
    connection.close()
