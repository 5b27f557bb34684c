"""The tidy and the wide faces of the compact tables, made anew whenever the index is opened for writing."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from archive.index import lateness
from archive.index.compact import OUTCOME_LETTERS, STATUS_LETTERS, Layout
from archive.index.declared import declared_layouts


def _words(letters: Mapping[Any, str], expression: str) -> str:
    cases = " ".join(f"WHEN '{letter}' THEN '{word}'" for word, letter in letters.items())
    return f"CASE {expression} {cases} END"


_STATUS = "CASE length(s.statuses) WHEN 1 THEN s.statuses ELSE substr(s.statuses, k.position + 1, 1) END"
_AT = "'$[' || k.position || ']'"
_OF = """'$."' || k.position || '"'"""

FIGURES = f"""
SELECT v.report_id, s.version_id, k.key, json_extract(s.numbers, {_AT}) AS value,
    {_words(STATUS_LETTERS, _STATUS)} AS status,
    CASE WHEN json_type(s.units, {_OF}) IS NULL THEN k.unit ELSE json_extract(s.units, {_OF}) END AS unit,
    CASE WHEN json_type(s.raw, {_OF}) NOT NULL THEN json_extract(s.raw, {_OF})
        WHEN {_STATUS} = 'b' THEN coalesce(json_extract(s.raw, '$.blank'), '')
        ELSE CAST(json_extract(s.numbers, {_AT}) AS TEXT) || coalesce(json_extract(s.raw, '$.suffix'), '') END AS raw,
    json_extract(s.candidates, {_OF}) AS candidates,
    json_extract(m.cells, {_AT}) AS cell, v.read_from AS capture_id, s.layout, k.position
FROM layout_keys k
JOIN figure_sets s ON s.layout = k.layout AND {_STATUS} <> '-'
JOIN report_versions v ON v.version_id = s.version_id
LEFT JOIN cell_maps m ON m.cell_map = s.cell_map
"""  # noqa: S608

_OUTCOME = "substr(s.outcomes, i.position + 1, 1)"
_CHECK_AT = "'$[' || i.position || ']'"

CHECKS = f"""
SELECT v.report_id, s.version_id, x.check_id, x.expression, json_extract(s.lefts, {_CHECK_AT}) AS "left",
    json_extract(s.rights, {_CHECK_AT}) AS "right",
    {_words(OUTCOME_LETTERS, _OUTCOME)} AS outcome, x.cells, i.position
FROM check_sets s
JOIN report_versions v ON v.version_id = s.version_id
JOIN check_lists i ON i.check_list = s.check_list
JOIN check_texts x ON x.check_text = i.check_text
"""  # noqa: S608

FAILED_SUMS = """
SELECT r.report_id, o.name AS organ, r.report_year, c.check_id, c.expression, c."left", c."right",
    c."left" - c."right" AS difference, c.cells
FROM reports r
JOIN checks c ON c.version_id = r.version_id AND c.outcome = 'fail'
LEFT JOIN organs o ON o.organ_id = r.organ_id
WHERE r.checks_failed > 0
"""

LATENESS = f"""
SELECT r.report_id, o.name AS organ, r.report_year, r.published_on, r.due_on, r.days_late,
    {lateness.WORD} AS punctuality
FROM reports r {lateness.JOIN} LEFT JOIN organs o ON o.organ_id = r.organ_id
"""  # noqa: S608

COVERAGE = """
SELECT o.organ_id, o.name AS organ, o.adcode, o.province, o.city, o.county, r.report_year,
    r.report_id, r.form, r.figures,
    CASE WHEN r.figures > 0 THEN 'figures' ELSE 'text_only' END AS state
FROM organs o JOIN reports r ON r.organ_id = o.organ_id
"""

CAPTURED_REPORTS = """
SELECT DISTINCT c.crawl_id, v.report_id
FROM captures c
JOIN readings d ON d.capture_id = c.capture_id
JOIN report_versions v ON v.version_id = d.version_id
"""

CRAWL_SUMMARY = """
SELECT w.portal, w.crawl_id,
    coalesce(w.pages, (SELECT count(*) FROM captures c WHERE c.crawl_id = w.crawl_id)) AS pages,
    count(r.report_id) AS reports,
    CASE WHEN min(r.report_year) = max(r.report_year) THEN CAST(min(r.report_year) AS TEXT)
        ELSE min(r.report_year) || '-' || max(r.report_year) END AS years,
    coalesce(sum(r.figures), 0) AS figures, coalesce(sum(r.checks_passed), 0) AS checks_passed,
    coalesce(sum(r.checks_failed), 0) AS checks_failed, w.outcome, w.started, w.finished, w.detail
