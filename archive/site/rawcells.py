"""Cells of the raw tables that lead to our pages: reports, organs, captures, and each number to where it stands."""

import sqlite3
from typing import Any
from urllib.parse import quote

from datasette.app import Datasette
from markupsafe import Markup, escape

from archive.site.excerpts import CLOSE, OPEN

_LEADS = {
    "report_id": "report",
    "previous_report_id": "report",
    "organ_id": "organ",
    "capture_id": "capture",
    "read_from": "capture",
    "file_capture_id": "capture",
    "refers_to": "capture",
}


def cell(datasette: Datasette, row: sqlite3.Row, column: str, value: Any, table: str | None) -> Markup | None:
    """What to show for a cell; None leaves it to Datasette."""
    if column == "excerpt" and isinstance(value, str):
        return _marked(value)
    if isinstance(value, dict):  # a foreign key with its label
        name, label = value.get("value"), value.get("label")
    else:
        name, label = value, value
    if column in _LEADS and isinstance(name, str) and name:
        return _link(datasette, f"/{_LEADS[column]}/{quote(name, safe='')}", label)
    if column == "version_id" and isinstance(name, str) and "." in name:
        report = quote(name.rpartition(".")[0], safe="")
        return _link(datasette, f"/report/{report}?version={quote(name, safe='')}", label)
    if table == "figures" and column == "value" and value is not None:
        report, key = row["report_id"], row["key"]
        return _link(datasette, f"/report/{quote(report, safe='')}/number/{quote(key, safe='')}", value)
    return None


def _link(datasette: Datasette, path: str, label: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(path), label)


def _marked(value: str) -> Markup:
    """The hits in an excerpt marked; everything around them is escaped, whoever wrote it."""
    marked = str(escape(value)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    return Markup(marked)  # noqa: S704  what was escaped above, and our two tags
