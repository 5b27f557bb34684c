"""Parts of a table on following pages -> one grid: what the page breaks cut is put back together."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from archive.model import Grid
from archive.text.attachments.grids import Placed, build_grid
from archive.text.attachments.leaves import Line, join_texts
from archive.text.attachments.paged_tables import Part

_ORDINAL: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+\s*、|[（(][一二三四五六七八九十]+[）)]|\d+\s*[.．、]|[①-⑳])"
)
_DATA: Final = re.compile(r"^[\d０-９,，.．\s%％+\-—–－/／\u3000\xa0]*$")
# A column of units (统计指标 | 单位 | 统计数) is no label that tells its row from the next.
_UNIT: Final = re.compile(r"^(?:人次|[亿万]?元|[条件次篇个人项份家期场])$")
_SAME_BORDER: Final = 0.02  # of the table's width
_LINE: Final = 24.0  # points; what a line of text that does not fit leaves empty in its own row


def join_parts(parts: Sequence[Part]) -> Grid:
    """One grid of parts that follow each other over page breaks (see ``continues``)."""
    whole = parts[0]
    for part in parts[1:]:
        whole = _append(whole, part)
    return build_grid(whole.cells, parts[0].page)


def continues(first: Part, second: Part) -> bool:
    """Whether the columns agree: one part's borders, as shares of the width, are among the other's."""
    a, b = _shares(first), _shares(second)
    few, many = sorted((a, b), key=len)
    return all(any(abs(x - y) <= _SAME_BORDER for y in many) for x in few)


def with_lines_below(part: Part, lines: Sequence[Line]) -> Part | None:
    """The part with lines that stand below it taken into its last cells, None where one fits in no column."""
    cells = list(part.cells)
    for line in lines:
        for i, c in enumerate(cells):
            left, right = part.borders[c.column], part.borders[c.column + c.colspan]
            if c.row + c.rowspan == part.rows and left <= line.x0 and line.x1 <= right and c.colspan < part.columns:
                cells[i] = replace(c, text=join_texts(c.text, line.text))
                break
        else:
            return None
    return replace(part, cells=tuple(cells))


def _shares(part: Part) -> list[float]:
    left, width = part.borders[0], part.borders[-1] - part.borders[0]
    return [(x - left) / width for x in part.borders]


def _append(first: Part, second: Part) -> Part:
    first = _without_last_row(first, _shares(second))
    second = _without_first_row(_without_holes(second, first.slack + _LINE))
    a, b = _shares(first), _shares(second)
    many = max(a, b, key=len)
    upper = _on_borders(first, a, many)
    lower = _on_borders(second, b, many)
    lower = _divided(lower, [c for c in upper if c.row + c.rowspan == first.rows])
    lower = _without_repeated_header(upper, lower, first.rows)
    lower = [replace(cell, row=cell.row + first.rows) for cell in lower]
    cells = tuple(_mend_seam(upper, lower, first.rows, first.open_bottom and second.open_top))
    rows = max(cell.row + cell.rowspan for cell in cells)
    borders = first.borders if len(a) >= len(b) else second.borders
    # The upper part's levels are of another page; only their number has a meaning from here on.
    above = tuple(second.levels[0] - i for i in range(rows - second.rows, 0, -1))
    levels = (*above, *second.levels)[-rows - 1 :]
    return replace(
        second, borders=borders, levels=levels, cells=cells, open_top=first.open_top, slack=first.slack + _LINE
    )


def _without_last_row(part: Part, below: list[float]) -> Part:
    """A browser leaves the room empty that is too low for the next row; only spanning labels run through it,
    and their edges or a painted ground may make it look like a row. ``below``: the next page's borders."""
    last = part.rows - 1
    confined = [c for c in part.cells if c.row == last]
    undivided = len(confined) == 1 and _is_divided(part, confined[0], [*_shares(part), *below])
    if last < 1 or any(c.text for c in confined) or not (part.open_bottom or undivided):
        return part
    cells = (replace(c, rowspan=min(c.rowspan, last - c.row)) for c in part.cells if c.row < last)
    slack = part.slack + part.levels[-1] - part.levels[-2]
    return replace(part, levels=part.levels[:-1], cells=tuple(cells), open_bottom=False, slack=slack)


def _is_divided(part: Part, cell: Placed, shares: list[float]) -> bool:
    """Whether other rows of the table have borders inside the cell's width."""
    own = _shares(part)
    left, right = own[cell.column], own[cell.column + cell.colspan]
    return any(left + _SAME_BORDER < x < right - _SAME_BORDER for x in shares)