FROM crawls w
LEFT JOIN captured_reports p ON p.crawl_id = w.crawl_id
LEFT JOIN reports r ON r.report_id = p.report_id
GROUP BY w.crawl_id
ORDER BY w.started DESC, w.crawl_id
"""

SECTIONS = """
SELECT v.report_id, v.version_id, s.key AS position, json_extract(s.value, '$[0]') AS number,
    json_extract(s.value, '$[1]') AS canonical, json_extract(s.value, '$[2]') AS title,
    json_extract(s.value, '$[3]') AS start, json_extract(s.value, '$[4]') AS length
FROM report_versions v JOIN json_each(v.sections) s
"""

YEAR_CHECKS = f"""
SELECT s.report_id, o.name AS organ, r.report_year, s.previous_report_id, x.check_id, x.expression,
    json_extract(s.lefts, {_CHECK_AT}) AS "left", json_extract(s.rights, {_CHECK_AT}) AS "right",
    json_extract(s.lefts, {_CHECK_AT}) - json_extract(s.rights, {_CHECK_AT}) AS difference,
    {_words(OUTCOME_LETTERS, _OUTCOME)} AS outcome, x.cells, i.position
FROM year_check_sets s
JOIN reports r ON r.report_id = s.report_id
JOIN check_lists i ON i.check_list = s.check_list
JOIN check_texts x ON x.check_text = i.check_text
LEFT JOIN organs o ON o.organ_id = r.organ_id
"""  # noqa: S608

COPIES = """
SELECT v.report_id, d.url, d.version_id, count(*) AS captures, min(c.captured_at) AS first_seen,
    max(c.captured_at) AS last_seen, min(d.published_on) AS published_on
FROM readings d
JOIN captures c ON c.capture_id = d.capture_id
JOIN report_versions v ON v.version_id = d.version_id
GROUP BY v.report_id, d.url, d.version_id
"""

VIEWS = {
    "figures": FIGURES,
    "checks": CHECKS,
    "sections": SECTIONS,
    "copies": COPIES,
    "failed_sums": FAILED_SUMS,
    "lateness": LATENESS,
    "coverage": COVERAGE,
    "year_checks": YEAR_CHECKS,
    "captured_reports": CAPTURED_REPORTS,
    "crawl_summary": CRAWL_SUMMARY,
}


def wide_name(layout: Layout) -> str:
    """``c_t3`` for the layout ``C-t3``."""
    return layout.name.replace("-", "_").lower()


def wide_columns(layout: Layout) -> tuple[str, ...]:
    """A column for each key: ``new_natural_person`` for ``t3.new.natural_person``."""
    group = layout.name.partition("-")[2]
    return tuple(key.removeprefix(f"{group}.").replace(".", "_") for key in layout.keys)


def _wide(layout: Layout) -> str:
    cells = ",\n    ".join(
        f"json_extract(s.numbers, '$[{position}]') AS {column}" for position, column in enumerate(wide_columns(layout))
    )
    return f"""
SELECT r.report_id, r.organ_id, o.name AS organ, r.report_year,
    {cells}
FROM reports r
JOIN figure_sets s ON s.version_id = r.version_id AND s.layout = '{layout.name}'
LEFT JOIN organs o ON o.organ_id = r.organ_id
"""  # noqa: S608


def all_views() -> dict[str, str]:
    """Name and definition of every view, those of the forms' tables last."""
    return {**VIEWS, **{wide_name(layout): _wide(layout) for layout in declared_layouts()}}


def has_views(connection: sqlite3.Connection) -> bool:
    """Whether the index has every view by its present definition."""
    present = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall()
    return dict(present) == {name: f'CREATE VIEW "{name}" AS {sql.strip()}' for name, sql in all_views().items()}


def create_views(db: Database) -> None:
    """Replace every view by its present definition."""
    if has_views(db.conn):
        return
    with db.atomic():
        for name in db.view_names():
            db.execute(f'DROP VIEW "{name}"')
        for name, sql in all_views().items():
            db.create_view(name, sql.strip())
