"""What a crawl must find against what it found. Pure.

complete: every listing balances against what it states or was seen to its end, every column and organ that the portal
names has reports, no page was lost, no year is missing that nothing accounts for, and the declared floor is reached;
short: something of this is missing; empty: no report, and no column that should have some but says that it has none;
blocked: refused or challenged; failed: not one page, or the crawl broke off.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.model import Outcome, Portal
from crawler.walk.records import Findings, Problem
from crawler.years import Years

_SHOWN = 3
# Reports are added every year and taken down one by one: a tenth gone at once is a redesign or a fault of ours.
_STILL_THERE = 0.9
# Finish reasons of a limit that the user set (CLOSESPIDER_PAGECOUNT and the like, CRAWL_MAXSIZE).
_OWN_LIMIT = ("closespider_", "crawl_maxsize")
BLOCKED_REASON = "blocked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``detail`` is one line: the first thing missing first, or "" where everything is as it should be."""

    outcome: Outcome
    detail: str


def judge(
    portal: Portal | None, findings: Findings, years: Years | None, finish_reason: str, reports_before: int = 0
) -> Verdict:
    """The outcome of a crawl. ``portal`` is the declaration, None where nobody declared anything; ``years`` are those
    it was limited to; ``finish_reason`` is Scrapy's (``finished``);
    ``reports_before`` is what earlier crawls of the portal found."""
    counting = [problem for problem in findings.problems if problem.counts]
    faults = [*_faults(findings, years)]
    short = [*_shortfalls(portal, findings, years, reports_before)]
    blocked = [problem for problem in findings.problems if problem.kind in {"blocked", "stand_in"}]
    outcome: Outcome
    if finish_reason == BLOCKED_REASON or (blocked and not findings.reports):
        outcome = "blocked"
    elif (finish_reason != "finished" and not finish_reason.startswith(_OWN_LIMIT)) or not findings.pages:
        outcome = "failed"
    elif not findings.reports:
        outcome = _without_reports(findings)
    elif counting or faults or short or finish_reason != "finished":
        outcome = "short"
    else:
        outcome = "complete"
    notes = [f"stopped early ({finish_reason})"] if finish_reason != "finished" else []
    notes += [*_problems(counting), *_some(faults), *short, *_remarks(findings, years)]
    return Verdict(outcome, "; ".join(notes))


def _without_reports(findings: Findings) -> Outcome:
    """A column that is gone, or shows nothing that can be read, is not empty; one that has nothing is. Where no column
    was found, nobody can say that it has none."""
    if any(problem.kind in {"failed", "gone", "unreadable"} and problem.counts for problem in findings.problems):
        return "failed"
    if any(balance.stands_in for balance in findings.listings):
        return "blocked"
    unread = any(balance.fault is not None and not balance.empty for balance in findings.listings)
    return "short" if unread or not any(balance.column for balance in findings.listings) else "empty"


def _faults(findings: Findings, years: Years | None) -> Iterable[str]:
    """Listings that do not balance; lost pages are named by themselves. A crawl of some years opens some lists only."""
    lost = {problem.ask.url for problem in findings.problems}
    for balance in findings.listings:
        fault = balance.fault if years is None and balance.url not in lost else None
        if fault is not None and not fault.startswith("list page lost"):
            yield fault


def _shortfalls(portal: Portal | None, findings: Findings, years: Years | None, reports_before: int) -> Iterable[str]:
    if years is not None:
        missing = sorted(years.wanted - set(findings.years)) if not findings.undated else []
        if missing:
            yield f"no report for {_spans(missing)}"
        return
    if portal is not None and findings.reports < portal.expected_minimum:
        yield f"{findings.reports} reports, expected at least {portal.expected_minimum}"
    if findings.reports < reports_before * _STILL_THERE:
        yield f"{findings.reports} reports, {reports_before} in an earlier crawl"
    if portal is not None and findings.years and not findings.undated:
        missing = list(range(portal.first_year, findings.years[0]))
        if missing:
            yield f"no report for {_spans(missing)}"
    yield from (f"{organ}: no report for {_spans(missing)}" for organ, missing in _gaps(findings, own=False))


def _gaps(findings: Findings, *, own: bool) -> list[tuple[str, list[int]]]:
    """Years missing between an organ's first and last report; the portal's ``own``, or those that may be ours."""
    series: defaultdict[str, set[int]] = defaultdict(set)
    for one in findings.found:
        if one.year is not None and one.organ:
            series[one.organ].add(one.year)
    found = []
    for organ, years in sorted(series.items()):
        missing = sorted(set(range(min(years), max(years))) - years)
        wanted = [year for year in missing if _never_listed(findings, organ, year) == own]
        if wanted:
            found.append((organ, wanted))
    return found


def _never_listed(findings: Findings, organ: str, year: int) -> bool:
    """Whether a missing year is the portal's own: every list states its size and balances, or a list that was had to
    its end shows the organ's reports on both sides of the year and nothing that may be the missing one."""
    if all(balance.proved for balance in findings.listings if balance.reports):
        return True
    return any(
        whose == organ and first < year < last and balance.fault is None and year not in balance.doubts
        for balance in findings.listings
        for whose, first, last in balance.spans
    )


def _remarks(findings: Findings, years: Years | None) -> Iterable[str]:
    """What a reader should know and what makes no crawl short."""
    if years is None:
        gaps = _gaps(findings, own=True)
        if gaps:
            organ, missing = gaps[0]
            more = f" and {len(gaps) - 1} more organs with gaps" if len(gaps) > 1 else ""
            yield f"the portal itself has no report of {organ} for {_spans(missing)}{more}"
    lost = any(problem.counts for problem in findings.problems)
    if not (findings.reports or lost or any(balance.column for balance in findings.listings)):
        yield "no column of annual reports was found"
    if findings.elsewhere:
        yield f"{len(findings.elsewhere)} reports on hosts out of scope, {findings.elsewhere[0]} first"


def _problems(problems: list[Problem]) -> list[str]:
    labels = {"stand_in": "another page in place", "missed": "not followed"}
    kinds = ("blocked", "failed", "stand_in", "gone", "unreadable", "forbidden", "missed")
    notes = []
    for kind in kinds:
        # A lost listing hides reports that nobody can count, so it is named first.
        chosen = sorted((one for one in problems if one.kind == kind), key=lambda one: not one.listing)
        if chosen:
            shown = " | ".join(one.detail for one in chosen[:_SHOWN])
            more = f" | and {len(chosen) - _SHOWN} more" if len(chosen) > _SHOWN else ""
            notes.append(f"{len(chosen)} {labels.get(kind, kind)}: {shown}{more}")
    return notes


def _some(faults: list[str]) -> list[str]:
    if not faults:
        return []
    more = f" | and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return [f"{len(faults)} lists do not balance: {' | '.join(faults[:_SHOWN])}{more}"]


def _spans(years: list[int]) -> str:
    """``2015, 2017–2019``"""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
