"""Ruling lines -> tables: which places of the lattice belong to one cell.

Lines that touch form one lattice; its places are joined across every border that is not drawn. Outer
borders are implied, because many forms leave the left and right side open.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.text.attachments.leaves import Rule

LINE_SNAP: Final = 1.0  # points; pieces of one line, before it is known which table they are of
ROW_SNAP: Final = 3.0  # points; double borders are 1.5 apart, the lowest rows about 8 high
COLUMN_SNAP: Final = 5.0  # points; the narrowest columns of the forms are about 15 wide
GAP: Final = 4.0  # points a dashed or cell-by-cell border may leave open
MAX_ROW: Final = 45.0  # points; height of a caption row, up to three lines
OVERHANG: Final = 8.0  # points a line must reach beyond the last crossing to mean an open-sided column
MAX_LINES: Final = 3_000  # after joining; a page with more is a drawing, not a form


@dataclass(frozen=True, slots=True)
class Region:
    """A cell's place in the lattice: first row and column, rows and columns covered."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: column borders ``xs``, row borders ``ys`` (ascending), and its cells. ``open_top``,
    ``open_bottom``: no line closes it there, as where a page break cuts it."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    open_top: bool = False
    open_bottom: bool = False

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point, None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return row, column
        return None


@dataclass(slots=True)
class _Track:
    """All pieces of lines at one position across: ``at``, and the joined stretches along."""

    at: float
    spans: list[tuple[float, float]]

    def covers(self, start: float, end: float) -> bool:
        """Whether most of the stretch is drawn."""
        drawn = sum(max(0.0, min(end, b) - max(start, a)) for a, b in self.spans)
        return drawn >= 0.6 * (end - start)


def find_lattices(rules: Sequence[Rule]) -> list[Lattice]:
    """All tables of at least two columns and two cells, from top to bottom, inner ones before outer ones."""
    horizontal = _tracks(((r.top, r.x0, r.x1) for r in rules if r.top == r.bottom), LINE_SNAP)
    vertical = _tracks(((r.x0, r.top, r.bottom) for r in rules if r.x0 == r.x1), LINE_SNAP)
    rows = [(track.at, a, b) for track in horizontal for a, b in track.spans if b - a >= GAP]
    columns = [(track.at, a, b) for track in vertical for a, b in track.spans if b - a >= GAP]
    if len(rows) + len(columns) > MAX_LINES:
        return []
    lattices = [_lattice(*group) for group in _connected(rows, columns)]
    found = [one for one in lattices if one is not None]
    return sorted(found, key=lambda t: (t.ys[-1] - t.ys[0]) * (t.xs[-1] - t.xs[0]))


_Piece = tuple[float, float, float]


def _tracks(pieces: Iterable[_Piece], snap: float) -> list[_Track]:
    """Pieces (position, start, end) gathered by position and joined along it where they nearly meet."""
    groups: list[list[_Piece]] = []
    for piece in sorted(pieces):
        if groups and piece[0] - groups[-1][-1][0] <= snap and piece[0] - groups[-1][0][0] <= 1.5 * snap:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    tracks = []
    for group in groups:
        spans: list[tuple[float, float]] = []
        for start, end in sorted((min(a, b), max(a, b)) for _, a, b in group):
            if spans and start - spans[-1][1] <= GAP:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((start, end))
        tracks.append(_Track(sum(p[0] for p in group) / len(group), spans))
    return tracks


def _connected(rows: list[_Piece], columns: list[_Piece]) -> list[tuple[list[_Piece], list[_Piece]]]:
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r, (y, x0, x1) in enumerate(rows):
        for c, (x, top, bottom) in enumerate(columns):
            if x0 - GAP <= x <= x1 + GAP and top - GAP <= y <= bottom + GAP:
                parent[root(r)] = root(len(rows) + c)
    for upper, lower in _open_rows(rows, columns):
        parent[root(upper)] = root(lower)
    for lone, neighbour in _lone_columns(
        columns, [root(len(rows) + c) for c in range(len(columns))], {root(r) for r in range(len(rows))}
    ):
        parent[root(len(rows) + lone)] = root(len(rows) + neighbour)
    groups: dict[int, tuple[list[_Piece], list[_Piece]]] = defaultdict(lambda: ([], []))
    for r, row in enumerate(rows):
        groups[root(r)][0].append(row)
    for c, column in enumerate(columns):
        groups[root(len(rows) + c)][1].append(column)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _lone_columns(columns: list[_Piece], roots: list[int], ruled: set[int]) -> Iterator[tuple[int, int]]:
    """Verticals that cross no line, each with one of the table that it runs along from end to end: the edge of
    a label that spans all rows of the page, and whose own ends are on other pages."""
    extents: dict[int, list[float]] = {}
    for c, (_, top, bottom) in enumerate(columns):
        if roots[c] in ruled:
            extent = extents.setdefault(roots[c], [top, bottom, c])
            extent[0], extent[1] = min(extent[0], top), max(extent[1], bottom)
    for c, (_, top, bottom) in enumerate(columns):
        if roots[c] in ruled:
            continue
        for first, last, neighbour in extents.values():
            if top <= first + GAP and bottom >= last - GAP and bottom - top <= 2 * (last - first):
                yield c, int(neighbour)
                break


