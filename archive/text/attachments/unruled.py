"""Tables without ruling lines: found, kept as text, and never taken for figures.

Which label a line of values belongs to, and which of its cells are empty, was in the lost lines: wrapped
labels stand above and below their values. Reading such rows as text once stated 0 where 213172 was printed.
"""

import re
from collections.abc import Sequence
from typing import Final

from archive.model import Block, Grid, Layout
from archive.text.attachments.headings import is_heading
from archive.text.attachments.leaves import Line
from archive.text.attachments.paged_tables import Part

_VALUE_APART: Final = re.compile(r" (?=[\d.,\-—/]+(?: |$))")
_MOST_BETWEEN: Final = 8  # lines of a wrapped label between two rows
_PROSE: Final = 30  # characters of a line that is no label
_FEWEST: Final = 3  # rows


def is_row(line: Line) -> bool:
    """Several values set apart: a row of a table, whose line never joins a paragraph."""
    return len(_VALUE_APART.findall(line.text)) >= 2


def fenced_rows(items: Sequence[Line | Part], pitch: float) -> set[int]:
    """The indexes of lines that are a table without rules: three rows of values or more near each other, what
    stands between them, and the labels before and after."""
    rows = [i for i, item in enumerate(items) if isinstance(item, Line) and is_row(item)]
    groups: list[list[int]] = []
    for i in rows:
        if groups and i - groups[-1][-1] <= _MOST_BETWEEN and all(map(_is_material, items[groups[-1][-1] : i])):
            groups[-1].append(i)
        else:
            groups.append([i])
    fenced: set[int] = set()
    for group in groups:
        if len(group) >= _FEWEST:
            first, last = group[0], group[-1]
            while first > 0 and _goes_with(items[first - 1], items[first], pitch):
                first -= 1
            while last + 1 < len(items) and _goes_with(items[last + 1], items[last], pitch):
                last += 1
            fenced |= set(range(first, last + 1))
    return fenced


def _is_material(item: Line | Part) -> bool:
    if not isinstance(item, Line) or is_heading(item.text):
        return False
    return is_row(item) or len(item.text) <= _PROSE


def _goes_with(item: Line | Part, neighbour: Line | Part, pitch: float) -> bool:
    if not isinstance(item, Line) or not isinstance(neighbour, Line) or not _is_material(item):
        return False
    return abs(item.y - neighbour.y) < 2.5 * pitch


_ONE_CELL = Layout(((0, 0, 1, 1),), ((0,),))


def unread_table(lines: Sequence[Line], page: int) -> Block:
    """The lines as one cell: a table that is there, of which nothing is stated."""
    text = "\n".join(line.text for line in lines)
    return Block("table", text, Grid(_ONE_CELL, (text,), page), f"page {page}")


def is_unread(block: Block) -> bool:
    """Whether the block is what ``unread_table`` makes."""
    return block.grid is not None and len(block.grid.texts) == 1
