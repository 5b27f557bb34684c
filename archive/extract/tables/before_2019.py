"""The statistics tables before 2019 (national form A, local forms with 本年 | 历年累计): which figure a label names, by
its words, its place and what stands above it, and which cells of a grid are its values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.extract.tables.header import HeaderColumn
from archive.extract.tables.labels import compact, nearest
from archive.extract.tables.place import Collector, settle
from archive.extract.tables.rows import Entry, Line, joined
from archive.extract.tables.rows import Row as TableRow
from archive.extract.tables.words import EARLY_NAMES, LOCAL_ROWS, NATIONAL_ROWS, UNITS_PRINTED
from archive.forms.form_a import NATIONAL
from archive.forms.form_local import LOCAL
from archive.forms.model import Row

_YEAR = re.compile(r"(?:20\d\d年?度?|本年度?|当年|本年度?数|年度数|20\d\d年?度?数)(?:\(.*\))?")
_CUMULATIVE = re.compile(r"(?:历年)?累计(?:数|总数)?|历年总?累计.*")
_ONE = frozenset({"统计数", "数量", "数据", "数值", "统计数据", "年度数量", "年末统计", "年末统计数"})
HEADER_WORDS = frozenset({"单位", "统计指标", "指标", "指标名称", "项目", "内容", "序号", "名称", "类别"})
"""What heads the columns of labels, units and numbers."""
_MIN_LABELS = 3
"""Fewer labels than this are a coincidence, not a form."""
_WHOLE = 10
"""A table with so many of the form's rows is the form's own, not a comparison of some of them."""
_SPOILT = re.compile(r"[约近超]?[+\-−－]?[\d０-９]")
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class EarlyForm:
    """The rows that may occur (the form's own first) and its columns: none, or ``year`` and ``cumulative``."""

    name: str
    rows: Mapping[str, tuple[str, ...]]
    by_key: Mapping[str, Row]
    columns: tuple[str, ...]


def column_of(text: str) -> str | None:
    """``year`` or ``cumulative`` or ``value`` for a header cell, else None."""
    words = compact(text)
    if _CUMULATIVE.fullmatch(words):
        return "cumulative"
    if _YEAR.fullmatch(words):
        return "year"
    return "value" if words in _ONE else None


def years_in(header: str) -> set[int]:
    """The year that a column's header names, if any."""
    return {int(year) for year in re.findall(r"20\d\d", compact(header))}


def choose_form(names: Sequence[str], columns: tuple[str, ...]) -> EarlyForm | None:
    """The form whose labels a table prints: the national one, or a local one, whose own rows come first."""
    national = sum(name in NATIONAL_ROWS for name in set(names))
    local = sum(name in LOCAL_ROWS for name in set(names))
    if max(national, local) < _MIN_LABELS:
        return None
    if local > national or (columns and local >= national):
        by_key = {row.key: row for row in (*NATIONAL.rows, *LOCAL.rows)}
        return EarlyForm("local", {**NATIONAL_ROWS, **LOCAL_ROWS}, by_key, columns)
    return EarlyForm(
        "A", {**LOCAL_ROWS, **NATIONAL_ROWS}, {row.key: row for row in (*LOCAL.rows, *NATIONAL.rows)}, columns
    )


@dataclass(slots=True)
class RowFinder:
    """Finds the figure of each label from top to bottom.

    The same words stand in several places (被依法纠错数 under 行政复议 and under 行政诉讼): they belong to the
    nearest group printed above; without one, nobody knows.
    """

    form: EarlyForm
    seen: list[str]

    def knows(self, name: str) -> bool:
        """Whether a label is a row's, misprinted or not."""
        return bool(self._keys(name))

    def _keys(self, name: str) -> tuple[str, ...]:
        keys = self.form.rows.get(name)
        if keys is None:
            near = nearest(name, ((label, "|".join(found)) for label, found in self.form.rows.items()))
            keys = tuple(near.split("|")) if near else ()
        return keys

    def find(self, name: str) -> str | None:
        key = self._one(self._keys(name))
        if key is not None:
            self.seen.append(key)
        return key

    def _one(self, keys: tuple[str, ...]) -> str | None:
        if len(keys) <= 1:
            return keys[0] if keys else None
        parents = {self.form.by_key[key].parent: key for key in keys}
        if len(parents) < len(keys):
            return None
        return next((parents[earlier] for earlier in reversed(self.seen) if earlier in parents), None)

    def is_header(self, key: str) -> bool:
        return self.form.by_key[key].kind == "header"

    def row(self, key: str, cells: Line, label: str, where: str, unit: str | None) -> TableRow:
        """The row of a key; ``unit`` is the one that the table prints."""
        keys = tuple(f"a.{key}.{column}" for column in self.form.columns) or (f"a.{key}",)
        return TableRow(keys, (unit or self.form.by_key[key].unit,) * len(keys), cells, label, where)


@dataclass(frozen=True, slots=True)
class EarlyHeader:
    """What a header names: the value columns (``()`` for one column of numbers, or year and cumulative), and the grid
    columns of each, where one header row names them all. ``year`` is what heads the year's numbers, ``several`` where
    it names more years than one, ``no_year`` where 历年累计 stands alone."""

    columns: tuple[str, ...] = ()
    places: tuple[HeaderColumn, ...] = ()
    several: bool = False
    no_year: bool = False
    year: str = ""


def read_header(lines: Sequence[Line]) -> EarlyHeader:
    """The first row that names year and cumulative, or several years, or the one column of numbers."""
    one = EarlyHeader()
    for line in lines:
        if any(entry.name in EARLY_NAMES for entry in line):
            continue  # a row of the table: its values may look like years
        named = [(column_of(entry.text), entry) for entry in line]
        year = next((entry.text for name, entry in named if name == "year"), "")
        found = [HeaderColumn(name, e.start, e.end) for name, e in named if name in {"year", "cumulative"} and name]
        columns = tuple(column.key for column in found)
        if len(columns) == 4 and columns[:2] == columns[2:] and len(set(columns)) == 2:
            return EarlyHeader(columns[:2], year=year)  # two halves side by side
        if len(set(columns)) < len(columns):
            return EarlyHeader(several=True)
        if len(columns) == 2:
            return EarlyHeader(columns, tuple(found), year=year)
        value = [entry for name, entry in named if name == "value" or (name == "year" and entry.name)]
        if len(value) == 1 and not one.places:
            one = EarlyHeader((), (HeaderColumn("value", value[0].start, value[0].end),), year=year)
    alone = any(column_of(entry.text) == "cumulative" for line in lines for entry in line)
    return EarlyHeader(no_year=True) if alone else one


def read_before_2019(number: int, lines: Sequence[Line], known: RowFinder | None, out: Collector) -> RowFinder | None:
    """Returns the finder, which knows the form and the rows seen, for the table's part on the next page."""
    header = read_header(lines)
    if header.several or header.no_year:
        _refuse_columns(number, lines, header, out)
        return None
    finder = _finder(lines, header, known)
    if finder is None:
        return None
    out.years.update(years_in(header.year))
    rows = [
        row for at, line in enumerate(_whole_labels(lines, finder)) for row in _read_line(number, at, line, finder, out)
    ]
    if finder.form.name == "local" and not header.columns:
        header = EarlyHeader()  # one column of a form of two does not tell which
    _settle_rows(rows, header, out)
    return finder


def _refuse_columns(number: int, lines: Sequence[Line], header: EarlyHeader, out: Collector) -> None:
    if header.no_year:
        out.refuse((), "unknown_columns", f"table {number}: the column before 历年累计 is no year")
        return
    names = [entry.name for line in lines for entry in line]
    named = {key for rows in (NATIONAL_ROWS, LOCAL_ROWS) for name in names for key in rows.get(name, ())}
    keys = [f"a.{key}{column}" for key in named for column in ("", ".year", ".cumulative")]
    # Of the form's own table no other table gives the figures.
    out.refuse(keys if len(named) >= _WHOLE else (), "unknown_columns", f"table {number}: several columns of years")


def _finder(lines: Sequence[Line], header: EarlyHeader, known: RowFinder | None) -> RowFinder | None:
    """A part on the next page prints no header; what it prints may be called alike in another form."""
    form = choose_form([entry.name for line in lines for entry in line if entry.name], header.columns)
    if known is not None and not header.columns:
        headed = any(column_of(entry.text) == "value" for line in lines for entry in line)
        if not headed or form is None or form.name == known.form.name:
            return known
    if form is None:
        return known
    return RowFinder(form, [])


def _whole_labels(lines: Sequence[Line], finder: RowFinder) -> list[Line]:
    """The rows, those whose label a page break or an ordinal alone cut (``8 | 件 | 1`` above ``．告知通过… | |``) put
    together; the row that only prints the rest is left empty."""
    found = list(lines)
    for at, (line, below) in enumerate(pairwise(lines)):
        if not line or not below or not below[0].name or any(entry.value.raw for entry in below[1:]):
            continue
        first, whole = line[0], joined((line[0], below[0]))
        begins = first.begins_in(at) and (first.name or _ORDINAL.fullmatch(first.value.raw))
        if begins and whole.name in finder.form.rows and first.name not in finder.form.rows:
            found[at] = (whole, *line[1:])
            found[at + 1] = ()
    return found


def _read_line(number: int, index: int, line: Line, finder: RowFinder, out: Collector) -> list[TableRow]:
    """One row, or two half rows side by side: each label takes the values up to the next label."""
    units = [entry.name for entry in line if entry.name in UNITS_PRINTED]
    where = f"table {number} row {index + 1}"
    found: list[TableRow] = []
    for label, data in _halves(line, index, finder):
        if label.name in HEADER_WORDS:
            continue
        key = finder.find(label.name)
        if key is not None and not finder.is_header(key):
            found.append(finder.row(key, tuple(data), label.name, where, units[0] if len(units) == 1 else None))
        elif key is None and any(entry.value.kind == "number" for entry in data):
            out.refuse((), "unknown_row", f"{where}: no row of the form is called {label.text.strip()[:40]!r}")
    return found


def _halves(line: Line, index: int, finder: RowFinder) -> list[tuple[Entry, list[Entry]]]:
    found: list[tuple[Entry, list[Entry]]] = []
    fresh = True
    for entry in line:
        if entry.name and entry.name in UNITS_PRINTED:
            continue
        words = not fresh and found and column_of(entry.text) is None and not finder.knows(entry.name)
        if found and (not entry.name or words or _is_spoilt(entry, finder)):
            found[-1][1].append(entry)
            fresh = False
        elif entry.name:
            if fresh and found:
                found.pop()  # a group's name to the left of the row's own
            if column_of(entry.text) is None and (entry.begins_in(index) or entry.rowspan > 1):
                found.append((entry, []))
                fresh = True
    return found


def _is_spoilt(entry: Entry, finder: RowFinder) -> bool:
    """Whether words are a number with something beside it (``3/7``, ``约3``), and no label of the form."""
    return _SPOILT.match(entry.text.strip()) is not None and not finder.knows(entry.name)


def _settle_rows(rows: Sequence[TableRow], header: EarlyHeader, out: Collector) -> None:
    """Where a row prints more numbers than the form has columns, the header tells which are the form's, or nobody."""
    crowded = any(len([cell for cell in row.cells if cell.value.kind == "number"]) > len(row.keys) for row in rows)
    widest = max((len(row.cells) for row in rows), default=0)
    for row in rows:
        cells = _without_remark(row)
        placed = _by_header(header, cells, row.keys) if len(cells) > len(row.keys) else None
        doubt = None
        if any(cell.rowspan > 1 and cell.kind == "number" for cell in cells):
            doubt = ("merged_cell", f"{row.where}: one value for several rows")
        elif crowded and len(row.cells) < widest:  # which of its cells is missing, nobody knows
            doubt = ("row_not_understood", f"{row.where}: a cell is missing")
        elif crowded and placed is None and len(cells) != len(row.keys) and any(c.kind != "blank" for c in cells):
            doubt = ("row_not_understood", f"{row.where}: more columns than the form has")
        if cells:
            settle(replace(row, cells=cells, placed=placed, doubt=doubt), out)


def _without_remark(row: TableRow) -> Line:
    cells = list(row.cells)
    while len(cells) > len(row.keys) and cells[-1].value.kind == "text" and not _DIGIT.search(cells[-1].value.raw):
        cells.pop()
    return tuple(cells)


def _by_header(header: EarlyHeader, cells: Line, keys: Sequence[str]) -> tuple[tuple[str, Entry], ...] | None:
    """The cell exactly below each column's name; None where one is missing."""
    at = {(cell.start, cell.end): cell for cell in cells}
    found = [at[place] for column in header.places if (place := (column.start, column.end)) in at]
    return tuple(zip(keys, found, strict=True)) if len(found) == len(header.places) == len(keys) else None
