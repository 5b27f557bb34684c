"""What the readers of grids and of lines hand on: figures with a known cell, and rows that lost cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.extract.numbers import MONEY_UNITS, CellValue
from archive.model import Figure, FigureStatus, Issue, Number

# Figures that are money; a count printed in 万元 is not understood.
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
        own = value.unit
        if value.kind == "text" or (own is not None and own in MONEY_UNITS and not key.endswith(_MONEY_KEYS)):
            self.refuse((key,), "cell_not_a_number", f"{cell} ({key}): {value.raw[:40]!r} is not a number")
            return
        self.figures.append(printed(key, value, unit, cell))

    def lose(self, keys: tuple[str, ...], values: Iterable[Number], where: str) -> None:
        self.lossy.append(LossyRow(keys, tuple(values), where))

    def refuse(self, keys: Iterable[str], code: str, detail: str) -> None:
        """Nothing is stated of ``keys``: what the cells hold is not known."""
        self.refused.update(keys)
        self.issues.append(Issue("tables", code, detail))
