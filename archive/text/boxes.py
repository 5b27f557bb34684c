"""Drawings of boxes as grids (``+---+``, ``┌──┐``): the lines, what stands between them, and the cells that they bound.

Columns are display columns: a Chinese character takes two.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.model import Grid, Layout, Place

CORNERS = frozenset("+├┤┬┴┼┌┐└┘┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╞╡╪╫╟╢╭╮╰╯")
BARS = frozenset("|│┃║")
FLAT = frozenset("-=─━═")
TAGS = re.compile(r"</?(?:div|span|p|br|strong|b|font)\b[^<>]{0,200}>")
NUMBERS = re.compile(r"\d[\d,.]*")
WIDE = 5
"""One row alone is a table, that of the values of table 4 on the next page, only if it has so many cells."""


def boxed(lines: Sequence[str]) -> Grid | None:
    """The grid that ``lines`` draw; None where their edges do not meet, however wide the doubtful characters are."""
    for ambiguous in (1, 2):
        shown = [columns(line.rstrip(), ambiguous) for line in lines]
        if len({len(line) for line in shown}) == 1:
            return _Box(shown).grid()
    return None


@lru_cache(maxsize=1 << 12)
def _width(character: str, ambiguous: int) -> int:
    kind = unicodedata.east_asian_width(character)
    if kind == "A" and character not in CORNERS and character not in BARS and character not in FLAT:
        return ambiguous
    return 2 if kind in "WF" else 0 if unicodedata.combining(character) else 1


def columns(line: str, ambiguous: int) -> list[str]:
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
        return b - a > 1 and all(char in FLAT or char in CORNERS for char in line[a + 1 : b])

    def grid(self) -> Grid | None:
        bands = self._bands()
        if not bands or len(self.spans) < (2 if len(bands) > 1 else WIDE):
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
            if len(numeric(text)) > 1:
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
                bars = {line[self.edges[c]] in BARS or line[self.edges[c]] in CORNERS for line in self.shown[start:end]}
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
            plain(between(self.shown[at], self.edges[first] + 1, self.edges[last]))
            for at in range(start, end)
            if not self.flat[at][first]
        )
        return "\n".join(text for text in texts if text)


def _corners(line: Sequence[str]) -> Iterator[int]:
    """Where a drawn line meets another; a ``+`` only beside a line, for it may be a sign."""
    for at, char in enumerate(line):
        if char in CORNERS:
            beside = (line[at - 1] if at else "", line[at + 1] if at + 1 < len(line) else "")
            if char != "+" or any(side in FLAT for side in beside):
                yield at


def between(line: Sequence[str], start: int, end: int) -> str:
    """What stands in the display columns ``start`` to ``end`` (exclusive)."""
    return "".join(line[start:end]).strip()


def plain(text: str) -> str:
    """The text of a cell without the tags and the line breaks that Markdown left in it."""
    return TAGS.sub("", text).strip(" \t\r\n\u3000").removesuffix("\\")


def numeric(text: str) -> list[str]:
    """The lines of a cell that are numbers."""
    return [line for line in text.split("\n") if NUMBERS.fullmatch(line)]
