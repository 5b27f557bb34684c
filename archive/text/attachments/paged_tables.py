"""Tables of paged documents: glyphs fall into ruled cells, parts on following pages become one table."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.model import Grid
from archive.text.attachments.grids import Placed, build_grid
from archive.text.attachments.headings import is_heading
from archive.text.attachments.leaves import Glyph, Line, join_texts, lines_of
from archive.text.attachments.ruled import Lattice, Region

_ORDINAL: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+\s*、|[（(][一二三四五六七八九十]+[）)]|\d+\s*[.．、]|[①-⑳])"
)
_DATA: Final = re.compile(r"^[\d０-９,，.．\s%％+\-—–－/／\u3000\xa0]*$")
# A column of units (统计指标 | 单位 | 统计数) is no label that tells its row from the next.
_UNIT: Final = re.compile(r"^(?:人次|[亿万]?元|[条件次篇个人项份家期场])$")
_SAME_BORDER: Final = 0.02  # of the table's width


@dataclass(frozen=True, slots=True)
class Part:
    """The piece of a table that stands on one page: borders of its columns and rows, cells in its own rows."""

    page: int
    borders: tuple[float, ...]
    levels: tuple[float, ...]
    cells: tuple[Placed, ...]

    @property
    def top(self) -> float:
        return self.levels[0]

    @property
    def rows(self) -> int:
        return len(self.levels) - 1


def read_part(page: int, lattice: Lattice, glyphs: Sequence[Glyph]) -> Part:
    """Fill a lattice with the glyphs whose middle lies in it."""
    owner: dict[tuple[int, int], Region] = {}
    for region in lattice.regions:
        for r in range(region.row, region.row + region.rowspan):
            for c in range(region.column, region.column + region.colspan):
                owner[r, c] = region
    inside: dict[Region, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        place = lattice.place(glyph.x, glyph.y)
        if place is not None and place in owner:
            inside[owner[place]].append(glyph)
    cells = tuple(
        _filled(g, inside[g], lattice.xs[g.column + g.colspan] - lattice.xs[g.column]) for g in lattice.regions
    )
    return Part(page, lattice.xs, lattice.ys, cells)


def split_at_headings(part: Part) -> list[Part | Line]:
    """A heading that fills a row is none of the table: two open-sided tables with a heading between them
    look like one, and some reports stand in one frame altogether."""
    width = len(part.borders) - 1
    headings = [c for c in part.cells if c.column == 0 and c.colspan == width and c.rowspan == 1 and is_heading(c.text)]
    pieces: list[Part | Line] = []
    start = 0
    for heading in sorted(headings, key=lambda c: c.row):
        pieces += _rows_of(part, start, heading.row)
        top, bottom = part.levels[heading.row], part.levels[heading.row + 1]
        size = 0.5 * (bottom - top)
        pieces.append(Line(heading.text, part.borders[0] + 2 * size, top, part.borders[-1] - 3 * size, bottom, size))
        start = heading.row + 1
    return [*pieces, *_rows_of(part, start, part.rows)]


def _rows_of(part: Part, start: int, stop: int) -> list[Part]:
    """The rows from ``start`` up to ``stop``, with the column borders that their cells use."""
    cells = [c for c in part.cells if start <= c.row < stop]
    if not any(c.text for c in cells):
        return []
    used = sorted({c.column for c in cells} | {c.column + c.colspan for c in cells})
    at = {column: i for i, column in enumerate(used)}
    placed = tuple(
        replace(
            c,
            row=c.row - start,
            rowspan=min(c.rowspan, stop - c.row),
            column=at[c.column],
            colspan=at[c.column + c.colspan] - at[c.column],
        )
        for c in cells
    )
    return [Part(part.page, tuple(part.borders[i] for i in used), part.levels[start : stop + 1], placed)]


def _filled(region: Region, glyphs: Sequence[Glyph], width: float) -> Placed:
    """The cell's lines as one where they are wrapped; a number under another number stays on its own line."""
    text = ""
    before: Line | None = None
    for line in lines_of(glyphs):
        if before is not None and before.text[-1].isdigit() and line.text[0].isdigit():
            text += line.text if _is_full(before, width) else f"\n{line.text}"
        else:
            text = join_texts(text, line.text)
        before = line
    full = before is not None and _is_full(before, width)
    return Placed(region.row, region.column, region.rowspan, region.colspan, text, full)


