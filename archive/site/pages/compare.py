"""Two reports side by side: the figures that differ, and the words."""

import sqlite3
from dataclasses import dataclass
from itertools import groupby

from archive.index.packing import unpack_text
from archive.site.answers import Answer
from archive.site.differences import text_difference
from archive.site.formtables import Shown
from archive.site.labels import heading_of, row_of
from archive.site.pages.report import find, shown_figures
from archive.site.web import Ask, View

LIMIT = 20_000  # characters of each text that are compared word by word
_SUGGESTED = 300  # names that the boxes suggest; any other may be typed


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure in both reports, None where one has it not; ``difference`` where both state a number."""

    key: str
    heading: str
    label: str
    left: Shown | None
    right: Shown | None

    @property
    def difference(self) -> float | None:
        before, after = (side.value if side else None for side in (self.left, self.right))
        return after - before if before is not None and after is not None else None

    @property
    def differs(self) -> bool:
        """A blank cell counts as 0 beside a number; a cell that is not there is no 0."""
        before, after = (side and (side.value or 0) for side in (self.left, self.right))
        return before != after


def page(connection: sqlite3.Connection, ask: Ask) -> View:
    """``?a=REPORT&b=REPORT``, each an id, or an organ's name with or without a year."""
    names = [_resolve(connection, name) if (name := ask.one(side).strip()) else "" for side in ("a", "b")]
    names = [name for name in names if name]
    values: dict[str, object] = {
        "left": None,
        "right": None,
        "organs": connection.execute(
            "SELECT name FROM organs ORDER BY adcode IS NULL, adcode, kind DESC, organ_id LIMIT ?", (_SUGGESTED,)
        ).fetchall(),
    }
    if len(names) < 2:
        return View("nb_compare.html", values)
    left, right = (find(connection, ask, name) for name in names)
    everything = ask.one("all") == "1"
    pairs = _pairs(ask, *(shown_figures(connection, report["version_id"]) for report in (left, right)))
    shown = [pair for pair in pairs if everything or pair.differs]
    texts = (
        "\n".join(line for line in _text(connection, one).split("\n") if "\t" not in line) for one in (left, right)
    )
    return View(
        "nb_compare.html",
        {
            **values,
            "left": left,
            "right": right,
            "groups": [(title, list(group)) for title, group in groupby(shown, key=lambda pair: pair.heading)],
            "same": len(pairs) - sum(pair.differs for pair in pairs),
            "failing": any(side is not None and side.failed for pair in shown for side in (pair.left, pair.right)),
            "everything": everything,
            "lines": text_difference(*(text[:LIMIT] for text in texts)),
        },
    )


def _pairs(ask: Ask, before: dict[str, Shown], after: dict[str, Shown]) -> list[Pair]:
    """In the order of the forms' tables; figures that no form has at the end."""
    keys = sorted(dict.fromkeys((*before, *after)), key=lambda key: (heading_of(key) == "", heading_of(key)))
    language = ask.language
    return [
        Pair(key, heading_of(key, language), row_of(key, language), before.get(key), after.get(key)) for key in keys
    ]


def _text(connection: sqlite3.Connection, report: sqlite3.Row) -> str:
    row = connection.execute("SELECT text FROM report_versions WHERE version_id = ?", (report["version_id"],))
    return unpack_text(row.fetchone()[0])


def _resolve(connection: sqlite3.Connection, name: str) -> str:
    """A report's id; an organ's id or name stands for its newest report, with a year behind it for that year's. What
    fits none stays as it is, and is not found."""
    words, _, year = name.rpartition(" ")
    if not (words and year.isdecimal() and len(year) == 4):
        words, year = name, ""
    row = connection.execute(
        "SELECT r.report_id FROM reports r LEFT JOIN organs o USING (organ_id) WHERE r.report_id = :name "
        "OR ((r.organ_id = :words OR instr(o.name, :words)) AND (:year = '' OR r.report_year = :year + 0)) "
        "ORDER BY r.report_id <> :name, r.organ_id <> :words, o.name <> :words, length(o.name), o.organ_id, "
        "r.report_year DESC LIMIT 1",
        {"name": name, "words": words, "year": year},
    ).fetchone()
    return row[0] if row else name


def answer(connection: sqlite3.Connection, ask: Ask) -> Answer:
    """The figures that differ, with ``all=1`` every one. Without two reports none."""
    names = [_resolve(connection, name) if (name := ask.one(side).strip()) else "" for side in ("a", "b")]
    columns = ("key", "label", "left", "right", "difference")
    if not all(names):
        return Answer("compare", {"left": None, "right": None, "same": 0}, columns, ())
    left, right = (find(connection, ask, name) for name in names)
    pairs = _pairs(ask, *(shown_figures(connection, report["version_id"]) for report in (left, right)))
    shown = (pair for pair in pairs if ask.one("all") == "1" or pair.differs)
    facts = {"left": left["report_id"], "right": right["report_id"], "same": sum(not pair.differs for pair in pairs)}
    rows = (
        (p.key, p.label, p.left.value if p.left else None, p.right.value if p.right else None, p.difference)
        for p in shown
    )
    return Answer("compare", facts, columns, rows)