def _divided(lower: list[Placed], above: list[Placed]) -> list[Placed]:
    """The same room at the head of the next page, where labels have nothing left there to draw: divided as
    the labels above are."""
    cells: list[Placed] = []
    for c in lower:
        labels = [a for a in above if c.column <= a.column < c.column + c.colspan]
        is_room = c.row == 0 and not c.text and not any(_is_value(a.text) for a in labels)
        if is_room and len(labels) > 1 and sum(a.colspan for a in labels) == c.colspan:
            cells += [replace(c, column=a.column, colspan=a.colspan) for a in labels]
        else:
            cells.append(c)
    return cells


def _without_first_row(part: Part) -> Part:
    """The same where the page begins: what is below the break of a row whose text is all above it."""
    confined = [c for c in part.cells if c.row == 0 and c.rowspan == 1]
    if not part.open_top or part.rows < 2 or not confined or any(c.text for c in confined):
        return part
    cells = (
        replace(c, row=max(c.row - 1, 0), rowspan=c.rowspan - (c.row == 0))
        for c in part.cells
        if c.row > 0 or c.rowspan > 1
    )
    return replace(part, levels=part.levels[1:], cells=tuple(cells), open_top=False)


def _without_holes(part: Part, slack: float) -> Part:
    """Labels that span the break, grown by the places under them that no cell owns: what a label got of the
    ``slack`` (points) that a browser left at the foot of pages, it lacks above its last row."""
    cells = list(part.cells)
    ends = {c.column: part.levels[c.rowspan] for c in cells if c.row == 0}
    for row in range(1, part.rows):
        beside = [c for c in cells if c.row == row]
        roofs = {hole: _roof(hole, cells) for hole in beside}
        spoken = [c for c in beside if c.text and not (len(roofs[c]) > 1 and _is_overrun(c, cells))]
        if not spoken and sum(c.colspan for c in beside) == part.columns:
            continue  # an empty row of the form
        leaf = _label_column(spoken) if spoken else part.columns
        for hole, roof in roofs.items():
            bottom = row + hole.rowspan
            if not roof or hole in spoken or hole.column + hole.colspan > leaf:
                continue
            if spoken and (hole.text or any(part.levels[bottom] - ends[c.column] > slack for c in roof)):
                continue
            _fill(cells, hole, roof, bottom)
    return replace(part, cells=tuple(cells))


def _fill(cells: list[Placed], hole: Placed, roof: Sequence[Placed], bottom: int) -> None:
    """The cells above a hole grown down to ``bottom`` in its place; its text goes to the one that has any."""
    cells.remove(hole)
    speaker = next((c for c in roof if c.text), roof[0])
    for c in roof:
        text = join_texts(c.text, hole.text) if c is speaker else c.text
        cells[cells.index(c)] = replace(c, rowspan=bottom, text=text)


def _is_overrun(hole: Placed, cells: Sequence[Placed]) -> bool:
    """Whether the text is the last line of a header cell that is longer than what a browser drew of it: no row,
    for cells of the page's first row run through on its right."""
    right = hole.column + hole.colspan
    runs_through = any(c.row == 0 and c.rowspan > hole.row and c.column >= right for c in cells)
    return runs_through and not _is_value(hole.text) and not _ORDINAL.match(hole.text)


def _roof(hole: Placed, cells: Sequence[Placed]) -> list[Placed]:
    """The cells of the page's first row that end right above ``hole`` and together are as wide."""
    above = [c for c in cells if c.rowspan == hole.row and hole.column <= c.column < hole.column + hole.colspan]
    roof = [c for c in above if c.row == 0]
    return roof if sum(c.colspan for c in roof) == hole.colspan else []


def _on_borders(part: Part, own: list[float], many: list[float]) -> list[Placed]:
    """The part's cells with columns counted on the finer set of borders."""
    index = [min(range(len(many)), key=lambda i: abs(many[i] - x)) for x in own]
    return [
        replace(c, column=index[c.column], colspan=index[c.column + c.colspan] - index[c.column]) for c in part.cells
    ]


def _without_repeated_header(upper: list[Placed], lower: list[Placed], rows: int) -> list[Placed]:
    """Word repeats marked header rows on each page: rows equal to the table's first rows go."""

    def shape(cells: list[Placed], count: int) -> list[tuple[int, int, int, int, str]]:
        kept = [c for c in cells if c.row < count]
        return sorted((c.row, c.column, c.rowspan, c.colspan, "".join(c.text.split())) for c in kept)

    deepest = max((c.row for c in lower), default=0) + 1
    for count in range(min(rows, deepest - 1, 6), 0, -1):
        mine, first = shape(lower, count), shape(upper, count)
        if mine == first and not any(_is_value(c[4]) for c in mine) and any(c[4] for c in mine):
            return [replace(c, row=c.row - count) for c in lower if c.row >= count]
    return lower


def _is_value(text: str) -> bool:
    return bool(text.strip()) and bool(_DATA.match(text))


