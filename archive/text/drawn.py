"""Tables drawn in plain text as grids: with lines (``+---+``, ``┌──┐``), between rows of dashes, or by pipes and tabs.

Columns of drawn tables are display columns: a Chinese character takes two. What does not add up to a rectangle of
cells is no grid; such lines stay lines, and the reader of flattened text judges them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from lxml.etree import ParserError
from lxml.html import fragment_fromstring

from archive.model import Grid, Layout, Place
from archive.text.flow import Flow
from archive.text.grids import RawTable, build_grid

_CORNERS = frozenset("+├┤┬┴┼┌┐└┘┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╞╡╪╫╟╢╭╮╰╯")
_BARS = frozenset("|│┃║")
_FLAT = frozenset("-=─━═")
_TOP = re.compile(r"\s*(?:\+[-=+]{2,}\+|[┌┏╔╭][─━═┬┳╦╤]+[┐┓╗╮])\s*")
_INSIDE = frozenset("|+│┃║├┣╠└┗╚╰")
_MARKUP = re.compile(r"\s*<table\b", re.I)
_RULED = re.compile(r"[─━═]|-{2,}|[+|]-+[+|]")
_DASHES = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")
_PIPED = re.compile(r"\s*\|.*\|\s*")
_PIPE_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
TAGS = re.compile(r"</?(?:div|span|p|br|strong|b|font)\b[^<>]{0,200}>")
_NUMBERS = re.compile(r"\d[\d,.]*")
_MAX_LINES = 600
_MAX_MARKUP_LINES = 20_000
_MAX_MARKUP = 1_000_000
_MAX_WIDTH = 2000
_WIDE = 5
"""One row alone is a table, that of the values of table 4 on the next page, only if it has so many cells."""
_BROKEN = 3
_SHORT = 40
"""So many lines, so short, may be the pieces of a label that was broken."""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table of the lines ``start`` to ``end`` (exclusive). Of a drawing whose edges do not meet, ``grid`` is None and
    ``rows`` are its rows with a pipe between cells, none if not even their cells can be told."""

    start: int
    end: int
    grid: Grid | None
    rows: tuple[str, ...] = ()


def drawn_tables(lines: Sequence[str]) -> list[DrawnTable]:
    """The tables that ``lines`` draw, in order."""
    found: list[DrawnTable] = []
    runs: list[_Run] = []
    at = 0
    while at < len(lines):
        end, grid, in_rows = _table_at(lines, at)
        if in_rows:
            runs.append(_Run(at, end, grid))
        elif grid is not None:
            found.append(DrawnTable(at, end, grid))
        elif _TOP.fullmatch(lines[at]) and end - at > 1:
            found.append(DrawnTable(at, end, None, _rows_by_count(lines[at:end])))
        at = end
    for together in _together(runs, lines):
        found.extend(_whole(together, lines))
    return sorted(found, key=lambda table: table.start)


def _table_at(lines: Sequence[str], at: int) -> tuple[int, Grid | None, bool]:
    """Where what stands at ``at`` ends, its grid, and whether it is rows parted by pipes or tabs."""
    line = lines[at]
    if len(line) > _MAX_WIDTH:
        return at + 1, None, False
    if _TOP.fullmatch(line):
        end = _end(lines, at, _is_drawn)
        return end, _boxed(lines[at:end]), False
    if _MARKUP.match(line):
        return *_marked_up(lines, at), False
    if _DASHES.fullmatch(line):
        return *_under_dashes(lines, at), False
    for belongs, cells in ((_is_piped, _pipe_cells), (_is_tabbed, _tab_cells)):
        if belongs(line) and line.strip("| \t\r\n"):
            end = _end(lines, at, belongs)
            return end, _rectangle([cells(text) for text in lines[at:end] if not _PIPE_RULE.fullmatch(text)]), True
    return at + 1, None, False


def _end(lines: Sequence[str], start: int, belongs: Callable[[str], bool]) -> int:
    end = start + 1
    while end < min(len(lines), start + _MAX_LINES) and len(lines[end]) <= _MAX_WIDTH and belongs(lines[end]):
        end += 1
    return end


