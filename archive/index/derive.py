"""Reports and organs from the versions and readings that the index holds: pure functions of those rows.

Because nothing here looks at the order in which rows came, adding a WARC file and rebuilding from all of them
end in the same rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from archive.index.departments import department_of, is_government
from archive.index.headlines import store_headlines
from archive.index.ids import is_division_government
from archive.index.ingest import store_issue
from archive.index.years import store_year_checks
from archive.model import Issue

_SHOWN = 5  # disagreeing figures named in one issue; the comparison page shows all


@dataclass(frozen=True, slots=True)
class _Copy:
    """A version at one URL, when it was seen there (second, microsecond, capture), and the crawl that saw it."""

    url: str
    version: str
    figures: int
    checks_passed: int
    seen: tuple[str, int, str]
    crawl: str | None
    portal: str | None
    started: str
    ended: bool


def due_on(report_year: int, *, government: bool) -> date:
    """The last day to publish.

    政府信息公开条例 of 2007 Art. 31: 31 March for everybody. As revised (in force 2019-05-15) Art. 49 and 50:
    departments 31 January, governments 31 March; first for the reports on 2019.
    """
    january = report_year >= 2019 and not government
    return date(report_year + 1, 1, 31) if january else date(report_year + 1, 3, 31)


def derive(db: Database, touched: Iterable[str]) -> None:
    """Make the rows of the touched reports, and of their organs, again."""
    reports = sorted(set(touched))
    organs = sorted({organ for report in reports if (organ := organ_of(report)) is not None})
    for organ in organs:
        _store_organ(db, organ)
    for report in reports:
        _store_report(db, report)
    store_year_checks(db, (pair for report in reports if (pair := _organ_and_year(report)) is not None))
    for organ in organs:
        left = db.execute("SELECT 1 FROM reports WHERE organ_id = ? LIMIT 1", (organ,)).fetchone()
        if left is None:
            db.execute("DELETE FROM organs WHERE organ_id = ?", (organ,))


def organ_of(report: str) -> str | None:
    """The organ in a report's id; None where the document names none."""
    organ = report.rpartition("-")[0]
    return None if organ.startswith("page-") else organ


def _organ_and_year(report: str) -> tuple[str, int] | None:
    organ, year = organ_of(report), report.rpartition("-")[2]
    return (organ, int(year)) if organ is not None and year.isdecimal() else None


def _store_organ(db: Database, organ: str) -> None:
    """An organ under the name that most of its reports give it."""
    best = db.execute(
        "SELECT organ, adcode, level, province, city, county FROM report_versions "
        "WHERE organ_id = ? GROUP BY organ, adcode, level, province, city, county "
        "ORDER BY count(*) DESC, length(organ) DESC, organ, level, province, city, county LIMIT 1",
        (organ,),
    ).fetchone()
    if best is None:
        return
    name, adcode, level, province, city, county = best
    kind = "government" if is_government(name) else "department"
    if kind == "government" and level is None and is_division_government(name, (province, city, county)):
        level = "county" if county else "city" if city else "province"
    row = {
        "organ_id": organ,
        "name": name,
        "adcode": adcode,
        "level": level,
        "kind": kind,
        "province": province,
        "city": city,
        "county": county,
        "department": department_of(name),
    }
    db.table("organs").upsert(row, pk="organ_id")


def _copies(db: Database, report: str) -> list[_Copy]:
    """The newest version at each URL where the report stands, as far as crawls can tell; if nowhere, where it stood."""
    rows = db.execute(
        "SELECT d.url, d.version_id, v.figures, v.checks_passed, c.captured_at, c.microsecond, c.capture_id, "
        "c.crawl_id, w.portal, coalesce(w.started, c.captured_at), w.outcome NOT NULL "
        "FROM report_versions v JOIN readings d ON d.version_id = v.version_id "
        "JOIN captures c ON c.capture_id = d.capture_id LEFT JOIN crawls w ON w.crawl_id = c.crawl_id "
        "WHERE v.report_id = ? ORDER BY c.captured_at, c.microsecond, c.capture_id",
        (report,),
    )
    sightings = [
        _Copy(url, version, figures, passed, (second, micro, key), crawl, portal, started, ended=bool(ended))
        for url, version, figures, passed, second, micro, key, crawl, portal, started, ended in rows
    ]
    newest = [copy for _, copy in sorted({copy.url: copy for copy in sightings}.items())]
    if len(newest) < 2:
        return newest
    return [copy for copy in newest if not _was_left(db, copy, sightings)] or newest


