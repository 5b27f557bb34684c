"""An organ over the years: its headlines in a chart and a table, gaps as gaps, and what must hold from year to year."""

import sqlite3
from dataclasses import dataclass

from archive.forms import cross_year_identities
from archive.forms.model import CrossYear
from archive.index.headlines import HEADLINES
from archive.site.charts import Series, lines, stacked_bars
from archive.site.web import Ask, PageMissingError, View

_OUTCOMES = ("granted", "partial", "denied", "unavailable", "not_processed", "other")
_DISPUTES = ("reviews", "reviews_corrected", "lawsuits", "lawsuits_corrected")


@dataclass(frozen=True, slots=True)
class YearCheck:
    """An identity between the report of ``year`` and that of the year before; None where a cell is missing."""

    rule: CrossYear
    year: int
    left: float | None
    right: float | None

    @property
    def outcome(self) -> str:
        if self.left is None or self.right is None:
            return "undetermined"
        return "pass" if self.left == self.right else "fail"


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    organ = connection.execute("SELECT * FROM organs WHERE organ_id = ?", (ask.path["id"],)).fetchone()
    if organ is None:
        raise PageMissingError(ask.t("organ.unknown", id=ask.path["id"]))
    rows = connection.execute(
        "SELECT r.*, h.* FROM reports r LEFT JOIN headlines h USING (report_id) WHERE r.organ_id = ? "
        "ORDER BY r.report_year",
        (organ["organ_id"],),
    ).fetchall()
    by_year = {row["report_year"]: row for row in rows if row["report_year"] is not None}
    years = tuple(range(min(by_year), max(by_year) + 1)) if by_year else ()
    labels = tuple(str(year) for year in years)

    def series(name: str) -> Series:
        values = tuple(by_year[year][name] if year in by_year else None for year in years)
        return Series(ask.t(f"headline.{name}"), values)

    return View(
        "nb_organ.html",
        {
            "organ": organ,
            "years": years,
            "by_year": by_year,
            "undated": [row for row in rows if row["report_year"] is None],
            "headlines": HEADLINES,
            "requests": lines(ask.t("organ.requests"), labels, [series("received"), series("handled")]),
            "outcomes": stacked_bars(ask.t("organ.outcomes"), labels, [series(name) for name in _OUTCOMES]),
            "disputes": lines(ask.t("organ.disputes"), labels, [series(name) for name in _DISPUTES]),
            "checks": [c for c in year_checks(connection, by_year) if c.outcome != "undetermined"],
        },
    )


def year_checks(connection: sqlite3.Connection, by_year: dict[int, sqlite3.Row]) -> list[YearCheck]:
    """Every cross-year identity of the forms on every pair of consecutive years, failing ones first."""
    wanted = {key for rule in cross_year_identities() for key in _keys(rule)}
    values = {year: _values(connection, row["version_id"], wanted) for year, row in by_year.items()}
    found = [
        _check(rule, year, values[year - 1], values[year])
        for year in sorted(values)
        if year - 1 in values
        for rule in cross_year_identities()
    ]
    return sorted(found, key=lambda check: (check.outcome == "pass", -check.year, check.rule.id))


def _keys(rule: CrossYear) -> tuple[str, ...]:
    return (rule.previous, rule.equals, *rule.plus, *rule.minus, *rule.previous_plus)


def _values(connection: sqlite3.Connection, version: str, wanted: set[str]) -> dict[str, float]:
    rows = connection.execute("SELECT key, value, status FROM figures WHERE version_id = ?", (version,))
    return {
        row["key"]: row["value"] if row["value"] is not None else 0
        for row in rows
        if row["key"] in wanted and row["status"] != "ambiguous"
    }


def _check(rule: CrossYear, year: int, before: dict[str, float], now: dict[str, float]) -> YearCheck:
    earlier, later = (rule.previous, *rule.previous_plus), (rule.equals, *rule.plus, *rule.minus)
    if any(key not in before for key in earlier) or any(key not in now for key in later):
        return YearCheck(rule, year, None, None)
    left = (
        sum(before[key] for key in earlier) + sum(now[key] for key in rule.plus) - sum(now[key] for key in rule.minus)
    )
    return YearCheck(rule, year, left, now[rule.equals])
