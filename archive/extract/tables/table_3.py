"""Table 3 (收到和处理政府信息公开申请情况) from the rows of a grid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.extract.tables.header import Assigned, HeaderColumn, by_alignment, by_order
from archive.extract.tables.labels import bare
from archive.extract.tables.place import Collector
from archive.extract.tables.request_header import in_order, is_sound, order_of
from archive.extract.tables.rows import Piece, Strip, data_after, labels_before_data, names, place
from archive.extract.tables.words import (
    MIN_REQUEST_ROWS,
    REQUEST_COLUMNS,
    REQUEST_HEADERS,
    REQUEST_ORDER,
    WEAK_REQUEST_ROWS,
    near_request_row,
    request_row,
)

_OTHER = re.compile("年|同期|占比|比例|比重|增减|序号")
"""In a header's cell that names no column of the form: another year's column, or a share."""
_ORDINAL = re.compile(r"\d{1,2}")
_STRONG_COLUMNS = frozenset(name for name, key in REQUEST_COLUMNS.items() if key not in {"other_org", "total"})


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row with values: ``number`` is that of its grid."""

    number: int
    key: str
    label: Piece
    data: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The columns of a grid: where its deepest label and its last cell end, and where the seven columns of values
    begin, if that can be told."""

    labels_end: int
    end: int
    begin: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A grid of the document: its number, its columns, and whether no part of table 3 stands before it."""

    number: int
    window: Window
    first: bool


@dataclass(frozen=True, slots=True)
class RequestCarry:
    """What table 3 leaves behind at the end of a grid, for its part on the next page: the columns' order, the last
    row read, the text of its label, which may go on there, the row itself if half its label told nothing, and the
    columns of its grid."""

    order: tuple[str, ...] = REQUEST_ORDER
    row: str | None = None
    label: str = ""
    pending: DataRow | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows below one header: its columns in printed order, the order of the values, and the header's ``others``, cells
    that name no column of the form. ``wider`` where such columns were taken out of the rows."""

    header: tuple[HeaderColumn, ...]
    order: tuple[str, ...]
    others: tuple[Piece, ...]
    rows: tuple[DataRow, ...]
    wider: bool = False


@dataclass(slots=True)
class _State:
    """Where the reading of the grid's rows has come to: ``since_header`` is the last row below the last header."""

    last: str | None
    since_header: str | None
    label: str
    pending: DataRow | None


def is_header(strip: Strip) -> bool:
    """A row that names columns of table 3."""
    return not _STRONG_COLUMNS.isdisjoint(names(strip))


def read_requests(number: int, rows: Sequence[tuple[int, Strip]], carry: RequestCarry, out: Collector) -> RequestCarry:
    """``rows`` are the (row number, strip) pairs of the grid that belong to table 3."""
    header: list[HeaderColumn] = []
    order = carry.order
    state = _State(carry.row, carry.row, carry.label, carry.pending)
    parts: list[Part] = []
    data_rows: list[DataRow] = []
    in_header = False
    others: list[Piece] = []
    for index, strip in rows:
        if is_header(strip):
            if not in_header:
                parts.append(Part(tuple(header), order, tuple(others), tuple(data_rows)))
                header, others, data_rows = [], [], []
            in_header = True
            state.since_header = None
            header = _more_header(header, strip)
            others.extend(piece for piece in strip if piece.name and piece.name not in REQUEST_COLUMNS)
            order = order_of(header) or order
            continue
        in_header = False
        if data_rows and data_rows[-1].number == number and _has_no_label(index, strip):
            above = data_rows[-1]
            ordinal = next((p for p in strip if p.end <= above.label.end and _ORDINAL.fullmatch(p.value.raw)), None)
            if ordinal is None:
                data_rows[-1] = _with_rest(above, strip, out)
            else:  # all that a page break left of the label
                _give_up(state, out)
                if _fits_below(above, strip):
                    out.refuse(_row_keys(above.key).values(), "row_not_understood", f"{above.key}: cut in two rows")
                state.label = ordinal.cell.text
                state.pending = DataRow(number, "", ordinal, data_after(strip, ordinal))
            continue
        data_rows.extend(_data_rows(number, strip, state, out))
    parts.append(Part(tuple(header), order, tuple(others), tuple(data_rows)))
    window = _window([row for part in parts for row in part.rows if row.number == number], carry.window)
    for part in parts:
        _emit(_without_other_columns(part, out), Place(number, window, carry.row is None), out)
    return RequestCarry(order, state.last, state.label, state.pending, window)


