"""What a crawl must find, as its portal declares it, against what it found. Pure.

complete: at least the declared minimum, no year without a report from the declared first year to the newest found;
short: fewer, or fewer than an earlier crawl, a year missing, or pages that failed; empty: no report on pages that could
be read; blocked: refused or challenged; failed: not one page, or the crawl broke off.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.model import Outcome, Portal
from crawler.ledger import Findings, Problem
from crawler.portal import Years

_SHOWN = 3
# Reports are added every year and taken down one by one: a tenth gone at once is a redesign or a fault of ours.
_STILL_THERE = 0.9
# Finish reasons of a limit that the user set (CLOSESPIDER_PAGECOUNT and the like, CRAWL_MAXSIZE).
_OWN_LIMIT = ("closespider_", "crawl_maxsize")
BLOCKED_REASON = "blocked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``detail`` is one line that says why, or "" where everything is as declared."""

    outcome: Outcome
    detail: str


def judge(
    portal: Portal, findings: Findings, years: Years | None, finish_reason: str, reports_before: int = 0
) -> Verdict:
    """The outcome of a crawl. ``years`` are those it was limited to; ``finish_reason`` is Scrapy's (``finished``);
    ``reports_before`` is what earlier crawls of the portal found."""
    notes = [*_shortfalls(portal, findings, years, reports_before)]
    lost = [problem for problem in findings.problems if problem.kind == "failed"]
    blocked = [problem for problem in findings.problems if problem.kind == "blocked"]
    gone = [problem for problem in findings.problems if problem.kind not in {"failed", "blocked"}]
    outcome: Outcome
    if finish_reason == BLOCKED_REASON or (blocked and not findings.reports):
        outcome = "blocked"
    elif (finish_reason != "finished" and not finish_reason.startswith(_OWN_LIMIT)) or not findings.pages:
        outcome = "failed"
    elif not findings.reports:
        outcome = "failed" if lost else "empty"
    elif notes or lost or blocked or finish_reason != "finished":
        outcome = "short"
    else:
        outcome = "complete"
    if finish_reason != "finished":
        notes.insert(0, f"stopped early ({finish_reason})")
    if findings.elsewhere:
        notes.append(f"{findings.elsewhere} reports on hosts out of scope")
    notes.extend(_count("blocked", blocked) + _count("failed", lost) + _count("gone or unreadable", gone))
    return Verdict(outcome, "; ".join(notes))


def _shortfalls(portal: Portal, findings: Findings, years: Years | None, reports_before: int) -> Iterable[str]:
    if years is not None:
        missing = sorted(years.wanted - set(findings.years)) if not findings.undated else []
        if missing:
            yield f"no report for {_spans(missing)}"
        return
    if findings.reports < portal.expected_minimum:
        yield f"{findings.reports} reports, expected at least {portal.expected_minimum}"
    if findings.reports < reports_before * _STILL_THERE:
        yield f"{findings.reports} reports, {reports_before} in an earlier crawl"
    if findings.years:
        missing = sorted(set(range(portal.first_year, findings.years[-1])) - set(findings.years))
        if missing and not findings.undated:
            yield f"no report for {_spans(missing)}"


def _count(label: str, problems: list[Problem]) -> list[str]:
    if not problems:
        return []
    # A lost listing hides reports that nobody can count, so it is named first.
    first = sorted(problems, key=lambda problem: not problem.listing)[:_SHOWN]
    shown = " | ".join(problem.detail for problem in first)
    more = f" | and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    return [f"{len(problems)} {label}: {shown}{more}"]


def _spans(years: list[int]) -> str:
    """``2015, 2017–2019``"""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
