"""Table 2 (主动公开政府信息情况, 第二十条第(一)(五)(六)(八)(九)项): its rows and columns under a header."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.extract.tables.header import HeaderColumn, by_alignment
from archive.extract.tables.place import Collector, settle
from archive.extract.tables.rows import Entry, Line, Row, data_after, labels_before_data, names
from archive.extract.tables.words import (
    DETAIL_ROWS,
    DETAIL_TABLES,
    detail_column,
    detail_columns_in,
    money_unit,
    near_detail_row,
)
from archive.forms.model import Table

_TITLE = "信息内容"
CAPTION = "第二十条"
"""What a caption of a part of table 2 begins with."""


@dataclass(frozen=True, slots=True)
class DetailHeader:
    """The header last read: the words of each of its cells with the grid columns they cover, and the grid columns
    under names that the form lacks (上年数)."""

    cells: tuple[tuple[str, int, int], ...] = ()
    others: frozenset[int] = frozenset()


def is_header(line: Line) -> bool:
    """A row that names columns of table 2."""
    return any(entry.name and (entry.name == _TITLE or detail_column(entry.name) is not None) for entry in line)


def row_label(line: Line) -> Entry | None:
    """The cell that names a row of table 2, with cells behind it."""
    if names(line).isdisjoint(DETAIL_ROWS):
        return None
    return next((entry for entry in reversed(line) if entry.name in DETAIL_ROWS and data_after(line, entry)), None)


def read_table_2(lines: Sequence[tuple[int, Line]], carry: DetailHeader, out: Collector) -> DetailHeader:
    """``lines`` are the (row number, line) pairs of the grid that belong to table 2."""
    header = carry
    for index, line in lines:
        label = row_label(line)
        if label is not None:
            _read_row(line, label, DETAIL_ROWS[label.name], header, out)
        elif is_header(line):
            header = _header_of(index, line)
        else:
            _misprinted(line, header, out)
    return header


def _header_of(index: int, line: Line) -> DetailHeader:
    """The header that a row prints; cells left of 信息内容 (序号) head no values."""
    begin = max((entry.end for entry in line if entry.name == _TITLE), default=0)
    cells = tuple(
        (entry.text, entry.start, entry.end)
        for entry in line
        if entry.name and entry.start >= begin and entry.begins_in(index) and not entry.name.startswith(CAPTION)
    )
    known = tuple(cell for cell in cells if detail_column(cell[0]) is not None)
    if known == cells or not any(is_whole(table, tuple(text for text, _, _ in known)) for table in DETAIL_TABLES):
        return DetailHeader(cells)
    taken = frozenset(at for _, start, end in set(cells) - set(known) for at in range(start, end))
    return DetailHeader(known, taken)


def is_whole(table_id: str, texts: tuple[str, ...]) -> bool:
    """Whether header cells name every column of one form's table, and each of them once."""
    named = [detail_column(text) for text in texts]
    return any(sorted(filter(None, named)) == sorted(c.key for c in table.columns) for table in DETAIL_TABLES[table_id])


def _misprinted(line: Line, header: DetailHeader, out: Collector) -> None:
    """A row with values whose label is a misprint, or no label of the form."""
    words = labels_before_data(line)
    if not words or words[-1].name.startswith(CAPTION):
        return
    found = near_detail_row(words[-1].name)
    if found is not None:
        _read_row(line, words[-1], found, header, out)
    elif any(entry.value.kind == "number" for entry in data_after(line, words[-1])):
        where = f"table {words[-1].table} row {words[-1].row + 1}"
        out.refuse((), "unknown_row", f"{where}: no row of table 2 is called {words[-1].text.strip()[:40]!r}")


def _read_row(line: Line, label: Entry, named: tuple[str, str], header: DetailHeader, out: Collector) -> None:
    table_id, row = named
    where = f"table {label.table} row {label.row + 1}"
    behind = data_after(line, label)
    columns = detail_columns(table_id, tuple(text for text, _, _ in header.cells))
    if columns is None:
        if any(entry.value.kind == "number" for entry in behind):
            out.refuse((), "unknown_columns", f"{where}: no header of the form stands above {label.name}")
        return
    table, order = columns
    keys = {key: table.key(row, key) for key in order}
    data = tuple(entry for entry in behind if not header.others.issuperset(range(entry.start, entry.end)))
    missing = header.others and len(data) == len(behind) and max(header.others) > label.end
    if not data and not missing:
        return
    found = None
    if len(data) != len(order) and (len(data) > len(order) or sum(c.kind != "blank" for c in data) != len(order)):
        placed = [HeaderColumn(key, start, end) for key, (_, start, end) in zip(order, header.cells, strict=True)]
        found = by_alignment(placed, data, label.end)
    settle(
        Row(
            tuple(keys.values()),
            tuple(_unit(table, key, text) for key, (text, _, _) in zip(order, header.cells, strict=True)),
            data,
            row,
            where,
            placed=tuple((keys[key], cell) for key, cell in found.cells) if found else None,
            several=tuple(keys[key] for key in found.several) if found else (),
            doubt=("row_not_understood", f"{where}: a cell of {row} is missing") if missing else None,
            rows=(label.row, label.row + label.rowspan),
        ),
        out,
    )


def _unit(table: Table, key: str, header: str) -> str | None:
    """The unit of a column, which its header may print."""
    column = next(column for column in table.columns if column.key == key)
    return (money_unit(header) if key == "amount" else None) or column.unit or table.unit


@lru_cache(maxsize=1 << 10)
def detail_columns(table_id: str, texts: tuple[str, ...]) -> tuple[Table, tuple[str, ...]] | None:
    """The table of the form (B or C) that a header belongs to, with the key of each header cell in order.

    Header cells that lost words (``本年新``) are told by their place once the others tell the form. None where the
    header does not tell, or tells another table.
    """
    named = tuple(detail_column(text) for text in texts)
    for table in DETAIL_TABLES[table_id]:
        keys = tuple(column.key for column in table.columns)
        if not any(named) or not {name for name in named if name} <= set(keys):
            continue
        if None not in named and len(set(named)) == len(named) and set(named) == set(keys):
            return table, tuple(name for name in named if name)
        if len(named) == len(keys) and all(name in {None, key} for name, key in zip(named, keys, strict=True)):
            return table, keys
    return None


def row_in_text(named: tuple[str, str], header: str, cells: Line, label: str) -> Row | None:
    """A row of text below ``header``, the words of the header run together; None where these fit neither form's table
    or both."""
    table_id, row = named
    columns = detail_columns_in(header)
    fitting = [
        table for table in DETAIL_TABLES[table_id] if columns and columns <= {column.key for column in table.columns}
    ]
    if len(fitting) > 1:  # 处理决定数量 alone: form B would print more columns
        fitting = [table for table in fitting if {column.key for column in table.columns} == columns]
    if len(fitting) != 1:
        return None
    (table,) = fitting
    keys = tuple(table.key(row, column.key) for column in table.columns)
    return Row(keys, tuple(_unit(table, column.key, header) for column in table.columns), cells, label, label)
