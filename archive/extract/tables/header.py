"""Which value of a row belongs to which column: by the header above it where cells align, else by order.

Both must leave no doubt. Headers of real tables are often drawn with spans that do not add up, so alignment counts only
where every value stands under exactly one known column; order counts only where there is one value for each column.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.tables.rows import Piece


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column's key and the grid columns its header covers (end exclusive)."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """``pieces`` by column key; ``doubtful`` are keys with several printed values under one header."""

    pieces: tuple[tuple[str, Piece], ...]
    doubtful: tuple[str, ...] = ()


def by_alignment(header: Sequence[HeaderColumn], data: Sequence[Piece], label_end: int) -> Assigned | None:
    """Each value to the header above it; ``header`` goes from left to right.

    None where a value stands under no header or under several, a column has no cell, or the label itself reaches
    under a header.
    """
    if len(data) == len(header):
        for piece, column in zip(data, header, strict=True):
            if piece.start != column.start or piece.end != column.end:
                break
        else:
            return Assigned(tuple([(column.key, piece) for piece, column in zip(data, header, strict=True)]))
    if any(column.start < label_end for column in header):
        return None
    under: dict[str, list[Piece]] = {column.key: [] for column in header}
    for piece in data:
        covered = [c.key for c in header if c.start < piece.end and piece.start < c.end]
        if piece.value.kind != "blank" and len(covered) != 1:
            return None
        for key in covered:
            under[key].append(piece)
    chosen: list[tuple[str, Piece]] = []
    doubtful: list[str] = []
    for key, pieces in under.items():
        if not pieces:
            return None
        printed = [piece for piece in pieces if piece.value.kind != "blank"]
        if len(printed) > 1:
            doubtful.append(key)
        else:
            chosen.append((key, printed[0] if printed else pieces[0]))
    return Assigned(tuple(chosen), tuple(doubtful))


def by_order(order: Sequence[str], data: Sequence[Piece]) -> Assigned | None:
    """One value for each column, in order: all cells printed, or all that hold a number are."""
    if len(data) == len(order):
        return Assigned(tuple(zip(order, data, strict=True)))
    printed = [piece for piece in data if piece.value.kind != "blank"]
    if len(printed) == len(order):
        return Assigned(tuple(zip(order, printed, strict=True)))
    return None
