"""The whole way once: each portal is crawled by the real command, the index is read, a table says what came of it."""

import os
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from demo.model import World

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = "data/demo"
_HEADER = ("portal", "organ", "pages", "reports", "years", "figures", "checks passed", "failed", "outcome")
_NUMERIC = {"pages", "reports", "figures", "checks passed", "failed"}


class DemoError(Exception):
    """The demo cannot go on; the message is one line that says what to look at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One portal's crawl as the index knows it. ``captures`` counts every answer that was kept, ``unchanged`` those of
    them that were the same as before."""

    portal: str
    organ: str
    pages: int
    reports: int
    years: str
    figures: int
    passed: int
    failed: int
    outcome: str
    captures: int
    unchanged: int

    def texts(self) -> tuple[str, ...]:
        """The cells of the table."""
        counts = (self.pages, self.reports, self.years, self.figures, self.passed, self.failed)
        return (self.portal, self.organ, *map(str, counts), self.outcome)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the index holds, to tell what a run added."""

    crawls: frozenset[str]
    reports: int
    versions: int
    figures: int


NOTHING = Holdings(frozenset(), 0, 0, 0)


def run(world: World, port: int, archive: str = ARCHIVE) -> int:
    """Crawl every portal of ``world``, which is served on ``port``; print the table. 0 if all went well, else 1.

    Raises DemoError where a crawl leaves nothing to show.
    """
    database = ROOT / archive / "archive.db"
    before = holdings(database)
    for number, portal in enumerate(world.portals, 1):
        print(f"[{number}/{len(world.portals)}] scrapy crawl {portal.name}", flush=True)
        crawl(portal.name, port, archive)
    index(archive)
    after = holdings(database)
    rows = crawl_rows(database, after.crawls - before.crawls)
    print(f"\n{table([_HEADER, *(row.texts() for row in rows)])}\n")
    print(verdict(world, before, after, rows))
    missing = [portal.name for portal in world.portals if portal.name not in {row.portal for row in rows}]
    wrong = [*missing, *(row.portal for row in rows if row.outcome != "complete")]
    if wrong:
        print(f"error: not complete: {', '.join(wrong)}; the crawl's own lines above say why", file=sys.stderr)
        return 1
    print("Browse it: make browse (or .venv/bin/python -m archive browse)")
    return 0


def crawl(name: str, port: int, archive: str) -> None:
    """The command a person would type, with connections led to the replicas; how it ended stands in the index."""
    settings = (f"CONNECT_TO=::127.0.0.1:{port}", f"ARCHIVE_DIR={archive}")
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        name,
        *(word for setting in settings for word in ("-s", setting)),
    ]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"SCRAPY_PROJECT": "demo"}, check=False)


def index(archive: str) -> None:
    """Read what no crawl has read: WARC files that an interrupted run left behind. Mostly there are none, so it is
    silent unless it fails."""
    command = [sys.executable, "-m", "archive", "index", "--database", f"{archive}/archive.db"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise DemoError(f"python -m archive index ended with exit status {done.returncode}; its own lines say why")


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)


def holdings(database: Path) -> Holdings:
    """What the index holds now; nothing where there is none."""
    if not database.exists():
        return NOTHING
    with closing(_open(database)) as connection:
        crawls = frozenset(crawl_id for (crawl_id,) in connection.execute("SELECT crawl_id FROM crawls"))
        (reports, figures) = connection.execute("SELECT count(*), coalesce(sum(figures), 0) FROM reports").fetchone()
        (versions,) = connection.execute("SELECT count(*) FROM report_versions").fetchone()
    return Holdings(crawls, reports, versions, figures)


def crawl_rows(database: Path, crawls: frozenset[str]) -> list[Row]:
    """The rows of these crawls, in the order in which they ran."""
    if not crawls:
        raise DemoError(f"{database} knows of no crawl of this run; python -m archive index reads what was captured")
    marks = ",".join("?" * len(crawls))
    query = f"""
        SELECT s.portal, p.organ, s.pages, s.reports, coalesce(s.years, ''), s.figures, s.checks_passed,
            s.checks_failed, coalesce(s.outcome, 'unknown'),
            (SELECT count(*) FROM captures c WHERE c.crawl_id = s.crawl_id),
            (SELECT count(*) FROM captures c WHERE c.crawl_id = s.crawl_id AND c.warc_type = 'revisit')
        FROM crawl_summary s JOIN portals p ON p.portal = s.portal
        WHERE s.crawl_id IN ({marks}) ORDER BY s.started
    """  # noqa: S608 -- only question marks are put in
    with closing(_open(database)) as connection:
        return [Row(*values) for values in connection.execute(query, sorted(crawls))]


def verdict(world: World, before: Holdings, after: Holdings, rows: Sequence[Row]) -> str:
    """What the run added, in words."""
    new_reports, new_figures = after.reports - before.reports, after.figures - before.figures
    there_to_fail = sum(1 for report in world.reports if report.fails)
    carried = (
        f"The replica portals carry {len(world.reports)} reports, {there_to_fail} of them there to fail their sums."
    )
    if before == NOTHING:
        return f"{carried}\nThe index holds {after.reports} reports with {after.figures} figures."
    asked, unchanged = sum(row.captures for row in rows), sum(row.unchanged for row in rows)
    new_versions = after.versions - before.versions
    nothing = " Nothing was added." if not (new_reports or new_versions or new_figures) else ""
    return (
        f"{carried}\nAsked again for {asked} URLs: {unchanged} unchanged. New reports: {new_reports}. "
        f"New versions: {new_versions}. New figures: {new_figures}.{nothing}"
    )


def width(text: str) -> int:
    """Columns a terminal gives to a text: two to each Han character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(lines: Sequence[Sequence[str]]) -> str:
    """Lines with aligned columns, numbers to the right."""
    widths = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    shown = []
    for line in lines:
        cells = []
        for name, cell, room in zip(_HEADER, line, widths, strict=True):
            blanks = " " * (room - width(cell))
            cells.append(blanks + cell if name in _NUMERIC else cell + blanks)
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)
