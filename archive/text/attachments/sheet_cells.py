"""A sheet of any spreadsheet: which cells print what, which rows and columns show. Rows and columns count from 0."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from archive.errors import DocumentError
from archive.model import Issue, Removed
from archive.text.attachments.grids import Placed
from archive.text.shown import HIDDEN, stated

MAX_CELLS: Final = 400_000  # that print something; the largest form has some 1,200
_LONGEST: Final = 500  # rows or columns of a merged cell that count
_GAP: Final = 4  # empty columns or rows that part a stray cell from a table
_Merge = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """``cells`` are those that print anything. ``merges`` are first row, first column, last row, last column."""

    name: str
    shown: bool
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def hides_column(self, column: int) -> bool:
        """Whether a column does not show."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def cell_text(pieces: Iterable[tuple[str, str | None]], removed: list[Removed]) -> str:
    """What a cell states of its pieces, each with the rule that cuts it or None."""
    kept, cut = [], []
    for text, rule in pieces:
        if rule is None:
            kept.append(text)
        elif text.strip():
            cut.append(Removed(text.strip()[:200], rule))
    removed += cut
    text = "".join(kept).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return text if text.strip() or not cut else stated("", cut)


def shown_parts(sheet: Sheet) -> list[list[list[Placed]]]:
    """The rows that show anything, in parts that stand apart on the sheet; merged cells as spans, and a cell at every
    other place of a row. What only hidden rows and columns hold goes to ``removed``."""
    hidden_columns = {column for _, column in sheet.cells if sheet.hides_column(column)}
    merges = _shown_merges(sheet)
    texts: dict[tuple[int, int], str] = {}
    for at, text in sheet.cells.items():
        place = merges[at][:2] if at in merges else at
        if place[0] in sheet.hidden_rows or place[1] in hidden_columns:
            sheet.removed.append(Removed(text[:200], HIDDEN))
        else:
            texts[place] = text
    spans = {span[:2]: span for span in merges.values()}
    parts = []
    for rows in _runs([_extent(place, spans, 0) for place in texts]):
        inside = [place for place in texts if rows[0] <= place[0] <= rows[1]]
        for columns in _runs([_extent(place, spans, 1) for place in inside]):
            own = {place: texts[place] for place in inside if columns[0] <= place[1] <= columns[1]}
            parts.append(_placed(own, spans, sheet))
    return parts


def _shown_merges(sheet: Sheet) -> dict[tuple[int, int], _Merge]:
    """For the first place of each merged cell, what of it shows; nothing of one that is hidden altogether."""
    shown = {}
    for top, left, bottom, right in sheet.merges:
        first = next((row for row in range(top, min(bottom, top + _LONGEST) + 1) if row not in sheet.hidden_rows), None)
        columns = range(left, min(right, left + _LONGEST) + 1)
        start = next((column for column in columns if not sheet.hides_column(column)), None)
        if first is not None and start is not None:
            shown[top, left] = (first, start, min(bottom, top + _LONGEST), min(right, left + _LONGEST))
    return shown


def _extent(place: tuple[int, int], spans: Mapping[tuple[int, int], _Merge], axis: int) -> tuple[int, int]:
    """From which row (axis 0) or column (1) to which the cell at a place goes."""
    return place[axis], spans[place][axis + 2] if place in spans else place[axis]


def _runs(extents: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last of the rows or columns that less than ``_GAP`` empty ones part."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted(extents):
        if runs and start - runs[-1][1] <= _GAP:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return runs


def _placed(
    texts: Mapping[tuple[int, int], str], spans: Mapping[tuple[int, int], _Merge], sheet: Sheet
) -> list[list[Placed]]:
    """The cells of one part. A row without any text is kept where a cell with one goes on through it."""
    columns = sorted({column for _, column in texts})
    with_text = (spans[place] for place in texts if place in spans)
    through = {row for top, _, bottom, _ in with_text for row in range(top, bottom + 1)}
    rows = sorted({row for row, _ in texts} | (through - sheet.hidden_rows))
    if len(rows) * len(columns) > MAX_CELLS:
        raise DocumentError(f"{len(rows)} rows and {len(columns)} columns are no form")
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in spans.values():
        down = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        if down and across:
            ends[down[0], across[0]] = (bottom, right)
            covered |= {(row, column) for row in down for column in across} - {(down[0], across[0])}
    return [
        [
            Placed(row, column, bottom - row + 1, right - column + 1, texts.get((row, column), ""))
            for column in columns
            if (row, column) not in covered
            for bottom, right in [ends.get((row, column), (row, column))]
        ]
        for row in rows
    ]
