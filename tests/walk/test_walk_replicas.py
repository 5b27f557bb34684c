"""The walk over replicas in memory: every report of every platform, no false one, and an outcome that is true."""

import random
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest

from tests.support.replicas.catalogue import HOSTILE, ORDINARY
from tests.support.replicas.faults import FAULTS, Fault, broken
from tests.support.replicas.model import key_of
from tests.support.replicas.random_portal import random_portal
from tests.support.walking import Walked, Walker

# Every one of these is walked again, broken somewhere at random; the benchmark breaks all of them, 200 times and more.
_BROKEN = ("trs_boxed", "hanweb_datastore", "hebei")
_TIMES = 6
# Requests for a report beyond lists and attachments; more where choices of organ and year lead to no report, or where
# the titles of papers come near to a report's and the papers have to be opened (wordpress: 13 beside 27 reports).
_REQUESTS = 1.25
_MORE = {"hanweb_annual": 1.6, "wordpress": 1.8}


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_an_unedited_proposal_finds_every_report_and_proves_it(name: str) -> None:
    walker = Walker(ORDINARY[name]())
    walked = walker.crawl(walker.seeds())
    assert walked.missed == []
    assert walked.false == []
    # A year that an organ never published is named, and no page of it is lost.
    named = {"complete"} if "itself has no report" in walked.verdict.detail else set()
    assert walked.verdict.outcome in {*walker.replica.expected.split("|"), *named}, walked.verdict.detail
    assert _beyond_lists(walked) <= _MORE.get(name, _REQUESTS) * len(walker.replica.reports)


@pytest.mark.parametrize("name", ["vsb_county", "trs_plain"])
def test_a_search_from_a_dead_page_goes_on_from_the_home_page(name: str) -> None:
    replica = ORDINARY[name]()
    walked = Walker(replica).search(urljoin(replica.home, "/zwgk/gone/20190101.html"))
    assert walked.missed == []
    assert walked.false == []


@pytest.mark.parametrize("seed", [1, 7, 13, 16, 25])
def test_a_portal_drawn_at_random_is_found_from_its_home_page(seed: int) -> None:
    walked = Walker(random_portal(seed)).search()
    assert walked.missed == []
    assert walked.false == []
    assert walked.verdict.outcome == "complete", walked.verdict.detail


@pytest.mark.parametrize(
    "name",
    [
        "ruishu_412",
        "jiasule_521",
        "mirror",
        "dead_column",
        "soft_missing",
        "silent",
        "endless",
        "counted",
        "samepage",
        "walled",
        "fenced",
    ],
)
def test_a_hostile_portal_is_neither_complete_nor_empty(name: str) -> None:
    walked = Walker(HOSTILE[name]()).search()
    assert walked.verdict.outcome in {"blocked", "short", "failed"}
    assert walked.verdict.detail


def _breaks(name: str) -> Iterator[tuple[Walked, str, Fault]]:
    """The replica with one page broken that a sound crawl had, drawn with a seed of its own."""
    walker = Walker(ORDINARY[name]())
    seeds = walker.seeds()
    had = {key_of(url) for url in walker.crawl(seeds).whole}
    listed = [*walker.replica.lists, *walker.replica.columns]
    reports = [url for report in walker.replica.reports for url in (*report.urls[:1], *report.files)]
    draw = random.Random(name)
    for _ in range(_TIMES):
        url = draw.choice([one for one in draw.choice((listed, reports)) if key_of(one) in had])
        fault = draw.choice([one for one in FAULTS if one != "empty" or url in listed])
        yield walker.crawl(seeds, broken(walker.replica, url, fault)), url, fault


@pytest.mark.parametrize("name", _BROKEN)
def test_no_crawl_is_complete_that_lacks_a_page_and_its_line_says_what(name: str) -> None:
    for walked, url, fault in _breaks(name):
        # A list that another one repeats may break without a loss.
        if walked.missed or url not in {*walked.replica.lists, *walked.replica.columns}:
            assert walked.verdict.outcome != "complete", (url, fault)
            assert walked.verdict.detail, (url, fault)


def _beyond_lists(walked: Walked) -> int:
    parts = [url for report in walked.replica.reports for url in report.parts]
    spared = {key_of(url) for url in (*walked.replica.lists, *walked.replica.files, *walked.replica.columns, *parts)}
    return sum(key not in spared for key in walked.keys)
