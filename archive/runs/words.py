"""What a run came to, in words. Pure."""

from collections import Counter
from collections.abc import Iterator

from archive.runs.files import RunReport, instant

_ORDER = ("complete", "short", "empty", "blocked", "failed")


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
    for one in report.moved:
        if one.proposal:
            yield one.portal, f"its columns may have moved: {one.reports} reports in those that {one.proposal} names"


def clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
