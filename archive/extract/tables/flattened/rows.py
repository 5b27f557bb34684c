"""Values of a flattened row to the row's cells: exact where every cell is printed, else handed to the solver."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from archive.extract.tables.flattened.cells import Atom
from archive.extract.tables.place import Collector
from archive.extract.tables.values import read_cell
from archive.extract.tables.words import REQUEST_ROW_ORDER

Side = Literal["left", "right"]

_INNER_ROWS = 2
_WHOLE_ROWS = 5
"""Rows that must be whole with their empty lines before an empty line counts as an empty cell: two with an empty line
between values, or five that end in one while no row has an empty line to spare (it might be a spacer)."""


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row found in flattened text: the keys of its cells in order, their units, and the values behind its label."""

    keys: tuple[str, ...]
    units: tuple[str | None, ...]
    values: tuple[Atom, ...]
    label: str

    @property
    def numbers(self) -> tuple[Atom, ...]:
        return tuple(value for value in self.values if value.kind == "number")

    @property
    def printed(self) -> int:
        """How many cells print anything, a mark for nothing included."""
        return sum(bool(value.text.strip()) for value in self.values)

    @property
    def repeats(self) -> bool:
        """Whether a row of table 2, whose labels span nothing, prints more cells than it has and one twice in a row."""
        texts = [value.text.strip() for value in self.values]
        twice = any(text and text == below for text, below in pairwise(texts))
        return self.family == "t2" and self.is_exact and twice

    @property
    def family(self) -> str:
        """The table (table 2 with its parts as one) that the row belongs to: what its order is judged with."""
        return self.keys[0].split(".", 1)[0].split("_", 1)[0]

    @property
    def trimmed(self) -> tuple[Atom, ...]:
        """The values without spacers behind the last cell."""
        values = self.values
        while len(values) > len(self.keys) and values[-1].kind == "blank":
            values = values[:-1]
        return values

    @property
    def is_exact(self) -> bool:
        """Printed in one line with its empty cells, and perhaps more: the rest of its label's span, a spare column."""
        return len(self.values) > len(self.keys) and all(value.exact for value in self.values)

    def cells(self, spare: Side | None) -> tuple[Atom, ...]:
        """The values without the spare ones on that side; all of them where nobody knows the side."""
        count = len(self.keys)
        if not self.is_exact:
            return self.trimmed
        if spare is None:
            return self.values
        return self.values[:count] if spare == "right" else self.values[-count:]


def spare_side(rows: Iterable[FlatRow]) -> Side | None:
    """On which side of their cells the rows of a table print spare empty ones: all can, on one side only."""
    spare = [row for row in rows if row.is_exact]
    left = all(value.kind == "blank" for row in spare for value in row.values[: -len(row.keys)])
    right = all(value.kind == "blank" for row in spare for value in row.values[len(row.keys) :])
    if not spare or left == right:
        return None
    return "left" if left else "right"


def keeps_empty_lines(rows: Sequence[FlatRow]) -> bool:
    """Whether this document prints an empty line for each empty cell: every row with empty lines is whole by them."""
    with_soft = [
        row
        for row in rows
        if len(row.keys) > 1 and len(row.numbers) < len(row.keys) and any(v.soft for v in row.values)
    ]
    whole = [row for row in with_soft if len(row.trimmed) == len(row.keys)]
    if len(whole) < len(with_soft):
        return False
    inner = sum(any(value.soft for value in row.trimmed[:-1]) for row in whole)
    spare = any(len(row.values) > len(row.keys) for row in rows[:-1] if len(row.keys) > 1)
    return inner >= _INNER_ROWS or (len(whole) >= _WHOLE_ROWS and not spare)


def prints_lone_pipes(rows: Sequence[FlatRow]) -> bool:
    """Whether this document prints a pipe alone for each empty cell: it does so between values, and every row is whole
    by them. (Elsewhere a pipe alone ends a row.)"""
    several = [row for row in rows if len(row.keys) > 1 and row.values]
    inner = sum(any(value.lone for value in row.values[:-1]) for row in several)
    return inner >= _INNER_ROWS and all(len(row.values) == len(row.keys) for row in several)


