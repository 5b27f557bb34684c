"""The columns of a grid of table 3: which of a row's cells are the form's, and in which order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.tables.header import HeaderColumn
from archive.extract.tables.rows import Entry, Line
from archive.extract.tables.words import REQUEST_ORDER

_FEW = 5
"""One row of so many may end elsewhere than the others."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row with values; ``key`` is the form's name for it, empty where its label tells nothing yet."""

    key: str
    label: Entry
    data: Line

    @property
    def where(self) -> str:
        return f"table {self.label.table} row {self.label.row + 1}"


@dataclass(frozen=True, slots=True)
class Window:
    """The columns of a grid: where its deepest label and its last cell end, and where the seven columns of values
    begin, if that can be told."""

    labels_end: int
    end: int
    begin: int | None


def may_be_shifted(header: Sequence[HeaderColumn], rows: Sequence[DataRow]) -> bool:
    """Whether a header that begins one or more columns behind the labels leaves its last columns empty in every row, so
    that the values may as well be those of the columns right behind the labels."""
    begin = max((row.label.end for row in rows), default=0)
    used = {cell.start for row in rows for cell in row.data if cell.value.kind != "blank"}
    return bool(used) and header[0].start > begin and max(used) < begin + len(REQUEST_ORDER)


def uneven(rows: Sequence[DataRow]) -> list[DataRow]:
    """The rows that print more or fewer cells than nearly all and end in another column: one was lost, or a span of the
    row above pushes theirs."""
    ends = Counter((row.data[-1].end, len(row.data)) for row in rows if row.data)
    (end, count), times = ends.most_common(1)[0] if ends else ((0, 0), 0)
    if _FEW * (ends.total() - times) > ends.total():
        return []
    return [row for row in rows if row.data and row.data[-1].end != end and len(row.data) != count]


def is_crowded(rows: Sequence[DataRow]) -> bool:
    """Whether more columns than the form's hold values: then nobody knows which ones are the form's."""
    used = {cell.start for row in rows for cell in row.data if cell.value.kind != "blank"}
    return len(used) > len(REQUEST_ORDER)


def window_of(rows: Sequence[DataRow], before: Window | None) -> Window:
    """A spreadsheet is as wide as its widest table, and text that draws a table prints empty cells for what a label
    spans: the values begin behind the deepest label, if labels span or that column holds a value, or they fill seven
    columns, or they begin where they did in the part of the table on the page ``before``."""
    count = len(REQUEST_ORDER)
    labels_end = max((row.label.end for row in rows), default=0)
    used = [cell for row in rows for cell in row.data if cell.value.raw]
    first, last = min((cell.start for cell in used), default=0), max((cell.end for cell in used), default=0)
    begins = {row.data[0].start for row in rows if len(row.data) == count}
    begin = begins.pop() if len(begins) == 1 else None
    if first == labels_end or any(row.label.end - row.label.start > 1 for row in rows):
        begin = labels_end
    elif last - first == count:
        begin = first
    end = max((row.data[-1].end for row in rows if row.data), default=0)
    if begin is None and before is not None and before.end == end:
        begin = before.begin
    return Window(labels_end, end, begin)


def in_columns(row: DataRow, count: int, window: Window) -> Line | None:
    """The row's cells in the order of the columns, without empty ones beside the columns of values; None where there
    are not as many cells, or numbers, as columns."""
    spans_lost = row.label.end < window.labels_end and bool(row.data) and row.data[-1].end == window.end
    if not (spans_lost and row.data[0].value.kind == "blank") and _is_complete(row.data, count):
        return row.data
    if window.begin is None:
        return None
    inside = range(window.begin, window.begin + count)
    if any(cell.start not in inside and cell.value.kind != "blank" for cell in row.data):
        return None
    cells = tuple([cell for cell in row.data if cell.start in inside])
    return cells if _is_complete(cells, count) else None


def _is_complete(cells: Line, count: int) -> bool:
    return count in {len(cells), sum(cell.value.kind != "blank" for cell in cells)}
