"""Rows of flattened text: which of their entries are their cells, which shows only over many rows of a document."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from archive.extract.tables.place import Collector, settle
from archive.extract.tables.rows import Entry, Line, Row
from archive.extract.tables.words import REQUEST_ROW_ORDER, REQUEST_ROWS_OF_B, REQUEST_ROWS_OF_C
from archive.forms.keys import parts_of

Side = Literal["left", "right"]

_INNER_ROWS = 2
_WHOLE_ROWS = 5
"""Rows that must be whole with their empty lines before an empty line counts as an empty cell: two with an empty line
between values, or five that end in one while no row has an empty line to spare (it might be a spacer)."""


def table_of(row: Row) -> str:
    """The table (table 2 with its parts as one) that a row belongs to: what its order is judged with."""
    return parts_of(row.keys[0]).table


def numbers_of(row: Row) -> Line:
    return tuple([cell for cell in row.cells if cell.kind == "number"])


def _printed(row: Row) -> int:
    """How many cells print anything, a mark for nothing included."""
    return sum(bool(cell.text.strip()) for cell in row.cells)


def trimmed(row: Row) -> Line:
    """The cells without spacers behind the last one."""
    cells = row.cells
    while len(cells) > len(row.keys) and cells[-1].kind == "blank":
        cells = cells[:-1]
    return cells


def _is_exact(row: Row) -> bool:
    """Printed in one line with its empty cells, and perhaps more: the rest of its label's span, a spare column."""
    return len(row.cells) > len(row.keys) and all(cell.exact for cell in row.cells)


def _repeats(row: Row) -> bool:
    """Whether a row of table 2, whose labels span nothing, prints more cells than it has and one twice in a row."""
    texts = [cell.text.strip() for cell in row.cells]
    return table_of(row) == "t2" and _is_exact(row) and any(text and text == below for text, below in pairwise(texts))


def _cells(row: Row, spare: Side | None) -> Line:
    """The cells without the spare ones on that side; all of them where nobody knows the side."""
    count = len(row.keys)
    if not _is_exact(row):
        return trimmed(row)
    if spare is None:
        return row.cells
    return row.cells[:count] if spare == "right" else row.cells[-count:]


def spare_side(rows: Iterable[Row]) -> Side | None:
    """On which side of their cells the rows of a table print spare empty ones: all can, on one side only."""
    spare = [row for row in rows if _is_exact(row)]
    left = all(cell.kind == "blank" for row in spare for cell in row.cells[: -len(row.keys)])
    right = all(cell.kind == "blank" for row in spare for cell in row.cells[len(row.keys) :])
    if not spare or left == right:
        return None
    return "left" if left else "right"


def keeps_empty_lines(rows: Sequence[Row]) -> bool:
    """Whether this document prints an empty line for each empty cell: every row with empty lines is whole by them."""
    with_soft = [
        row
        for row in rows
        if len(row.keys) > 1 and len(numbers_of(row)) < len(row.keys) and any(cell.soft for cell in row.cells)
    ]
    whole = [row for row in with_soft if len(trimmed(row)) == len(row.keys)]
    if len(whole) < len(with_soft):
        return False
    inner = sum(any(cell.soft for cell in trimmed(row)[:-1]) for row in whole)
    spare = any(len(row.cells) > len(row.keys) for row in rows[:-1] if len(row.keys) > 1)
    return inner >= _INNER_ROWS or (len(whole) >= _WHOLE_ROWS and not spare)


def prints_lone_pipes(rows: Sequence[Row]) -> bool:
    """Whether this document prints a pipe alone for each empty cell: it does so between values, and every row is whole
    by them. (Elsewhere a pipe alone ends a row.)"""
    several = [row for row in rows if len(row.keys) > 1 and row.cells]
    inner = sum(any(cell.lone for cell in row.cells[:-1]) for row in several)
    return inner >= _INNER_ROWS and all(len(row.cells) == len(row.keys) for row in several)


def settle_rows(
    rows: Sequence[Row], out: Collector, doubted: Collection[str] = (), shifted: Collection[str] = ()
) -> None:
    """All rows of a document at once, because how it prints empty cells shows only over many rows.

    ``doubted`` are the tables some of whose values stand behind words that are no row's. There, and where a row has
    more values than cells or the rows' order is not the form's, the text was not printed row by row: a cell that is
    missing may stand elsewhere, so only rows that print every cell are read. ``shifted`` are those whose values begin
    before the first label: they may belong to the label below them, and nothing is read.
    """
    if not prints_lone_pipes(rows):
        rows = [replace(row, cells=tuple([cell for cell in row.cells if not cell.lone])) for row in rows]
    by_table = {table: [row for row in rows if table_of(row) == table] for table in {table_of(row) for row in rows}}
    convention = keeps_empty_lines([row for row in rows if table_of(row) != "t4"])
    astray = {*doubted, *_astray(rows)}
    broken = {table for table, own in by_table.items() if _breaks_numbers(own)}
    bereft = _above_gaps(by_table.get("t3", ()))
    spare = {table: spare_side(own) for table, own in by_table.items()}
    for at, row in enumerate(rows):
        table = table_of(row)
        sure = (table not in astray or _stands_alone(rows, at)) and table not in shifted
        sure = sure and (table not in broken or _in_one_line(row)) and row.keys not in bereft
        settle(_with_cells(row, sure, convention, spare[table]), out)