def place_rows(
    rows: Sequence[FlatRow], out: Collector, doubted: Collection[str] = (), shifted: Collection[str] = ()
) -> None:
    """All rows of a document at once, because how it prints empty cells shows only over many rows.

    ``doubted`` are the families of tables some of whose values stand behind words that are no row's. There, and where
    a row has more values than cells or the rows' order is not the form's, the text was not printed row by row: a cell
    that is missing may stand elsewhere, so only rows that print every cell are read. ``shifted`` are those whose values
    begin before the first label: they may belong to the label below them, and nothing is read.
    """
    if not prints_lone_pipes(rows):
        rows = [replace(row, values=tuple([value for value in row.values if not value.lone])) for row in rows]
    spare = {family: spare_side(row for row in rows if row.family == family) for family in {r.family for r in rows}}
    convention = keeps_empty_lines([row for row in rows if not row.keys[0].startswith("t4.")])
    astray = {*doubted, *_astray(rows)}
    broken = {family for family in spare if _breaks_numbers([row for row in rows if row.family == family])}
    for at, row in enumerate(rows):
        sure = row.family not in astray or _stands_alone(rows, at)
        sure = sure and row.family not in shifted and (row.family not in broken or _in_one_line(row))
        _place(row, sure, convention, spare[row.family], out)


def _stands_alone(rows: Sequence[FlatRow], at: int) -> bool:
    """Whether a row holds its own values, though those of other rows may stand elsewhere: it is whole, and prints them
    in one line, or no row beside it lacks any that may have come to stand here."""
    row = rows[at]
    if not _is_whole(row) or (at > 0 and not rows[at - 1].values):
        return False
    beside = (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2])
    return _in_one_line(row) or all(_is_whole(other) for other in beside if other.family == row.family)


def _is_whole(row: FlatRow) -> bool:
    numbers = row.numbers
    cells = numbers if len(numbers) == len(row.keys) else row.values if row.is_exact else row.trimmed
    return len(cells) == len(row.keys) and all(cell.text.strip() for cell in cells)


def _astray(rows: Sequence[FlatRow]) -> set[str]:
    """Families of tables whose values are known not to follow their labels."""
    found = {row.family for row in rows if row.printed > len(row.keys) or _mixes_lines(row.numbers)}
    found |= {
        family for family in {row.family for row in rows} if _lacks_cells([r for r in rows if r.family == family])
    }
    order = [(row, REQUEST_ROW_ORDER.index(row.keys[0].split(".")[1])) for row in rows if row.family == "t3"]
    if any(later[1] < earlier[1] for earlier, later in pairwise(order)):
        found.add("t3")
    return found


def _lacks_cells(rows: Sequence[FlatRow]) -> bool:
    """Rows that print their empty cells beside several that print none: the values of these stand elsewhere."""
    exact = any(row.values and all(value.exact for value in row.values) for row in rows)
    return exact and sum(not row.values and len(row.keys) > 1 for row in rows) > 1


def _mixes_lines(numbers: Sequence[Atom]) -> bool:
    """Values one a line beside values several a line, several lines of several values, or values in the label's line
    and in others."""
    several = {value.several for value in numbers}
    beside = {value.beside for value in numbers}
    return len(several) > 1 or len(beside) > 1 or (several == {True} and len({value.block for value in numbers}) > 1)


def _breaks_numbers(rows: Sequence[FlatRow]) -> bool:
    """Whether a table prints some rows in one line and others a value a line: the text breaks narrow cells, perhaps
    amid a number."""
    whole = any(value.several for row in rows for value in row.numbers)
    return whole and any(len(row.numbers) > 1 and not _in_one_line(row) for row in rows)


def _in_one_line(row: FlatRow) -> bool:
    return all(value.several or value.exact or value.beside for value in row.numbers)


def _place(row: FlatRow, sure: bool, convention: bool, spare: Side | None, out: Collector) -> None:
    numbers = row.numbers
    cells = row.cells(spare)
    if row.printed > len(row.keys):
        out.refuse(
            row.keys,
            "too_many_values",
            f"{row.label[:40]!r}: {row.printed} values for {len(row.keys)} cells",
        )
    elif _mixes_lines(numbers):
        out.refuse(row.keys, "row_not_understood", f"{row.label[:40]!r}: values on lines of different kinds")
    elif not sure:
        detail = f"{row.label[:40]!r}: values of this table stand at other rows' places"
        out.refuse(row.keys, "values_astray", detail)
    elif row.repeats:
        out.refuse(row.keys, "row_not_understood", f"{row.label[:40]!r}: a cell that spans columns stands there twice")
    elif len(numbers) == len(row.keys):
        _read(row, numbers, out)
    elif len(cells) == len(row.keys) and (convention or not any(cell.soft and not cell.lone for cell in cells)):
        _read(row, cells, out)
    else:
        values = (atom.value.value for atom in numbers if atom.value is not None)
        out.lose(row.keys, (value for value in values if value is not None), row.label)


def _read(row: FlatRow, cells: Sequence[Atom], out: Collector) -> None:
    for key, unit, cell in zip(row.keys, row.units, cells, strict=True):
        signed = key.endswith(".delta")
        value = read_cell(cell.text, signed) if signed else cell.value
        if value is not None:
            out.read(key, value, unit, f"block {cell.block + 1}")
