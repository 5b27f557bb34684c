"""What the readers of grids and of lines hand on: exact readings of cells, and rows that lost cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.extract.numbers import MONEY_UNITS, CellValue
from archive.model import Issue, Number

# Figures that are money; a count printed in 万元 is not understood.
_MONEY_KEYS = tuple(
    f".{name}{column}"
    for name in ("amount", "fees", "fees.reduced", "org.budget")
    for column in ("", ".year", ".cumulative")
)


class Reading(NamedTuple):
    """One printed cell. ``value`` is None where the cell is empty; ``cell`` says where it stands."""

    key: str
    value: Number | None
    unit: str | None
    raw: str
    cell: str


@dataclass(frozen=True, slots=True)
class LossyRow:
    """A row that prints fewer values than it has cells: ``values`` in printed order belong to ``keys`` in this
    order, and nobody knows which cells were lost."""

    keys: tuple[str, ...]
    values: tuple[Number, ...]
    where: str


@dataclass(slots=True)
class Collector:
    """Gathers what one document prints; the only mutable value in this room, never handed out."""

    readings: list[Reading] = field(default_factory=list)
    lossy: list[LossyRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def read(self, key: str, value: CellValue, unit: str | None, cell: str) -> None:
        """A cell with a known place; a cell that holds words becomes an issue, not a figure."""
        own = value.unit
        if value.kind == "text" or (own is not None and own in MONEY_UNITS and not key.endswith(_MONEY_KEYS)):
            self.refuse((key,), "cell_not_a_number", f"{cell} ({key}): {value.raw[:40]!r} is not a number")
            return
        self.readings.append(Reading(key, value.value, own or unit, value.raw, cell))

    def lose(self, keys: tuple[str, ...], values: Iterable[Number], where: str) -> None:
        self.lossy.append(LossyRow(keys, tuple(values), where))

    def extend(self, other: "Collector") -> None:
        """Adds what another collector gathered."""
        self.readings.extend(other.readings)
        self.lossy.extend(other.lossy)
        self.issues.extend(other.issues)
        self.refused |= other.refused

    def refuse(self, keys: Iterable[str], code: str, detail: str) -> None:
        """Nothing is stated of ``keys``: what the cells hold is not known."""
        self.refused.update(keys)
        self.issues.append(Issue("tables", code, detail))
