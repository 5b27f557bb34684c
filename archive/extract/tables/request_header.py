"""Whether the header of table 3 tells the order of its columns; headers of real tables lose their spans."""

from collections.abc import Sequence
from itertools import pairwise

from archive.extract.tables.header import HeaderColumn
from archive.extract.tables.words import REQUEST_ORDER

_NOT_ORGANISATIONS = frozenset({"natural_person", "total"})


def order_of(header: Sequence[HeaderColumn]) -> tuple[str, ...] | None:
    """The seven columns from left to right, if all are named, none twice, and their places can be trusted."""
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
