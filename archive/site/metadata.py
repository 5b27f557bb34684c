"""Datasette's metadata, made from the codebook: titles, descriptions, units, facets, search, order."""

from typing import Any

from archive.index.codebook import Relation, relations

TITLE = "年报 nianbao"
LICENSE = "Reports are works of state organs (PRC Copyright Law Art. 5); the index is CC0"

_FACETS: dict[str, list[str]] = {
    "reports": ["report_year", "form"],
    "organs": ["province", "city", "kind"],
    "captures": ["warc_type", "status", "crawl_id"],
    "issues": ["stage", "code"],
    "failed_sums": ["check_id", "report_year"],
    "year_checks": ["outcome", "report_year"],
    "lateness": ["punctuality", "report_year"],
    "coverage": ["report_year", "state", "form"],
    "crawl_summary": ["outcome"],
    "readings": ["outcome"],
}
_SORT: dict[str, tuple[str, str]] = {
    "reports": ("sort_desc", "report_year"),
    "captures": ("sort_desc", "captured_at"),
    "lateness": ("sort_desc", "days_late"),
    "organs": ("sort", "organ_id"),
}
_LABELS = {"organs": "name", "reports": "title", "portals": "organ", "captures": "url"}
_HIDDEN = {
    "check_texts",
    "dictionaries",
    "figure_sets",
    "layouts",
    "layout_keys",
    "cell_maps",
    "check_sets",
    "year_check_sets",
    "check_lists",
    "reuse_bands",
    "search_rows",
    "migrated_dates",
    "captured_reports",
    "_sqlite_migrations",
}

# Ranked, with excerpts, in Datasette's own JSON, CSV and pages: /archive/search.json?q=不掌握
_SEARCH = {
    "title": "全文检索 · search",
    "description": "The fifty reports that fit best, each with the places found between ⟦ and ⟧. Words apart must all "
    "occur; a quoted phrase stands as it is.",
    "sql": """
SELECT r.report_id, o.name AS organ, r.report_year, r.title, excerpt(v.text, :q) AS excerpt, r.url
FROM (SELECT s.rowid AS number, s.rank AS rank, p.report_id
    FROM report_search s CROSS JOIN search_rows p ON p.number = s.rowid
    WHERE report_search MATCH escape_fts(:q) AND p.present
    ORDER BY s.rank, p.report_year DESC, p.report_id LIMIT 50) hit
JOIN report_versions v ON v.number = hit.number
JOIN reports r ON r.report_id = hit.report_id
LEFT JOIN organs o ON o.organ_id = r.organ_id
ORDER BY hit.rank, r.report_year DESC, r.report_id
""".strip(),
}


def metadata(database: str) -> dict[str, Any]:
    """What Datasette calls metadata: its own JSON shape, hence a dict."""
    return {
        "title": TITLE,
        "license": LICENSE,
        "databases": {
            database: {
                "description": "Annual reports on open government information (政府信息公开年报), from WARC files.",
                "queries": {"search": _SEARCH},
                "tables": {relation.name: _table(relation) for relation in relations()},
            }
        },
        "plugins": {"datasette-atom": {"allow_unsafe_html_in_canned_queries": False}},
    }


def _table(relation: Relation) -> dict[str, Any]:
    name = relation.name
    table: dict[str, Any] = {
        "title": f"{relation.title} · {name}",
        "description": relation.description,
        "columns": {c.name: c.description + (f" 单位:{c.unit}" if c.unit else "") for c in relation.columns},
        "hidden": name in _HIDDEN,
        "size": 50,
    }
    if _FACETS.get(name):
        table["facets"] = _FACETS[name]
    if name in _SORT:
        direction, column = _SORT[name]
        table[direction] = column
    if name in _LABELS:
        table["label_column"] = _LABELS[name]
    if name == "report_versions":
        table |= {"fts_table": "report_search", "fts_pk": "number"}
    return table
