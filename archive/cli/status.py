"""``python -m archive status``."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from archive.runs import headline, troubles
from archive.status import ArchiveStatus, RunLine, status_of

_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", type=Path, default=Path("data"), metavar="DIR", help="the archive [%(default)s]")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Prints how the archive stands; exit status 0, whatever it is: ``crawlall`` and ``verify`` judge."""
    status = status_of(args.archive)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if args.json:
        print(json.dumps(asdict(status), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(status, args.archive, now)))
    return 0


def lines(status: ArchiveStatus, archive: Path, now: str) -> Iterator[str]:
    """The same for people."""
    yield f"archive:   {archive}: {_size(status.free)} free on its disk"
    yield f"captures:  {status.warc_files} WARC files, {_size(status.warc_size)}"
    if status.counts is None:
        yield "index:     there is none; python -m archive index makes it"
    else:
        captures, reports, figures = status.counts
        last = f"; last capture {status.last_capture}" if status.last_capture else ""
        yield f"index:     {_size(status.index_size)}: {captures} captures, {reports} reports, {figures} figures{last}"
    yield from _some("unindexed", "python -m archive index reads them", status.unindexed)
    yield from _some("left open", "being written, or python -m archive verify --repair", status.left_open)
    if not status.runs:
        yield "runs:      none yet; scrapy crawlall begins one"
    for number, one in enumerate(status.runs):
        yield f"{'runs:' if number == 0 else '':<11}{_run(one)}"
    last_report = next((one.report for one in status.runs if one.report is not None), None)
    for portal, what in list(troubles(last_report))[:_SHOWN] if last_report is not None else ():
        yield f"look at:   {portal or 'run'}: {what}"
    yield from _due(status, now)


def _run(one: RunLine) -> str:
    if one.report is not None and not one.going:
        return headline(one.report)
    how = "under way" if one.going else "interrupted; the same command goes on with it"
    return f"run {one.run} ({one.asked}): {one.done} of {one.portals} portals; {how}"


def _due(status: ArchiveStatus, now: str) -> Iterator[str]:
    if not status.due_at:
        yield "due:       not known; scrapy portals --due says it"
        return
    ready = status.due_by(now)
    later = next((line for line in status.due if line not in ready), None)
    after = f"; next: {later.portal} on {later.when[:16].replace('T', ' ')} UTC" if later is not None else ""
    at = status.due_at[:16].replace("T", " ")
    yield f"due:       {len(ready)} of {len(status.due)} portals{after} (as of {at} UTC)"
    yield from (f"           {line.portal}: {line.why}" for line in ready[:_SHOWN])
    if len(ready) > _SHOWN:
        yield f"           and {len(ready) - _SHOWN} more: scrapy portals --due"


def _some(what: str, remedy: str, names: tuple[str, ...]) -> Iterator[str]:
    if names:
        more = f", and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"{what + ':':<11}{len(names)} WARC files ({remedy}): {', '.join(names[:3])}{more}"


def _size(number: float) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "bytes" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
