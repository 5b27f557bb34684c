"""The one place where figures are stated or refused: a row's cells to its figures, or why not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from archive.extract.tables.rows import Entry, Row
from archive.extract.tables.values import MONEY_UNITS, CellValue, read_cell
from archive.forms.keys import parts_of
from archive.model import Figure, FigureStatus, Issue, Number

# Columns of changes (本年增/减).
_SIGNED = ".delta"
# Figures that are money, which may have fractions and units of money.
_MONEY_KEYS = tuple(
    f".{name}{column}"
    for name in ("amount", "fees", "fees.reduced", "org.budget")
    for column in ("", ".year", ".cumulative")
)


@dataclass(frozen=True, slots=True)
class LossyRow:
    """A row that prints fewer values than it has cells: ``values`` in printed order belong to ``keys`` in this
    order, and nobody knows which cells were lost."""

    keys: tuple[str, ...]
    values: tuple[Number, ...]
    where: str

    @property
    def part(self) -> str:
        """The table, or the part of table 2, that the row belongs to."""
        return parts_of(self.keys[0]).part


def is_money(key: str) -> bool:
    """Whether a figure is an amount of money; all others are counts, which are whole."""
    return key.endswith(_MONEY_KEYS)


def _is_no_count(value: CellValue) -> bool:
    return isinstance(value.value, Decimal) or value.unit in MONEY_UNITS


@dataclass(slots=True)
class Collector:
    """Gathers what one document prints; the only mutable value in this room, never handed out. ``figures`` may hold one
    key several times, where several cells print it; ``grids`` are the numbers of the grids where each does; ``years``
    those that head the columns of numbers."""

    figures: list[Figure] = field(default_factory=list)
    lossy: list[LossyRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    grids: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    years: set[int] = field(default_factory=set)

    def read(self, key: str, value: CellValue, unit: str | None, cell: Entry) -> None:
        """A cell with a known place; a cell that holds words becomes an issue, not a figure. ``unit`` holds where the
        cell prints none."""
        where = cell.where
        if value.kind == "text":
            self.refuse((key,), "cell_not_a_number", f"{where} ({key}): {value.raw[:40]!r} is not a number")
        elif _is_no_count(value) and not is_money(key):
            self.refuse((key,), "not_a_count", f"{where} ({key}): {value.raw[:40]!r} where a whole number counts")
        else:
            status: FigureStatus = "blank" if value.value is None else "printed"
            self.figures.append(Figure(key, value.value, status, value.unit or unit, value.raw, (), where))
            self.grids[key].add(cell.table)

    def lose(self, keys: tuple[str, ...], values: Iterable[Number], where: str) -> None:
        """A row that lost cells; where all of them count, a fraction is not understood."""
        row = LossyRow(keys, tuple(values), where)
        if any(isinstance(value, Decimal) for value in row.values) and not any(map(is_money, keys)):
            self.refuse(keys, "not_a_count", f"{where[:40]!r}: a fraction among counts, and cells are missing")
        else:
            self.lossy.append(row)

    def read_or_lost(self) -> list[str]:
        """The keys of all that was read, and of the rows that lost cells."""
        return [*(figure.key for figure in self.figures), *(key for row in self.lossy for key in row.keys)]

    def only(self, wanted: Callable[[str], bool]) -> "Collector":
        """The same without the keys that are not wanted; issues stay."""
        return Collector(
            [figure for figure in self.figures if wanted(figure.key)],
            [row for row in self.lossy if wanted(row.keys[0])],
            self.issues,
            {key for key in self.refused if wanted(key)},
            self.grids,
            self.years,
        )

    def with_all(self, other: "Collector") -> "Collector":
        """The same and all of another's."""
        return Collector(
            [*self.figures, *other.figures],
            [*self.lossy, *other.lossy],
            [*self.issues, *other.issues],
            self.refused | other.refused,
            self.grids,
            self.years | other.years,
        )

    def refuse(self, keys: Iterable[str], code: str, detail: str) -> None:
        """Nothing is stated of ``keys``: what the cells hold is not known."""
        self.refused.update(keys)
        self.issues.append(Issue("tables", code, detail))


def settle(row: Row, out: Collector) -> None:
    """States the figures of a row, hands it on as one that lost cells, or refuses it.

    By the header where it tells (``placed``); else by order, where one cell, or one number, stands for each figure. A
    row of empty cells is empty, however few they are.
    """
    where = f"{row.where}: {row.label}" if row.where != row.label else repr(row.label[:40])
    cells, keys = row.cells, row.keys
    filled = [cell for cell in cells if cell.value.kind != "blank"]
    numbers = [cell for cell in filled if _value(cell, keys).kind == "number"]
    if row.doubt is not None:
        out.refuse(keys, *row.doubt)
    elif row.placed is not None:
        if row.several:
            out.refuse(row.several, "several_values", f"{where} has several values under one column")
        _state(row, row.placed, out)
    elif len(cells) == len(keys):
        _state(row, tuple(zip(keys, cells, strict=True)), out)
    elif len(numbers) > len(keys):
        out.refuse(keys, "too_many_values", f"{where} has {len(numbers)} values for {len(keys)} cells")
    elif len(filled) > len(numbers):
        out.refuse(keys, "row_not_understood", f"{where} has words among its values")
    elif any(_reaches_beyond(cell, row) for cell in numbers):
        out.refuse(keys, "merged_cell", f"{where} has one value for several rows")
    elif len(numbers) == len(keys):
        _state(row, tuple(zip(keys, numbers, strict=True)), out)
    elif cells and not numbers:
        _state(row, [(key, cells[0]) for key in keys], out)
    elif row.lost:
        out.refuse(keys, "unknown_columns", f"{where} has {len(numbers)} values, {row.lost}")
    else:
        out.lose(keys, (cell.value.value for cell in numbers if cell.value.value is not None), where)


def _value(cell: Entry, keys: Iterable[str]) -> CellValue:
    """What a cell holds; for a change (本年增/减) also in words: 增3."""
    signed = cell.value.kind == "text" and any(key.endswith(_SIGNED) for key in keys)
    return read_cell(cell.text, signed=True) if signed else cell.value


def _state(row: Row, placed: Sequence[tuple[str, Entry]], out: Collector) -> None:
    units = dict(zip(row.keys, row.units, strict=True))
    for key, cell in placed:
        if cell.value.kind == "number" and _reaches_beyond(cell, row):
            out.refuse((key,), "merged_cell", f"{cell.where}: one value for several rows")
        else:
            out.read(key, _value(cell, (key,)), units[key], cell)


def _reaches_beyond(cell: Entry, row: Row) -> bool:
    """Whether a cell of a grid reaches above or below the rows that the label stands in."""
    if cell.rowspan == 1 or row.rows is None:
        return False
    first, below = row.rows
    return not first <= cell.row <= cell.row + cell.rowspan <= below