def _mend_seam(upper: list[Placed], lower: list[Placed], seam: int, cut: bool) -> list[Placed]:
    """Put back together what the page break cut: one row in two, or a label that spans over the break.
    ``cut``: no line closes the row above the break, and none opens the one below."""
    last = [c for c in upper if c.row + c.rowspan == seam]
    first = sorted((c for c in lower if c.row == seam), key=lambda c: c.column)
    above = {(c.column, c.colspan): c for c in last}
    pairs = [(above[c.column, c.colspan], c) for c in first if (c.column, c.colspan) in above]
    if not (len(pairs) == len(first) and _is_one_row(pairs, cut)):
        leaf = _label_column(first)
        if _is_cut_header(first, pairs):
            pairs = [(a, b) for a, b in pairs if a.text.strip()]
        else:
            heads = _is_lower_header(first, pairs)
            pairs = [
                (a, b)
                for a, b in pairs
                if (b.column < leaf and _label_goes_on(a.text.strip(), b.text.strip()))
                or (heads and not (a.text.strip() and b.text.strip()) and not _is_value(a.text))
            ]
    merged = dict(pairs)
    gone = set(merged.values())
    return [*(_joined(c, merged.get(c)) for c in upper), *(c for c in lower if c not in gone)]


def _label_column(cells: Sequence[Placed]) -> int:
    """The column of the label that is next to the row's values; 0 where there is none."""
    labels = (c for c in cells if c.text.strip() and not _is_value(c.text) and not _UNIT.match(c.text.strip()))
    return max((c.column for c in labels), default=0)


def _is_cut_header(first: list[Placed], pairs: list[tuple[Placed, Placed]]) -> bool:
    """Whether the break cuts through a header row: many labels below, each under a label of its column."""
    spoken = [b for b in first if b.text.strip()]
    if any(_is_value(c.text) for c in (*first, *(a for a, _ in pairs))):
        return False
    under = [a for a, b in pairs if b.text.strip()]
    return len(spoken) >= 3 and bool(under) and all(a.text.strip() for a in under)


def _is_lower_header(first: list[Placed], pairs: list[tuple[Placed, Placed]]) -> bool:
    """Whether the row below the break is the lower of two header rows: labels, but none in the first column."""
    rests = {b for a, b in pairs if _breaks_off(a.text.strip(), b.text.strip())}
    labels = [cell for cell in first if cell.text.strip() and cell not in rests]
    return bool(labels) and labels[0].column > 0 and not any(_is_value(cell.text) for cell in labels)


def _is_one_row(pairs: list[tuple[Placed, Placed]], cut: bool) -> bool:
    """Whether the rows above and below the break are one: the label breaks off above and goes on below
    without an ordinal of its own, and each value stands on one side, or fills its cell above."""
    values = [(a, b) for a, b in pairs if _is_value(a.text) and _is_value(b.text)]
    if any(not a.full for a, _ in values) or not _values_agree(pairs, bool(values)):
        return False
    spoken = [(a, b) for a, b in pairs if b.text.strip() and not _is_value(b.text)]
    if not spoken:
        return any(_is_value(b.text) for _, b in pairs)
    if cut and not any(_ORDINAL.match(b.text) for _, b in spoken):
        return True
    return all(_breaks_off(a.text.strip(), b.text.strip()) or (values and a.full) for a, b in spoken)


def _values_agree(pairs: list[tuple[Placed, Placed]], both: bool) -> bool:
    """Whether the values stand on one side of the break, or (``both``) on both of the same columns."""
    if not both and any(_is_value(a.text) for a, _ in pairs) and any(_is_value(b.text) for _, b in pairs):
        return False
    # A value under a column's label, or a label under a value.
    return not any(a.text.strip() and b.text.strip() and _is_value(a.text) != _is_value(b.text) for a, b in pairs)


def _label_goes_on(above: str, below: str) -> bool:
    """Whether the label cell below the break is the rest of the spanning label above it."""
    if not above or not below or above == below:
        return True
    return _breaks_off(above, below)


def _breaks_off(above: str, below: str) -> bool:
    """Whether two pieces make one label: an ordinal opens them together and none opens the second, or a
    bracket opened in the first is closed in the second."""
    if _ORDINAL.match(below):
        return False
    return bool(_ORDINAL.match(above + below)) or (_open_brackets(above) > 0 and _open_brackets(below) < 0)


def _open_brackets(text: str) -> int:
    return text.count("（") + text.count("(") - text.count("）") - text.count(")")


def _joined(above: Placed, below: Placed | None) -> Placed:
    if below is None:
        return above
    if _is_value(above.text):
        text = above.text + below.text
    else:
        text = above.text if below.text == above.text else join_texts(above.text, below.text)
    return replace(above, rowspan=above.rowspan + below.rowspan, text=text, full=below.full)
