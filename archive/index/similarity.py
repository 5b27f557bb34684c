"""Prose compared with prose: shingles, and MinHash bands by which likely relatives find each other."""

import re

from rensa import RMinHash

SHINGLE = 8  # characters
BANDS, ROWS = 12, 4  # texts that share half of their shingles meet in a band with probability 1 - (1 - 0.5⁴)¹² = 54 %
SEED = 2007  # the year of the Regulation; any fixed number serves
_LEAST = 20  # characters of a line of prose; shorter ones are headings and cells
_UNLIKE = re.compile(r"[\d\W_]+")


def shingles(text: str) -> frozenset[str]:
    """The runs of eight letters of the prose: lines of tables and headings, digits and punctuation are left out."""
    prose = (line for line in text.split("\n") if "\t" not in line and len(line) >= _LEAST)
    words = "".join(_UNLIKE.sub("", line) for line in prose)
    return frozenset(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))


def bands(text: str) -> tuple[int, ...]:
    """One number of 31 bits for each band, unlike those of other bands; empty for a text without prose."""
    found = shingles(text)
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
