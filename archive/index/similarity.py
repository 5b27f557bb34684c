"""Prose compared with prose: clauses, and MinHash bands by which likely relatives find each other."""

import re
from collections.abc import Iterable

from rensa import RMinHash

BANDS, ROWS = 12, 4  # texts that share half of their clauses meet in a band with probability 1 - (1 - 0.5⁴)¹² = 54 %
SEED = 2007  # the year of the Regulation; any fixed number serves
_LEAST_LINE = 20  # characters of a line of prose; shorter ones are headings and cells
_LEAST = 6  # letters of a clause that says something
_ENDS = re.compile(r"[，。；：、！？,;:!?（）()“”《》]+")
_UNLIKE = re.compile(r"[\d\s%％.]+")


def clauses(text: str) -> frozenset[str]:
    """What stands between two marks of punctuation in the prose, figures taken out; lines of tables and headings are
    left out."""
    prose = (line for line in text.split("\n") if len(line) >= _LEAST_LINE and "\t" not in line)
    pieces = _ENDS.split(_UNLIKE.sub("", "。".join(prose)))
    return frozenset(piece for piece in pieces if len(piece) >= _LEAST)


def share(own: frozenset[str], other: frozenset[str]) -> float:
    """How much of ``own``, by letters, stands in ``other`` too: 0 to 1."""
    return _letters(own & other) / max(1, _letters(own))


def _letters(pieces: Iterable[str]) -> int:
    return sum(map(len, pieces))


def bands(text: str) -> tuple[int, ...]:
    """One number of 31 bits for each band, unlike those of other bands; empty for a text without prose."""
    found = clauses(text)
    if not found:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    sketch.update(sorted(found))
    digest = sketch.digest()
    return tuple(_fold(band, digest[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS))


def _fold(band: int, parts: list[int]) -> int:
    folded = band
    for part in parts:
        folded = (folded * 0x9E3779B97F4A7C15 + part + 1) & 0x7FFF_FFFF
    return folded
