"""Table 2 (主动公开政府信息情况, 第二十条第(一)(五)(六)(八)(九)项) from the rows of a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.extract.tables.header import Assigned, HeaderColumn, by_alignment, by_order
from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Piece, Strip, data_after, labels_before_data, names, place
from archive.extract.tables.values import read_cell
from archive.extract.tables.words import DETAIL_ROWS, DETAIL_TABLES, detail_column, money_unit, near_detail_row
from archive.forms.model import Table

_TITLE = "信息内容"


@dataclass(frozen=True, slots=True)
class DetailHeader:
    """The header last read: the words of each of its cells with the grid columns they cover, and the grid columns
    under names that the form lacks (上年数)."""

    cells: tuple[tuple[str, int, int], ...] = ()
    others: frozenset[int] = frozenset()


def is_header(strip: Strip) -> bool:
    """A row that names columns of table 2."""
    return any(piece.name == _TITLE for piece in strip) or any(
        piece.name and detail_column(piece.name) is not None for piece in strip
    )


def row_label(strip: Strip) -> Piece | None:
    """The cell that names a row of table 2, with cells behind it."""
    if names(strip).isdisjoint(DETAIL_ROWS):
        return None
    for piece in reversed(strip):
        if piece.name in DETAIL_ROWS and data_after(strip, piece):
            return piece
    return None


def read_details(number: int, rows: Sequence[tuple[int, Strip]], carry: DetailHeader, out: Collector) -> DetailHeader:
    """``rows`` are the (row number, strip) pairs of the grid that belong to table 2."""
    header = carry
    for index, strip in rows:
        label = row_label(strip)
        if label is not None:
            _read_row(number, index, strip, label, DETAIL_ROWS[label.name], header, out)
        elif is_header(strip):
            header = _header_of(index, strip)
        else:
            _misprinted(number, index, strip, header, out)
    return header


def _header_of(index: int, strip: Strip) -> DetailHeader:
    """The header that a row prints; cells left of 信息内容 (序号) head no values."""
    begin = max((piece.end for piece in strip if piece.name == _TITLE), default=0)
    cells = tuple(
        (piece.cell.text, piece.start, piece.end)
        for piece in strip
        if piece.name and piece.start >= begin and piece.begins_in(index) and not _is_caption(piece)
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


def _misprinted(number: int, index: int, strip: Strip, header: DetailHeader, out: Collector) -> None:
    """A row with values whose label is a misprint, or no label of the form."""
    words = labels_before_data(strip)
    if not words or _is_caption(words[-1]):
        return
    found = near_detail_row(words[-1].name)
    if found is not None:
        _read_row(number, index, strip, words[-1], found, header, out)
    elif any(piece.value.kind == "number" for piece in data_after(strip, words[-1])):
        text = words[-1].cell.text.strip()[:40]
        out.refuse((), "unknown_row", f"table {number} row {index + 1}: no row of table 2 is called {text!r}")


def _is_caption(piece: Piece) -> bool:
    return piece.name.startswith("第二十条")


def _read_row(
    number: int,
    index: int,
    strip: Strip,
    label: Piece,
    names_row: tuple[str, str],
    header: DetailHeader,
    out: Collector,
) -> None:
    table_id, row = names_row
    where = f"table {number} row {index + 1}"
    columns = detail_columns(table_id, tuple(text for text, _, _ in header.cells))
    if columns is None:
        if any(piece.value.kind == "number" for piece in data_after(strip, label)):
            out.refuse((), "unknown_columns", f"{where}: no header of the form stands above {label.name}")
        return
    table, keys = columns
    units = {key: money_unit(cell[0]) for key, cell in zip(keys, header.cells, strict=True)}
    signed = {column.key for column in table.columns if column.signed}
    behind = data_after(strip, label)
    data = tuple(p for p in behind if not header.others.issuperset(range(p.start, p.end)))
    if header.others and len(data) == len(behind) and max(header.others) > label.end:
        full = tuple(table.key(row, key) for key in keys)
        out.refuse(full, "row_not_understood", f"{where}: a cell of {row} is missing")
        return
    if not data:
        return
    placed = tuple(HeaderColumn(key, cell[1], cell[2]) for key, cell in zip(keys, header.cells, strict=True))
    found = by_alignment(placed, data, label.end) if len(data) > len(keys) else None
    found = found or by_order(keys, data) or by_alignment(placed, data, label.end)
    if found is None:
        _unplaced(table, row, keys, data, where, out)
        return
    _emit(number, table, row, found, units, signed, out)


def _emit(
    number: int,
    table: Table,
    row: str,
    found: Assigned,
    units: dict[str, str | None],
    signed: set[str],
    out: Collector,
) -> None:
    by_key = {column.key: column for column in table.columns}
    for key in found.doubtful:
        out.refuse((table.key(row, key),), "several_values", f"table {number}: several values under {key} of {row}")
    for key, piece in found.pieces:
        value = read_cell(piece.cell.text, signed=True) if key in signed else piece.value
        column = by_key.get(key)
        unit = units.get(key) or (column.unit if column else None) or table.unit
        out.read(table.key(row, key), value, unit, place(number, piece))


def _unplaced(table: Table, row: str, keys: tuple[str, ...], data: Sequence[Piece], where: str, out: Collector) -> None:
    full = tuple(table.key(row, key) for key in keys)
    numbers = [piece.value.value for piece in data if piece.value.value is not None]
    if any(piece.value.kind == "text" for piece in data) or len(numbers) > len(full):
        out.refuse(full, "row_not_understood", f"{where}: the cells of {row} do not fit the columns")
    elif not numbers:
        for key in full:
            out.read(key, data[0].value, None, where)
    else:
        out.lose(full, numbers, where)


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
        fits = len(named) == len(keys) and all(name in {None, key} for name, key in zip(named, keys, strict=True))
        if fits:
            return table, keys
    return None
