"""What a cell holds: a number, nothing, or words. A cell that is not plainly a number is never guessed at."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from archive.model import Number

CellKind = Literal["number", "blank", "text"]

# Full-width ASCII, other spaces and the signs that stand for minus. No compatibility folding here: it would turn
# a footnote mark into a digit (12① would read 121).
_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord(c): " " for c in "\u00a0\u3000\u2002\u2003\u2009\u202f\t\r\n\u200b\ufeff\u2060\u200c\u200d"}
_FOLD |= {ord(c): "-" for c in "−‐‑﹣－"}
_FOLD |= {ord("﹢"): "+", ord("％"): "%"}

# Marks printed in a cell that has nothing to say.
_NOTHING = re.compile(r"[\s/\\\-—–―─_·.…、]*|无|空|/\s*/")
MONEY_UNITS = frozenset({"亿元", "万元", "千元", "百元", "元", "亿", "万"})
_UNIT = r"亿元|万元|千元|百元|亿|万|元|人次|件次|件|条|项|个|次|人|篇|份|宗|起|家|场|期|部"
# The mark of a note behind a number is no digit of it: 5①, 5*, 5[1].
_NOTE_MARK = r"\s*(?:[①-⑳*※†‡]{1,3}|\[\s*注?\s*\d{0,2}\s*\]|【\s*注?\s*\d{0,2}\s*】|\(?注\s*\d{0,2}\)?)?"
_NUMBER = re.compile(
    rf"(?P<currency>人民币|[¥￥])?\s*(?P<sign>[+\-–]?)\s*(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<fraction>\.\d+)?\s*(?:\(?(?P<unit>{_UNIT})\)?(?:人民币)?)?"
    rf"{_NOTE_MARK}"
)
_CHANGE = re.compile(rf"(?P<word>增加?|减少?|新增)\s*(?P<digits>\d+)\s*(?P<unit>{_UNIT})?")
_MAX_DIGITS = 15
"""More digits than any count or sum of money has: several cells run together."""
LONGEST = 64


@dataclass(frozen=True, slots=True)
class CellValue:
    """``value`` is None unless ``kind`` is ``number``; ``unit`` is what the cell itself prints; ``raw`` its text."""

    kind: CellKind
    value: Number | None
    unit: str | None
    raw: str


@lru_cache(maxsize=1 << 13)
def read_cell(text: str, signed: bool = False) -> CellValue:
    """``signed`` columns (本年增/减) may also print 增3 or 减少2."""
    if len(text) > LONGEST and len(text.strip()) > LONGEST:
        return CellValue("text", None, None, text)
    folded = text.translate(_FOLD).strip()
    if not folded or _NOTHING.fullmatch(folded):
        return CellValue("blank", None, None, text.strip())
    raw = text.strip()
    match = _NUMBER.fullmatch(folded)
    if match and len(match["digits"]) <= _MAX_DIGITS:
        return CellValue("number", _number(match), match["unit"] or (match["currency"] and "元"), raw)
    change = _CHANGE.fullmatch(folded) if signed else None
    if change and len(change["digits"]) <= _MAX_DIGITS:
        size = int(change["digits"])
        return CellValue("number", -size if change["word"].startswith("减") else size, change["unit"], raw)
    return CellValue("text", None, None, raw)


def _number(match: re.Match[str]) -> Number:
    digits = match["digits"].replace(",", "")
    sign = -1 if match["sign"] in {"-", "–"} else 1
    fraction = match["fraction"] or ""
    # 3.0 and 12.00 are spreadsheets' whole numbers; 1.000 may be a thousand.
    if not fraction.strip(".0") and len(fraction) != len(".000"):
        return sign * int(digits)
    return sign * Decimal(digits + match["fraction"])
