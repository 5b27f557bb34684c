"""One number of a report: the figures it is made of, how each is known, the sums it stands in, all years, the page."""

import sqlite3
from dataclasses import dataclass

from archive.site.answers import Answer
from archive.site.charts import Series, lines, number, per_cent
from archive.site.citations import Cited, cite_report
from archive.site.formtables import Shown
from archive.site.identities import suspecting
from archive.site.labels import labels_of, row_of
from archive.site.marking import ANCHOR, place_in_words
from archive.site.measures import RATIOS, Measure, keys_behind, measure
from archive.site.pages.report import capture_of, find, shown_figures, version_of
from archive.site.sums import apart_at
from archive.site.web import Ask, PageMissingError, View

_CHECKS = (
    'SELECT check_id, expression, "left", "right", outcome, cells FROM checks WHERE version_id = ? '
    "ORDER BY outcome = 'pass', position"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A figure and its labels, from the table's title on."""

    figure: Shown
    labels: tuple[str, ...]
    place: str


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``/report/210100-2022/number/share_granted``: a headline, a share, or a figure by its key."""
    report, version, figures, wanted = _wanted(connection, ask)
    name = wanted.name
    keys = _keys(name, figures)
    checks = connection.execute(_CHECKS, (version["version_id"],)).fetchall()
    years = _years(connection, report, wanted)
    labels = tuple(str(year) for year in years)
    present = years.get(report["report_year"])
    capture = capture_of(connection, version)
    return View(
        "nb_number.html",
        {
            "anchor": ANCHOR,
            "report": report,
            "version": version,
            "measure": wanted,
            "value": present["value"] if present else None,
            "ratio": RATIOS.get(name),
            "sources": [_source(figures[key], ask) for key in keys],
            "suspects": suspecting(checks),
            "checks": [check for check in checks if set(keys).intersection(check["cells"].split())],
            "years": years,
            "chart": lines(
                wanted.label,
                labels,
                [
                    Series(
                        wanted.label,
                        tuple(row["value"] if row else None for row in years.values()),
                        apart=apart_at(wanted, tuple(years)),
                    )
                ],
                share=wanted.share,
            )
            if sum(row is not None for row in years.values()) > 1
            else None,
            "capture": capture,
            "cited": _cited(ask, report, capture, wanted, present),
        },
    )


def _wanted(connection: sqlite3.Connection, ask: Ask) -> tuple[sqlite3.Row, sqlite3.Row, dict[str, Shown], Measure]:
    """The report, its version and figures, and the number. Raises PageMissingError where nobody knows it."""
    report = find(connection, ask, ask.path["id"])
    version = version_of(connection, ask, report)
    figures = shown_figures(connection, version["version_id"])
    name = ask.path["name"]
    wanted = measure(name, ask) or _unlabelled(name, figures, ask)
    if wanted is None:
        raise PageMissingError(ask.t("number.unknown", id=name))
    return report, version, figures, wanted


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The number over the organ's years; beside it the figures it is made of, where they stand, and its sums."""
    report, version, figures, wanted = _wanted(connection, ask)
    keys = _keys(wanted.name, figures)
    years = _years(connection, report, wanted)
    present = years.get(report["report_year"])
    checks = connection.execute(_CHECKS, (version["version_id"],)).fetchall()
    facts = {
        "report_id": report["report_id"],
        "name": wanted.name,
        "label": wanted.label,
        "share": wanted.share,
        "value": present["value"] if present else None,
        "version_id": version["version_id"],
        "capture_id": version["read_from"],
        "sources": [
            {"key": key, "value": figures[key].value, "status": figures[key].status, "cell": figures[key].cell}
            for key in keys
        ],
        "checks": [dict(check) for check in checks if set(keys).intersection(check["cells"].split())],
    }
    rows = ((row["report_id"] if row else None, year, row["value"] if row else None) for year, row in years.items())
    return Answer("number", facts, ("report_id", "report_year", "value"), rows)


def _cited(ask: Ask, report: sqlite3.Row, capture: sqlite3.Row, wanted: Measure, present: sqlite3.Row | None) -> Cited:
    value = present["value"] if present else None
    written = "" if value is None else per_cent(value) if wanted.share else number(value)
    return cite_report(ask, report, capture, part=f"{wanted.label} {written}".strip(), path=f"/number/{wanted.name}")


def cited(connection: sqlite3.Connection, ask: Ask) -> Cited:
    """``/report/210100-2022/number/received/cite.bib``."""
    report, version, _, wanted = _wanted(connection, ask)
    present = _years(connection, report, wanted).get(report["report_year"])
    return _cited(ask, report, capture_of(connection, version), wanted, present)


def _keys(name: str, figures: dict[str, Shown]) -> tuple[str, ...]:
    """Of the figures that the number is made of."""
    stated = {key: (None if figure.value is None else 1, figure.status) for key, figure in figures.items()}
    return keys_behind(name, stated)


def _source(figure: Shown, ask: Ask) -> Source:
    return Source(figure, labels_of(figure.key, ask.language), place_in_words(figure.cell, ask))


def _unlabelled(name: str, figures: dict[str, Shown], ask: Ask) -> Measure | None:
    """A figure of a table that no form declares, or of the prose."""
    if name not in figures:
        return None
    value = "(SELECT value FROM figures f WHERE f.version_id = r.version_id AND f.key = :name)"
    return Measure(name, row_of(name, ask.language), value)


def _years(connection: sqlite3.Connection, report: sqlite3.Row, wanted: Measure) -> dict[int, sqlite3.Row | None]:
    """The same measure over the organ's years, None for a year without report."""
    joins = " ".join(wanted.joins)
    rows = connection.execute(
        f"SELECT r.report_id, r.report_year, {wanted.each} AS value FROM reports r "
        f"LEFT JOIN headlines h ON h.report_id = r.report_id {joins} "
        "WHERE r.report_year NOT NULL AND (r.organ_id = :organ OR r.report_id = :report) ORDER BY r.report_year",
        {"organ": report["organ_id"], "report": report["report_id"], "name": wanted.name},
    ).fetchall()
    found = {row["report_year"]: row for row in rows}
    return {year: found.get(year) for year in range(min(found), max(found) + 1)} if found else {}