def _more_header(header: list[HeaderColumn], strip: Strip) -> list[HeaderColumn]:
    known = {(column.start, column.key) for column in header}
    return header + [
        HeaderColumn(REQUEST_COLUMNS[piece.name], piece.start, piece.end)
        for piece in strip
        if piece.name in REQUEST_COLUMNS and (piece.start, REQUEST_COLUMNS[piece.name]) not in known
    ]


def _without_other_columns(part: Part, out: Collector) -> Part:
    """The part without the values of columns that the form lacks and whose header says so (上年, 占比)."""
    known = part.header
    if not part.others:
        return part
    if order_of(known) is None:
        return replace(part, wider=any(_OTHER.search(piece.name) for piece in part.others))
    first = min(column.start for column in known)
    beside = [
        piece
        for piece in part.others
        if piece.start >= first and not any(c.start < piece.end and piece.start < c.end for c in known)
    ]
    taken = {column for piece in beside for column in range(piece.start, piece.end)}
    if not taken:
        return part
    rows = [
        replace(row, data=tuple([p for p in row.data if not taken.issuperset(range(p.start, p.end))]))
        for row in part.rows
    ]
    for row, before in zip(rows, part.rows, strict=True):
        if len(row.data) == len(before.data):
            keys = _row_keys(row.key).values()
            out.refuse(keys, "row_not_understood", f"table {row.number}: a cell of {row.key} is missing")
    return replace(part, rows=tuple([row for row in rows if row.data]), wider=True)


def _has_no_label(index: int, strip: Strip) -> bool:
    """Whether a row prints numbers and neither a label of its own nor one that reaches down to it but a group's."""
    return any(piece.value.kind == "number" for piece in strip) and all(
        (piece.name in REQUEST_HEADERS or request_row(piece.name) == "other") and not piece.begins_in(index)
        for piece in strip
        if piece.name
    )


def _fits_below(row: DataRow, strip: Strip) -> bool:
    """Whether the numbers of a row without a label stand where the row above has empty cells."""
    blank = {piece.start for piece in row.data if piece.value.kind == "blank"}
    return all(piece.start in blank for piece in strip if piece.start >= row.label.end and piece.value.kind == "number")


def _with_rest(row: DataRow, strip: Strip, out: Collector) -> DataRow:
    """A row of which a second ``tr`` prints the values that the first lacks; where they do not fit together, the row
    is not understood. (Where the first prints none, the second may be another row that lost its label.)"""
    below = {piece.start: piece for piece in strip if piece.start >= row.label.end}
    whole = tuple(below.get(piece.start, piece) if piece.value.kind == "blank" else piece for piece in row.data)
    printed = [piece for piece in below.values() if piece.value.kind != "blank"]
    begun = any(piece.value.kind == "number" for piece in row.data)
    if begun and all(piece.value.kind == "number" for piece in whole) and all(piece in whole for piece in printed):
        return replace(row, data=whole)
    where = f"table {row.number} row {row.label.cell.row + 2}"
    blank = [piece for piece in row.data if piece.value.kind == "blank"]
    out.refuse(
        _row_keys(row.key).values() if row.key and blank else (),
        "row_not_understood",
        f"{where}: values without a label below {row.key or row.label.name}",
    )
    return row


def _data_rows(number: int, strip: Strip, state: _State, out: Collector) -> list[DataRow]:
    label, key = _label_of(strip, state)
    if label is None:
        return []
    data = data_after(strip, label)
    text = label.cell.text
    joined = _continued(state, text) if key is None or state.pending is not None else None
    if joined is not None and joined not in REQUEST_HEADERS:
        earlier = [replace(state.pending, key=joined)] if state.pending else []
        state.pending, state.label = None, state.label + text
        state.last = state.since_header = joined
        return [*earlier, DataRow(number, joined, label, data)]
    _give_up(state, out)
    key = key or near_request_row(label.name, state.since_header)
    state.label = text
    if key is None:
        if any(piece.value.kind == "number" for piece in data):
            state.pending = DataRow(number, "", label, data)
        return []
    if key in REQUEST_HEADERS:
        return []
    state.last = state.since_header = key
    return [DataRow(number, key, label, data)]


