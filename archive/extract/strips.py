"""A grid as rows of pieces: each cell once a row, with the columns it covers and what it holds."""

from typing import NamedTuple

from archive.extract.labels import LONGEST, bare, compact
from archive.extract.numbers import CellValue, read_cell
from archive.model import Cell, Grid

_PROSE = "\0prose"
"""Stands for text too long to be a label; equal to no label."""


class Piece(NamedTuple):
    """One cell as a row meets it. ``start`` and ``end`` are its columns (end exclusive); ``name`` is its folded
    label (empty for numbers and blanks); ``value`` what it holds."""

    cell: Cell
    start: int
    end: int
    name: str
    value: CellValue

    @property
    def is_data(self) -> bool:
        return self.value.kind != "text"

    def begins_in(self, row: int) -> bool:
        return self.cell.row == row


Strip = tuple[Piece, ...]


def names(strip: Strip) -> set[str]:
    """The folded labels of a row."""
    return {piece.name for piece in strip if piece.name}


def strips(grid: Grid) -> tuple[Strip, ...]:
    """Every row of the grid as pieces in printed order, cells spanning from above included."""
    known: dict[int, Piece] = {}
    found: list[Strip] = []
    for row in grid.rows:
        pieces: list[Piece] = []
        previous: Cell | None = None
        for column, cell in enumerate(row):
            if cell is None or cell is previous:
                continue
            previous = cell
            piece = known.get(id(cell))
            if piece is None:
                piece = known[id(cell)] = _piece(cell, column)
            pieces.append(piece)
        found.append(tuple(pieces))
    return tuple(found)


def _piece(cell: Cell, column: int) -> Piece:
    text = cell.text
    value = read_cell(text)
    if value.kind != "text":
        name = ""
    elif len(text) > LONGEST and len(text.strip()) > LONGEST:
        name = _PROSE
    else:
        name = bare(text) or compact(text)
    return Piece(cell, column, column + cell.colspan, name, value)


def data_after(strip: Strip, label: Piece) -> tuple[Piece, ...]:
    """The pieces to the right of a label."""
    end = label.end
    return tuple([piece for piece in strip if piece.start >= end])


def place(grid_number: int, piece: Piece) -> str:
    """``table 2 row 5 column 3``, counted from 1, for the evidence of a figure."""
    return f"table {grid_number} row {piece.cell.row + 1} column {piece.start + 1}"
