"""What is seen of what a page paints, one thing over the other: for PDF and OFD, which both draw.

Everything painted has a number in order of painting. Lengths are points, the origin is the upper left corner.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from archive.text.attachments.leaves import Glyph, Rule
from archive.text.shown import COVERED, NOTE_MARK, PAPER, STRUCK, TWICE, WHITE, Colour, alike, is_mark

WATERMARK: Final = "watermark"
_BAND: Final = 24.0  # points; areas are looked for in bands of this height
_COVERS: Final = 0.6  # of a glyph's width or height; what covers more takes it away
_LARGE: Final = 1.5  # times the usual size of letters, of a watermark
_PALE: Final = 170  # of 255: the darkest part of a watermark's colour
_SMALL: Final = 0.8  # of the size of the letter that a mark stands at
_MARK: Final = re.compile(r"[\d①-⑳*※†‡\[\]()（）［］〔〕注]+")
_OVERSHOOT: Final = 0.9  # of a letter's size, that a line through letters may be longer than they are


@dataclass(frozen=True, slots=True)
class Area:
    """An opaque area: its colour, or None for a picture. ``corners`` bound it where it is no upright rectangle."""

    order: int
    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour | None
    corners: tuple[tuple[float, float], ...] = ()

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        if not (self.x0 <= x <= self.x1 and self.top <= y <= self.bottom):
            return False
        inside = not self.corners
        for (ax, ay), (bx, by) in zip(self.corners, (*self.corners[1:], *self.corners[:1]), strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside


@dataclass(frozen=True, slots=True)
class Painted:
    """A glyph with the colour it is painted in, None where that is not known (a pattern), and its opacity (0–1)."""

    glyph: Glyph
    order: int
    ink: Colour | None
    opacity: float = 1.0


class Areas:
    """Areas by where they lie."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._bands: dict[int, list[Area]] = defaultdict(list)
        for area in areas:
            first, last = int(max(area.top, -1e4) // _BAND), int(min(area.bottom, 1e5) // _BAND)
            for band in range(first, last + 1):
                self._bands[band].append(area)

    def at(self, x: float, y: float) -> list[Area]:
        """The areas that hold a point."""
        return [area for area in self._bands.get(int(y // _BAND), ()) if area.holds(x, y)]


def seen(painted: Sequence[Painted], areas: Iterable[Area]) -> list[Glyph]:
    """The glyphs, those that are not seen as text of the page with the reason in ``cut``."""
    index = Areas(areas)
    sizes = sorted(one.glyph.size for one in painted)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [
        one.glyph if one.glyph.cut or (rule := _rule(one, index, usual)) is None else replace(one.glyph, cut=rule)
        for one in painted
    ]


def _rule(one: Painted, areas: Areas, usual: float) -> str | None:
    glyph = one.glyph
    if not glyph.text.strip():
        return None
    around = areas.at(glyph.x, glyph.y)
    if any(area.order > one.order and _covers(area, glyph) for area in around):
        return COVERED
    below = max((area for area in around if area.order < one.order), key=lambda area: area.order, default=None)
    paper = WHITE if below is None else below.colour
    if one.ink is not None and paper is not None and alike(one.ink, paper):
        return PAPER
    pale = one.opacity < 0.7 or (one.ink is not None and min(one.ink) >= _PALE and paper == WHITE)
    return WATERMARK if pale and glyph.size >= _LARGE * usual else None


def _covers(area: Area, glyph: Glyph) -> bool:
    wide = min(area.x1, glyph.x1) - max(area.x0, glyph.x0)
    # A glyph's box reaches above and below its letter.
    high = min(area.bottom, glyph.bottom) - max(area.top, glyph.top)
    return wide >= _COVERS * (glyph.x1 - glyph.x0) and high >= _COVERS * (glyph.bottom - glyph.top)


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Bold made by drawing twice shows each glyph twice within a fraction of its width: all but one are cut."""
    at: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = 0.2 * glyph.size
        column, row = int(glyph.x0 / 4), int(glyph.top / 4)
        around = (at.get((glyph.text, column + i, row + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        twice = any(abs(o.x0 - glyph.x0) < near and abs(o.top - glyph.top) < near for group in around for o in group)
        if glyph.cut is None and twice:
            kept.append(replace(glyph, cut=TWICE))
            continue
        if glyph.cut is None:
            at[glyph.text, column, row].append(glyph)
        kept.append(glyph)
    return kept


def without_struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Glyph], list[Rule]]:
    """Glyphs through whose middle a line of their own length goes are struck out; such lines rule no table."""
    lines = sorted((r for r in rules if r.top == r.bottom), key=lambda r: r.top)
    struck: set[int] = set()
    used: set[int] = set()
    by_band: dict[int, list[int]] = defaultdict(list)
    for i, glyph in enumerate(glyphs):
        if glyph.text.strip() and glyph.cut is None:
            by_band[int(glyph.y // _BAND)].append(i)
    for line in lines:
        band = int(line.top // _BAND)
        hit = [
            i
            for i in (*by_band.get(band - 1, ()), *by_band.get(band, ()), *by_band.get(band + 1, ()))
            if _goes_through(line, glyphs[i])
        ]
        if hit and _is_as_long(line, [glyphs[i] for i in hit]):
            struck.update(hit)
            used.add(id(line))
    if not struck:
        return list(glyphs), list(rules)
    cut = [replace(glyph, cut=STRUCK) if i in struck else glyph for i, glyph in enumerate(glyphs)]
    return cut, [rule for rule in rules if id(rule) not in used]


def _goes_through(line: Rule, glyph: Glyph) -> bool:
    height = glyph.bottom - glyph.top
    middle = glyph.top + 0.3 * height <= line.top <= glyph.bottom - 0.25 * height
    return middle and line.x0 <= glyph.x0 + 0.3 * glyph.size and line.x1 >= glyph.x1 - 0.3 * glyph.size


def _is_as_long(line: Rule, glyphs: Sequence[Glyph]) -> bool:
    size = max(glyph.size for glyph in glyphs)
    start, end = min(glyph.x0 for glyph in glyphs), max(glyph.x1 for glyph in glyphs)
    return start - line.x0 <= _OVERSHOOT * size and line.x1 - end <= _OVERSHOOT * size


def cut_texts(glyphs: Iterable[Glyph]) -> list[tuple[str, str]]:
    """What was cut, run by run, with its rule."""
    runs = groupby((one for one in glyphs if one.cut is not None and one.cut != TWICE), key=lambda one: one.cut)
    texts = [("".join(glyph.text for glyph in run).strip(), str(rule)) for rule, run in runs]
    return [(text[:200], rule) for text, rule in texts if text]


def without_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Small letters that stand higher or lower than the one before them are the marks of notes, and are cut."""
    marked = list(glyphs)
    base: Glyph | None = None
    before: Glyph | None = None
    for i, glyph in enumerate(glyphs):
        if glyph.cut is not None or not glyph.text.strip():
            continue
        if base is not None and before is not None and _is_mark(glyph, base, before):
            marked[i] = replace(glyph, cut=NOTE_MARK)
        else:
            base = glyph
        before = glyph
    return marked


def _is_mark(glyph: Glyph, base: Glyph, before: Glyph) -> bool:
    if glyph.size > _SMALL * base.size or not _MARK.fullmatch(glyph.text) or not is_mark(glyph.text, base.text):
        return False
    if not -0.3 * base.size <= glyph.x0 - before.x1 <= 0.5 * base.size:
        return False
    lift = base.y - glyph.y
    return glyph.bottom > base.top and glyph.top < base.bottom and (lift > 0.1 * base.size or lift < -0.22 * base.size)
