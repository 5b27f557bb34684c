"""Which organ has a report for which year: from the organs that the index knows and those that portals declare.

Every organ is expected to have a report for each year from its first (the first report here, or the first year its
portal is known to carry) to the last year of the index. A portal that was declared but never crawled is known from
``portals.json`` beside the index, which ``scrapy portals --json`` writes.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from archive.divisions import by_adcode
from archive.errors import ArchiveError
from archive.index.departments import department_of, is_government
from archive.index.ids import organ_id

State = Literal["have", "attachment", "unread", "missing", "blocked", "unasked", "none"]
STATES: tuple[State, ...] = get_args(State)

_EVERY = """
WITH declared AS (
    SELECT value ->> 'organ_id' AS organ_id, value ->> 'organ' AS name, value ->> 'adcode' AS adcode,
        value ->> 'province' AS province, value ->> 'city' AS city, value ->> 'county' AS county,
        value ->> 'level' AS level, value ->> 'kind' AS kind, value ->> 'department' AS department,
        value ->> 'first_year' AS first_year, value ->> 'outcome' AS outcome FROM json_each(:declared)
),
every AS (
    SELECT o.organ_id, o.name, o.adcode, o.level, o.kind, o.department, o.province, o.city, o.county,
        d.first_year, d.outcome
    FROM organs o LEFT JOIN declared d USING (organ_id)
    UNION ALL
    SELECT organ_id, name, adcode, level, kind, department, province, city, county, first_year, outcome
    FROM declared WHERE organ_id NOT IN (SELECT organ_id FROM organs)
)
"""
# The year from which each organ should have a report; null where nobody has asked its portal yet.
FIRST_YEARS = f"""{_EVERY},
first_years AS (
    SELECT e.*, min(coalesce(r.first, e.first_year), coalesce(e.first_year, r.first)) AS first FROM every e
    LEFT JOIN (SELECT organ_id, min(report_year) AS first FROM reports GROUP BY 1) r USING (organ_id)
    WHERE r.organ_id NOT NULL OR e.outcome IS NOT 'never'
)
"""  # noqa: S608
_ORGANS = f"""{_EVERY},
chosen AS (
    SELECT * FROM every WHERE coalesce(adcode, '') LIKE :region || '%' AND (:kind = '' OR kind = :kind)
        AND (:department = '' OR department = :department)
)
"""  # noqa: S608
_TOTAL = f"{_ORGANS} SELECT count(*) FROM chosen"  # noqa: S608
_PAGE = f"""{_ORGANS} SELECT * FROM chosen
ORDER BY adcode IS NULL, adcode, kind DESC, organ_id LIMIT :size OFFSET :skip"""  # noqa: S608
_REPORTS = """
SELECT r.report_id, r.organ_id, r.report_year, r.figures, r.checks_failed, r.days_late,
    EXISTS (SELECT 1 FROM report_versions v
        JOIN attachments a ON a.capture_id = v.described_by AND a.page_id = v.read_from
        WHERE v.version_id = r.version_id AND a.file_capture_id NOT NULL) AS attached
FROM reports r WHERE r.organ_id IN (SELECT value FROM json_each(?)) AND r.report_year NOT NULL
"""
# One row per division: what its organs have, and how many years from the first to the last are without a report.
_REGIONS = f"""{_ORGANS},
counted AS (
    SELECT organ_id, count(*) AS reports, sum(figures = 0) AS unread, min(report_year) AS first FROM reports
    WHERE report_year NOT NULL GROUP BY organ_id
),
gaps AS (
    SELECT c.*, coalesce(n.reports, 0) AS reports, coalesce(n.unread, 0) AS unread,
        max(0, :last + 1 - min(coalesce(n.first, c.first_year, :last + 1), coalesce(c.first_year, n.first, :last + 1))
            - coalesce(n.reports, 0)) AS lacking,
        CASE WHEN n.organ_id IS NULL AND c.outcome = 'never' THEN 'unasked'
            WHEN c.adcode IN (SELECT adcode FROM declared WHERE outcome IN ('blocked', 'failed')) THEN 'blocked'
            ELSE 'missing' END AS why
    FROM chosen c LEFT JOIN counted n USING (organ_id)
)
SELECT substr(adcode, 1, :width) AS part, max(province) AS province, max(city) AS city, max(county) AS county,
    count(*) AS organs, sum(reports) AS reports, sum(reports - unread) AS have, sum(unread) AS unread,
    sum(lacking * (why = 'missing')) AS missing, sum(lacking * (why = 'blocked')) AS blocked,
    sum(why = 'unasked') AS unasked