def _with_cells(row: Row, sure: bool, convention: bool, spare: Side | None) -> Row:
    """The row with its cells, or why it is not understood. Of empty lines that may be spacers nothing is kept: its
    numbers have lost their places."""
    numbers = numbers_of(row)
    cells = _cells(row, spare)
    doubt = None
    if _printed(row) > len(row.keys):
        doubt = ("too_many_values", f"{row.label[:40]!r}: {_printed(row)} values for {len(row.keys)} cells")
    elif mixes_lines(numbers):
        doubt = ("row_not_understood", f"{row.label[:40]!r}: values on lines of different kinds")
    elif not sure:
        doubt = ("values_astray", f"{row.label[:40]!r}: values of this table stand at other rows' places")
    elif _repeats(row):
        doubt = ("row_not_understood", f"{row.label[:40]!r}: a cell that spans columns stands there twice")
    elif len(numbers) == len(row.keys) or len(cells) != len(row.keys) or _may_be_spacers(cells, convention):
        cells = numbers
    return replace(row, cells=cells, doubt=doubt)


def _may_be_spacers(cells: Line, convention: bool) -> bool:
    """Whether some of the cells are empty lines that nothing shows to be cells."""
    return not convention and any(cell.soft and not cell.lone for cell in cells)


def _stands_alone(rows: Sequence[Row], at: int) -> bool:
    """Whether a row holds its own values, though those of other rows may stand elsewhere: it is whole, and prints them
    in one line, or no row beside it lacks any that may have come to stand here."""
    row = rows[at]
    if not _is_whole(row) or (at > 0 and not rows[at - 1].cells):
        return False
    beside = (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2])
    return _in_one_line(row) or all(_is_whole(other) for other in beside if table_of(other) == table_of(row))


def _is_whole(row: Row) -> bool:
    numbers = numbers_of(row)
    cells = numbers if len(numbers) == len(row.keys) else row.cells if _is_exact(row) else trimmed(row)
    return len(cells) == len(row.keys) and all(cell.text.strip() for cell in cells)


def _astray(rows: Sequence[Row]) -> set[str]:
    """Tables whose values are known not to follow their labels."""
    found = {table_of(row) for row in rows if _printed(row) > len(row.keys) or mixes_lines(numbers_of(row))}
    found |= {
        table
        for table in {table_of(row) for row in rows}
        if _lacks_cells([row for row in rows if table_of(row) == table])
    }
    order = [REQUEST_ROW_ORDER.index(parts_of(row.keys[0]).row) for row in rows if table_of(row) == "t3"]
    if any(later < earlier for earlier, later in pairwise(order)):
        found.add("t3")
    return found


def _above_gaps(rows: Sequence[Row]) -> set[tuple[str, ...]]:
    """Rows of table 3 that lost cells, and below which a row of the form is missing: their values, on lines of their
    own, may be those of the row that lost its label."""
    names = [parts_of(row.keys[0]).row for row in rows]
    form = REQUEST_ROWS_OF_C if any(name.startswith("other_") for name in names) else REQUEST_ROWS_OF_B
    return {
        row.keys
        for row, name, below in zip(rows, names, names[1:], strict=False)
        if {name, below} <= set(form)
        and form.index(below) > form.index(name) + 1
        and 0 < len(numbers_of(row)) < len(row.keys)
        and not _in_one_line(row)
    }


def _lacks_cells(rows: Sequence[Row]) -> bool:
    """Rows that print their empty cells beside several that print none: the values of these stand elsewhere."""
    exact = any(row.cells and all(cell.exact for cell in row.cells) for row in rows)
    return exact and sum(not row.cells and len(row.keys) > 1 for row in rows) > 1


def mixes_lines(numbers: Sequence[Entry]) -> bool:
    """Values one a line beside values several a line, several lines of several values, or values in the label's line
    and in others."""
    several = {value.several for value in numbers}
    beside = {value.beside for value in numbers}
    return len(several) > 1 or len(beside) > 1 or (several == {True} and len({value.row for value in numbers}) > 1)


def _breaks_numbers(rows: Sequence[Row]) -> bool:
    """Whether a table prints some rows in one line and others a value a line: the text breaks narrow cells, perhaps
    amid a number."""
    whole = any(value.several for row in rows for value in numbers_of(row))
    return whole and any(len(numbers_of(row)) > 1 and not _in_one_line(row) for row in rows)


def _in_one_line(row: Row) -> bool:
    return all(value.several or value.exact or value.beside for value in numbers_of(row))
