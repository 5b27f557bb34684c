"""Table 3 (收到和处理政府信息公开申请情况): which rows and columns a grid prints of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.extract.tables.columns import (
    DataRow,
    Window,
    in_columns,
    is_crowded,
    may_be_shifted,
    uneven,
    window_of,
)
from archive.extract.tables.header import Assigned, HeaderColumn, by_alignment, in_order, is_sound, order_of
from archive.extract.tables.labels import bare
from archive.extract.tables.place import Collector, settle
from archive.extract.tables.rows import Entry, Line, Row, data_after, joined, labels_before_data, names
from archive.extract.tables.words import (
    MIN_REQUEST_ROWS,
    REQUEST_COLUMNS,
    REQUEST_HEADERS,
    REQUEST_ORDER,
    WEAK_REQUEST_ROWS,
    near_request_row,
    request_row,
)

UNIT = "件"
_OTHER = re.compile("年|同期|占比|比例|比重|增减|序号")
"""In a header's cell that names no column of the form: another year's column, or a share."""
_ORDINAL = re.compile(r"\d{1,2}")
_PUSHED = "it ends in another column than the rows around it, and its cells may be pushed aside"
_STRONG_COLUMNS = frozenset(name for name, key in REQUEST_COLUMNS.items() if key not in {"other_org", "total"})


@dataclass(frozen=True, slots=True)
class RequestCarry:
    """What table 3 leaves behind at the end of a grid, for its part on the next page: the columns' order, the last
    row read, its label, which may go on there, the row itself if half its label told nothing, and the
    columns of its grid."""

    order: tuple[str, ...] = REQUEST_ORDER
    row: str | None = None
    label: Entry | None = None
    pending: DataRow | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows below one header: its columns in printed order, the order of the values, and the header's ``others``, cells
    that name no column of the form. ``wider`` where such columns were taken out of the rows."""

    header: tuple[HeaderColumn, ...]
    order: tuple[str, ...]
    others: Line
    rows: tuple[DataRow, ...]
    wider: bool = False


@dataclass(slots=True)
class _State:
    """Where the reading of the grid's rows has come to: ``since_header`` is the last row below the last header."""

    last: str | None
    since_header: str | None
    label: Entry | None
    pending: DataRow | None


def is_header(line: Line) -> bool:
    """A row that names columns of table 3."""
    return not _STRONG_COLUMNS.isdisjoint(names(line))


@lru_cache(maxsize=64)
def row_keys(row: str) -> dict[str, str]:
    """The key of the figure in each column of a row of table 3."""
    return {column: f"t3.{row}.{column}" for column in REQUEST_ORDER}


def read_table_3(number: int, lines: Sequence[tuple[int, Line]], carry: RequestCarry, out: Collector) -> RequestCarry:
    """``lines`` are the (row number, line) pairs of the ``number``-th grid that belong to table 3."""
    header: list[HeaderColumn] = []
    order = carry.order
    state = _State(carry.row, carry.row, carry.label, carry.pending)
    parts: list[Part] = []
    rows: list[DataRow] = []
    in_header = False
    others: list[Entry] = []
    for index, line in lines:
        if is_header(line):
            if not in_header:
                parts.append(Part(tuple(header), order, tuple(others), tuple(rows)))
                header, others, rows = [], [], []
            in_header = True
            state.since_header = None
            header = _more_header(header, line)
            others.extend(entry for entry in line if entry.name and entry.name not in REQUEST_COLUMNS)
            order = order_of(header) or order
        else:
            in_header = False
            if rows and rows[-1].label.table == number and _has_no_label(index, line):
                rows[-1] = _read_unlabelled(rows[-1], line, state, out)
            else:
                rows.extend(_data_rows(line, state, out))
    parts.append(Part(tuple(header), order, tuple(others), tuple(rows)))
    window = window_of([row for part in parts for row in part.rows if row.label.table == number], carry.window)
    for part in parts:
        _settle_part(_without_other_columns(part, out), number, window, out, first=carry.row is None)
    return RequestCarry(order, state.last, state.label, state.pending, window)


def _more_header(header: list[HeaderColumn], line: Line) -> list[HeaderColumn]:
    known = {(column.start, column.key) for column in header}
    return header + [
        HeaderColumn(REQUEST_COLUMNS[entry.name], entry.start, entry.end)
        for entry in line
        if entry.name in REQUEST_COLUMNS and (entry.start, REQUEST_COLUMNS[entry.name]) not in known
    ]


