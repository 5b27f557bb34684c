"""Two reports side by side: the figures that differ, and the words."""

import sqlite3

from archive.forms import describe
from archive.index.packing import unpack_text
from archive.site.pages.report import find, shown_figures, text_difference
from archive.site.web import Ask, View

LIMIT = 20_000  # characters of each text that are compared word by word


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``?a=REPORT&b=REPORT``; an organ's id stands for its newest report."""
    names = [_resolve(connection, ask.one(side).strip()) for side in ("a", "b")]
    choices = connection.execute(
        "SELECT r.report_id, r.report_year, o.name AS organ FROM reports r JOIN organs o USING (organ_id) "
        "ORDER BY o.organ_id, r.report_year DESC LIMIT 500"
    ).fetchall()
    if not all(names):
        return View("nb_compare.html", {"left": None, "right": None, "choices": choices, "everything": False})
    left, right = (find(connection, ask, name) for name in names)
    before, after = (shown_figures(connection, report["version_id"]) for report in (left, right))
    everything = ask.one("all") == "1"
    rows = []
    for key in dict.fromkeys((*before, *after)):
        a, b = before.get(key), after.get(key)
        if everything or (a and (a.value or 0)) != (b and (b.value or 0)):
            label = describe(key)
            rows.append((key, " / ".join(label.labels[1:]) if label else key, a, b))
    texts = [
        unpack_text(
            connection.execute("SELECT text FROM report_versions WHERE version_id = ?", (r["version_id"],)).fetchone()[
                0
            ]
        )[:LIMIT]
        for r in (left, right)
    ]
    return View(
        "nb_compare.html",
        {
            "left": left,
            "right": right,
            "rows": rows,
            "same": len({*before} & {*after}) - sum(a is not None and b is not None for _, _, a, b in rows),
            "everything": everything,
            "lines": text_difference(*("\n".join(t for t in text.split("\n") if "\t" not in t) for text in texts)),
            "choices": choices,
        },
    )


def _resolve(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute(
        "SELECT report_id FROM reports WHERE organ_id = ? ORDER BY report_year DESC LIMIT 1", (name,)
    ).fetchone()
    return row[0] if row else name
