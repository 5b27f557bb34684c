"""A grid as rows of pieces: each cell once a row, with the columns it covers and what it holds."""

from functools import lru_cache
from typing import NamedTuple

from archive.extract.tables.labels import LONGEST, bare, compact
from archive.extract.tables.values import CellValue, read_cell
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
    spanning: dict[int, Piece] = {}
    found: list[Strip] = []
    for row in grid.rows:
        pieces: list[Piece] = []
        previous: Cell | None = None
        for column, cell in enumerate(row):
            if cell is None or cell is previous:
                continue
            previous = cell
            if cell.rowspan == 1 and cell.colspan == 1:
                pieces.append(_piece(cell, column))
                continue
            piece = spanning.get(id(cell))
            if piece is None:
                piece = spanning[id(cell)] = _piece(cell, column)
            pieces.append(piece)
        found.append(tuple(pieces))
    return tuple(found)


def _piece(cell: Cell, column: int) -> Piece:
    text = cell.text
    if len(text) <= LONGEST:
        name, value = meaning(text)
    else:
        value = read_cell(text)
        name = "" if value.kind != "text" else _PROSE if len(text.strip()) > LONGEST else _words(text)
    return Piece(cell, column, column + cell.colspan, name, value)


@lru_cache(maxsize=1 << 13)
def meaning(text: str) -> tuple[str, CellValue]:
    """Name and value of a short cell: labels and small numbers are the same in nearly all reports."""
    value = read_cell(text)
    return _words(text) if value.kind == "text" else "", value


def _words(text: str) -> str:
    return bare(text) or compact(text)


def labels_before_data(strip: Strip) -> list[Piece]:
    """The pieces with words that have a number or an empty cell somewhere to their right."""
    last = max([piece.start for piece in strip if piece.value.kind != "text"], default=-1)
    return [piece for piece in strip if piece.name and piece.end <= last]


def data_after(strip: Strip, label: Piece) -> tuple[Piece, ...]:
    """The pieces to the right of a label."""
    end = label.end
    return tuple([piece for piece in strip if piece.start >= end])


def place(grid_number: int, piece: Piece) -> str:
    """``table 2 row 5 column 3``, counted from 1, for the evidence of a figure."""
    return _place(grid_number, piece.cell.row, piece.start)


@lru_cache(maxsize=1 << 12)
def _place(grid_number: int, row: int, column: int) -> str:
    return f"table {grid_number} row {row + 1} column {column + 1}"