def _without_other_columns(part: Part, out: Collector) -> Part:
    """The part without the values of columns that the form lacks and whose header says so (上年, 占比)."""
    known = part.header
    if not part.others:
        return part
    if order_of(known) is None:
        return replace(part, wider=any(_OTHER.search(entry.name) for entry in part.others))
    first = min(column.start for column in known)
    beside = [
        entry
        for entry in part.others
        if entry.start >= first and not any(c.start < entry.end and entry.start < c.end for c in known)
    ]
    taken = {column for entry in beside for column in range(entry.start, entry.end)}
    if not taken:
        return part
    rows = [
        replace(row, data=tuple([cell for cell in row.data if not taken.issuperset(range(cell.start, cell.end))]))
        for row in part.rows
    ]
    for row, before in zip(rows, part.rows, strict=True):
        if len(row.data) == len(before.data):
            detail = f"table {row.label.table}: a cell of {row.key} is missing"
            out.refuse(row_keys(row.key).values(), "row_not_understood", detail)
    return replace(part, rows=tuple([row for row in rows if row.data]), wider=True)


def _has_no_label(index: int, line: Line) -> bool:
    """Whether a row prints numbers and neither a label of its own nor one that reaches down to it but a group's."""
    return any(entry.value.kind == "number" for entry in line) and all(
        (entry.name in REQUEST_HEADERS or request_row(entry.name) == "other") and not entry.begins_in(index)
        for entry in line
        if entry.name
    )


def _read_unlabelled(above: DataRow, line: Line, state: _State, out: Collector) -> DataRow:
    """What a row without a label makes of the row above it: the values that it lacks, or nothing, where an ordinal is
    all that a page break left of the row's own label."""
    ordinal = next((cell for cell in line if cell.end <= above.label.end and _ORDINAL.fullmatch(cell.value.raw)), None)
    if ordinal is None:
        return _with_rest(above, line, out)
    _give_up(state, out)
    if _fits_below(above, line):
        out.refuse(row_keys(above.key).values(), "row_not_understood", f"{above.key}: cut in two rows")
    state.label = ordinal
    state.pending = DataRow("", ordinal, data_after(line, ordinal))
    return above


def _fits_below(row: DataRow, line: Line) -> bool:
    """Whether the numbers of a row without a label stand where the row above has empty cells."""
    blank = {cell.start for cell in row.data if cell.value.kind == "blank"}
    return all(cell.start in blank for cell in line if cell.start >= row.label.end and cell.value.kind == "number")


def _with_rest(row: DataRow, line: Line, out: Collector) -> DataRow:
    """A row of which a second ``tr`` prints the values that the first lacks; where they do not fit together, the row
    is not understood. (Where the first prints none, the second may be another row that lost its label.)"""
    below = {cell.start: cell for cell in line if cell.start >= row.label.end}
    whole = tuple(below.get(cell.start, cell) if cell.value.kind == "blank" else cell for cell in row.data)
    printed = [cell for cell in below.values() if cell.value.kind != "blank"]
    begun = any(cell.value.kind == "number" for cell in row.data)
    if begun and all(cell.value.kind == "number" for cell in whole) and all(cell in whole for cell in printed):
        return replace(row, data=whole)
    blank = any(cell.value.kind == "blank" for cell in row.data)
    out.refuse(
        row_keys(row.key).values() if row.key and blank else (),
        "row_not_understood",
        f"table {row.label.table} row {row.label.row + 2}: values without a label below {row.key or row.label.name}",
    )
    return row


def _data_rows(line: Line, state: _State, out: Collector) -> list[DataRow]:
    label, key = _label_of(line, state)
    if label is None:
        return []
    data = data_after(line, label)
    whole = joined((state.label, label)) if state.label else label
    goes_on = _continued(state, whole) if key is None or state.pending is not None else None
    if goes_on is not None and goes_on not in REQUEST_HEADERS:
        earlier = [replace(state.pending, key=goes_on)] if state.pending else []
        state.pending, state.label = None, whole
        state.last = state.since_header = goes_on
        return [*earlier, DataRow(goes_on, label, data)]
    _give_up(state, out)
    key = key or near_request_row(label.name, state.since_header)
    state.label = label
    if key is None:
        if any(cell.value.kind == "number" for cell in data):
            state.pending = DataRow("", label, data)
        return []
    if key in REQUEST_HEADERS:
        return []
    state.last = state.since_header = key
    return [DataRow(key, label, data)]


def _give_up(state: _State, out: Collector) -> None:
    """The row whose label told nothing was not explained by the label below either."""
    note_unknown(state.pending, out)
    state.pending = None


def note_unknown(row: DataRow | None, out: Collector) -> None:
    """The issue of a row with values whose label no form has."""
    if row is not None:
        out.refuse((), "unknown_row", f"{row.where}: no row of table 3 is called {row.label.text.strip()[:40]!r}")


