"""What the readers of grids and of lines hand on: figures with a known cell, and rows that lost cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from archive.extract.tables.values import MONEY_UNITS, CellValue
from archive.model import Figure, FigureStatus, Issue, Number

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


def printed(key: str, value: CellValue, unit: str | None, cell: str | None) -> Figure:
    """The figure that a cell states: a number, or that it is empty. ``unit`` holds where the cell prints none."""
    status: FigureStatus = "blank" if value.value is None else "printed"
    return Figure(key, value.value, status, value.unit or unit, value.raw, (), cell)


def is_money(key: str) -> bool:
    """Whether a figure is an amount of money; all others are counts, which are whole."""
    return key.endswith(_MONEY_KEYS)


def _is_no_count(value: CellValue) -> bool:
    return isinstance(value.value, Decimal) or value.unit in MONEY_UNITS


@dataclass(slots=True)
class Collector:
    """Gathers what one document prints; the only mutable value in this room, never handed out. ``figures`` may hold one
    key several times, where several cells print it."""

    figures: list[Figure] = field(default_factory=list)
    lossy: list[LossyRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def read(self, key: str, value: CellValue, unit: str | None, cell: str) -> None:
        """A cell with a known place; a cell that holds words becomes an issue, not a figure."""
        if value.kind == "text":
            self.refuse((key,), "cell_not_a_number", f"{cell} ({key}): {value.raw[:40]!r} is not a number")
        elif _is_no_count(value) and not is_money(key):
            self.refuse((key,), "not_a_count", f"{cell} ({key}): {value.raw[:40]!r} where a whole number counts")
        else:
            self.figures.append(printed(key, value, unit, cell))

    def lose(self, keys: tuple[str, ...], values: Iterable[Number], where: str) -> None:
        """A row that lost cells; where all of them count, a fraction is not understood."""
        row = LossyRow(keys, tuple(values), where)
        if any(isinstance(value, Decimal) for value in row.values) and not any(map(is_money, keys)):
            self.refuse(keys, "not_a_count", f"{where[:40]!r}: a fraction among counts, and cells are missing")
        else:
            self.lossy.append(row)

    def refuse(self, keys: Iterable[str], code: str, detail: str) -> None:
        """Nothing is stated of ``keys``: what the cells hold is not known."""
        self.refused.update(keys)
        self.issues.append(Issue("tables", code, detail))
