"""What shows, in the words of every reader: the signs and rules, and what a cell states of its pieces."""

from collections.abc import Sequence
from typing import Final

from archive.model import Removed

UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for what shows and cannot be read; a cell that holds it states nothing."""

HIDDEN: Final = "hidden"
STRUCK: Final = "struck out"
NOTE_MARK: Final = "note mark"
PAPER: Final = "in the colour of the paper"
PERHAPS_PAPER: Final = "perhaps in the colour of the paper"
"""As white as paper on a page whose style sheets are in files of their own: its ground may be dark."""
LIFTED: Final = "lifted or lowered"
"""Not small enough for a mark: beside other text it leaves open what the number is."""
MASKED: Final = "other signs show"
TWICE: Final = "drawn over other text"
COVERED: Final = "covered"

Colour = tuple[int, int, int]
BLACK: Final[Colour] = (0, 0, 0)
WHITE: Final[Colour] = (255, 255, 255)
_LONGEST_MARK: Final = 6  # letters: ［注12］
_ALIKE: Final = 16  # of 255: nobody tells #f0f0f0 from white


def alike(one: Colour, other: Colour) -> bool:
    """Whether nobody sees the one on the other."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _ALIKE


def is_mark(text: str, before: str) -> bool:
    """Whether raised text that follows ``before`` is the mark of a note: not the 2 of CO2 or m2."""
    return len(text) <= _LONGEST_MARK and not (before[-1:].isascii() and before[-1:].isalpha())


def stated(printed: str, cut: Sequence[Removed], pictured: bool = False) -> str:
    """What a cell states that shows ``printed``, and of which ``cut`` is no part of the text.

    A mark of a note that stands alone is the value; what is only struck out shows, and is none. ``pictured``: the cell
    shows a picture too.
    """
    rules = {one.rule for one in cut}
    if printed:
        return UNKNOWN if rules & {LIFTED, MASKED} else printed
    words = " ".join(one.text for one in cut)
    alone = rules in ({NOTE_MARK}, {LIFTED})
    if alone or (rules == {PERHAPS_PAPER} and any("一" <= letter <= "龥" for letter in words)):
        return words
    return UNKNOWN if pictured or rules & {STRUCK, PERHAPS_PAPER, LIFTED, MASKED} else ""
