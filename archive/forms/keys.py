"""A figure's key with its parts: ``t2_1.regulation.issued``, ``t3.new.total``, ``a.app.received.year``."""

from functools import lru_cache
from typing import NamedTuple

_YEARS = frozenset({"year", "cumulative"})


class KeyParts(NamedTuple):
    """``table`` is ``t2``, ``t3``, ``t4``, or ``a`` for the table before 2019; ``part`` the part of it that the key
    names (``t2_1``; else the table); ``row`` may hold points (``app.received``); ``column`` is None where a row has one
    number."""

    table: str
    part: str
    row: str
    column: str | None

    @property
    def whole_row(self) -> str:
        """The key of the row without its column."""
        return f"{self.part}.{self.row}"


@lru_cache(maxsize=1 << 12)
def parts_of(key: str) -> KeyParts:
    """The parts of a table's key."""
    part, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    if part == "a" and column not in _YEARS:
        return KeyParts("a", "a", rest, None)
    return KeyParts(part.partition("_")[0], part, row, column)
