"""A true report as plain text that draws its tables, as browsers in terminals and converters of documents do."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

from archive.model import Cell, Document, Grid
from tests.support.truth import TrueReport
from tests.support.truth_grids import report_tables, to_grid

_NUMBER = re.compile(r"[+\-－]?\d[\d.,，．]*\s?\S{0,2}")
_Drawing = Callable[[Grid, Random], list[str]]


def drawn_document(report: TrueReport, rng: Random) -> Document:
    draw = rng.choice((boxed, plus_and_minus, piped, tabbed, as_markup))
    lines = [
        "云岭市水务局政府信息公开工作年度报告",
        "",
        "一、总体情况",
        "本机关依照条例公开信息，现将有关情况报告如下。",
        "",
    ]
    for rows in report_tables(report, rng, misprints=False):
        lines += [*draw(to_grid(rows), rng), ""]
    lines += ["五、存在的主要问题及改进情况", "公开目录的更新有时迟缓，来年按月核对，并给每个栏目指定一名责任人。"]
    return Document("\n".join(lines).encode(), filename="年报.txt")


def width(text: str) -> int:
    """Display columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _flat(text: str) -> str:
    return " ".join(text.replace("\u3000", " ").split("\n")).strip()


def _wrapped(text: str, size: int) -> list[str]:
    lines = [""]
    for char in _flat(text):
        if width(lines[-1] + char) > size:
            lines.append("")
        lines[-1] += char
    return [line.strip(" ") for line in lines]


def _own(grid: Grid, r: int, c: int) -> Cell | None:
    cell = grid.rows[r][c]
    return cell if cell is not None and (cell.row, cell.column) == (r, c) else None


def piped(grid: Grid, _rng: Random) -> list[str]:
    """Markdown: what a cell spans is empty."""
    width_ = len(grid.rows[0])
    rows = [
        [_flat(cell.text) if (cell := _own(grid, r, c)) else "" for c in range(width_)] for r in range(len(grid.rows))
    ]
    return [
        "| " + " | ".join(rows[0]) + " |",
        "|" + " --- |" * width_,
        *("| " + " | ".join(row) + " |" for row in rows[1:]),
    ]


def tabbed(grid: Grid, _rng: Random) -> list[str]:
    """Copied from a spreadsheet."""
    return [
        "\t".join(_flat(cell.text) if (cell := _own(grid, r, c)) else "" for c in range(len(grid.rows[0])))
        for r in range(len(grid.rows))
    ]


def as_markup(grid: Grid, _rng: Random) -> list[str]:
    """Markdown that keeps tables as HTML."""
    lines = ["<table>"]
    for r in range(len(grid.rows)):
        cells = [cell for c in range(len(grid.rows[0])) if (cell := _own(grid, r, c))]
        lines.append("<tr>")
        lines += [f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{_flat(cell.text)}</td>' for cell in cells]
        lines.append("</tr>")
    return [*lines, "</table>"]


def boxed(grid: Grid, rng: Random) -> list[str]:
    return _drawn(grid, rng, "│", "─")


def plus_and_minus(grid: Grid, rng: Random) -> list[str]:
    return [line.translate(str.maketrans("│─┌┬┐├┼┤└┴┘", "|-+++++++++")) for line in _drawn(grid, rng, "│", "─")]


def _drawn(grid: Grid, rng: Random, bar: str, flat: str) -> list[str]:
    """Cells with their lines around them, words broken at the cell's width, what spans in one piece."""
    limit = rng.choice((8, 14, 40))
    wide = len(grid.rows[0])
    tall = len(grid.rows)
    sizes = [2] * wide
    for r in range(tall):
        for c in range(wide):
            cell = _own(grid, r, c)
            if cell is not None and cell.colspan == 1:
                is_words = limit < 40 and _NUMBER.fullmatch(_flat(cell.text)) is None
                sizes[c] = max(sizes[c], min(width(_flat(cell.text)), limit) if is_words else width(_flat(cell.text)))
    for r in range(tall):
        for c in range(wide):
            cell = _own(grid, r, c)
            if cell is not None and cell.colspan > 1 and _NUMBER.fullmatch(_flat(cell.text)):
                sizes[c] = max(sizes[c], width(_flat(cell.text)))
    shown: dict[tuple[int, int], list[str]] = {}
    heights = [1] * tall
    for r in range(tall):
        for c in range(wide):
            if (cell := _own(grid, r, c)) is not None:
                room = sum(sizes[c : c + cell.colspan]) + cell.colspan - 1
                shown[r, c] = _wrapped(cell.text, room)
                heights[r] = max(heights[r], len(shown[r, c]))
    lines = [_rule(grid, 0, sizes, bar, flat)]
    for r in range(tall):
        lines += [_text_line(grid, r, at, shown, sizes, bar) for at in range(heights[r])]
        lines.append(_rule(grid, r + 1, sizes, bar, flat))
    return lines


def _same(grid: Grid, a: tuple[int, int], b: tuple[int, int]) -> bool:
    inside = all(0 <= r < len(grid.rows) and 0 <= c < len(grid.rows[0]) for r, c in (a, b))
    return inside and grid.rows[a[0]][a[1]] is not None and grid.rows[a[0]][a[1]] is grid.rows[b[0]][b[1]]


def _text_line(grid: Grid, r: int, at: int, shown: dict[tuple[int, int], list[str]], sizes: list[int], bar: str) -> str:
    line = bar
    c = 0
    while c < len(sizes):
        end = c + 1
        while end < len(sizes) and _same(grid, (r, c), (r, end)):
            end += 1
        text = shown.get((r, c), [])
        line += _padded(text[at] if at < len(text) else "", sum(sizes[c:end]) + end - c - 1) + bar
        c = end
    return line


def _rule(grid: Grid, below: int, sizes: list[int], bar: str, flat: str) -> str:
    """The line above row ``below``; nothing of it where a cell spans."""
    line = ""
    for c in range(len(sizes) + 1):
        up = below > 0 and (c in {0, len(sizes)} or not _same(grid, (below - 1, c - 1), (below - 1, c)))
        down = below < len(grid.rows) and (c in {0, len(sizes)} or not _same(grid, (below, c - 1), (below, c)))
        left = c > 0 and not _same(grid, (below - 1, c - 1), (below, c - 1))
        right = c < len(sizes) and not _same(grid, (below - 1, c), (below, c))
        line += _corner(up, down, left, right, bar, flat)
        if c < len(sizes):
            line += (flat if right else " ") * sizes[c]
    return line


def _corner(up: bool, down: bool, left: bool, right: bool, bar: str, flat: str) -> str:
    if not left and not right:
        return bar if up and down else " "
    if not up and not down:
        return flat
    corners = {
        (False, True, False, True): "┌",
        (False, True, True, True): "┬",
        (False, True, True, False): "┐",
        (True, True, False, True): "├",
        (True, True, True, True): "┼",
        (True, True, True, False): "┤",
        (True, False, False, True): "└",
        (True, False, True, True): "┴",
        (True, False, True, False): "┘",
    }
    return corners[up, down, left, right]
