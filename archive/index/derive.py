"""Reports and organs from the versions and readings that the index holds: pure functions of those rows.

Because nothing here looks at the order in which rows came, adding a WARC file and rebuilding from all of them
end in the same rows.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.index.departments import department_of, is_government
from archive.index.headlines import store_headlines
from archive.index.ids import is_division_government
from archive.index.ingest import store_issue
from archive.index.years import store_year_checks
from archive.model import Issue

_SHOWN = 5  # disagreeing figures named in one issue; the comparison page shows all


@dataclass(frozen=True, slots=True)
class _Copy:
    """The newest version at one URL."""

    url: str
    version: str
    last_seen: str
    figures: int
    checks_passed: int


def due_on(report_year: int, *, government: bool) -> date:
    """The last day to publish.

    政府信息公开条例 of 2007 Art. 31: 31 March for everybody. As revised (in force 2019-05-15) Art. 49 and 50:
    departments 31 January, governments 31 March; first for the reports on 2019.
    """
    january = report_year >= 2019 and not government
    return date(report_year + 1, 1, 31) if january else date(report_year + 1, 3, 31)


def derive(connection: sqlite3.Connection, touched: Iterable[str]) -> None:
    """Make the rows of the touched reports, and of their organs, again."""
    reports = sorted(set(touched))
    organs = sorted({organ for report in reports if (organ := organ_of(report)) is not None})
    for organ in organs:
        _store_organ(connection, organ)
    for report in reports:
        _store_report(connection, report)
    store_year_checks(connection, (pair for report in reports if (pair := _organ_and_year(report)) is not None))
    for organ in organs:
        left = connection.execute("SELECT 1 FROM reports WHERE organ_id = ? LIMIT 1", (organ,)).fetchone()
        if left is None:
            connection.execute("DELETE FROM organs WHERE organ_id = ?", (organ,))


def organ_of(report: str) -> str | None:
    """The organ in a report's id; None where the document names none."""
    organ = report.rpartition("-")[0]
    return None if organ.startswith("page-") else organ


def _organ_and_year(report: str) -> tuple[str, int] | None:
    organ, year = organ_of(report), report.rpartition("-")[2]
    return (organ, int(year)) if organ is not None and year.isdecimal() else None


def _store_organ(connection: sqlite3.Connection, organ: str) -> None:
    """An organ under the name that most of its reports give it."""
    best = connection.execute(
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
    connection.execute(
        "INSERT INTO organs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (organ_id) DO UPDATE SET "
        "name = excluded.name, adcode = excluded.adcode, level = excluded.level, kind = excluded.kind, "
        "province = excluded.province, city = excluded.city, county = excluded.county, "
        "department = excluded.department",
        (organ, name, adcode, level, kind, province, city, county, department_of(name)),
    )


def _copies(connection: sqlite3.Connection, report: str) -> list[_Copy]:
    rows = connection.execute(
        "SELECT c.url, d.version_id, max(c.captured_at || c.capture_id), v.figures, v.checks_passed, "
        "max(c.captured_at) "
        "FROM report_versions v JOIN readings d ON d.version_id = v.version_id "
        "JOIN captures c ON c.capture_id = d.capture_id WHERE v.report_id = ? GROUP BY c.url, d.version_id "
        "ORDER BY c.url, 3",
        (report,),
    )
    newest = {url: _Copy(url, version, seen, figures, passed) for url, version, _, figures, passed, seen in rows}
    return list(newest.values())


def _store_report(connection: sqlite3.Connection, report: str) -> None:
    connection.execute("DELETE FROM issues WHERE report_id = ? AND stage = 'index'", (report,))
    copies = _copies(connection, report)
    if not copies:
        connection.execute("DELETE FROM reports WHERE report_id = ?", (report,))
        _store_search_rows(connection, report, None)
        return
    best = max(copies, key=lambda c: (c.figures, c.checks_passed, c.last_seen, c.version))
    organ = organ_of(report)
    title, form, year, figures, passed, failed = connection.execute(
        "SELECT title, form, report_year, figures, checks_passed, checks_failed FROM report_versions "
        "WHERE version_id = ?",
        (best.version,),
    ).fetchone()
    published, first, last, versions = connection.execute(
        "SELECT min(d.published_on), min(c.captured_at), max(c.captured_at), count(DISTINCT d.version_id) "
        "FROM report_versions v JOIN readings d ON d.version_id = v.version_id "
        "JOIN captures c ON c.capture_id = d.capture_id WHERE v.report_id = ?",
        (report,),
    ).fetchone()
    kind = connection.execute("SELECT kind FROM organs WHERE organ_id = ?", (organ,)).fetchone() if organ else None
    due = due_on(year, government=kind[0] == "government") if kind and year is not None else None
    late = (date.fromisoformat(published) - due).days if due and published else None
    connection.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (report_id) DO UPDATE SET version_id = excluded.version_id, title = excluded.title, "
        "form = excluded.form, url = excluded.url, published_on = excluded.published_on, due_on = excluded.due_on, "
        "days_late = excluded.days_late, figures = excluded.figures, checks_passed = excluded.checks_passed, "
        "checks_failed = excluded.checks_failed, versions = excluded.versions, copies = excluded.copies, "
        "first_seen = excluded.first_seen, last_seen = excluded.last_seen",
        (
            report,
            organ,
            year,
            best.version,
            title,
            form,
            best.url,
            published,
            due.isoformat() if due else None,
            late,
            figures,
            passed,
            failed,
            versions,
            len(copies),
            first,
            last,
        ),
    )
    store_headlines(connection, report, best.version)
    _store_search_rows(connection, report, best.version)
    for other in copies:
        if other.version != best.version:
            _compare(connection, report, best, other)


def _store_search_rows(connection: sqlite3.Connection, report: str, present: str | None) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO search_rows SELECT number, report_id, report_year, version_id IS ? "
        "FROM report_versions WHERE report_id = ?",
        (present, report),
    )


def _compare(connection: sqlite3.Connection, report: str, best: _Copy, other: _Copy) -> None:
    """Copies that state different numbers are a finding."""
    rows = connection.execute(
        "SELECT a.key, a.value, b.value FROM figures a JOIN figures b ON b.version_id = ? AND b.key = a.key "
        "WHERE a.version_id = ? AND a.value <> b.value ORDER BY a.layout, a.position",
        (other.version, best.version),
    ).fetchall()
    if rows:
        named = "; ".join(f"{key} {ours} ≠ {theirs}" for key, ours, theirs in rows[:_SHOWN])
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        detail = f"{best.url} and {other.url} differ: {named}{more}"
        store_issue(connection, Issue("index", "copies_disagree", detail), report=report)
