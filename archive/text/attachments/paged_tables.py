"""Tables of paged documents: glyphs fall into ruled cells, parts on following pages become one table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.model import Removed
from archive.text.attachments.grids import Placed
from archive.text.attachments.headings import is_heading
from archive.text.attachments.leaves import Glyph, Line, join_texts, lines_of
from archive.text.attachments.ruled import ROW_SNAP, Lattice, Region
from archive.text.shown import stated

_SLIVER: Final = 2 * ROW_SNAP  # points; the lowest rows are about 8 high


@dataclass(frozen=True, slots=True)
class Part:
    """The piece of a table that stands on one page: borders of its columns and rows, cells in its own rows.
    ``open_top``, ``open_bottom``: no line closes it there (see ``Lattice``). ``slack``: points that were left
    empty at the foot of this page and of those before."""

    page: int
    borders: tuple[float, ...]
    levels: tuple[float, ...]
    cells: tuple[Placed, ...]
    open_top: bool = False
    open_bottom: bool = False
    slack: float = 0.0

    @property
    def top(self) -> float:
        return self.levels[0]

    @property
    def columns(self) -> int:
        return len(self.borders) - 1

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
    return _without_slivers(Part(page, lattice.xs, lattice.ys, cells, lattice.open_top, lattice.open_bottom))


def _without_slivers(part: Part) -> Part:
    """The part without rows that are too low for text and have none. A browser draws a label that spans a page
    break too short: where its foot is a hair above the next row, the feet of the cells beside it count with the
    label's, and the heads of the cells below them apart."""
    spoken = {c.row for c in part.cells if c.text and c.rowspan == 1}
    kept: list[int] = []
    at = [0]  # the new number of each row, and of the end
    for row in range(part.rows):
        is_sliver = part.levels[row + 1] - part.levels[row] <= _SLIVER and row not in spoken
        # Of two in a row one stays: a cell may fill both with its text.
        if not is_sliver or (row > 0 and kept[-1:] != [row - 1]):
            kept.append(row)
        at.append(len(kept))
    if len(kept) in (0, part.rows):
        return part
    cells = (replace(c, row=at[c.row], rowspan=at[c.row + c.rowspan] - at[c.row]) for c in part.cells)
    levels = (part.levels[0], *(part.levels[row + 1] for row in kept[:-1]), part.levels[-1])
    return replace(part, levels=levels, cells=tuple(c for c in cells if c.rowspan > 0))


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
    return [
        Part(
            part.page,
            tuple(part.borders[i] for i in used),
            part.levels[start : stop + 1],
            placed,
            part.open_top and start == 0,
            part.open_bottom and stop == part.rows,
        )
    ]


def _filled(region: Region, glyphs: Sequence[Glyph], width: float) -> Placed:
    """The cell's lines as one where they are wrapped; a number under another number stays on its own line."""
    text = ""
    before: Line | None = None
    cut = [Removed(glyph.text, glyph.cut) for glyph in glyphs if glyph.cut is not None and glyph.text.strip()]
    for line in lines_of([glyph for glyph in glyphs if glyph.cut is None] if cut else glyphs):
        if before is not None and before.text[-1].isdigit() and line.text[0].isdigit():
            text += line.text if _is_full(before, width) else f"\n{line.text}"
        else:
            text = join_texts(text, line.text)
        before = line
    full = before is not None and _is_full(before, width)
    text = stated(text, cut) if cut else text
    return Placed(region.row, region.column, region.rowspan, region.colspan, text, full)


def _is_full(line: Line, width: float) -> bool:
    """Whether one more digit had no room beside the line: Word's cells keep 5.4 points free on each side."""
    return width - (line.x1 - line.x0) < 0.65 * line.size + 12