def _give_up(state: _State, out: Collector) -> None:
    """The row whose label told nothing was not explained by the label below either."""
    note_unknown(state.pending, out)
    state.pending = None


def note_unknown(row: DataRow | None, out: Collector) -> None:
    """The issue of a row with values whose label no form has."""
    if row is not None:
        text = row.label.cell.text.strip()[:40]
        where = f"table {row.number} row {row.label.cell.row + 1}"
        out.refuse((), "unknown_row", f"{where}: no row of table 3 is called {text!r}")


def _continued(state: _State, text: str) -> str | None:
    """The row that the label above and this text name together, where this text adds words to it."""
    whole = bare(state.label + text)
    if not state.label or whole == bare(state.label):
        return None
    found = _exact(whole, state.last)
    if found is None and state.pending is not None:
        found = near_request_row(whole, state.since_header)
    return found


def _exact(name: str, last: str | None) -> str | None:
    """The row that ``name`` names; words that name other things too count only below other rows of the table."""
    if name in WEAK_REQUEST_ROWS and last is None:
        return None
    if name in REQUEST_HEADERS:
        return name
    return request_row(name)


def _label_of(strip: Strip, state: _State) -> tuple[Piece | None, str | None]:
    """The rightmost cell that names a row or a group of rows; else the rightmost words with values behind them."""
    words = labels_before_data(strip)
    for piece in reversed(words):
        key = _exact(piece.name, state.last)
        if (key in REQUEST_HEADERS or key == "other") and piece is not words[-1]:
            break  # a group's name; the row's own label stands to its right
        if key is not None:
            return piece, key
    return (words[-1], None) if words else (None, None)


def _emit(part: Part, where: Place, out: Collector) -> None:
    header = sorted(part.header, key=lambda column: column.start)
    order, rows = part.order, part.rows
    whole = order_of(header) is not None
    few = len({row.key for row in rows}) < MIN_REQUEST_ROWS
    number, window = where.number, where.window
    if not header and few and (where.first or not any(_in_order_of(order, row, window) for row in rows)):
        return
    aligned: list[Assigned | None] = []
    if header and len({column.key for column in header}) == len(header) and is_sound(header):
        aligned = [by_alignment(header, row.data, row.label.end) if row.number == number else None for row in rows]
    own = [found for found, row in zip(aligned, rows, strict=False) if row.number == number]
    trusted = bool(own) and all(found is not None for found in own)
    if trusted and whole and _may_be_shifted(header, [row for row in rows if row.number == number]):
        keys = [key for row in rows for key in _row_keys(row.key).values()]
        reason = "the header begins behind the labels' next column, and the values may begin before it"
        out.refuse(keys, "unknown_columns", f"table {number}: {reason}")
        return
    ordered = not part.wider and (whole or in_order(part.header, order))
    crowded = _is_crowded([row for row in rows if row.number == number])
    for at, row in enumerate(rows):
        found = aligned[at] if trusted else None
        if found is None and ordered and not (crowded and len(row.data) > len(order)):
            found = _in_order_of(order, row, window)
        _emit_row(row, order, found, whole and at + 1 < len(rows) and not part.wider and not crowded, out)


def _may_be_shifted(header: Sequence[HeaderColumn], rows: Sequence[DataRow]) -> bool:
    """Whether a header that begins one or more columns behind the labels leaves its last columns empty in every row, so
    that the values may as well be those of the columns right behind the labels."""
    begin = max((row.label.end for row in rows), default=0)
    used = {piece.start for row in rows for piece in row.data if piece.value.kind != "blank"}
    return bool(used) and header[0].start > begin and max(used) < begin + len(REQUEST_ORDER)


def _is_crowded(rows: Sequence[DataRow]) -> bool:
    """Whether more columns than the form's hold values: then nobody knows which ones are the form's."""
    used = {piece.start for row in rows for piece in row.data if piece.value.kind != "blank"}
    return len(used) > len(REQUEST_ORDER)


