"""Leaves of paper -> blocks: page furniture cut, lines joined to paragraphs, tables in their places."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from archive.model import Block, Removed
from archive.text.attachments.grids import table_block
from archive.text.attachments.headings import is_heading, report_rank, starts_with_ordinal
from archive.text.attachments.leaves import Glyph, Leaf, Line, join_texts, lines_of
from archive.text.attachments.paged_tables import Part, read_part, split_at_headings
from archive.text.attachments.ruled import find_lattices
from archive.text.attachments.seams import continues, join_parts, with_lines_below
from archive.text.attachments.unruled import fenced_rows, is_row, unread_table

_PAGE_NUMBER: Final = re.compile(
    r"^[\s—–\-·.•~〜]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/,，共]+\s*\d{1,4}\s*页?)?[\s—–\-·.•~〜]*$|^Page\s+\d+(?:\s+of\s+\d+)?$",
    re.I,
)
_CONTENTS_LINE: Final = re.compile(r"(?:[.．…·]\s*){4,}\d{1,4}$|^目\s*[录次]$")
_STARTS_ANEW: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*、|[（(][一二三四五六七八九十]+[）)]|[（(]?\d{4}年\d{1,2}月|附件?\s*[:：\d])"
)
_SENTENCE_END: Final = "。；：！？;!?"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the leaves say: blocks in reading order, title candidates in order of trust, what was cut."""

    blocks: tuple[Block, ...]
    titles: tuple[str, ...]
    removed: tuple[Removed, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line or a table part on its page."""

    page: int
    item: Line | Part

    @property
    def top(self) -> float:
        return self.item.top


@dataclass(frozen=True, slots=True)
class _Measure:
    """The document's type area: left and right margin, body font size, distance of lines (points)."""

    left: float
    right: float
    size: float
    pitch: float

    def is_centred(self, line: Line) -> bool:
        middle = (self.left + self.right) / 2
        narrow = line.x0 > self.left + 1.5 * line.size and line.x1 < self.right - 1.5 * line.size
        return narrow and abs((line.x0 + line.x1) / 2 - middle) < 1.5 * line.size

    def is_indented(self, line: Line) -> bool:
        return line.x0 - self.left > 1.2 * self.size

    def is_short(self, line: Line) -> bool:
        return line.x1 < self.right - 2.5 * self.size


def read_leaves(leaves: Sequence[Leaf]) -> Layout:
    """Read pages in order. Pure; costs about 10 ms a page."""
    removed: list[Removed] = []
    pages: list[list[_Piece]] = []
    for leaf in leaves:
        removed += [Removed(text, rule) for text, rule in leaf.set_aside]
        pages.append(_pieces(leaf))
    furniture = _furniture(leaves, pages)
    pieces: list[_Piece] = []
    for page in pages:
        for piece in page:
            rule = furniture.get((piece.page, id(piece.item)))
            if rule is not None and isinstance(piece.item, Line):
                removed.append(Removed(piece.item.text, rule))
            else:
                pieces.append(piece)
    pieces = _with_overhang(pieces)
    items = [p.item for p in pieces]
    fenced = fenced_rows(items, _measure([item for item in items if isinstance(item, Line)]).pitch)
    measure = _measure([item for i, item in enumerate(items) if isinstance(item, Line) and i not in fenced])
    blocks, titles = _blocks(pieces, fenced, measure)
    return Layout(tuple(blocks), tuple(titles), tuple(removed))


def _pieces(leaf: Leaf) -> list[_Piece]:
    lattices = find_lattices(leaf.rules) or find_lattices(leaf.fill_rules)
    rest: list[Glyph] = list(leaf.glyphs)
    pieces: list[_Piece] = []
    for lattice in lattices:
        inside = [g for g in rest if lattice.place(g.x, g.y) is not None]
        if not inside:
            continue
        rest = [g for g in rest if lattice.place(g.x, g.y) is None]
        pieces += [_Piece(leaf.number, item) for item in split_at_headings(read_part(leaf.number, lattice, inside))]
    pieces += [_Piece(leaf.number, line) for line in lines_of([glyph for glyph in rest if glyph.cut is None])]
    return sorted(pieces, key=lambda p: p.top)


def _with_overhang(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Lines between two parts of a table that the page break cuts are the last of the label above them: there
    browsers draw no border."""
    whole: list[_Piece] = []
    lines: list[Line] = []
    for piece in pieces:
        if isinstance(piece.item, Part) and lines and piece.item.open_top:
            above = whole[-len(lines) - 1]
            if isinstance(above.item, Part) and continues(above.item, piece.item):
                grown = with_lines_below(above.item, lines)
                if grown is not None:
                    del whole[-len(lines) - 1 :]
                    whole.append(_Piece(above.page, grown))
        follows = bool(whole) and (bool(lines) or isinstance(whole[-1].item, Part)) and whole[-1].page == piece.page
        lines = [*lines, piece.item] if isinstance(piece.item, Line) and follows else []
        whole.append(piece)
    return whole


def _furniture(leaves: Sequence[Leaf], pages: Sequence[Sequence[_Piece]]) -> dict[tuple[int, int], str]:
    """Lines at the edges that are page numbers, or that come back on other pages: (page, id) -> rule."""
    cut: dict[tuple[int, int], str] = {}
    edges: list[tuple[_Piece, str]] = []
    for leaf, page in zip(leaves, pages, strict=True):
        bodies = list(page)
        while bodies and isinstance(bodies[-1].item, Line) and bodies[-1].item.y > 0.88 * leaf.height:
            piece = bodies.pop()
            edges.append((piece, "page footer"))
        while bodies and isinstance(bodies[0].item, Line) and bodies[0].item.y < 0.09 * leaf.height:
            edges.append((bodies.pop(0), "page header"))
    seen: dict[str, set[int]] = {}
    for piece, _ in edges:
        if isinstance(piece.item, Line):
            seen.setdefault(_without_numbers(piece.item.text), set()).add(piece.page)
    for piece, rule in edges:
        if not isinstance(piece.item, Line):
            continue
        if _PAGE_NUMBER.match(piece.item.text):
            cut[piece.page, id(piece.item)] = "page number"
        elif len(seen[_without_numbers(piece.item.text)]) >= max(2, len(leaves) // 3):
            cut[piece.page, id(piece.item)] = rule
    for page in pages:
        for piece in page:
            if isinstance(piece.item, Line) and _CONTENTS_LINE.search(piece.item.text):
                cut[piece.page, id(piece.item)] = "table of contents"
    return cut


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _measure(lines: Sequence[Line]) -> _Measure:
    if not lines:
        return _Measure(0.0, 0.0, 10.5, 20.0)
    weight: Counter[float] = Counter()
    for line in lines:
        weight[round(line.size * 2) / 2] += len(line.text)
    size = weight.most_common(1)[0][0] or 10.5
    body = [line for line in lines if abs(line.size - size) < 1] or list(lines)
    lefts = Counter(round(line.x0 / 3) for line in body)
    often = [x for x, count in lefts.items() if count >= max(2, 0.15 * len(body))]
    left = 3.0 * min(often or lefts)
    long = sorted(line.x1 for line in body if line.x1 - line.x0 > 15 * size) or [max(line.x1 for line in body)]
    right = long[len(long) // 2]
    pitches = [b.y - a.y for a, b in pairwise(body) if 0.8 * size < b.y - a.y < 3 * size]
    return _Measure(left, right, size, median(pitches) if pitches else 1.8 * size)


def _blocks(pieces: Sequence[_Piece], fenced: Set[int], measure: _Measure) -> tuple[list[Block], list[str]]:
    blocks: list[Block] = []
    titles: list[tuple[float, str]] = []
    run: list[Line] = []
    run_page = 0
    parts: list[Part] = []
    loose: list[Line] = []
    before: _Piece | None = None

    def close_run() -> None:
        if run:
            text = run[0].text
            for line in run[1:]:
                text = join_texts(text, line.text)
            if _is_title(run, text, measure, blocks):
                titles.append((run[0].size, text))
                blocks.append(Block("heading", text, None, f"page {run_page}"))
            else:
                blocks.append(Block("heading" if is_heading(text) else "paragraph", text, None, f"page {run_page}"))
            run.clear()

    def close_table() -> None:
        if parts:
            blocks.append(table_block(join_parts(parts), f"page {parts[0].page}"))
            parts.clear()
        if loose:
            blocks.append(unread_table(loose, run_page))
            loose.clear()

    for number, piece in enumerate(pieces):
        item = piece.item
        if number in fenced and isinstance(item, Line):
            close_run()
            if not loose:
                close_table()
                run_page = piece.page
            loose.append(item)
        elif isinstance(item, Part):
            close_run()
            if parts and not (item.page == parts[-1].page + 1 and continues(parts[-1], item)):
                close_table()
            parts.append(item)
        else:
            close_table()
            if run and (before is None or _starts_paragraph(run[-1], item, measure, before.page == piece.page)):
                close_run()
            if not run:
                run_page = piece.page
            run.append(item)
        before = piece
    close_run()
    close_table()
    return blocks, _ranked(titles)


def _starts_paragraph(before: Line, line: Line, measure: _Measure, same_page: bool) -> bool:
    if abs(line.size - before.size) > 0.12 * before.size or is_row(line) or is_row(before):
        return True
    if same_page and line.y - before.y > 1.7 * max(measure.pitch, 1.2 * line.size):
        return True
    if _opens(line, before, measure):
        return True
    larger = line.size > 1.12 * measure.size
    if larger and not same_page:
        return True
    if measure.is_centred(line) and (measure.is_centred(before) or larger):
        return before.text.endswith(("报告", "）", ")")) or line.text.startswith(("（", "("))
    return not larger and (measure.is_indented(line) or measure.is_short(before))


def _opens(line: Line, before: Line, measure: _Measure) -> bool:
    """Whether an ordinal or a date at the line's begin opens a paragraph, rather than stands in one."""
    if is_heading(line.text) and before.text[-1] in _SENTENCE_END:
        return True
    return bool(_STARTS_ANEW.match(line.text)) and (measure.is_indented(line) or measure.is_short(before))


def _is_title(run: Sequence[Line], text: str, measure: _Measure, blocks: Sequence[Block]) -> bool:
    """Large or centred lines that stand before the first body paragraph."""
    if len(run) > 4 or len(text) > 80 or starts_with_ordinal(text) or any(b.kind == "table" for b in blocks):
        return False
    if sum(len(b.text) for b in blocks if b.kind == "paragraph") > 400:
        return False
    larger = run[0].size > 1.12 * measure.size
    centred = all(measure.is_centred(line) for line in run)
    return (larger or centred) and text[-1] not in _SENTENCE_END and any(c >= "\u4e00" for c in text)


def _ranked(titles: Sequence[tuple[float, str]]) -> list[str]:
    """Titles that name a report first, then the larger, then the earlier; each once."""

    def rank(numbered: tuple[int, tuple[float, str]]) -> tuple[int, float, int]:
        number, (size, text) = numbered
        return report_rank(text), -size, number

    return list(dict.fromkeys(text for _, (_, text) in sorted(enumerate(titles), key=rank)))
