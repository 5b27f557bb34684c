"""Which organ has a report for which year: a matrix by region, from the organs and portals that the index knows."""

import sqlite3
from dataclasses import dataclass

from archive.index.headlines import HEADLINES
from archive.site.charts import Series, lines
from archive.site.web import Ask, PageMissingError, View

ORGANS_A_PAGE = 50
STATES = ("have", "attachment", "unread", "missing", "blocked", "none")
_MATRIX = """
SELECT r.report_id, r.organ_id, r.report_year, r.figures, r.checks_failed, r.days_late,
    EXISTS (SELECT 1 FROM report_versions v JOIN attachments a ON a.capture_id = v.read_from
        WHERE v.version_id = r.version_id AND a.file_capture_id NOT NULL) AS attached
FROM reports r WHERE r.organ_id IN (SELECT value FROM json_each(?)) AND r.report_year NOT NULL
"""
_BLOCKED = """
SELECT p.portal, p.organ, p.adcode, p.first_year, p.expected_minimum, w.outcome, w.detail, w.started FROM portals p
LEFT JOIN crawls w ON w.crawl_id = (
    SELECT crawl_id FROM crawls c WHERE c.portal = p.portal ORDER BY c.started DESC, c.crawl_id DESC LIMIT 1)
ORDER BY p.adcode, p.portal
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the matrix: ``have``, ``attachment``, ``unread``, ``missing``, ``blocked``; or ``none`` before the
    organ's first report."""

    state: str
    report: sqlite3.Row | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    organ: sqlite3.Row
    marks: tuple[Mark, ...]
    have: int


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    prefix = ask.one("region")
    prefix = prefix if prefix.isdecimal() and len(prefix) <= 6 else ""
    return View("nb_coverage.html", _matrix(connection, ask, prefix))


def _significant(adcode: str) -> str:
    """``21`` of 210000, ``2101`` of 210100, all of 210102."""
    return adcode.removesuffix("0000").removesuffix("00") if len(adcode) == 6 else adcode


def _matrix(connection: sqlite3.Connection, ask: Ask, region: str) -> dict[str, object]:
    number = ask.number("page", 1, low=1, high=10_000)
    kind = ask.one("kind") if ask.one("kind") in ("government", "department") else ""
    where = "coalesce(adcode, '') LIKE ? || '%' AND (? = '' OR kind = ?)"
    values = (_significant(region), kind, kind)
    total = connection.execute(f"SELECT count(*) FROM organs WHERE {where}", values).fetchone()[0]
    organs = connection.execute(
        f"SELECT * FROM organs WHERE {where} ORDER BY adcode IS NULL, adcode, kind DESC, organ_id LIMIT ? OFFSET ?",
        (*values, ORGANS_A_PAGE, (number - 1) * ORGANS_A_PAGE),
    ).fetchall()
    span = connection.execute("SELECT min(report_year), max(report_year) FROM reports").fetchone()
    years = tuple(range(span[0], span[1] + 1)) if span[0] is not None else ()
    portals = connection.execute(_BLOCKED).fetchall()
    return {
        "region": region,
        "kind": kind,
        "number": number,
        "pages": max(1, -(-total // ORGANS_A_PAGE)),
        "total": total,
        "years": years,
        "labels": {state: ask.t(f"coverage.{state}") for state in STATES},
        "rows": _rows(connection, organs, years, portals),
        "portals": [row for row in portals if row["adcode"].startswith(_significant(region))],
        "regions": connection.execute(
            "SELECT DISTINCT province AS name, substr(adcode, 1, 2) || '0000' AS adcode FROM organs "
            "WHERE province NOT NULL AND adcode NOT NULL ORDER BY 2"
        ).fetchall(),
    }


def _rows(
    connection: sqlite3.Connection, organs: list[sqlite3.Row], years: tuple[int, ...], portals: list[sqlite3.Row]
) -> list[MatrixRow]:
    ids = "[" + ",".join(f'"{organ["organ_id"]}"' for organ in organs) + "]"
    reports = {(row["organ_id"], row["report_year"]): row for row in connection.execute(_MATRIX, (ids,))}
    first: dict[str, int] = {}
    for organ, year in sorted(reports):
        first.setdefault(organ, year)
    blocked = {row["adcode"] for row in portals if row["outcome"] in ("blocked", "failed")}
    found = []
    for organ in organs:
        name = organ["organ_id"]
        marks = tuple(
            _mark(reports.get((name, year)), early=year < first.get(name, 0), blocked=organ["adcode"] in blocked)
            for year in years
        )
        found.append(MatrixRow(organ, marks, sum(mark.report is not None for mark in marks)))
    return found


def _mark(report: sqlite3.Row | None, *, early: bool, blocked: bool) -> Mark:
    if report is None:
        return Mark("none" if early else "blocked" if blocked else "missing", None)
    if not report["figures"]:
        return Mark("unread", report)
    return Mark("attachment" if report["attached"] else "have", report)


def region_page(connection: sqlite3.Connection, ask: Ask) -> View:
    """A division: what its organs received and decided in sum, the divisions below it, its matrix."""
    adcode = ask.path["id"]
    if not (adcode.isdecimal() and len(adcode) == 6 and _significant(adcode)):
        raise PageMissingError(ask.t("region.unknown", id=adcode))
    prefix = _significant(adcode)
    sums = ", ".join(f"sum(h.{headline.name}) AS {headline.name}" for headline in HEADLINES)
    rows = connection.execute(
        f"SELECT r.report_year, count(*) AS reports, {sums} FROM organs o JOIN reports r USING (organ_id) "
        "JOIN headlines h USING (report_id) WHERE o.adcode LIKE ? || '%' AND r.report_year NOT NULL "
        "GROUP BY 1 ORDER BY 1",
        (prefix,),
    ).fetchall()
    name_column = {2: "province", 4: "city", 6: "county"}[len(prefix)]
    name = connection.execute(
        f"SELECT coalesce({name_column}, city, province) FROM organs WHERE adcode LIKE ? || '%' "
        "GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
        (prefix,),
    ).fetchone()
    if name is None:
        raise PageMissingError(ask.t("region.unknown", id=adcode))
    below = _below(connection, prefix)
    labels = tuple(str(row["report_year"]) for row in rows)
    series = [
        Series(ask.t(f"headline.{column}"), tuple(row[column] for row in rows)) for column in ("received", "handled")
    ]
    return View(
        "nb_region.html",
        {
            **_matrix(connection, ask, adcode),
            "adcode": adcode,
            "name": name[0],
            "sums": rows,
            "headlines": HEADLINES,
            "below": below,
            "chart": lines(ask.t("region.requests"), labels, series) if rows else None,
        },
    )


def _below(connection: sqlite3.Connection, prefix: str) -> list[sqlite3.Row]:
    """The divisions one level down that have reports."""
    if len(prefix) == 6:
        return []
    width, column = (4, "city") if len(prefix) == 2 else (6, "county")
    return connection.execute(
        f"SELECT substr(o.adcode || '000000', 1, {width}) AS part, max(o.{column}) AS name, count(*) AS reports, "
        "count(DISTINCT o.organ_id) AS organs FROM organs o JOIN reports r USING (organ_id) "
        f"WHERE o.adcode LIKE ? || '%' AND o.{column} NOT NULL GROUP BY 1 ORDER BY 1",
        (prefix,),
    ).fetchall()
