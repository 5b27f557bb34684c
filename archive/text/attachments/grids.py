"""Cells with spans -> ``Grid``, for every format; and the text of a table as a block."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive.errors import DocumentError
from archive.model import Block, Grid, Layout, Place
from archive.text.grids import table_text

MAX_PLACES: Final = 400_000  # rows times columns; the largest form has some 60 x 20


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell before its grid is known. Spans may be too large; they are clipped. ``full``: its last line
    has no room for one more digit, so the text may go on beyond a page break."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    full: bool = False


def build_grid(cells: Iterable[Placed], page: int | None = None) -> Grid:
    """A rectangle of cells; the first cell to claim a place keeps it.

    Rows and columns in which no cell starts are dropped (they are artefacts of spans). Raises
    DocumentError where the table would have more than ``MAX_PLACES`` places.
    """
    placed = sorted(cells, key=lambda c: (c.row, c.column))
    rows = {row: i for i, row in enumerate(sorted({c.row for c in placed}))}
    columns = {column: i for i, column in enumerate(sorted({c.column for c in placed}))}
    if len(rows) * len(columns) > MAX_PLACES:
        raise DocumentError(f"a table of {len(rows)} rows and {len(columns)} columns is no form; not read")
    covering: list[list[int | None]] = [[None] * len(columns) for _ in rows]
    row_keys, column_keys = list(rows), list(columns)
    places: list[Place] = []
    texts: list[str] = []
    for cell in placed:
        top, left = rows[cell.row], columns[cell.column]
        if covering[top][left] is not None:
            continue
        bottom = top + 1
        while bottom < len(rows) and row_keys[bottom] < cell.row + cell.rowspan:
            bottom += 1
        right = left + 1
        while right < len(columns) and column_keys[right] < cell.column + cell.colspan and covering[top][right] is None:
            right += 1
        for r in range(top, bottom):
            for c in range(left, right):
                if covering[r][c] is None:
                    covering[r][c] = len(texts)
        places.append((top, left, bottom - top, right - left))
        texts.append(cell.text)
    return Grid(Layout(tuple(places), tuple(map(tuple, covering))), tuple(texts), page)


def table_block(grid: Grid, source: str) -> Block:
    """The grid as a block, with its cells as text."""
    return Block("table", table_text(grid), grid, source)
