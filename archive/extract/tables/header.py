"""Headers: which column is which, whether their spans can be trusted, and which value stands under which.

Headers of real tables are often drawn with spans that do not add up, so a value belongs to the column above it only
where every value of the row stands under exactly one known column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extract.tables.rows import Entry
from archive.extract.tables.words import REQUEST_ORDER

_NOT_ORGANISATIONS = frozenset({"natural_person", "total"})


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column's key and the grid columns its header covers (end exclusive)."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """``cells`` by column key; ``several`` are keys with several printed values under one header."""

    cells: tuple[tuple[str, Entry], ...]
    several: tuple[str, ...] = ()


def by_alignment(header: Sequence[HeaderColumn], data: Sequence[Entry], label_end: int) -> Assigned | None:
    """Each value to the header above it; ``header`` goes from left to right.

    None where a value stands under no header or under several, a column has no cell, or the label itself reaches
    under a header.
    """
    if len(data) == len(header) and all(
        cell.start == column.start and cell.end == column.end for cell, column in zip(data, header, strict=True)
    ):
        return Assigned(tuple([(column.key, cell) for cell, column in zip(data, header, strict=True)]))
    if any(column.start < label_end for column in header):
        return None
    under: dict[str, list[Entry]] = {column.key: [] for column in header}
    for cell in data:
        covered = [c.key for c in header if c.start < cell.end and cell.start < c.end]
        if cell.value.kind != "blank" and len(covered) != 1:
            return None
        for key in covered:
            under[key].append(cell)
    if not all(under.values()):
        return None
    printed = {key: [cell for cell in cells if cell.value.kind != "blank"] for key, cells in under.items()}
    return Assigned(
        tuple([(key, (printed[key] or cells)[0]) for key, cells in under.items() if len(printed[key]) <= 1]),
        tuple([key for key, cells in printed.items() if len(cells) > 1]),
    )


def order_of(header: Sequence[HeaderColumn]) -> tuple[str, ...] | None:
    """The seven columns of table 3 from left to right, if all are named, none twice, and their places can be
    trusted."""
    if not is_sound(header):
        return None
    order = tuple(column.key for column in sorted(header, key=lambda column: column.start))
    return order if len(order) == len(REQUEST_ORDER) and set(order) == set(REQUEST_ORDER) else None


def is_sound(header: Sequence[HeaderColumn]) -> bool:
    """Whether no column stands above another and none among those of 法人或其他组织, as where spans were lost."""
    placed = sorted(header, key=lambda column: column.start)
    if any(second.start < first.end for first, second in pairwise(placed)):
        return False
    groups = [column.key in _NOT_ORGANISATIONS for column in placed]
    return sum(first and not second for first, second in pairwise([True, *groups])) <= 1


def in_order(header: Sequence[HeaderColumn], order: tuple[str, ...]) -> bool:
    """Whether the columns that the header names stand in the order expected (a header may be missing or broken)."""
    rows: list[list[HeaderColumn]] = []
    for column in header:  # in printed order: a row of the header begins where the columns begin again
        if not rows or column.start < rows[-1][-1].end:
            rows.append([])
        rows[-1].append(column)
    placed = sorted(header, key=lambda column: column.start)
    if is_sound(header):
        rows = [placed]
    return all(_is_part(order, [column.key for column in row]) for row in rows)


def _is_part(order: Sequence[str], named: Sequence[str]) -> bool:
    rest = iter(order)
    return all(key in rest for key in named)