def _continued(state: _State, whole: Entry) -> str | None:
    """The row that the label above and the words below it name together, where these add words to it."""
    if state.label is None or whole.name == bare(state.label.text):
        return None
    found = _exact(whole.name, state.last)
    if found is None and state.pending is not None:
        found = near_request_row(whole.name, state.since_header)
    return found


def _exact(name: str, last: str | None) -> str | None:
    """The row that ``name`` names; words that name other things too count only below other rows of the table."""
    if name in WEAK_REQUEST_ROWS and last is None:
        return None
    if name in REQUEST_HEADERS:
        return name
    return request_row(name)


def _label_of(line: Line, state: _State) -> tuple[Entry | None, str | None]:
    """The rightmost cell that names a row or a group of rows; else the rightmost words with values behind them."""
    words = labels_before_data(line)
    for entry in reversed(words):
        key = _exact(entry.name, state.last)
        if (key in REQUEST_HEADERS or key == "other") and entry is not words[-1]:
            break  # a group's name; the row's own label stands to its right
        if key is not None:
            return entry, key
    return (words[-1], None) if words else (None, None)


def _settle_part(part: Part, number: int, window: Window, out: Collector, *, first: bool) -> None:
    """The rows below one header, by the header where all of them stand under it, else in the columns' order. ``first``
    where no part of table 3 stands before this grid."""
    header = sorted(part.header, key=lambda column: column.start)
    if not header and _is_stray(part, window, first=first):
        return
    aligned = _aligned(header, part.rows, number)
    whole = order_of(header) is not None
    here = [row for row in part.rows if row.label.table == number]
    if aligned and whole and may_be_shifted(header, here):
        keys = [key for row in part.rows for key in row_keys(row.key).values()]
        reason = "the header begins behind the labels' next column, and the values may begin before it"
        out.refuse(keys, "unknown_columns", f"table {number}: {reason}")
        return
    crowded = is_crowded(here)
    aside = uneven(here)
    ordered = not part.wider and (whole or in_order(part.header, part.order))
    for at, row in enumerate(part.rows):
        found = aligned.get(at)
        lost = "" if whole and not part.wider and not crowded else "and no whole header"
        if at + 1 == len(part.rows):
            lost = "and it is the last row and may be cut off"
        by_order = ordered and not (crowded and len(row.data) > len(part.order))
        one = _row(row, part.order, found, window if by_order else None, lost)
        if row in aside and (found is not None or len(row.data) > len(part.order)):
            one = replace(one, doubt=("row_not_understood", f"{row.where}: {_PUSHED}"))
        settle(one, out)


def _is_stray(part: Part, window: Window, *, first: bool) -> bool:
    """Whether a few rows without a header are none of the table, or of its rest on the next page."""
    few = len({row.key for row in part.rows}) < MIN_REQUEST_ROWS
    return few and (first or not any(in_columns(row, len(part.order), window) for row in part.rows))


def _aligned(header: Sequence[HeaderColumn], rows: Sequence[DataRow], number: int) -> dict[int, Assigned]:
    """The cells of the grid's own rows by the header, by row; none where the header does not tell those of each."""
    if not header or len({column.key for column in header}) < len(header) or not is_sound(header):
        return {}
    own = {at: row for at, row in enumerate(rows) if row.label.table == number}
    found = {at: by_alignment(header, row.data, row.label.end) for at, row in own.items()}
    told = {at: assigned for at, assigned in found.items() if assigned is not None}
    return told if len(told) == len(found) else {}


def _row(row: DataRow, order: tuple[str, ...], found: Assigned | None, window: Window | None, lost: str) -> Row:
    """``window`` is None where order proves nothing."""
    keys = row_keys(row.key)
    cells = row.data
    doubt = None
    if not row.data:
        doubt = ("row_not_understood", f"{row.where}: no cell stands behind {row.key}")
    elif found is None and any(cell.value.kind == "number" for cell in row.data):
        if window is None:
            doubt = ("unknown_columns", f"{row.where}: the header does not tell the columns of {row.key}")
        else:
            filled = tuple([cell for cell in row.data if cell.value.kind != "blank"])
            cells = in_columns(row, len(order), window) or (filled if len(row.data) == len(order) else row.data)
    return Row(
        tuple([keys[column] for column in order]),
        (UNIT,) * len(order),
        cells,
        row.key,
        row.where,
        placed=tuple([(keys[column], cell) for column, cell in found.cells]) if found else None,
        several=tuple([keys[column] for column in found.several]) if found else (),
        doubt=doubt,
        lost=lost,
        rows=(row.label.row, row.label.row + row.label.rowspan),
    )
