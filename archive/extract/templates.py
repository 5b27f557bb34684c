"""Tables that are printed alike are read alike.

Which figure a number is follows from where the cells of a table stand, from its words, and from which of its cells
hold a number or nothing: together its *pattern*. Where the numbers themselves had a say, the reader says so
(``Collector.weighed``), and there is no template. Reports follow forms, so the same patterns come again and again;
from the third time on, a pattern's template says which cell is which figure, and only the numbers are read. What a
template gives is what :func:`archive.extract.grids.read_grid` gives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.extract.early import RowFinder, column_of
from archive.extract.grids import NOTHING_CARRIED, GridCarry, read_grid
from archive.extract.numbers import read_cell
from archive.extract.readings import Collector, printed
from archive.model import Figure, Grid, Layout

Pattern = tuple[Layout, tuple[str, ...], int, GridCarry | None]

# Bounds of what is remembered; a template with the numbers that it has met takes up to 100 KB.
_TEMPLATES = 96
_PATTERNS_SEEN = 4096
_NUMBERS_MET = 512
_WORDS = 1 << 13
_USUAL = 64  # letters; longer texts are not remembered
_NUMBER = "\0"
"""Begins what stands for a number in a pattern; no document's text holds it."""
_CELL = re.compile(r"table \d+ row (\d+) column (\d+)")


class _Marks(dict[str, str]):
    """What stands for the text of a cell in a pattern: the unit of a number, or else the text itself. A number that
    may be a year in a header is told from others, whichever year it is."""

    def __missing__(self, text: str) -> str:
        value = read_cell(text)
        mark = f"{_NUMBER}{value.unit or ''}{column_of(text) or ''}" if value.kind == "number" else text
        if len(text) <= _USUAL:
            if len(self) >= _WORDS:
                self.clear()
            self[text] = mark
        return mark


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of a template as it was when the template was made, and the number of its cell. ``varies`` where the
    cell holds a number."""

    index: int
    figure: Figure
    varies: bool


class Template(dict[tuple[int, str], Figure]):
    """Figures by the number of their spot and the text of its cell; what is not there yet is made."""

    def __init__(self, spots: Sequence[Spot], carry: GridCarry, *, is_data: bool) -> None:
        super().__init__()
        self._spots = tuple(spots)
        self._indexes = [spot.index for spot in spots]
        self._carry = carry
        self.is_data = is_data

    def figures(self, texts: Sequence[str]) -> list[Figure]:
        """The figures of a table that prints ``texts``."""
        return list(map(self.__getitem__, enumerate(map(texts.__getitem__, self._indexes))))

    def __missing__(self, at: tuple[int, str]) -> Figure:
        spot = self._spots[at[0]]
        figure = spot.figure
        if spot.varies:
            figure = printed(figure.key, read_cell(at[1]), figure.unit, figure.cell)
        if len(self) >= _NUMBERS_MET:
            self.clear()
        self[at] = figure
        return figure

    def carry(self) -> GridCarry:
        """What the table leaves for the next one; each time its own, where that one may add to it."""
        finder = self._carry.early
        return self._carry if finder is None else replace(self._carry, early=RowFinder(finder.form, [*finder.seen]))


class _Shelf:
    """The templates used last: those of two generations, of which a full one makes the other go. To look one up costs
    one hash of its pattern, which is most of the cost of using it."""

    def __init__(self) -> None:
        self.new: dict[Pattern, Template] = {}
        self.old: dict[Pattern, Template] = {}

    def get(self, pattern: Pattern) -> Template | None:
        template = self.new.get(pattern)
        if template is None and (template := self.old.get(pattern)) is not None:
            self.put(pattern, template)
        return template

    def put(self, pattern: Pattern, template: Template) -> None:
        if len(self.new) >= _TEMPLATES:
            self.new, self.old = {}, self.new
        self.new[pattern] = template


_marks = _Marks()
_shelf = _Shelf()
_seen: dict[int, None] = {}


def read_like_others(grid: Grid, number: int, carry: GridCarry, out: Collector) -> tuple[bool, GridCarry]:
    """Like :func:`read_grid`: by the template of the grid's pattern where there is one."""
    if carry.early is not None or carry.requests.pending is not None:
        return read_grid(grid, number, carry, out)
    marks = tuple(map(_marks.__getitem__, grid.texts))
    pattern = (grid.layout, marks, number, None if carry is NOTHING_CARRIED else carry)
    template = _shelf.get(pattern)
    if template is not None:
        out.figures.extend(template.figures(grid.texts))
        return template.is_data, template.carry()
    own = Collector()
    is_data, after = read_grid(grid, number, carry, own)
    if _come_again(pattern):
        template = make_template(grid, own, after, is_data=is_data)
        if template is not None:
            _shelf.put(pattern, template)
    out.extend(own)
    return is_data, after


def _come_again(pattern: Pattern) -> bool:
    """Whether a pattern was met before; most that come once never come again."""
    mark = hash(pattern)
    if mark in _seen:
        return True
    if len(_seen) >= _PATTERNS_SEEN:
        del _seen[next(iter(_seen))]
    _seen[mark] = None
    return False


def make_template(grid: Grid, read: Collector, after: GridCarry, *, is_data: bool) -> Template | None:
    """The template that follows from one reading of ``grid``; None where more was found than figures in cells,
    or where the numbers had a say."""
    if read.weighed or read.lossy or read.issues or read.refused or after.requests.pending is not None:
        return None
    spots: list[Spot] = []
    for figure in read.figures:
        spot = _spot(grid, figure)
        if spot is None:
            return None
        spots.append(spot)
    finder = after.early
    carry = after if finder is None else replace(after, early=RowFinder(finder.form, [*finder.seen]))
    return Template(spots, carry, is_data=is_data)


def _spot(grid: Grid, figure: Figure) -> Spot | None:
    """The cell that a figure comes from; None where it does not show the number that this cell prints."""
    if figure.value is None:
        return Spot(0, figure, varies=False)
    found = _CELL.fullmatch(figure.cell or "")
    index = grid.layout.rows[int(found[1]) - 1][int(found[2]) - 1] if found else None
    if index is None:
        return None
    value = read_cell(grid.texts[index])
    if value.kind != "number":  # words that a signed column reads: 增3
        return Spot(index, figure, varies=False)
    same = printed(figure.key, value, figure.unit, figure.cell) == figure
    return Spot(index, figure, varies=True) if same else None


def mark_of(text: str) -> str:
    """What stands for a cell's text in a pattern."""
    return _marks[text]


def known() -> int:
    """How many templates there are."""
    return len({*_shelf.new, *_shelf.old})


def forget() -> None:
    """Drops all that is remembered."""
    _marks.clear()
    _shelf.new.clear()
    _shelf.old.clear()
    _seen.clear()
