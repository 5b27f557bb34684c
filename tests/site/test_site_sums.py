"""Sums say what they are over; years are compared on one base; late is only what can be trusted to be late."""

import asyncio
import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.site.app import create_site
from tests.support import asked
from tests.support.asked import GAPS, LATE, MOVED, ORGANS, SILENT, WRONG_TOTAL, YEARS, requests
from tests.support.sites import Get, client


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    asked.make(folder / "warc")
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    loop = asyncio.new_event_loop()
    yield client(create_site(folder / "archive.db", folder / "warc"), loop)
    loop.close()


def rows(get: Get, path: str) -> list[dict[str, str]]:
    response = get(path)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


def by_year(get: Get, query: str) -> dict[int, dict[str, str]]:
    return {int(row["report_year"]): row for row in rows(get, f"/panel.csv?{query}")}


def test_a_sum_says_of_how_many_reports_how_many_state_it_and_how_many_are_missing(get: Get) -> None:
    found = by_year(get, "m=received&by=year")
    for year in YEARS:
        gaps, silent = (sum(at == year for _, at in planted) for planted in (GAPS, SILENT))
        row = found[year]
        assert (int(row["reports"]), int(row["missing"])) == (len(ORGANS) - gaps, gaps)
        assert int(row["received_stated"]) == len(ORGANS) - gaps - silent
    page = get("/panel?m=received&by=year").text
    assert "6/8" in page
    assert "8 份报告中 6 份写明" in page
    assert get("/panel.json?m=received&by=year").json()["rows"][4]["received_stated"] == 6


def test_a_base_that_changes_is_marked_and_the_same_organs_are_offered(get: Get) -> None:
    page = get("/panel?m=received&by=year").text
    assert page.count('class="s0 open"') == 3  # 2020 and 2021 have fewer, 2022 as many as 2021, 2023 all again
    assert "same=1" in page
    steady = by_year(get, "m=received&by=year&same=1")
    organs = [row[0] for row in ORGANS if not any(name == row[0] for name, _ in GAPS | SILENT)]
    for year in YEARS:
        assert (int(steady[year]["reports"]), int(steady[year]["missing"])) == (len(organs), 0)
        assert float(steady[year]["received"]) == sum(requests(organ, year) for organ in organs) + (
            8 if year == 2022 else 0  # the changed report, 7 more, and the wrong total, one too high
        )
    assert "open" not in get("/panel?m=received&by=year&same=1").text.partition("nb-chart")[2].partition("</svg>")[0]


def test_a_change_is_over_the_organs_that_state_both_years(get: Get) -> None:
    found = by_year(get, "m=received&by=year&change=1&to=2021")
    both = [row[0] for row in ORGANS if (row[0], 2020) not in SILENT]
    assert float(found[2020]["received_change"]) == sum(requests(o, 2020) - requests(o, 2019) for o in both)
    assert int(found[2020]["received_paired"]) == len(both)


def test_what_the_new_form_defines_anew_is_neither_joined_nor_compared(get: Get) -> None:
    found = by_year(get, "m=received,handled,share_denied&by=year&change=1")
    assert found[2019]["received_change"] != ""
    assert (found[2019]["handled_change"], found[2019]["share_denied_change"]) == ("", "")
    each = rows(get, "/panel.csv?m=received,handled&organ=210100&change=1&from=2019&to=2019")
    assert each[0]["received_change"] != ""
    assert each[0]["handled_change"] == ""
    page = get("/panel?m=handled&by=year").text
    assert page.count("M") > 1
    assert 'class="rule"' in page
    assert 'class="rule"' not in get("/panel?m=received&by=year").text
    assert "已主动公开" in get("/codebook").text


def test_grounds_are_shares_of_the_refusals_of_the_same_reports(get: Get, folder: Path) -> None:
    found = by_year(get, "preset=grounds&by=year&from=2019")
    connection = sqlite3.connect(folder / "archive.db")
    for year, row in found.items():
        shares = {name: row[name] for name in row if name.startswith("share_denied_") and not name.endswith("_stated")}
        assert len({row[f"{name}_stated"] for name in shares}) == 1
        assert sum(map(float, shares.values())) == pytest.approx(1)
        numbers = dict(
            connection.execute(
                "SELECT key, sum(value) FROM figures JOIN reports USING (version_id) WHERE report_year = ? "
                "AND key GLOB 't3.denied_*.total' GROUP BY 1",
                (year,),
            ).fetchall()
        )
        total = sum(value or 0 for value in numbers.values())
        share = numbers["t3.denied_third_party.total"] / total
        assert float(shares["share_denied_third_party"]) == pytest.approx(share)
    connection.close()
    assert by_year(get, "preset=grounds&by=year")[2018]["share_denied_third_party"] == ""


def test_the_late_are_those_whose_day_can_be_trusted(get: Get) -> None:
    late = rows(get, "/lateness.csv")
    assert {(row["organ"], int(row["report_year"])): row["published_on"] for row in late} == LATE
    moved = rows(get, "/lateness.csv?state=migrated")
    assert {row["published_on"] for row in moved} == {MOVED}
    assert {int(row["report_year"]) for row in moved} == set(range(2016, 2021))
    facts = get("/lateness.json?year=2022").json()
    assert facts["counts"] == {"on_time": 6, "late": 1, "migrated": 0, "date_doubtful": 0, "unknown": 0}
    shares = by_year(get, "m=share_late,days_late&by=year")
    assert (shares[2020]["share_late_stated"], shares[2020]["share_late"]) == ("5", "0.0")
    organ = get("/organ/350100").text
    assert "网站迁移" in organ
    assert "迟 " not in organ


def test_a_failing_sum_leads_to_the_cell_that_others_contradict_too(get: Get) -> None:
    found = [row for row in rows(get, "/checks.csv") if (row["organ"], int(row["report_year"])) == WRONG_TOTAL]
    assert {row["check_id"] for row in found} == {"t3.row_sum.new", "t3.balance.total"}
    assert {row["suspects"] for row in found} == {"t3.new.total"}
    assert f'href="/report/{found[0]["report_id"]}/number/t3.new.total"' in get("/checks").text
    english = rows(get, "/checks.csv?lang=en")
    assert all(row["in_words"].replace("…", "").isascii() for row in english)


def test_a_region_sums_as_the_table_does(get: Get) -> None:
    ours = {int(row["report_year"]): row for row in rows(get, "/region/350000.csv")}
    table = by_year(get, "m=received&by=year&region=350000")
    for year in YEARS:
        for name in ("reports", "missing", "received", "received_stated"):
            assert ours[year][name] == table[year][name]
    assert "3 份报告中 2 份写明" in get("/region/350000").text


def test_years_as_columns_are_the_same_numbers(get: Get) -> None:
    long = {(r["adcode"], r["report_year"]): r["received"] for r in rows(get, "/panel.csv?m=received&by=region")}
    wide = rows(get, "/panel.csv?m=received&by=region&wide=1")
    assert {(r["adcode"], str(year)): r[f"received_{year}"] for r in wide for year in YEARS} == long
    assert {adcode for adcode, _ in long} == {"210000", "350000"}
