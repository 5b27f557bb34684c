"""The tables of a report as the statutory form prints them, each cell with its status and whether its sum fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from archive.forms import FORMS
from archive.forms.model import Column, Row, Table
from archive.model import FigureStatus
from archive.site.labels import in_language, row_of, unit_in
from archive.site.texts import Language


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as the index holds it; ``candidates`` is JSON, ``failed`` says that an identity of its does not hold."""

    key: str
    value: float | None
    status: FigureStatus
    unit: str | None
    raw: str | None
    candidates: str | None
    cell: str | None
    failed: bool

    @property
    def text(self) -> str:
        if self.value is not None:
            return plain(self.value)
        return "?" if self.status == "ambiguous" else ""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading cell of a table."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row: headings, then a figure or None for each column."""

    heads: tuple[Head, ...]
    figures: tuple[Shown | None, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """``heads`` are the heading rows; every heading row and line together fill the same columns."""

    id: str
    title: str
    unit: str | None
    heads: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]


Figures = Mapping[str, Shown]


def plain(value: float) -> str:
    """``12`` for 12.0, else up to six decimals without trailing zeros."""
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def form_tables(layouts: tuple[str, ...], figures: Figures, language: Language = "zh") -> tuple[FormTable, ...]:
    """The tables of the declared layouts (``C-t3``) that a report has, in the order of the form, then what is left."""
    made: list[FormTable] = []
    used: set[str] = set()
    for layout in sorted(layouts, key=lambda name: name.rpartition("-")[2]):
        form, _, group = layout.partition("-")
        for table in FORMS[form].tables if form in FORMS else ():
            keys = {key for key, _, _ in table.cells()}
            if table.id.partition("_")[0] == group and not keys.isdisjoint(figures):
                made.append(_render(table, figures))
                used |= keys
    rest = tuple(figure for key, figure in figures.items() if key not in used)
    if rest:
        made.append(_list(rest, language))
    return tuple(_in(table, language) for table in made)


def _in(table: FormTable, language: Language) -> FormTable:
    """With its headings in a language; the form prints Chinese."""
    if language == "zh":
        return table
    heads = tuple(tuple(_head(head, language) for head in row) for row in table.heads)
    lines = tuple(Line(tuple(_head(head, language) for head in line.heads), line.figures) for line in table.lines)
    return FormTable(table.id, in_language(table.title, language), unit_in(table.unit, language), heads, lines)


def _head(head: Head, language: Language) -> Head:
    return replace(head, text=in_language(head.text, language))


def _render(table: Table, figures: Figures) -> FormTable:
    if table.id == "t4":
        return _in_one_row(table, figures)
    if any(row.kind == "header" for row in table.rows) and table.columns:
        return _tree(table, figures)
    return _indented(table, figures)


def _in_one_row(table: Table, figures: Figures) -> FormTable:
    """Table 4: groups above results, all numbers in one row."""
    rows = table.data_rows()
    groups = tuple(Head(row.label, colspan=len(table.columns)) for row in rows)
    results = tuple(Head(column.label) for _ in rows for column in table.columns)
    cells = tuple(figures.get(table.key(row.key, column.key)) for row in rows for column in table.columns)
    return FormTable(table.id, table.title, table.unit, (groups, results), (Line((), cells),))


def _column_heads(columns: tuple[Column, ...], corner: Head) -> tuple[tuple[Head, ...], ...]:
    """One heading row, or two where columns share a group."""
    if not any(column.group for column in columns):
        return ((Head(corner.text, 1, corner.colspan), *(Head(column.label) for column in columns)),)
    upper: list[Head] = []
    lower: list[Head] = []
    groups = [column.group for column in columns]
    for index, column in enumerate(columns):
        if column.group is None:
            upper.append(Head(column.label, rowspan=2))
            continue
        if index == 0 or groups[index - 1] != column.group:
            upper.append(Head(column.group, colspan=groups.count(column.group)))
        lower.append(Head(column.label))
    return ((Head(corner.text, 2, corner.colspan), *upper), tuple(lower))


def _tree(table: Table, figures: Figures) -> FormTable:
    """Table 3: heading rows become cells that span the rows under them."""
    by_key = {row.key: row for row in table.rows}
    rows = table.data_rows()
    paths = [tuple(_path(row, by_key)) for row in rows]
    depth = max(len(path) for path in paths)
    lines = []
    for index, path in enumerate(paths):
        heads = []
        for level, row in enumerate(path[:-1]):
            above = paths[index - 1][level] if index and level < len(paths[index - 1]) - 1 else None
            if above is not row:
                under = sum(row in other[:-1] for other in paths)
                heads.append(Head(row.label, rowspan=under))
        heads.append(Head(path[-1].label, colspan=depth - len(path) + 1))
        cells = tuple(figures.get(table.key(path[-1].key, column.key)) for column in table.columns)
        lines.append(Line(tuple(heads), cells))
    corner = Head("", colspan=depth)
    return FormTable(table.id, table.title, table.unit, _column_heads(table.columns, corner), tuple(lines))


def _path(row: Row, by_key: Mapping[str, Row]) -> Iterator[Row]:
    if row.parent is not None:
        yield from _path(by_key[row.parent], by_key)
    yield row


def _indented(table: Table, figures: Figures) -> FormTable:
    """Forms with one or two columns: a label a line, deeper ones indented."""
    by_key = {row.key: row for row in table.rows}
    lines = []
    for row in table.rows:
        indent = sum(1 for _ in _path(row, by_key)) - 1
        keys = [table.key(row.key, column.key) for column in table.columns] or [table.key(row.key)]
        cells = () if row.kind == "header" else tuple(figures.get(key) for key in keys)
        width = 1 + (len(keys) if row.kind == "header" else 0)
        lines.append(Line((Head(row.label, colspan=width, indent=indent),), cells))
    columns = table.columns or (Column("", table.unit or ""),)
    return FormTable(table.id, table.title, table.unit, _column_heads(columns, Head("")), tuple(lines))


def _list(figures: tuple[Shown, ...], language: Language) -> FormTable:
    """Numbers of tables that no form declares, and those that only the prose states."""
    lines = (Line((Head(row_of(figure.key, language)),), (figure,)) for figure in figures)
    return FormTable("rest", "", None, (), tuple(lines))
