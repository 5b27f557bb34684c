"""The outcome of a crawl is a pure function of what was declared and what was found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Outcome, Portal
from crawler.expectations import judge
from crawler.ledger import Findings, Ledger, Problem, ProblemKind
from crawler.portal import Years

PORTAL = Portal("jia", "甲县人民政府", "110105", ("http://www.jia.gov.cn/",), 2018, 4, "trs")
HEALTHY = Findings(pages=20, reports=6, years=(2018, 2019, 2020, 2021), undated=0, elsewhere=0, problems=())


def problem(kind: ProblemKind, *, listing: bool = False) -> Problem:
    return Problem(kind, f"http://www.jia.gov.cn/a: {kind}", listing)


def test_a_healthy_crawl_is_complete_and_needs_no_words() -> None:
    verdict = judge(PORTAL, HEALTHY, None, "finished")
    assert (verdict.outcome, verdict.detail) == ("complete", "")


@pytest.mark.parametrize(
    ("findings", "reason", "outcome", "words"),
    [
        (replace(HEALTHY, reports=3), "finished", "short", "3 reports, expected at least 4"),
        (replace(HEALTHY, years=(2018, 2021)), "finished", "short", "no report for 2019–2020"),
        (replace(HEALTHY, years=(2019, 2020, 2021)), "finished", "short", "no report for 2018"),
        (replace(HEALTHY, years=(2020, 2021), undated=1), "finished", "complete", ""),
        (replace(HEALTHY, problems=(problem("failed"),)), "finished", "short", "1 failed: http://www.jia.gov.cn/a"),
        (replace(HEALTHY, problems=(problem("blocked"),)), "finished", "short", "1 blocked"),
        (replace(HEALTHY, problems=(problem("gone"),)), "finished", "complete", "1 gone or unreadable"),
        (replace(HEALTHY, elsewhere=2), "finished", "complete", "2 reports on hosts out of scope"),
        (replace(HEALTHY, reports=0, years=()), "finished", "empty", "0 reports"),
        (replace(HEALTHY, reports=0, years=(), problems=(problem("blocked"),)), "finished", "blocked", "1 blocked"),
        (replace(HEALTHY, reports=0, years=(), problems=(problem("failed"),)), "finished", "failed", "1 failed"),
        (replace(HEALTHY, pages=0, reports=0, years=()), "finished", "failed", "0 reports"),
        (HEALTHY, "blocked", "blocked", "stopped early (blocked)"),
        (HEALTHY, "shutdown", "failed", "stopped early (shutdown)"),
        (HEALTHY, "capture_failed", "failed", "stopped early (capture_failed)"),
        (HEALTHY, "closespider_pagecount", "short", "stopped early (closespider_pagecount)"),
    ],
)
def test_outcomes(findings: Findings, reason: str, outcome: Outcome, words: str) -> None:
    verdict = judge(PORTAL, findings, None, reason)
    assert verdict.outcome == outcome
    assert words in verdict.detail


def test_fewer_than_an_earlier_crawl_is_short() -> None:
    assert judge(PORTAL, HEALTHY, None, "finished", 6).outcome == "complete"
    verdict = judge(PORTAL, HEALTHY, None, "finished", 60)
    assert (verdict.outcome, verdict.detail) == ("short", "6 reports, 60 in an earlier crawl")
    assert judge(PORTAL, HEALTHY, Years(frozenset({2019})), "finished", 60).outcome == "complete"


def test_a_crawl_limited_to_years_is_judged_by_those_years() -> None:
    found = replace(HEALTHY, reports=1, years=(2019,))
    assert judge(PORTAL, found, Years(frozenset({2019})), "finished").outcome == "complete"
    limited = judge(PORTAL, found, Years(frozenset({2019, 2020})), "finished")
    assert limited.outcome == "short"
    assert limited.detail == "no report for 2020"


def test_many_problems_are_counted_and_some_are_shown() -> None:
    verdict = judge(PORTAL, replace(HEALTHY, problems=(problem("failed"),) * 9), None, "finished")
    assert verdict.detail.startswith("9 failed: ")
    assert verdict.detail.endswith("and 6 more")
    lost_listing = Problem("failed", "http://www.jia.gov.cn/list/: timeout", listing=True)
    verdict = judge(PORTAL, replace(HEALTHY, problems=(*(problem("failed"),) * 9, lost_listing)), None, "finished")
    assert verdict.detail.startswith("10 failed: http://www.jia.gov.cn/list/: timeout | ")


@given(
    st.integers(0, 9),
    st.integers(0, 9),
    st.sets(st.integers(2015, 2025)),
    st.lists(st.sampled_from(["blocked", "gone", "failed", "forbidden", "unreadable"]), max_size=5),
    st.sampled_from(["finished", "shutdown", "blocked", "closespider_timeout"]),
)
def test_nothing_incomplete_passes_silently(
    pages: int, reports: int, years: set[int], kinds: list[ProblemKind], reason: str
) -> None:
    problems = tuple(problem(kind) for kind in kinds)
    found = Findings(pages, reports, tuple(sorted(years)), 0, 0, problems)
    verdict = judge(PORTAL, found, None, reason)
    if verdict.outcome == "complete":
        assert pages
        assert reports >= PORTAL.expected_minimum
        assert reason == "finished"
        assert not {"blocked", "failed"} & set(kinds)
    elif verdict.outcome != "failed" or pages:
        assert verdict.detail


def test_the_ledger_counts_a_report_once() -> None:
    ledger = Ledger()
    ledger.add_report("a", 2020)
    ledger.add_report("a", 2020)
    ledger.add_report("b", None)
    ledger.add_elsewhere("http://other.gov.cn/x")
    ledger.add_problem("blocked", "u: 412", listing=True)
    found = ledger.findings()
    assert (found.reports, found.years, found.undated, found.elsewhere) == (2, (2020,), 1, 1)
    assert ledger.blocked() == 1