def _was_left(db: Database, copy: _Copy, sightings: Sequence[_Copy]) -> bool:
    """Whether a URL shows something else by now, or a crawl of the same portal that saw another copy came to its end
    without it: a site that moves leaves its old addresses behind. A page that failed tells nothing."""
    later = db.execute(
        "SELECT c.crawl_id, coalesce(c.status, 200) IN (200, 304) AND o.whole, coalesce(c.status, 200) IN (404, 410) "
        "FROM captures c JOIN captures o "
        "ON o.capture_id = CASE c.warc_type WHEN 'revisit' THEN c.original ELSE c.capture_id END "
        "WHERE c.url = ? AND (c.captured_at, c.microsecond, c.capture_id) > (?, ?, ?)",
        (copy.url, *copy.seen),
    ).fetchall()
    if any(shown for _, shown, _ in later):
        return True
    failed = {crawl for crawl, _, gone in later if not gone}
    return copy.portal is not None and any(
        other.url != copy.url
        and other.portal == copy.portal
        and other.ended
        and other.started > copy.started
        and other.crawl not in failed
        for other in sightings
    )


def _store_report(db: Database, report: str) -> None:
    db.execute("DELETE FROM issues WHERE report_id = ? AND stage = 'index'", (report,))
    copies = _copies(db, report)
    if not copies:
        db.execute("DELETE FROM reports WHERE report_id = ?", (report,))
        _store_search_rows(db, report, None)
        return
    # Of those that state as much and were seen by the same crawl, the first by URL.
    best = max(copies, key=lambda copy: (copy.figures, copy.checks_passed, copy.started))
    organ = organ_of(report)
    title, form, year, figures, passed, failed = db.execute(
        "SELECT title, form, report_year, figures, checks_passed, checks_failed FROM report_versions "
        "WHERE version_id = ?",
        (best.version,),
    ).fetchone()
    published, first, last, versions = db.execute(
        "SELECT min(d.published_on), min(c.captured_at), max(c.captured_at), count(DISTINCT d.version_id) "
        "FROM report_versions v JOIN readings d ON d.version_id = v.version_id "
        "JOIN captures c ON c.capture_id = d.capture_id WHERE v.report_id = ?",
        (report,),
    ).fetchone()
    kind = db.execute("SELECT kind FROM organs WHERE organ_id = ?", (organ,)).fetchone() if organ else None
    due = due_on(year, government=kind[0] == "government") if kind and year is not None else None
    late = (date.fromisoformat(published) - due).days if due and published else None
    row = {
        "report_id": report,
        "organ_id": organ,
        "report_year": year,
        "version_id": best.version,
        "title": title,
        "form": form,
        "url": best.url,
        "published_on": published,
        "due_on": due.isoformat() if due else None,
        "days_late": late,
        "figures": figures,
        "checks_passed": passed,
        "checks_failed": failed,
        "versions": versions,
        "copies": len(copies),
        "first_seen": first,
        "last_seen": last,
    }
    db.table("reports").upsert(row, pk="report_id")
    store_headlines(db, report, best.version)
    _store_search_rows(db, report, best.version)
    for other in copies:
        if other.version != best.version:
            _compare(db, report, best, other)


def _store_search_rows(db: Database, report: str, present: str | None) -> None:
    db.execute(
        "INSERT OR REPLACE INTO search_rows SELECT number, report_id, report_year, version_id IS ? "
        "FROM report_versions WHERE report_id = ?",
        (present, report),
    )


def _compare(db: Database, report: str, best: _Copy, other: _Copy) -> None:
    """Copies that state different numbers are a finding."""
    rows = db.execute(
        "SELECT a.key, a.value, b.value FROM figures a JOIN figures b ON b.version_id = ? AND b.key = a.key "
        "WHERE a.version_id = ? AND a.value <> b.value ORDER BY a.layout, a.position",
        (other.version, best.version),
    ).fetchall()
    if rows:
        named = "; ".join(f"{key} {ours} ≠ {theirs}" for key, ours, theirs in rows[:_SHOWN])
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        detail = f"{best.url} and {other.url} differ: {named}{more}"
        store_issue(db, Issue("index", "copies_disagree", detail), report=report)
