"""The replica world: the same seed gives the same world, and its arithmetic holds save where a report is to fail."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings

from crawler.loader import PortalLoader
from crawler.portal import PortalSpider
from demo.figures import FIRST_YEAR, LAST_YEAR
from demo.forms import COLUMNS
from demo.model import Report, World
from demo.organs import PORTALS
from demo.world import DEFAULT_SEED, build

SEEDS = st.integers(0, 2**32)
UNSHRUNK = (Phase.generate,)  # a smaller seed makes no smaller world


def neighbours(world: World) -> Iterator[tuple[Report, Report]]:
    """Reports of one organ on two years that follow each other, neither there to fail its sums."""
    for earlier, later in pairwise(world.reports):
        if earlier.organ == later.organ and earlier.year + 1 == later.year and not earlier.fails and not later.fails:
            yield earlier, later


def counted(report: Report, key: str) -> int:
    """A whole number of the report, a blank as 0."""
    return int(report.figures[key] or 0)


def test_the_same_seed_gives_the_same_world() -> None:
    assert build() == build()
    assert build(1) != build(2)


def test_a_report_does_not_depend_on_the_size_of_the_world() -> None:
    small = {(report.portal, report.organ.name, report.year): report for report in build(7, 2, (2020, 2021)).reports}
    large = {
        (report.portal, report.organ.name, report.year): report for report in build(7, 5, range(2016, 2024)).reports
    }
    assert small.items() <= large.items()


def test_size_of_the_default_world() -> None:
    world = build()
    assert 50 <= len(world.reports) <= 70
    assert {report.form for report in world.reports} == {"A", "local", "narrative", "B", "C"}
    assert {report.carrier for report in world.reports} == {"page", "docx", "xlsx", "pdf"}
    assert len({report.layout for report in world.reports if report.form in ("B", "C")}) >= 8
    assert len({portal.adcode for portal in world.portals}) == len(PORTALS)


def test_the_replicas_hold_what_the_spiders_declare() -> None:
    """A declaration speaks of the real portal; where it asks for more, the replica has to grow, not the other way."""
    loader = PortalLoader(Settings({"SPIDER_MODULES": ["spiders"]}))
    for portal in build().portals:
        spider = loader.load(portal.name)
        assert issubclass(spider, PortalSpider)
        assert portal.adcode == spider.adcode
        assert portal.host in {urlsplit(seed).hostname for seed in spider.seeds}
        assert min(report.year for report in portal.reports) <= spider.first_year
        assert len(portal.reports) >= spider.expected_minimum


@given(SEEDS)
@settings(max_examples=20, deadline=None, phases=UNSHRUNK)
def test_only_the_planned_reports_fail_their_sums(seed: int) -> None:
    failing = [(report.portal, report.year) for report in build(seed).reports if report.fails]
    assert failing == [(facts.name, 2018 + number) for number, facts in enumerate(PORTALS)]


def test_failures_name_the_rows_and_columns() -> None:
    fails = {report.portal: report.fails for report in build().reports if report.fails}
    names = {portal: {(failure.identity, failure.scope) for failure in found} for portal, found in fails.items()}
    assert names == {
        "liaoning": {("a.received", "app.received")},
        "zhangping": {("t3.row_sum", "granted"), ("t3.col_sum", "total")},
        "maiji": {("t3.balance", "natural_person"), ("t3.balance", "total")},
        "chengan": {("t4.sum", "review")},
        "shenyang": {(name, column) for name in ("t3.balance", "t3.col_sum") for column in ("natural_person", "total")},
    }


@given(SEEDS)
@settings(max_examples=10, deadline=None, phases=UNSHRUNK)
def test_requests_carry_over_from_year_to_year(seed: int) -> None:
    compared = 0
    for earlier, later in neighbours(build(seed, 3, range(2019, 2026))):
        for column, _ in COLUMNS:
            assert counted(earlier, f"t3.carried_out.{column}") == counted(later, f"t3.carried_in.{column}")
            compared += 1
    assert compared > 100


@given(SEEDS)
@settings(max_examples=10, deadline=None, phases=UNSHRUNK)
def test_documents_items_and_cumulated_counts_roll_forward(seed: int) -> None:
    rolled: Counter[str] = Counter()
    for earlier, later in neighbours(build(seed, 2, range(2016, 2024))):
        rolled[earlier.form + later.form] += 1
        if (earlier.form, later.form) == ("C", "C"):
            change = counted(later, "t2_1.normative_doc.issued") - counted(later, "t2_1.normative_doc.repealed")
            before, after = (counted(report, "t2_1.normative_doc.in_force") for report in (earlier, later))
            assert before + change == after >= 0
        elif (earlier.form, later.form) == ("B", "B"):
            for item in ("t2_5.licence", "t2_5.other_service", "t2_6.penalty", "t2_6.coercion", "t2_8.fee"):
                moved = counted(earlier, f"{item}.prev_items") + counted(earlier, f"{item}.delta")
                assert moved == counted(later, f"{item}.prev_items") >= 0
        elif (earlier.form, later.form) == ("local", "local"):
            before, after = (counted(report, "a.app.received.cumulative") for report in (earlier, later))
            assert before + counted(later, "a.app.received.year") == after
    assert {"CC", "BB", "locallocal"} <= set(rolled)


def test_every_page_has_a_url_of_its_own() -> None:
    world = build(DEFAULT_SEED, 40, range(FIRST_YEAR, LAST_YEAR + 1))
    urls = Counter(url for report in world.reports for url in report.urls)
    urls.update(page.url for portal in world.portals for page in portal.distractions)
    assert [url for url, uses in urls.items() if uses > 1] == []


def test_the_world_grows_to_tens_of_thousands_of_reports() -> None:
    organs = [sum(1 for _ in facts.organs()) for facts in PORTALS]
    assert sum(organs) * (LAST_YEAR - FIRST_YEAR + 1) > 20_000
    assert len(build(1, 40, (2020, 2021)).reports) == 40 * 2 * len(PORTALS)


@pytest.mark.parametrize(
    ("organs", "years"), [(2, ()), (2, (2007,)), (2, (2020, 2026)), (10_000, (2020,)), (0, (2020,))]
)
def test_a_world_that_cannot_be_is_refused(organs: int, years: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"years must lie in|a portal carries 1 to"):
        build(1, organs, years)
