"""The outcome of a crawl is a pure function of what was declared and what was found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Outcome, Portal
from crawler.expectations import judge
from crawler.walk.ask import Ask
from crawler.walk.ledger import MAX_AGAIN, Ledger
from crawler.walk.records import Balance, Findings, Found, Problem, ProblemKind
from crawler.years import Years

PORTAL = Portal("jia", "甲县人民政府", "110105", ("http://www.jia.gov.cn/",), 2018, 4, "trs")
URL = "http://www.jia.gov.cn/a"


def found(*years: int | None, organ: str = "甲县人民政府") -> tuple[Found, ...]:
    return tuple(Found(f"{organ}{year}", f"{URL}/{year}", year, "", organ) for year in years)


def listing(*, fault: str | None = None, proved: bool = False) -> Balance:
    return Balance(URL, "年报", 6 if proved else None, None, 1, 6, 6, (), fault, proved, column=True)


HEALTHY = Findings(20, found(2018, 2019, 2020, 2021), (), (), (listing(),), ())


def problem(kind: ProblemKind, *, role: str = "report") -> Problem:
    return Problem(kind, f"{URL}: {kind}", Ask(URL, role))  # type: ignore[arg-type]


def test_a_healthy_crawl_is_complete_and_needs_no_words() -> None:
    verdict = judge(PORTAL, HEALTHY, None, "finished")
    assert (verdict.outcome, verdict.detail) == ("complete", "")


@pytest.mark.parametrize(
    ("findings", "reason", "outcome", "words"),
    [
        (replace(HEALTHY, found=found(2018, 2019, 2020)), "finished", "short", "3 reports, expected at least 4"),
        (replace(HEALTHY, found=found(2019, 2020, 2021, 2022)), "finished", "short", "no report for 2018"),
        (replace(HEALTHY, found=found(2020, 2021, 2022, None)), "finished", "complete", ""),
        (replace(HEALTHY, problems=(problem("failed"),)), "finished", "short", "1 failed: http://www.jia.gov.cn/a"),
        (replace(HEALTHY, problems=(problem("blocked"),)), "finished", "short", "1 blocked"),
        (replace(HEALTHY, problems=(problem("gone"),)), "finished", "short", "1 gone: http://www.jia.gov.cn/a"),
        (replace(HEALTHY, problems=(problem("stand_in"),)), "finished", "short", "1 another page in place"),
        (replace(HEALTHY, problems=(problem("gone", role="unknown"),)), "finished", "complete", ""),
        (replace(HEALTHY, elsewhere=("u", "v")), "finished", "complete", "2 reports on hosts out of scope, u first"),
        (replace(HEALTHY, listings=(listing(fault="a: 5 of 6"),)), "finished", "short", "do not balance: a: 5 of 6"),
        (replace(HEALTHY, found=()), "finished", "empty", "0 reports"),
        (replace(HEALTHY, found=(), listings=()), "finished", "short", "no column of annual reports was found"),
        (replace(HEALTHY, found=(), problems=(problem("blocked"),)), "finished", "blocked", "1 blocked"),
        (replace(HEALTHY, found=(), problems=(problem("failed"),)), "finished", "failed", "1 failed"),
        (replace(HEALTHY, pages=0, found=()), "finished", "failed", "0 reports"),
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


def test_a_gap_is_short_where_the_end_of_a_list_was_only_seen_and_a_remark_where_its_size_is_stated() -> None:
    gap = replace(HEALTHY, found=found(2018, 2019, 2022, 2023))
    seen = judge(PORTAL, gap, None, "finished")
    assert (seen.outcome, seen.detail) == ("short", "甲县人民政府: no report for 2020–2021")
    stated = judge(PORTAL, replace(gap, listings=(listing(proved=True),)), None, "finished")
    assert stated.outcome == "complete"
    assert stated.detail == "the portal itself has no report of 甲县人民政府 for 2020–2021"


def test_each_organ_has_its_own_years() -> None:
    two = (*found(2018, 2019, 2020, 2021), *found(2019, 2021, organ="甲县教育局"))
    verdict = judge(PORTAL, replace(HEALTHY, found=two), None, "finished")
    assert (verdict.outcome, verdict.detail) == ("short", "甲县教育局: no report for 2020")


def test_without_a_declaration_nothing_is_expected() -> None:
    assert judge(None, replace(HEALTHY, found=found(2021)), None, "finished").outcome == "complete"


def test_fewer_than_an_earlier_crawl_is_short() -> None:
    assert judge(PORTAL, HEALTHY, None, "finished", 4).outcome == "complete"
    verdict = judge(PORTAL, HEALTHY, None, "finished", 60)
    assert (verdict.outcome, verdict.detail) == ("short", "4 reports, 60 in an earlier crawl")
    assert judge(PORTAL, HEALTHY, Years(frozenset({2019})), "finished", 60).outcome == "complete"


def test_a_crawl_limited_to_years_is_judged_by_those_years() -> None:
    one = replace(HEALTHY, found=found(2019))
    assert judge(PORTAL, one, Years(frozenset({2019})), "finished").outcome == "complete"
    limited = judge(PORTAL, one, Years(frozenset({2019, 2020})), "finished")
    assert limited.outcome == "short"
    assert limited.detail == "no report for 2020"


def test_many_problems_are_counted_and_some_are_shown() -> None:
    verdict = judge(PORTAL, replace(HEALTHY, problems=(problem("failed"),) * 9), None, "finished")
    assert verdict.detail.startswith("9 failed: ")
    assert verdict.detail.endswith("and 6 more")
    lost_listing = Problem("failed", "http://www.jia.gov.cn/list/: timeout", Ask(f"{URL}list/", "page"))
    verdict = judge(PORTAL, replace(HEALTHY, problems=(*(problem("failed"),) * 9, lost_listing)), None, "finished")
    assert verdict.detail.startswith("10 failed: http://www.jia.gov.cn/list/: timeout | ")


@given(
    st.integers(0, 9),
    st.sets(st.integers(2015, 2025)),
    st.lists(st.sampled_from(["blocked", "gone", "failed", "forbidden", "unreadable", "stand_in"]), max_size=5),
    st.sampled_from(["finished", "shutdown", "blocked", "closespider_timeout"]),
    st.sampled_from([None, "a list"]),
)
def test_nothing_incomplete_passes_silently(
    pages: int, years: set[int], kinds: list[ProblemKind], reason: str, fault: str | None
) -> None:
    problems = tuple(problem(kind) for kind in kinds)
    findings = Findings(pages, found(*sorted(years)), (), problems, (listing(fault=fault),), ())
    verdict = judge(PORTAL, findings, None, reason)
    if verdict.outcome == "complete":
        assert pages
        assert len(years) >= PORTAL.expected_minimum
        assert reason == "finished"
        assert not kinds
        assert fault is None
    elif verdict.outcome != "failed" or pages:
        assert verdict.detail


def test_the_ledger_names_what_may_be_asked_for_again() -> None:
    ledger = Ledger()
    for kind in ("blocked", "gone", "failed", "stand_in", "forbidden"):
        ledger.lose(kind, Ask(f"{URL}/{kind}", "report"), kind)
    ledger.lose("failed", Ask(f"{URL}/x", "unknown"), "failed")
    assert ledger.second_chance_wanted()
    again = ledger.second_chance(9)
    assert [ask.url.rpartition("/")[2] for ask in again] == ["blocked", "failed", "stand_in"]
    assert all(ask.again for ask in again)
    ledger.lose("failed", again[0], "failed")
    assert ledger.second_chance_wanted(), "two of three came, so the third may come later"
    (last,) = ledger.second_chance(9)
    ledger.lose("failed", last, "failed")
    assert not ledger.second_chance_wanted(), "nothing came of it"


def test_a_page_is_asked_for_again_a_few_times_at_most() -> None:
    ledger = Ledger()
    asks = [Ask(f"{URL}/{number}", "report") for number in range(99)]
    for ask in asks:
        ledger.lose("stand_in", ask, "")
    rounds = 0
    while again := ledger.second_chance(99):
        rounds += 1
        for ask in again[1:]:
            ledger.lose("stand_in", ask, "")
    assert rounds == MAX_AGAIN
