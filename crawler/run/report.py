"""What a run came to, for a terminal, a message and a program. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from archive.runs import CrawlRow, IndexRow, RunReport, clock, headline, troubles
from crawler.tables import aligned, span

_HEADS = ("portal", "organ", "outcome", "pages", "reports", "years", "new", "changed", "gone", "requests", "time")
_NAMED = 20


def as_json(report: RunReport) -> str:
    """The whole report; ``healthy`` and the exit status say the same."""
    return json.dumps({**asdict(report), "healthy": report.healthy}, ensure_ascii=False, indent=2)


def as_text(report: RunReport) -> str:
    """One line that says all, a line a portal, then what is wrong and what is new."""
    indexed = {row.portal: row for row in report.indexed}
    parts = [headline(report)]
    if report.crawls:
        rows = [_row(row, indexed.get(row.portal)) for row in sorted(report.crawls, key=lambda row: row.portal)]
        parts.append(aligned([_HEADS, *rows]))
    lines = [*_troubles(report), *_changes(report.indexed)]
    if lines:
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _troubles(report: RunReport) -> Iterator[str]:
    news = {row.portal for row in report.crawls if row.newly_bad}
    for portal, what in troubles(report):
        yield f"{'newly ' if portal in news else ''}{portal or 'run'}: {what}"


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
