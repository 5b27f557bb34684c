"""What a run came to, as text and as JSON. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from archive.runs import CrawlRow, IndexRow, RunReport, instant
from crawler.run.live import clock
from crawler.tables import aligned, span

_HEADS = ("portal", "organ", "outcome", "pages", "reports", "years", "new", "changed", "gone", "requests", "time")
_ORDER = ("complete", "short", "empty", "blocked", "failed")
_NAMED = 20


def as_json(report: RunReport) -> str:
    """The whole report; ``healthy`` and the exit status say the same."""
    return json.dumps({**asdict(report), "healthy": report.healthy}, ensure_ascii=False, indent=2)


def as_text(report: RunReport) -> str:
    """One line that says all, a line a portal, then what is new and what is wrong."""
    indexed = {row.portal: row for row in report.indexed}
    parts = [headline(report)]
    if report.crawls:
        rows = [_row(row, indexed.get(row.portal)) for row in sorted(report.crawls, key=lambda row: row.portal)]
        parts.append(aligned([_HEADS, *rows]))
    lines = [*_troubles(report), *_changes(report.indexed)]
    if lines:
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def headline(report: RunReport) -> str:
    """The run in one line."""
    counts = Counter(row.outcome for row in report.crawls)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _ORDER if counts[outcome]) or "none ended"
    new, changed, gone = (sum(len(getattr(row, name)) for row in report.indexed) for name in ("new", "changed", "gone"))
    took = clock((instant(report.ended) - instant(report.plan.began)).total_seconds())
    left = f"; {report.state}: {report.why}; {len(report.left)} portals left" if report.state != "finished" else ""
    return (
        f"run {report.plan.run}: {len(report.crawls)} of {len(report.plan.portals)} portals: {said}; "
        f"{new} new, {changed} changed, {gone} gone reports; {took}{left}"
    )


def troubles(report: RunReport) -> Iterator[tuple[str, str]]:
    """(portal, what is wrong) for each that somebody should look at; the portal is "" for what is no portal's."""
    if report.state == "stopped":
        yield "", f"the run was stopped: {report.why}"
    for row in report.crawls:
        if not row.good or row.newly_bad:
            before = f" (before: {row.before})" if row.before != row.outcome else ""
            yield row.portal, f"{row.outcome}{before}: {row.detail or 'no detail'}"
    for read in report.indexed:
        if read.failure:
            yield read.portal, f"not indexed: {read.failure}"


def _troubles(report: RunReport) -> Iterator[str]:
    news = {row.portal for row in report.crawls if row.newly_bad}
    for portal, what in troubles(report):
        yield f"{'newly ' if portal in news else ''}{portal or 'run'}: {what}"
    for portal, file in report.proposals:
        yield f"{portal}: other columns were found; look at the proposal, then scrapy accept: {file}"


def _changes(rows: Iterable[IndexRow]) -> Iterator[str]:
    for kind in ("new", "changed", "gone"):
        found = [(row.portal, *one) for row in rows for one in getattr(row, kind)]
        yield from (f"{kind}: {portal}: {title} ({report})" for portal, report, title in found[:_NAMED])
        if len(found) > _NAMED:
            yield f"{kind}: {len(found) - _NAMED} more"


def _row(row: CrawlRow, read: IndexRow | None) -> tuple[str, ...]:
    counts = [str(len(getattr(read, kind))) if read is not None else "" for kind in ("new", "changed", "gone")]
    return (
        row.portal,
        row.organ,
        row.outcome,
        str(row.pages),
        str(row.reports),
        span(row.years),
        *counts,
        str(row.requests),
        clock(row.seconds),
    )
