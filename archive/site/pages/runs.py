"""How the archive stands, as ``python -m archive status`` says it: for who looks after it."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from datasette.utils.asgi import Response

from archive.runs import headline, troubles
from archive.runs.feed import troubles_of
from archive.site.web import Ask, View
from archive.status import ArchiveStatus, RunLine, status_of

_DUE_SHOWN = 100
# Looking at every file of a large archive takes seconds: it is done once in so many.
_SECONDS = 30.0
_seen: dict[Path, tuple[float, ArchiveStatus]] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """A run as the table shows it; counts are None where it has no report yet."""

    line: RunLine
    state: str
    counts: tuple[int, int, int] | None


def page(connection: sqlite3.Connection, ask: Ask) -> View:  # noqa: ARG001 (what every page is given)
    status = _status(ask.context.root.parent)
    last = next((line.report for line in status.runs if line.report is not None), None)
    ready = status.due_by(datetime.now(UTC).isoformat())
    return View(
        "nb_runs.html",
        {
            "status": status,
            "runs": [_row(line) for line in status.runs],
            "last": headline(last) if last is not None else "",
            "troubles": list(troubles(last)) if last is not None else [],
            "due": ready[:_DUE_SHOWN],
            "due_count": len(ready),
            "due_at": status.due_at[:16].replace("T", " "),
        },
    )


def feed(connection: sqlite3.Connection, ask: Ask) -> Response:  # noqa: ARG001
    """The troubles of the runs as an Atom feed."""
    return Response(troubles_of(ask.context.root.parent), content_type="application/atom+xml; charset=utf-8")


def _status(archive: Path) -> ArchiveStatus:
    now = monotonic()
    at, status = _seen.get(archive, (0.0, None))
    if status is None or now - at > _SECONDS:
        status = status_of(archive)
        _seen[archive] = now, status
    return status


def _row(line: RunLine) -> Row:
    report = line.report
    if line.going or report is None:
        return Row(line, "going" if line.going else "interrupted", None)
    new, changed, gone = (sum(len(getattr(row, kind)) for row in report.indexed) for kind in ("new", "changed", "gone"))
    return Row(line, report.state, (new, changed, gone))
