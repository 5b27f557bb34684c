"""What is exported: each table as one query, its columns typed and described."""

from dataclasses import dataclass
from typing import Literal

from archive.forms import describe
from archive.index import lateness
from archive.index.codebook import ColumnText, Relation, relations
from archive.index.declared import declared_layouts
from archive.index.headlines import HEADLINES
from archive.index.views import wide_name

ColumnType = Literal["string", "integer", "number", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    name: str
    type: ColumnType
    unit: str | None
    description: str


@dataclass(frozen=True, slots=True)
class ExportTable:
    """``sql`` gives the columns in order, rows in an order that depends on nothing but the rows."""

    name: str
    description: str
    sql: str
    columns: tuple[ExportColumn, ...]


_INTEGERS = {
    "report_year",
    "days_late",
    "figures",
    "checks_passed",
    "checks_failed",
    "versions",
    "copies",
}
_NUMBERS = {"value", "left", "right", "difference", *(headline.name for headline in HEADLINES)}
_DATES = {"published_on", "due_on"}

_PANEL = (
    "report_id organ_id organ adcode level kind department province city county report_year form title "
    "published_on due_on days_late punctuality figures checks_passed checks_failed versions copies url version_id"
)
_FIGURES = (
    "report_id organ_id organ adcode report_year form key value status unit raw candidates failed cell capture_id"
)
_CHECKS = "report_id organ_id organ report_year check_id outcome left right expression cells"


def export_tables() -> tuple[ExportTable, ...]:
    """The tidy table of figures, the panel, the checks, and a wide table for each table of a form."""
    known = {relation.name: relation for relation in relations()}
    return (
        _panel(known),
        _figures(known),
        _checks(known),
        _year_checks(known),
        *(_wide(known[wide_name(layout)]) for layout in declared_layouts()),
    )


def _text(known: dict[str, Relation], name: str, *places: str) -> ColumnText:
    found = (column for place in places for column in known[place].columns if column.name == name)
    return next(found)


def _column(text: ColumnText) -> ExportColumn:
    kind: ColumnType = "string"
    if text.name in _INTEGERS:
        kind = "integer"
    elif text.name in _NUMBERS:
        kind = "number"
    elif text.name in _DATES:
        kind = "date"
    return ExportColumn(text.name, kind, text.unit, text.description)


def _panel(known: dict[str, Relation]) -> ExportTable:
    places = ("reports", "organs", "coverage", "report_versions", "lateness")
    names = [headline.name for headline in HEADLINES]
    columns = [_column(_text(known, name, *places)) for name in _PANEL.split()]
    columns += [_column(_text(known, name, "headlines")) for name in names]
    prefix = {"organ": "o.name AS organ", "adcode": "o.adcode", "punctuality": f"{lateness.WORD} AS punctuality"}
    chosen = [prefix.get(name, f"{'o' if name in _OF_ORGAN else 'r'}.{name}") for name in _PANEL.split()]
    sql = (
        f"SELECT {', '.join(chosen)}, {', '.join(f'h.{name}' for name in names)} FROM reports r "  # noqa: S608
        f"{lateness.JOIN} LEFT JOIN organs o USING (organ_id) LEFT JOIN headlines h ON h.report_id = r.report_id "
        "ORDER BY r.report_id"
    )
    description = "One row per organ and report year, with the figures asked for most."
    return ExportTable("panel", description, sql, tuple(columns))


_OF_ORGAN = {"level", "kind", "department", "province", "city", "county"}


def _figures(known: dict[str, Relation]) -> ExportTable:
    columns = [
        ExportColumn("failed", "boolean", None, "Whether the figure stands in a sum that fails.")
        if name == "failed"
        else _column(_text(known, name, "figures", "reports", "coverage", "report_versions"))
        for name in _FIGURES.split()
    ]
    sql = """
SELECT r.report_id, r.organ_id, o.name AS organ, o.adcode, r.report_year, r.form, f.key, f.value, f.status, f.unit,
    f.raw, f.candidates, EXISTS (SELECT 1 FROM checks c WHERE c.version_id = r.version_id AND c.outcome = 'fail'
        AND r.checks_failed > 0 AND ' ' || c.cells || ' ' LIKE '% ' || f.key || ' %') AS failed, f.cell, f.capture_id
FROM reports r CROSS JOIN figures f ON f.version_id = r.version_id LEFT JOIN organs o USING (organ_id)
ORDER BY r.report_id, f.layout, f.position
"""
    description = "One row per figure of each report's present version, with its status, cell and capture."
    return ExportTable("figures", description, sql, tuple(columns))


def _checks(known: dict[str, Relation]) -> ExportTable:
    columns = tuple(_column(_text(known, name, "checks", "reports", "coverage")) for name in _CHECKS.split())
    sql = """
SELECT r.report_id, r.organ_id, o.name AS organ, r.report_year, c.check_id, c.outcome, c."left", c."right",
    c.expression, c.cells
FROM reports r CROSS JOIN checks c ON c.version_id = r.version_id LEFT JOIN organs o USING (organ_id)
ORDER BY r.report_id, c.position
"""
    return ExportTable("checks", "Every identity of the forms applied to each report's present version.", sql, columns)


def _year_checks(known: dict[str, Relation]) -> ExportTable:
    relation = known["year_checks"]
    names = [column.name for column in relation.columns if column.name != "position"]
    columns = tuple(_column(column) for column in relation.columns if column.name in names)
    chosen = ", ".join(f'"{name}"' for name in names)
    sql = f"SELECT {chosen} FROM year_checks ORDER BY report_id, position"  # noqa: S608
    return ExportTable(relation.name, relation.description, sql, columns)


def _wide(relation: Relation) -> ExportTable:
    head = {"report_id", "organ_id", "organ", "report_year"}
    columns = tuple(
        _column(column) if column.name in head else ExportColumn(column.name, "number", column.unit, column.description)
        for column in relation.columns
    )
    sql = f"SELECT * FROM {relation.name} ORDER BY report_id"  # noqa: S608
    return ExportTable(relation.name, relation.description, sql, columns)


def key_label(key: str) -> str:
    """The labels that the form prints for a key, from the table's title to the column."""
    label = describe(key)
    return " / ".join(label.labels) if label else ""