def _open_rows(rows: list[_Piece], columns: list[_Piece]) -> Iterator[tuple[int, int]]:
    """Lines of equal ends, one under the other and closed by no vertical: between them lies a row that spans
    an open-sided table and touches no column border."""
    edges = [column[0] for column in columns]

    def is_open(row: _Piece) -> bool:
        return not any(abs(x - end) <= COLUMN_SNAP for x in edges for end in row[1:])

    below: dict[tuple[int, int], int] = {}
    for i, (y, x0, x1) in enumerate(rows):
        key = next((k for k in below if abs(k[0] - x0) <= ROW_SNAP and abs(k[1] - x1) <= ROW_SNAP), None)
        if key is not None and y - rows[below[key]][0] <= MAX_ROW and is_open((y, x0, x1)):
            yield below[key], i
        below[key or (round(x0), round(x1))] = i


def _borders(tracks: Sequence[_Track], starts: Iterable[float], ends: Iterable[float]) -> list[float]:
    """Positions of the borders across, with an outer one added where the lines along reach further; where they
    do by less than a row or column, the outer one is moved to their end."""
    at = [track.at for track in tracks]
    first, last = min(starts), max(ends)
    if at[0] - first > OVERHANG:
        at.insert(0, first)
    elif at[0] - first > ROW_SNAP:
        at[0] = first
    if last - at[-1] > OVERHANG:
        at.append(last)
    elif last - at[-1] > ROW_SNAP:
        at[-1] = last
    return at


def _lattice(rows: list[_Piece], columns: list[_Piece]) -> Lattice | None:
    across = _tracks(rows, ROW_SNAP)
    down = _tracks(columns, COLUMN_SNAP)
    ys = _borders(across, (top for _, top, _ in columns), (bottom for _, _, bottom in columns))
    xs = _borders(down, (x0 for _, x0, _ in rows), (x1 for _, _, x1 in rows))
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 2:
        return None
    row_walls = {track.at: track for track in across}
    column_walls = {track.at: track for track in down}
    parent = list(range(height * width))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(height):
        for c in range(width):
            wall = column_walls.get(xs[c + 1])
            if c + 1 < width and not (wall and wall.covers(ys[r], ys[r + 1])):
                parent[root(r * width + c)] = root(r * width + c + 1)
            wall = row_walls.get(ys[r + 1])
            if r + 1 < height and not (wall and wall.covers(xs[c], xs[c + 1])):
                parent[root(r * width + c)] = root((r + 1) * width + c)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r in range(height):
        for c in range(width):
            members[root(r * width + c)].append((r, c))
    regions = [region for places in members.values() for region in _rectangles(places)]
    if len(regions) < 2 or len({region.column for region in regions}) < 2:
        return None
    regions.sort(key=lambda g: (g.row, g.column))
    return Lattice(tuple(xs), tuple(ys), tuple(regions), ys[0] < across[0].at, ys[-1] > across[-1].at)


def _rectangles(places: list[tuple[int, int]]) -> list[Region]:
    """The places as rectangles: one where they fill it, else one for each run of equal rows."""
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        by_row[row].append(column)
    regions: list[Region] = []
    for row in sorted(by_row):
        columns = sorted(by_row[row])
        start = 0
        for i in range(1, len(columns) + 1):
            if i == len(columns) or columns[i] != columns[i - 1] + 1:
                regions.append(Region(row, columns[start], 1, i - start))
                start = i
    merged: list[Region] = []
    for region in sorted(regions, key=lambda g: (g.column, g.colspan, g.row)):
        last = merged[-1] if merged else None
        if (
            last
            and (last.column, last.colspan) == (region.column, region.colspan)
            and last.row + last.rowspan == region.row
        ):
            merged[-1] = Region(last.row, last.column, last.rowspan + region.rowspan, last.colspan)
        else:
            merged.append(region)
    return merged