def _is_full(line: Line, width: float) -> bool:
    """Whether one more digit had no room beside the line: Word's cells keep 5.4 points free on each side."""
    return width - (line.x1 - line.x0) < 0.65 * line.size + 12


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


def _shares(part: Part) -> list[float]:
    left, width = part.borders[0], part.borders[-1] - part.borders[0]
    return [(x - left) / width for x in part.borders]


def _append(first: Part, second: Part) -> Part:
    a, b = _shares(first), _shares(second)
    many = max(a, b, key=len)
    upper = _on_borders(first, a, many)
    lower = _without_repeated_header(upper, _on_borders(second, b, many), first.rows)
    lower = [replace(cell, row=cell.row + first.rows) for cell in lower]
    cells = _mend_seam(upper, lower, first.rows)
    rows = max(cell.row + cell.rowspan for cell in cells)
    borders = first.borders if len(a) >= len(b) else second.borders
    # The parts' levels are of different pages; only their number has a meaning from here on.
    return Part(second.page, borders, tuple(float(level) for level in range(rows + 1)), tuple(cells))


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


def _mend_seam(upper: list[Placed], lower: list[Placed], seam: int) -> list[Placed]:
    """Put back together what the page break cut: one row in two, or a label that spans over the break."""
    last = [c for c in upper if c.row + c.rowspan == seam]
    first = sorted((c for c in lower if c.row == seam), key=lambda c: c.column)
    above = {(c.column, c.colspan): c for c in last}
    pairs = [(above[c.column, c.colspan], c) for c in first if (c.column, c.colspan) in above]
    if not (len(pairs) == len(first) and _is_one_row(pairs)):
        labels = [c for c in first if c.text.strip() and not _is_value(c.text) and not _UNIT.match(c.text.strip())]
        leaf = max((c.column for c in labels), default=0)
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


def _is_cut_header(first: list[Placed], pairs: list[tuple[Placed, Placed]]) -> bool:
    """Whether the break cuts through a header row: many labels below, each under a label of its column."""
    spoken = [b for b in first if b.text.strip()]
    if any(_is_value(c.text) for c in (*first, *(a for a, _ in pairs))):
        return False
    under = [a for a, b in pairs if b.text.strip()]
    return len(spoken) >= max(3, len(first) / 2) and bool(under) and all(a.text.strip() for a in under)


def _is_lower_header(first: list[Placed], pairs: list[tuple[Placed, Placed]]) -> bool:
    """Whether the row below the break is the lower of two header rows: labels, but none in the first column."""
    rests = {b for a, b in pairs if _breaks_off(a.text.strip(), b.text.strip())}
    labels = [cell for cell in first if cell.text.strip() and cell not in rests]
    return bool(labels) and labels[0].column > 0 and not any(_is_value(cell.text) for cell in labels)


def _is_one_row(pairs: list[tuple[Placed, Placed]]) -> bool:
    """Whether the rows above and below the break are one: the label breaks off above and goes on below
    without an ordinal of its own, and each value stands on one side, or fills its cell above."""
    values = [(a, b) for a, b in pairs if _is_value(a.text) and _is_value(b.text)]
    if any(not a.full for a, _ in values):
        return False
    if not values and any(_is_value(a.text) for a, _ in pairs) and any(_is_value(b.text) for _, b in pairs):
        return False
    if any(a.text.strip() and b.text.strip() and _is_value(a.text) != _is_value(b.text) for a, b in pairs):
        return False  # a value under a column's label, or a label under a value
    spoken = [(a, b) for a, b in pairs if b.text.strip() and not _is_value(b.text)]
    if not spoken:
        return any(_is_value(b.text) for _, b in pairs)
    return all(_breaks_off(a.text.strip(), b.text.strip()) or (values and a.full) for a, b in spoken)


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
