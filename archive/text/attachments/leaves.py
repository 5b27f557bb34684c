"""What lies on one leaf of a paged document: glyphs, ruling lines, pictures.

PDF, OFD and the recogniser of images all draw; they hand their drawing over in these values, and one
layout reader makes paragraphs and tables of it. Lengths are points (1/72 inch), the origin is the upper
left corner, ``top`` < ``bottom``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ASKEW = "text set askew (watermark)"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, or for recognised images a run of them, with its box and font size. ``cut``: why it is no part of
    the text."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    cut: str | None = None

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruling line, horizontal (``top == bottom``) or vertical (``x0 == x1``)."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of paper. ``rules`` were drawn as lines; ``fill_rules`` are the edges of painted areas, which
    count only where no line was drawn. ``scanned``: the page is one picture, its glyphs (if any) a hidden
    layer of recognised text. ``set_aside`` are texts that are no part of the reading order, with the rule."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    fill_rules: tuple[Rule, ...] = ()
    scanned: bool = False
    set_aside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs on one base line, in reading order, as text."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


def is_wide(character: str) -> bool:
    """A Han character or full-width punctuation: written without blanks around it."""
    return character >= "\u2e80" or character in "“”‘’—…·"


def join_texts(first: str, second: str) -> str:
    """Two pieces of wrapped text as one: a blank only between two words of an alphabet."""
    if not first or not second:
        return first + second
    if first[-1].isascii() and second[0].isascii() and first[-1].isalpha() and second[0].isalpha():
        return f"{first} {second}"
    return first + second


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Group glyphs into lines from top to bottom, blanks put where the drawing leaves room for one."""
    rows: list[list[Glyph]] = []
    centre = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.x0)):
        if rows and abs(glyph.y - centre) <= 0.45 * max(min(height, glyph.size), 1.0):
            row = rows[-1]
            row.append(glyph)
            centre += (glyph.y - centre) / len(row)
            height = max(height, glyph.size)
        else:
            rows.append([glyph])
            centre, height = glyph.y, glyph.size
    return [_line(row) for row in rows if any(g.text.strip() for g in row)]


def _line(row: list[Glyph]) -> Line:
    row.sort(key=lambda g: g.x0)
    parts: list[str] = []
    before: Glyph | None = None
    blank = False
    for glyph in row:
        if not glyph.text.strip():
            blank = True
            continue
        if before is not None and _has_blank(before, glyph, blank):
            parts.append(" ")
        parts.append(glyph.text)
        before, blank = glyph, False
    inked = [g for g in row if g.text.strip()]
    sizes = sorted(g.size for g in inked)
    return Line(
        text="".join(parts),
        x0=inked[0].x0,
        top=min(g.top for g in inked),
        x1=max(g.x1 for g in inked),
        bottom=max(g.bottom for g in inked),
        size=sizes[len(sizes) // 2],
    )


def _has_blank(left: Glyph, right: Glyph, drawn: bool) -> bool:
    gap = right.x0 - left.x1
    size = min(left.size, right.size)
    if is_wide(left.text[-1]) or is_wide(right.text[0]):
        # Word sets about a quarter em between Han and Latin, and justification may double it.
        return gap > 0.9 * size
    return gap > 0.3 * size or (drawn and gap > 0.12 * size)
