"""HTML tables as rectangles: spans resolved and clipped, every blank cell kept."""

import re
from collections.abc import Callable
from functools import lru_cache

from lxml.etree import _Element

from archive.model import Cell, Grid

# The browsers' own limits are 1,000 columns and 65,534 rows; no statutory form is wider than 16 columns, and the
# widest Word export seen has 40 (2026).
MAX_COLUMNS = 1000
MAX_PLACES = 200_000

_DATA_LABELS = re.compile(
    r"信息内容|结转|行政复议|行政诉讼|申请人情况|统计指标|历年累计|处理决定|结果维持|本年新收|现行有效|自然人|"
    r"公开申请|行政许可|行政处罚|收费金额|采购"
)

# A cell as read: text, row span, column span; the span 0 of a row means "to the last row".
RawCell = tuple[str, int, int]


def read_rows(table: _Element, cell_text: Callable[[_Element], str]) -> list[list[RawCell]]:
    """The cells of ``table`` row by row, those of nested tables excluded."""
    nested = table.find(".//table") is not None
    rows: list[list[RawCell]] = []
    for tr in table.iter("tr"):
        if nested and next(tr.iterancestors("table")) is not table:
            continue
        row: list[RawCell] = []
        for td in tr.iterchildren("td", "th"):
            tall, wide = td.get("rowspan"), td.get("colspan")
            rowspan = 1 if tall is None else _span(str(tall))
            colspan = 1 if wide is None else min(_span(str(wide)) or 1, MAX_COLUMNS)
            row.append((cell_text(td), rowspan, colspan))
        rows.append(row)
    return rows


def _span(value: str) -> int:
    digits = value.strip()[:9]
    return int(digits) if digits.isdecimal() else 1


def build_grid(rows: list[list[RawCell]]) -> Grid | None:
    """The rectangle of ``rows``; None where there is no cell.

    Its width is one more than the last column in which any cell starts: a column span that reaches beyond
    covers nothing. Where the places are too many to hold, rows are dropped from the end.
    """
    starts, width = _place(rows)
    if width == 0:
        return None
    height = min(len(rows), max(1, MAX_PLACES // width))
    places: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for r in range(height):
        line = places[r]
        for (text, rowspan, colspan), c in zip(rows[r], starts[r], strict=True):
            if rowspan == 1 and colspan == 1:
                line[c] = _small_cell(text, r, c) if len(text) <= _SMALL else Cell(text, r, c)
                continue
            tall = min(rowspan or height, height - r)
            wide = min(colspan, width - c)
            cell = Cell(text, r, c, tall, wide)
            for covered in places[r : r + tall]:
                covered[c : c + wide] = [cell] * wide
    return Grid(tuple(map(tuple, places)))


# The labels, and most numbers, stand at the same places of the same tables in report after report.
_small_cell = lru_cache(maxsize=1 << 13)(Cell)
_SMALL = 16


def _place(rows: list[list[RawCell]]) -> tuple[list[list[int]], int]:
    """The column where each cell starts, and the width of the grid."""
    starts: list[list[int]] = []
    # For each column still covered from above: the number of rows it stays covered.
    covered: dict[int, int] = {}
    width = 0
    for row in rows:
        if not covered and all(cell[1] == 1 and cell[2] == 1 for cell in row):
            width = max(width, len(row))
            starts.append(list(range(len(row))))
            continue
        taken = covered
        covered = {column: left - 1 for column, left in taken.items() if left > 1}
        places: list[int] = []
        column = 0
        for _, rowspan, colspan in row:
            while column in taken:
                column += 1
            places.append(column)
            if rowspan != 1:
                left = (rowspan or len(rows)) - 1
                covered.update(dict.fromkeys(range(column, column + colspan), left))
            column += colspan
        if places:
            width = max(width, places[-1] + 1)
        starts.append(places)
    return starts, width


def is_layout(rows: list[list[RawCell]]) -> bool:
    """Whether a table only arranges the page: one column, or mostly one cell of prose and no label of a form."""
    if max(map(len, rows), default=0) <= 1:
        return True
    sizes = [len(cell[0]) for row in rows for cell in row]
    longest = max(sizes)
    if longest < 200 or longest * 2 < sum(sizes):
        return False
    return not any(len(cell[0]) < 60 and _DATA_LABELS.search(cell[0]) for row in rows for cell in row)


def table_text(grid: Grid) -> str:
    """The cells of a grid where they start, tabs between cells and newlines between rows."""
    lines = []
    for r, row in enumerate(grid.rows):
        texts = [cell.text for c, cell in enumerate(row) if cell and cell.row == r and cell.column == c]
        lines.append("\t".join(texts).replace("\n", ""))
    return "\n".join(lines)