FROM gaps WHERE adcode NOT NULL GROUP BY 1 ORDER BY 1
"""  # noqa: S608
_PORTALS = """
SELECT p.portal, p.organ, p.adcode, p.first_year, p.expected_minimum, w.outcome, w.detail, w.started FROM portals p
LEFT JOIN crawls w ON w.crawl_id = (
    SELECT crawl_id FROM crawls c WHERE c.portal = p.portal ORDER BY c.started DESC, c.crawl_id DESC LIMIT 1)
ORDER BY p.adcode, p.portal
"""


@dataclass(frozen=True, slots=True)
class Announced:
    """A portal that a spider declares, crawled or not."""

    name: str
    organ: str
    adcode: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A portal and the organ it belongs to. ``outcome`` is the last crawl's, ``never`` of a portal not crawled yet,
    None of a crawl that did not end."""

    portal: str
    organ: str
    adcode: str
    organ_id: str
    province: str | None
    city: str | None
    county: str | None
    level: str | None
    kind: str
    department: str | None
    first_year: int | None
    expected_minimum: int | None
    outcome: str | None
    detail: str
    started: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which organs: ``region`` are the leading digits of their codes, empty for all."""

    region: str = ""
    kind: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One organ and year; ``none`` before the organ's first year."""

    state: State
    report: sqlite3.Row | None

    @property
    def report_id(self) -> str | None:
        return self.report["report_id"] if self.report is not None else None


@dataclass(frozen=True, slots=True)
class OrganYears:
    organ: sqlite3.Row
    marks: tuple[Mark, ...]
    have: int


@dataclass(frozen=True, slots=True)
class RegionCount:
    """The years with and without report of a division's organs; ``adcode`` has six digits."""

    adcode: str
    name: str
    organs: int
    reports: int
    have: int
    unread: int
    missing: int
    blocked: int
    unasked: int

    @property
    def share(self) -> float | None:
        """Of the reports that should be there, how many are: 0 to 1; None where nothing is expected yet."""
        expected = self.reports + self.missing + self.blocked
        return self.reports / expected if expected else None