# --- cells between pipes or tabs, a row a line --------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines with pipes or tabs, one below the other; ``grid`` is None where they are no rectangle."""

    start: int
    end: int
    grid: Grid | None


def _together(runs: Sequence[_Run], lines: Sequence[str]) -> Iterator[list[_Run]]:
    """Runs that only a few short lines part: a label broken in two stands between the rows of one table."""
    cluster: list[_Run] = []
    for run in runs:
        if cluster and not _near(cluster[-1], run, lines):
            yield cluster
            cluster = []
        cluster.append(run)
    if cluster:
        yield cluster


def _near(first: _Run, second: _Run, lines: Sequence[str]) -> bool:
    between = _between_runs(first, second, lines)
    return len(between) <= _BROKEN and all(len(line) <= _SHORT for line in between)


def _between_runs(first: _Run, second: _Run, lines: Sequence[str]) -> list[str]:
    return [line for line in lines[first.end : second.start] if line.strip()]


def _whole(runs: Sequence[_Run], lines: Sequence[str]) -> list[DrawnTable]:
    """All of them as tables, unless one is no rectangle or two may be the parts of one that a broken label cut."""
    tables = [DrawnTable(run.start, run.end, run.grid) for run in runs if run.grid is not None]
    if len(tables) < len(runs):
        return []
    for (first, one), (second, other) in pairwise(zip(runs, tables, strict=True)):
        if (
            one.grid
            and other.grid
            and len(one.grid.rows[0]) == len(other.grid.rows[0])
            and _between_runs(first, second, lines)
        ):
            return []
    return tables


def _is_piped(line: str) -> bool:
    return _PIPED.fullmatch(line) is not None


def _is_tabbed(line: str) -> bool:
    """Cells parted by tabs, not a line that is indented by them."""
    text = line.rstrip(" \r\n")
    return "\t" in text.strip() or text.endswith("\t")


def _is_drawn(line: str) -> bool:
    text = line.strip()
    return bool(text) and text[0] in _INSIDE


def _pipe_cells(line: str) -> list[str]:
    return line.strip()[1:-1].split("|")


