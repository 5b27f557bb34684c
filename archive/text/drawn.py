"""Tables drawn in plain text as grids: with lines (``+---+``, ``┌──┐``), between rows of dashes, or by pipes and tabs.

Boxes are read in :mod:`archive.text.boxes`. What does not add up to a rectangle of
cells is no grid; such lines stay lines, and the reader of flattened text judges them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from lxml.etree import ParserError
from lxml.html import fragment_fromstring

from archive.model import Grid
from archive.text.boxes import NUMBERS, WIDE, between, boxed, columns, plain
from archive.text.flow import Flow
from archive.text.grids import RawTable, build_grid

_TOP = re.compile(r"\s*(?:\+[-=+]{2,}\+|[┌┏╔╭][─━═┬┳╦╤]+[┐┓╗╮])\s*")
_INSIDE = frozenset("|+│┃║├┣╠└┗╚╰")
_MARKUP = re.compile(r"\s*<table\b", re.I)
_RULED = re.compile(r"[─━═]|-{2,}|[+|]-+[+|]")
_DASHES = re.compile(r"\s*-{2,}(?: +-{2,})+\s*")
_PIPED = re.compile(r"\s*\|.*\|\s*")
_PIPE_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
_MAX_LINES = 600
_MAX_MARKUP_LINES = 20_000
_MAX_MARKUP = 1_000_000
_MAX_WIDTH = 2000
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
        return end, boxed(lines[at:end]), False
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
    if not rows or len(rows[0]) < (2 if len(rows) > 1 else WIDE) or any(len(row) != len(rows[0]) for row in rows):
        return None
    texts = [[plain(cell) for cell in row] for row in rows]
    return build_grid(_with_spans(texts)) if any(map(_is_caption, texts)) else _grid_of(texts)


def _is_caption(row: Sequence[str]) -> bool:
    """One text in every column: this table repeats what spans them."""
    return len(row) > 2 and len(set(row)) == 1 and bool(row[0]) and not NUMBERS.fullmatch(row[0])


def _with_spans(rows: Sequence[Sequence[str]]) -> RawTable:
    """Repeated words are one cell; repeated numbers are, where the header above them is one."""
    texts: list[str] = []
    lengths: list[int] = []
    spans: list[tuple[int, int, int]] = []
    header = [False] * len(rows[0])
    for row in rows:
        twice = [c > 0 and row[c] == row[c - 1] for c in range(len(row))]
        words = [any("一" <= char <= "龥" for char in text) for text in row]
        if not any(map(NUMBERS.fullmatch, row)):
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
    return build_grid(RawTable([plain(cell) for row in rows for cell in row], tuple(map(len, rows)), ()))


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
        for rows in (_cut([columns(line, 1) for line in body], begins), _cut([list(line) for line in body], begins))
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
    return [[between(line, start, end) for start, end in zip(begins, ends, strict=True)] for line in body]


def _parted(rows: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    for filled, part in groupby(rows, key=any):
        if filled:
            yield list(part)


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
            rows.append(f"| {' | '.join(map(plain, columns))} |")
    return tuple(rows)


def _is_words(column: Sequence[str]) -> bool:
    return not any(NUMBERS.fullmatch(piece.strip()) for piece in column)
