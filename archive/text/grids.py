"""HTML tables as rectangles: spans resolved and clipped, every blank cell kept."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element

from archive.model import Grid, Layout, Place, Removed
from archive.text.cells import cell_text
from archive.text.dom import one_line
from archive.text.look import PLAIN, Look, look_of
from archive.text.shown import HIDDEN

# The browsers' own limits are 1,000 columns and 65,534 rows; no statutory form is wider than 16 columns, and the
# widest Word export seen has 40 (2026).
MAX_COLUMNS = 1000
MAX_PLACES = 200_000
_WIDEST = 5 * MAX_COLUMNS

DATA_LABELS = re.compile(
    r"信息内容|结转|行政复议|行政诉讼|申请人情况|统计指标|历年累计|处理决定|结果维持|本年新收|现行有效|自然人|"
    r"公开申请|行政许可|行政处罚|收费金额|采购"
)

# The number of a cell in printed order with its row and column span.
Span = tuple[int, int, int]


class RawTable(NamedTuple):
    """The cells of a table in printed order: ``texts`` of all, the number of cells in each row (``lengths``), and the
    ``spans`` of those that have any."""

    texts: list[str]
    lengths: tuple[int, ...]
    spans: tuple[Span, ...]


def read_table(table: _Element, look: Look, removed: list[Removed]) -> RawTable:
    """The cells of ``table``, which has the look ``look`` and holds no other table; what in them is no part of a value
    goes to ``removed``. A row or cell that is not displayed is not there; one that is only unseen keeps its place."""
    reader = _Rows(look, removed)
    reader.read(table)
    return RawTable(reader.texts, tuple(reader.lengths), tuple(reader.clipped_spans()))


def shown_cells(table: _Element) -> list[_Element]:
    """The cells of ``table`` that ``read_table`` gives, in its order, as elements."""
    reader = _Rows(PLAIN, [])
    reader.read(table)
    return reader.elements


class _Rows:
    """Reads the rows of a table in order."""

    def __init__(self, look: Look, removed: list[Removed]) -> None:
        self.texts: list[str] = []
        self.elements: list[_Element] = []
        self.lengths: list[int] = []
        self._look = look
        self._removed = removed
        self._spans: list[tuple[int, int, int, int]] = []  # cell, row, rowspan, colspan
        self._groups: list[int] = []  # the row after the last of each row group

    def read(self, table: _Element) -> None:
        group: _Element | None = None
        group_look = row_look = self._look
        for element in table.iter("tr", "td", "th"):
            if element.tag == "tr":
                parent = element.getparent()
                if parent is not group:
                    self._groups.append(len(self.lengths))
                    group = parent
                    group_look = self._look if parent is None or parent is table else look_of(parent, self._look)
                row_look = look_of(element, group_look)
                if row_look.gone:
                    self._drop(element)
                else:
                    self.lengths.append(0)
            elif row_look.gone:
                continue
            else:
                look = look_of(element, row_look)
                if look.gone:
                    self._drop(element)
                else:
                    self._cell(element, look)

    def _drop(self, element: _Element) -> None:
        if text := one_line(element):
            self._removed.append(Removed(text[:200], HIDDEN))

    def _cell(self, cell: _Element, look: Look) -> None:
        if not self.lengths:
            self.lengths.append(0)
        self.lengths[-1] += 1
        tall, wide = cell.get("rowspan"), cell.get("colspan")
        if tall is not None or wide is not None:
            rowspan = 1 if tall is None else _span(str(tall))
            colspan = 1 if wide is None else min(_span(str(wide)) or 1, MAX_COLUMNS)
            if rowspan != 1 or colspan != 1:
                self._spans.append((len(self.texts), len(self.lengths) - 1, rowspan, colspan))
        self.elements.append(cell)
        self.texts.append(cell_text(cell, look, self._removed))

    def clipped_spans(self) -> Iterator[Span]:
        """The spans, none of which goes on beyond its row group: browsers end them there."""
        ends = [*self._groups[1:], len(self.lengths)]
        for cell, row, tall, wide in self._spans:
            most = ends[bisect_right(self._groups, row) - 1] - row
            yield cell, most if tall == 0 else min(tall, most), wide


def _span(value: str) -> int:
    digits = value.strip()[:9]
    return int(digits) if digits.isdecimal() else 1


def build_grid(table: RawTable) -> Grid | None:
    """The rectangle of a table; None where there is no cell, or its cells start in more than ``_WIDEST`` columns.

    Its width is one more than the last column in which any cell starts: a column span that reaches beyond
    covers nothing. Where the places are too many to hold, rows are dropped from the end.
    """
    lay_out = _usual_layout if len(table.texts) <= _USUAL else _layout
    layout = lay_out(table.lengths, table.spans)
    return Grid(layout, tuple(table.texts[: len(layout.places)])) if layout.places else None


def _layout(lengths: tuple[int, ...], spans: tuple[Span, ...]) -> Layout:
    spanning = {index: (tall, wide) for index, tall, wide in spans}
    starts = _starts(lengths, spanning)
    width = 1 + max((columns[-1] for columns in starts if columns), default=-1)
    height = min(len(starts), max(1, MAX_PLACES // max(1, width)))
    covering: list[list[int | None]] = [[None] * width for _ in range(height)]
    places: list[Place] = []
    for r in range(height):
        for c in starts[r]:
            index = len(places)
            tall, wide = spanning.get(index, (1, 1))
            tall, wide = min(tall, height - r), min(wide, width - c)
            places.append((r, c, tall, wide))
            for covered in covering[r : r + tall]:
                covered[c : c + wide] = [index] * wide
    return Layout(tuple(places), tuple(map(tuple, covering)))


# Reports of one portal, and the exports of one program, are laid out alike.
_usual_layout = lru_cache(maxsize=512)(_layout)
_USUAL = 2000  # cells; all tables of a form in one have 400


def _starts(lengths: Sequence[int], spans: Mapping[int, tuple[int, int]]) -> list[list[int]]:
    """The column where each cell starts, row by row; nothing where they are too many."""
    starts: list[list[int]] = []
    # For each column still covered from above: the number of rows it stays covered.
    covered: dict[int, int] = {}
    first = 0
    for length in lengths:
        taken = covered
        covered = {column: left - 1 for column, left in taken.items() if left > 1}
        columns: list[int] = []
        column = 0
        for index in range(first, first + length):
            rowspan, colspan = spans.get(index, (1, 1))
            while column in taken:
                column += 1
            if column > _WIDEST:
                return []
            columns.append(column)
            if rowspan != 1:
                covered.update(dict.fromkeys(range(column, column + colspan), rowspan - 1))
            column += colspan
        first += length
        starts.append(columns)
    return starts


def is_layout(table: RawTable) -> bool:
    """Whether a table only arranges the page: one column, or mostly one cell of prose and no label of a form."""
    if max(table.lengths, default=0) <= 1:
        return True
    longest = max(map(len, table.texts))
    if longest < 200 or longest * 2 < sum(map(len, table.texts)):
        return False
    return not any(len(text) < 60 and DATA_LABELS.search(text) for text in table.texts)


def table_text(grid: Grid) -> str:
    """The cells of a grid where they start, tabs between cells and newlines between rows."""
    return "\n".join(["\t".join(grid.texts[start:end]).replace("\n", "") for start, end in grid.layout.lines])