def read_declared(path: Path) -> tuple[Announced, ...]:
    """What ``scrapy portals --json`` wrote, none where there is no such file. Raises ArchiveError for another file."""
    if not path.is_file():
        return ()
    try:
        rows = json.loads(path.read_text("utf-8"))
        return tuple(Announced(str(row["name"]), str(row["organ"]), str(row["adcode"])) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{path} is not what scrapy portals --json writes: {error!r}") from error


def declared_portals(connection: sqlite3.Connection, others: Iterable[Announced]) -> tuple[Declared, ...]:
    """The portals that were crawled, as the index knows them, and the ``others`` that never were, by code."""
    found = {
        row["portal"]: _declared(row["portal"], row["organ"], row["adcode"], row, row["outcome"])
        for row in connection.execute(_PORTALS)
    }
    for other in others:
        found.setdefault(other.name, _declared(other.name, other.organ, other.adcode, None, "never"))
    return tuple(sorted(found.values(), key=lambda portal: (portal.adcode, portal.portal)))


def _declared(portal: str, organ: str, adcode: str, row: sqlite3.Row | None, outcome: str | None) -> Declared:
    division = by_adcode(adcode)
    level = division.level if division else None
    province = division.province if division else None
    city = None if division is None else division.name if level == "city" else division.city
    county = division.name if division and level == "county" else None
    name = organ_id(organ, adcode, (province, city, county)) if division else adcode
    return Declared(
        portal,
        organ,
        adcode,
        name,
        province,
        city,
        county,
        level if is_government(organ) else None,
        "government" if is_government(organ) else "department",
        department_of(organ),
        row["first_year"] if row else None,
        row["expected_minimum"] if row else None,
        outcome,
        (row["detail"] if row else None) or "",
        row["started"] if row else None,
    )


def span(connection: sqlite3.Connection, portals: Sequence[Declared]) -> range:
    """The years of the matrix: from the first report, or the first that a portal carries, to the last report."""
    first, last = connection.execute("SELECT min(report_year), max(report_year) FROM reports").fetchone()
    declared = [portal.first_year for portal in portals if portal.first_year is not None]
    if last is None:
        started = [int(portal.started[:4]) - 1 for portal in portals if portal.started]
        if not started or not declared:
            return range(0)
        last = max(*started, *declared)
    return range(min([*declared, *([first] if first is not None else [])]), last + 1)


def declared_values(portals: Sequence[Declared]) -> dict[str, object]:
    """What FIRST_YEARS and the queries here know of portals beside the index."""
    organs = [asdict(portal) for portal in {p.organ_id: p for p in portals}.values()]
    return {"declared": json.dumps(organs, ensure_ascii=False)}


def _values(choice: Choice, portals: Sequence[Declared], **more: object) -> dict[str, object]:
    return {**asdict(choice), **declared_values(portals), **more}


def count_organs(connection: sqlite3.Connection, choice: Choice, portals: Sequence[Declared]) -> int:
    return int(connection.execute(_TOTAL, _values(choice, portals)).fetchone()[0])


def matrix(
    connection: sqlite3.Connection, choice: Choice, portals: Sequence[Declared], years: range, page: tuple[int, int]
) -> tuple[OrganYears, ...]:
    """One row per organ; ``page`` is how many, and how many are passed over before them."""
    size, skip = page
    organs = connection.execute(_PAGE, _values(choice, portals, size=size, skip=skip)).fetchall()
    names = json.dumps([organ["organ_id"] for organ in organs])
    reports = {(row["organ_id"], row["report_year"]): row for row in connection.execute(_REPORTS, (names,))}
    first: dict[str, int] = {}
    for name, year in sorted(reports):
        first.setdefault(name, year)
    blocked = {portal.adcode for portal in portals if portal.outcome in ("blocked", "failed")}
    return tuple(_organ_years(organ, years, reports, first, blocked) for organ in organs)


def _organ_years(
    organ: sqlite3.Row,
    years: range,
    reports: dict[tuple[str, int], sqlite3.Row],
    first: dict[str, int],
    blocked: set[str],
) -> OrganYears:
    name, seen = organ["organ_id"], first.get(organ["organ_id"])
    begins = min((year for year in (seen, organ["first_year"]) if year is not None), default=years.start)
    lacking: State = "blocked" if organ["adcode"] in blocked else "missing"
    if seen is None and organ["outcome"] == "never":
        lacking = "unasked"
    marks = tuple(
        _present(report) if (report := reports.get((name, year))) else Mark("none" if year < begins else lacking, None)
        for year in years
    )
    return OrganYears(organ, marks, sum(mark.report is not None for mark in marks))


def _present(report: sqlite3.Row) -> Mark:
    if not report["figures"]:
        return Mark("unread", report)
    return Mark("attachment" if report["attached"] else "have", report)


def regions(
    connection: sqlite3.Connection, choice: Choice, portals: Sequence[Declared], years: range
) -> tuple[RegionCount, ...]:
    """The divisions one level below ``choice.region`` with what they have; its own organs (省本级) under its own code.
    None below a county."""
    width = len(choice.region) + 2
    if width > 6:
        return ()
    rows = connection.execute(_REGIONS, _values(choice, portals, width=width, last=years[-1] if years else 0))
    return tuple(_region(row) for row in rows)


def _region(row: sqlite3.Row) -> RegionCount:
    adcode = f"{row['part']}000000"[:6]
    division = by_adcode(adcode)
    stated = row[("province", "city", "county")[len(row["part"]) // 2 - 1]]
    counts = {name: row[name] for name in ("organs", "reports", "have", "unread", "missing", "blocked", "unasked")}
    return RegionCount(adcode, division.name if division else stated or adcode, **counts)