def _tab_cells(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t")


def _rectangle(rows: list[list[str]]) -> Grid | None:
    """Rows of one length: their cells stand below each other, those that span are followed by empty ones."""
    if not rows or len(rows[0]) < (2 if len(rows) > 1 else _WIDE) or any(len(row) != len(rows[0]) for row in rows):
        return None
    texts = [[_plain(cell) for cell in row] for row in rows]
    return build_grid(_with_spans(texts)) if any(map(_is_caption, texts)) else _grid_of(texts)


def _is_caption(row: Sequence[str]) -> bool:
    """One text in every column: this table repeats what spans them."""
    return len(row) > 2 and len(set(row)) == 1 and bool(row[0]) and not _NUMBERS.fullmatch(row[0])


def _with_spans(rows: Sequence[Sequence[str]]) -> RawTable:
    """Repeated words are one cell; repeated numbers are, where the header above them is one."""
    texts: list[str] = []
    lengths: list[int] = []
    spans: list[tuple[int, int, int]] = []
    header = [False] * len(rows[0])
    for row in rows:
        twice = [c > 0 and row[c] == row[c - 1] for c in range(len(row))]
        words = [any("一" <= char <= "龥" for char in text) for text in row]
        if not any(map(_NUMBERS.fullmatch, row)):
            header = [same and bool(text) for same, text in zip(twice, row, strict=True)]
        starts = [c for c in range(len(row)) if not (twice[c] and (words[c] or header[c]))]
        for start, end in pairwise([*starts, len(row)]):
            if end - start > 1:
                spans.append((len(texts), 1, end - start))
            texts.append(row[start])
        lengths.append(len(starts))
    return RawTable(texts, tuple(lengths), tuple(spans))


def _grid_of(rows: Sequence[Sequence[str]]) -> Grid | None:
    """Cells without spans."""
    return build_grid(RawTable([_plain(cell) for row in rows for cell in row], tuple(map(len, rows)), ()))


def _plain(text: str) -> str:
    return TAGS.sub("", text).strip(" \t\r\n\u3000").removesuffix("\\")


# --- tables left as markup in Markdown -----------------------------------------------------------


def _marked_up(lines: Sequence[str], start: int) -> tuple[int, Grid | None]:
    """The table whose markup begins in line ``start``, and where it ends."""
    size = 0
    end = start + 1
    for at in range(start, min(len(lines), start + _MAX_MARKUP_LINES)):
        size += len(lines[at])
        end = at + 1
        if size > _MAX_MARKUP:
            break
        if "</table>" in lines[at].lower():
            try:
                element = fragment_fromstring("\n".join(lines[start : at + 1]), create_parent="div")
            except (ParserError, ValueError):
                break
            flow = Flow(None)
            flow.add(element)
            grids = [block.grid for block in flow.blocks if block.grid is not None]
            return end, grids[0] if len(grids) == 1 else None
    return end, None


# --- columns below a row of dashes --------------------------------------------------------------


def _under_dashes(lines: Sequence[str], start: int) -> tuple[int, Grid | None]:
    """Columns as wide as the dashes above them; rows are lines, or, where empty lines stand between, what they part."""
    end = start + 1
    while end < min(len(lines), start + _MAX_LINES) and not _DASHES.fullmatch(lines[end]):
        end += 1
    if end >= len(lines) or end - start < 2 or not _DASHES.fullmatch(lines[end]):
        return start + 1, None
    begins = [match.start() for match in re.finditer(r"-+", lines[start])]
    body = lines[start + 1 : end]
    # Some writers count characters, not display columns; where both readings are clean, nobody knows.
    readings = [
        rows
        for rows in (_cut([_columns(line, 1) for line in body], begins), _cut([list(line) for line in body], begins))
        if rows is not None
    ]
    if not readings or readings[0] != readings[-1]:
        return start + 1, None
    rows = readings[0]
    if not all(map(any, rows)):
        rows = [["\n".join(filter(None, column)) for column in zip(*part, strict=True)] for part in _parted(rows)]
    return end + 1, _grid_of(rows) if len(rows) > 1 else None


def _cut(body: Sequence[Sequence[str]], begins: Sequence[int]) -> list[list[str]] | None:
    """The lines cut where columns begin; None where a word stands across a cut."""
    for line in body:
        if any(line[begin - 1 : begin] not in ([], [" "], ["\u00a0"]) for begin in begins[1:]):
            return None
    ends = [*begins[1:], _MAX_WIDTH]
    return [[_between(line, start, end) for start, end in zip(begins, ends, strict=True)] for line in body]


def _parted(rows: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    for filled, part in groupby(rows, key=any):
        if filled:
            yield list(part)


def _between(line: Sequence[str], start: int, end: int) -> str:
    return "".join(line[start:end]).strip()


# --- boxes --------------------------------------------------------------------------------------


def _boxed(lines: Sequence[str]) -> Grid | None:
    for ambiguous in (1, 2):
        shown = [_columns(line.rstrip(), ambiguous) for line in lines]
        if len({len(line) for line in shown}) == 1:
            return _Box(shown).grid()
    return None


def _rows_by_count(lines: Sequence[str]) -> tuple[str, ...]:
    """The rows between the rules, the lines of each put together cell by cell; none where one has lines of different
    numbers of cells."""
    rows: list[str] = []
    for is_text, part in groupby(lines, key=lambda line: not _RULED.search(line)):
        cells = [re.split(r"[|│┃║]", line.strip()[1:-1]) for line in part] if is_text else []
        if len({len(line) for line in cells}) > 1:
            return ()
        columns = [
            "".join(map(str.strip, column)) if _is_words(column) else " ".join(column)
            for column in zip(*cells, strict=True)
        ]
        if columns:
            rows.append(f"| {' | '.join(map(_plain, columns))} |")
    return tuple(rows)


def _is_words(column: Sequence[str]) -> bool:
    return not any(_NUMBERS.fullmatch(piece.strip()) for piece in column)


@lru_cache(maxsize=1 << 12)
def _width(character: str, ambiguous: int) -> int:
    kind = unicodedata.east_asian_width(character)
    if kind == "A" and character not in _CORNERS and character not in _BARS and character not in _FLAT:
        return ambiguous
    return 2 if kind in "WF" else 0 if unicodedata.combining(character) else 1


def _columns(line: str, ambiguous: int) -> list[str]:
    """One entry a display column; the second column of a wide character is empty."""
    shown: list[str] = []
    for character in line:
        width = _width(character, ambiguous)
        if width == 0 and shown:
            shown[-1] += character
        else:
            shown.extend([character, ""][: max(width, 1)])
    return shown


class _Box:
    """A drawing: its lines, the columns at which cells may end, and for each line what lies between them."""

    def __init__(self, shown: Sequence[Sequence[str]]) -> None:
        self.shown = shown
        self.edges = sorted({at for line in shown for at in _corners(line)})
        self.spans = list(zip(self.edges, self.edges[1:], strict=False))
        self.flat = [[self._is_flat(line, a, b) for a, b in self.spans] for line in shown]

    @staticmethod
    def _is_flat(line: Sequence[str], a: int, b: int) -> bool:
        return b - a > 1 and all(char in _FLAT or char in _CORNERS for char in line[a + 1 : b])

    def grid(self) -> Grid | None:
        bands = self._bands()
        if not bands or len(self.spans) < (2 if len(bands) > 1 else _WIDE):
            return None
        owner = self._owners(bands)
        if owner is None:
            return None
        places: list[Place] = []
        texts: list[str] = []
        number: dict[int, int] = {}
        for (r, c), one in sorted(owner.items()):
            if one in number:
                continue
            covered = [place for place, other in owner.items() if other == one]
            tall = max(place[0] for place in covered) - r + 1
            wide = max(place[1] for place in covered) - c + 1
            if len(covered) != tall * wide:
                return None
            text = self._text(bands[r][0], bands[r + tall - 1][1], c, c + wide)
            if len(_numeric(text)) > 1:
                return None  # several rows without a line between them
            number[one] = len(texts)
            places.append((r, c, tall, wide))
            texts.append(text)
        width = len(self.spans)
        covering = tuple(tuple(number[owner[r, c]] for c in range(width)) for r in range(len(bands)))
        return Grid(Layout(tuple(places), covering), tuple(texts))

    def _bands(self) -> list[tuple[int, int]]:
        """The lines of each row: what stands between two lines that are drawn, wholly or in part."""
        bands: list[tuple[int, int]] = []
        start: int | None = None
        for at, flat in enumerate(self.flat):
            if any(flat):
                if start is not None:
                    bands.append((start, at))
                start = None
            elif start is None:
                start = at
        return bands

    def _owners(self, bands: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int] | None:
        """Which cell each place belongs to, by number."""
        owner: dict[tuple[int, int], int] = {}
        count = 0
        for r, (start, end) in enumerate(bands):
            for c in range(len(self.spans)):
                bars = {
                    line[self.edges[c]] in _BARS or line[self.edges[c]] in _CORNERS for line in self.shown[start:end]
                }
                if len(bars) > 1:
                    return None
                above = r > 0 and not any(self.flat[line][c] for line in range(bands[r - 1][1], start))
                beside = c > 0 and not bars.pop()
                if above and beside and owner[r - 1, c] != owner[r, c - 1]:
                    return None
                if above:
                    owner[r, c] = owner[r - 1, c]
                elif beside:
                    owner[r, c] = owner[r, c - 1]
                else:
                    owner[r, c] = count
                    count += 1
        return owner

    def _text(self, start: int, end: int, first: int, last: int) -> str:
        """What stands between the edges ``first`` and ``last``, lines drawn across left out."""
        texts = (
            _plain(_between(self.shown[at], self.edges[first] + 1, self.edges[last]))
            for at in range(start, end)
            if not self.flat[at][first]
        )
        return "\n".join(text for text in texts if text)


def _corners(line: Sequence[str]) -> Iterator[int]:
    """Where a drawn line meets another; a ``+`` only beside a line, for it may be a sign."""
    for at, char in enumerate(line):
        if char in _CORNERS:
            beside = (line[at - 1] if at else "", line[at + 1] if at + 1 < len(line) else "")
            if char != "+" or any(side in _FLAT for side in beside):
                yield at


def _numeric(text: str) -> list[str]:
    return [line for line in text.split("\n") if _NUMBERS.fullmatch(line)]
