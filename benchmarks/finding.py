"""What is found of portals that nobody declared: every replica put to discover, to the unedited crawl, and to wget.

``python -m benchmarks.finding NAME…`` measures some replicas only (``random_7`` is the portal of seed 7).
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.support.replicas import Replica, drawn, hostile, ordinary, replica
from tests.support.replicas.trial import Found, Trial, try_out, wget

# Replicas that never answer are waited for as briefly as a test can bear (seconds); nothing else is set.
SETTINGS = ("DOWNLOAD_TIMEOUT=5",)


@dataclass(frozen=True, slots=True)
class Row:
    """One replica's results."""

    replica: Replica
    trial: Trial
    wget: Found


def run() -> str:
    """Markdown tables of the ordinary portals, the random and the hostile ones; needs some minutes."""
    return report([ordinary(), drawn(), hostile()])


def report(groups: Sequence[Sequence[Replica]]) -> str:
    """A table for each group, then what is wrong."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rows = {row.replica.name: row for row in pool.map(measure, [portal for group in groups for portal in group])}
    tables = [_table([rows[portal.name] for portal in group]) for group in groups if group]
    return "\n\n".join([*tables, _lacking(list(rows.values()))])


def measure(portal: Replica) -> Row:
    """Discover and crawl, then wget on a portal that has not seen anyone yet."""
    return Row(portal, try_out(portal, *SETTINGS), wget(replica(portal.name)))


def verdict(row: Row) -> str:
    """Whether the outcome is true: ``complete`` only of a portal that was had whole, and is complete or has its missing
    years named as its own."""
    outcome, whole = row.trial.outcome, not row.trial.crawl.missing
    allowed = row.replica.expected.split("|")
    if outcome == "complete":
        named = "the portal itself has no report" in row.trial.detail
        return "yes" if whole and ("complete" in allowed or named) else "NO"
    if outcome == "none":
        return "nothing proposed"
    if outcome == "empty":
        return "NO"
    if "complete" in allowed:
        return "too cautious" if whole and outcome not in allowed else "yes"
    return "yes" if outcome in allowed or not row.replica.hostile else "no"


_HEAD = (
    (
        "portal",
        "platform",
        "reports",
        "promised",
        "found",
        "false",
        "wget finds",
        "requests: discover",
        "crawl",
        "wget",
    ),
    ("a report", "outcome", "true"),
)


def _table(rows: Sequence[Row]) -> str:
    head = [*_HEAD[0], *_HEAD[1]]
    lines = [f"| {' | '.join(head)} |", f"|---|---|{'---:|' * 9}---|---|"]
    lines += [_line(row) for row in rows]
    lines.append(_sum(rows))
    return "\n".join(lines)


def _line(row: Row) -> str:
    trial, found = row.trial, row.trial.crawl
    each = f"{found.beyond / found.reports:.2f}" if found.reports else "–"
    cells = (
        row.replica.name,
        row.replica.family,
        len(row.replica.reports),
        "–" if trial.promised is None else trial.promised,
        found.reports,
        len(found.false),
        row.wget.reports,
        trial.asked,
        found.requests,
        row.wget.requests,
        each,
        trial.outcome,
        verdict(row),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _sum(rows: Sequence[Row]) -> str:
    found = sum(row.trial.crawl.reports for row in rows)
    beyond = sum(row.trial.crawl.beyond for row in rows)
    true = sum(verdict(row) == "yes" for row in rows)
    cells = (
        f"all {len(rows)}",
        "",
        sum(len(row.replica.reports) for row in rows),
        sum(row.trial.promised or 0 for row in rows),
        found,
        sum(len(row.trial.crawl.false) for row in rows),
        sum(row.wget.reports for row in rows),
        sum(row.trial.asked for row in rows),
        sum(row.trial.crawl.requests for row in rows),
        sum(row.wget.requests for row in rows),
        f"{beyond / found:.2f}" if found else "–",
        "",
        f"{true} of {len(rows)}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def _lacking(rows: Sequence[Row]) -> str:
    """What is wrong, by name: reports not found, pages taken for reports, outcomes that are not true."""
    lines = []
    for row in rows:
        missing, false = row.trial.crawl.missing, row.trial.crawl.false
        if missing or false or verdict(row) != "yes":
            first = f"; first missing: {missing[0].title} {missing[0].urls[0]}" if missing else ""
            wrong = f"; false: {false[0]}" if false else ""
            lines.append(f"- {row.replica.name}: {row.trial.outcome} ({row.trial.detail}){first}{wrong}")
    return "\n".join(lines) or "Nothing is missing, nothing is false."


if __name__ == "__main__":
    print(report([[replica(name) for name in sys.argv[1:]]]))