def _window(rows: Sequence[DataRow], before: Window | None) -> Window:
    """A spreadsheet is as wide as its widest table, and text that draws a table prints empty cells for what a label
    spans: the values begin behind the deepest label, if labels span or that column holds a value, or they fill seven
    columns, or they begin where they did in the part of the table on the page ``before``."""
    count = len(REQUEST_ORDER)
    labels_end = max((row.label.end for row in rows), default=0)
    used = [piece for row in rows for piece in row.data if piece.value.raw]
    first, last = min((piece.start for piece in used), default=0), max((piece.end for piece in used), default=0)
    begins = {row.data[0].start for row in rows if len(row.data) == count}
    begin = begins.pop() if len(begins) == 1 else None
    if first == labels_end or any(row.label.cell.colspan > 1 for row in rows):
        begin = labels_end
    elif last - first == count:
        begin = first
    end = max((row.data[-1].end for row in rows if row.data), default=0)
    if begin is None and before is not None and before.end == end:
        begin = before.begin
    return Window(labels_end, end, begin)


def _in_order_of(order: tuple[str, ...], row: DataRow, window: Window) -> Assigned | None:
    """The row's cells in the order of the columns, without empty ones beside the columns of values."""
    spans_lost = row.label.end < window.labels_end and bool(row.data) and row.data[-1].end == window.end
    found = None if spans_lost and row.data[0].value.kind == "blank" else by_order(order, row.data)
    if found is not None or window.begin is None:
        return found
    inside = range(window.begin, window.begin + len(order))
    if any(piece.start not in inside and piece.value.kind != "blank" for piece in row.data):
        return None
    return by_order(order, [piece for piece in row.data if piece.start in inside])


def _emit_row(row: DataRow, order: tuple[str, ...], found: Assigned | None, solvable: bool, out: Collector) -> None:
    where = f"table {row.number} row {row.label.cell.row + 1}"
    keys = _row_keys(row.key)
    if found is None:
        _emit_unplaced(row, tuple([keys[column] for column in order]), where, solvable, out)
        return
    for column in found.doubtful:
        out.refuse((keys[column],), "several_values", f"{where}: several values under {column}")
    for column, piece in found.pieces:
        key = keys[column]
        if piece.cell.rowspan > 1 and piece.value.kind == "number" and not _within(piece, row.label):
            out.refuse((key,), "merged_cell", f"{place(row.number, piece)}: one value for several rows")
        else:
            out.read(key, piece.value, "件", place(row.number, piece))


@lru_cache(maxsize=64)
def _row_keys(row: str) -> dict[str, str]:
    """The key of the figure in each column of a row of table 3."""
    return {column: f"t3.{row}.{column}" for column in REQUEST_ORDER}


def _emit_unplaced(row: DataRow, keys: tuple[str, ...], where: str, solvable: bool, out: Collector) -> None:
    kinds = {piece.value.kind for piece in row.data}
    numbers = [piece for piece in row.data if piece.value.kind == "number"]
    if not row.data:
        out.refuse(keys, "row_not_understood", f"{where}: no cell stands behind {row.key}")
    elif "text" in kinds or not all(_within(piece, row.label) for piece in numbers):
        out.refuse(keys, "row_not_understood", f"{where}: {row.key} has cells that are no numbers")
    elif len(numbers) > len(keys):
        out.refuse(keys, "too_many_values", f"{where}: {row.key} has {len(numbers)} values for {len(keys)} cells")
    elif not numbers:
        for key in keys:
            out.read(key, row.data[0].value, "件", where)
    elif not solvable:
        reason = "and no whole header, or it is the last row and may be cut off"
        out.refuse(keys, "unknown_columns", f"{where}: {row.key} has {len(numbers)} values {reason}")
    else:
        out.lose(keys, (piece.value.value for piece in numbers if piece.value.value is not None), where)


def _within(piece: Piece, label: Piece) -> bool:
    """Whether a value belongs to this row alone."""
    return (
        piece.cell.row >= label.cell.row
        and piece.cell.row + piece.cell.rowspan <= label.cell.row + max(label.cell.rowspan, 1)
    ) or piece.cell.rowspan == 1
