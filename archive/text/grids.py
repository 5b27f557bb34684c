"""HTML tables as rectangles: spans resolved and clipped, every blank cell kept."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element

from archive.model import Grid, Layout, Place, Removed
from archive.text.cells import TRIMMED, cell_text
from archive.text.unseen import STYLE_RULES, drop, is_gone, is_hidden

# The browsers' own limits are 1,000 columns and 65,534 rows; no statutory form is wider than 16 columns, and the
# widest Word export seen has 40 (2026).
MAX_COLUMNS = 1000
MAX_PLACES = 200_000
_WIDEST = 5 * MAX_COLUMNS

DATA_LABELS = re.compile(
    r"信息内容|结转|行政复议|行政诉讼|申请人情况|统计指标|历年累计|处理决定|结果维持|本年新收|现行有效|自然人|"
    r"公开申请|行政许可|行政处罚|收费金额|采购"
)

# The number of a cell in printed order with its row and column span; the row span 0 means "to the last row".
Span = tuple[int, int, int]


class RawTable(NamedTuple):
    """The cells of a table in printed order: ``texts`` of all, the number of cells in each row (``lengths``), and the
    ``spans`` of those that have any."""

    texts: list[str]
    lengths: tuple[int, ...]
    spans: tuple[Span, ...]


def read_table(table: _Element, removed: list[Removed]) -> RawTable:
    """The cells of ``table``, which holds no other table; what in them is unseen goes to ``removed``."""
    gone = [row for row in table.iter("tr") if is_hidden(row)]
    for row in gone:
        drop(row, removed)
    gone.clear()
    texts: list[str] = []
    spans: list[Span] = []
    for cell in table.iter("td", "th"):
        style = cell.get("style")
        # ``is_hidden``, without a call for each cell
        hidden = (style is not None and STYLE_RULES[str(style)] == "hidden") or cell.get("hidden") is not None
        if hidden and is_gone(cell):
            gone.append(cell)
            continue
        tall, wide = cell.get("rowspan"), cell.get("colspan")
        if tall is not None or wide is not None:
            rowspan = 1 if tall is None else _span(str(tall))
            colspan = 1 if wide is None else min(_span(str(wide)) or 1, MAX_COLUMNS)
            if rowspan != 1 or colspan != 1:
                spans.append((len(texts), rowspan, colspan))
        if hidden:
            texts.append("")
        else:
            texts.append(cell_text(cell, removed) if len(cell) else TRIMMED[cell.text])
    for cell in gone:
        drop(cell, removed)
    lengths = tuple(map(len, table.iter("tr")))
    return RawTable(texts, lengths if sum(lengths) == len(texts) else _lengths(table), tuple(spans))


def _lengths(table: _Element) -> tuple[int, ...]:
    """The number of cells in each row, where rows hold other things beside cells, or cells stand outside any row."""
    counts: list[int] = []
    for element in table.iter("tr", "td", "th"):
        if element.tag == "tr":
            counts.append(0)
        elif counts:
            counts[-1] += 1
        else:
            counts.append(1)
    return tuple(counts)


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
            tall, wide = min(tall or height, height - r), min(wide, width - c)
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
                left = (rowspan or len(lengths)) - 1
                covered.update(dict.fromkeys(range(column, column + colspan), left))
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
