"""Build a table: rows per report and sums per group, compared with last year, narrowed, as CSV; hostile input."""

import asyncio
import csv
import io
import sqlite3
from pathlib import Path

import httpx
import pytest

from archive.index.headlines import HEADLINES
from archive.index.lateness import IS_LATE, WORD
from archive.site.app import create_site
from archive.site.charts import Series, lines
from archive.site.maps import Shade, province_map
from archive.site.measures import CHOICES, GROUNDS, PRESETS, Measure
from archive.site.panel import Query, count_rows
from archive.site.texts import TEXTS
from tests.support.archives import Crawling, index, state
from tests.support.sites import BASE, Get, client


def table(get: Get, query: str) -> list[dict[str, str]]:
    response = get(f"/panel.csv?{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


def column(get: Get, query: str, name: str) -> dict[tuple[str, str], str]:
    rows = table(get, query)
    return {(row.get("organ") or row["name"], row["report_year"]): row[name] for row in rows}


def test_a_row_per_report_has_the_figures_asked_for(get: Get) -> None:
    found = column(get, "m=received,share_not_held,t3.new.natural_person&organ=999900", "received")
    assert found == {
        ("清溪市人民政府", str(year)): n for year, n in ((2019, "10"), (2020, "12"), (2022, "20"), (2023, "26"))
    }
    shares = column(get, "m=share_not_held&organ=999900&from=2022&to=2022", "share_not_held")
    assert [round(float(value), 4) for value in shares.values()] == [round(1 / 19, 4)]
    assert list(column(get, "m=t3.new.natural_person&organ=999900&to=2019", "t3.new.natural_person").values()) == ["10"]


def test_last_year_is_compared_only_where_it_is_last_year(get: Get) -> None:
    found = column(get, "m=received&organ=999900&change=1&from=2020", "received_change")
    assert found == {
        ("清溪市人民政府", "2020"): "2",  # 2019 is before the years asked for and counts all the same
        ("清溪市人民政府", "2022"): "",  # there is no report on 2021
        ("清溪市人民政府", "2023"): "6",
    }
    page = get("/panel?m=received&organ=999900&change=1&wide=1").text
    assert "+6" in page


def test_sums_are_over_the_reports_that_state_the_number(get: Get) -> None:
    rows = table(get, "m=received,handled,share_granted&by=year&from=2022&to=2022")
    assert [(row["reports"], row["received"], row["handled"]) for row in rows] == [("3", "33", "31")]
    assert float(rows[0]["share_granted"]) == pytest.approx((18 + 4 + 6) / 31)
    by_department = column(get, "m=received&by=department&from=2022", "received")
    assert by_department == {
        ("教育", "2022"): "6",
        ("财政", "2022"): "7",
        ("人民政府", "2022"): "20",
        ("人民政府", "2023"): "26",
        ("教育", "2023"): "",  # no report is a row that says so: none here, one missing
        ("财政", "2023"): "",
    }
    missing = column(get, "m=received&by=department&from=2022", "missing")
    assert missing == {**dict.fromkeys(by_department, "0"), ("教育", "2023"): "1", ("财政", "2023"): "1"}


def test_lateness_leaves_out_what_is_doubtful(get: Get) -> None:
    found = column(get, "preset=lateness&organ=教育局&by=year", "days_late")
    assert {year: value and float(value) for (_, year), value in found.items()} == {"2021": -11, "2022": 14, "2023": ""}
    shares = column(get, "preset=lateness&organ=教育局&by=year", "share_late")
    assert {year: value and float(value) for (_, year), value in shares.items()} == {"2021": 0, "2022": 1, "2023": ""}


@pytest.mark.parametrize(
    ("query", "organs"),
    [
        ("organ=教育局", {"清溪市教育局"}),
        ("organ=999900", {"清溪市人民政府"}),
        ("organ=教育局，财政局", {"清溪市教育局", "清溪市财政局"}),
        ("organ=没有的局", set()),
        ("kind=department", {"清溪市教育局", "清溪市财政局"}),
        ("department=finance", {"清溪市财政局"}),
        ("level=city", {"清溪市人民政府"}),
        ("region=990000", {"清溪市人民政府", "清溪市教育局", "清溪市财政局"}),
        ("region=110000", set()),
    ],
)
def test_organs_are_narrowed_by_name_division_level_and_department(get: Get, query: str, organs: set[str]) -> None:
    assert {row["organ"] for row in table(get, query)} == organs


def test_each_number_of_a_table_leads_to_where_it_stands(get: Get) -> None:
    assert 'href="/report/999900-2022/number/share_not_held"' in get("/panel?preset=not_held").text
    assert 'href="/report/999900-2022/number/received"' in get("/organ/999900").text


@pytest.mark.parametrize("preset", [preset.name for preset in PRESETS])
@pytest.mark.parametrize("by", ["report", "year", "region", "department", "level"])
def test_every_ready_made_table_is_shown_by_every_group(get: Get, preset: str, by: str) -> None:
    for more in ("", "&change=1", "&wide=1&change=1", "&from=2022&to=2022"):
        page = get(f"/panel?preset={preset}&by={by}{more}")
        assert page.status_code == 200
        assert "Undefined" not in page.text
        assert "nb-table" in page.text
        assert get(f"/panel.csv?preset={preset}&by={by}{more}").status_code == 200


def test_every_measure_has_words(get: Get) -> None:
    assert {headline.name for headline in HEADLINES} < set(CHOICES)
    for name in CHOICES:
        assert f"panel.{name}" in TEXTS or f"headline.{name}" in TEXTS or name in GROUNDS
        assert get(f"/panel?m={name}").status_code == 200


@pytest.mark.parametrize(
    "value", ["'", '"; DROP TABLE reports; --', "%", "\x00", "<script>alert(1)</script>", "9" * 400]
)
@pytest.mark.parametrize(
    "name", ["m", "organ", "region", "level", "kind", "department", "from", "to", "by", "change", "wide", "same"]
)
def test_hostile_arguments_are_only_arguments(get: Get, name: str, value: str) -> None:
    for path in ("/panel", "/panel.csv"):
        response = get(str(httpx.URL(path, params={name: value})))
        assert response.status_code == 200
        assert "<script>alert(1)" not in response.text


def test_a_figure_in_a_table_of_a_reports_own_is_found_too(tmp_path: Path) -> None:
    crawl = Crawling(tmp_path / "warc")
    crawl.report(f"{BASE}a.html", state(year=2021, text="a", figures={"t3.new.total": 3, "t3.unheard.of": 1}))
    crawl.report(f"{BASE}b.html", state(year=2022, text="b", figures={"t3.new.total": 4}))
    crawl.end()
    index(tmp_path / "warc")
    loop = asyncio.new_event_loop()
    get = client(create_site(tmp_path / "archive.db", tmp_path / "warc"), loop)
    assert [row["t3.new.total"] for row in table(get, "m=t3.new.total")] == ["3", "4"]
    assert [row["t3.new.total"] for row in table(get, "m=t3.new.total&by=year")] == ["3", "4"]
    loop.close()


def test_a_line_chart_reaches_below_zero() -> None:
    chart = lines("迟延", ("2021", "2022"), [Series("a", (-11.0, 14.0))])
    assert [tick.text for tick in chart.y_ticks] == ["-20", "-10", "0", "10", "20"]
    assert chart.dots[0].y > next(tick.at for tick in chart.y_ticks if tick.text == "0") > chart.dots[1].y


def test_shares_are_drawn_in_per_cent() -> None:
    chart = lines("比例", ("2021", "2022"), [Series("a", (0.25, None))], share=True)
    assert [tick.text for tick in chart.y_ticks][-1].endswith("%")
    assert chart.dots[0].tip == "2021 a: 25%"


def test_a_map_of_the_provinces_shows_the_sums_and_their_base(get: Get) -> None:
    from archive.site.maps import PROVINCES, Shade, province_map

    page = get("/panel?m=received&by=region&from=2022&to=2022", cookie="lang=zh").text
    assert page.count("step-none") > len(PROVINCES)  # the planted province is on no map: all are blank
    assert "CC BY 4.0" in page
    assert "nb-map" not in get("/panel?m=received&by=region&region=990000").text
    shades = {code: Shade(float(at), f"tip {code}", str(at)) for at, code in enumerate(PROVINCES[:10])}
    drawn = province_map("x", shades, {})
    steps = [place.step for place in drawn.places if place.step is not None]
    assert [steps.count(step) for step in range(5)] == [2, 2, 2, 2, 2]
    assert drawn.legend == ((0, "0 – 1"), (1, "2 – 3"), (2, "4 – 5"), (3, "6 – 7"), (4, "8 – 9"))
    assert len({place.adcode for place in drawn.places}) == 33


def test_what_is_on_no_map_shapes_none_of_its_classes() -> None:
    shades = {"210000": Shade(5.0, "辽宁", "5"), "990000": Shade(900.0, "某处", "900")}
    drawn = province_map("数", shades, {})
    assert [written for _, written in drawn.legend] == ["5"]


@pytest.mark.parametrize(
    ("days", "moved"), [(-80, True), (-80, False), (30, True), (30, False), (900, False), (None, False)]
)
def test_the_share_of_the_late_is_over_those_judged(days: int | None, moved: bool) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE r (days_late)").execute("INSERT INTO r VALUES (?)", (days,))
    db.execute("CREATE TABLE g (report_id)").execute("INSERT INTO g VALUES (?)", ("x" if moved else None,))
    word, late = db.execute(f"SELECT {WORD}, {IS_LATE} FROM r, g").fetchone()
    assert late == {"late": 1, "on_time": 0}.get(word)


def test_the_count_of_rows_leaves_out_the_year_before_the_first(db: sqlite3.Connection) -> None:
    years = [year for (year,) in db.execute("SELECT report_year FROM reports WHERE report_year NOT NULL")]
    first = sorted(set(years))[1]
    received = Measure("received", "", "h.received")
    query = Query((received,), (), "", "", "", "", first, max(years), "report", change=True)
    assert count_rows(db, query) == sum(year >= first for year in years)
