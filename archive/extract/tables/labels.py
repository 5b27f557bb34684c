"""Labels made comparable: what a cell calls itself, freed of width, spaces, ordinals, quotes and remarks.

Two strengths of folding: :func:`compact` keeps every letter (for phrases inside a label), :func:`bare` also drops
ordinals, remarks in parentheses and punctuation, so that ``（三）不予 公开``,
``三、不予公开`` and ``不予公开`` are one label.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Zero-width characters and the byte-order mark stand inside labels of Word exports.
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_REMARK = re.compile(r"[(\[][^()\[\]]*(?:[)\]]|$)")  # an unclosed one was cut off
_ORDINAL = re.compile(
    r"^(?:其中:?)?(?:"
    r"第?[一二三四五六七八九十]{1,3}[、.．:]"  # 一、
    r"|\([一二三四五六七八九十\d]{1,3}\)[、.]?"  # (一) (1)
    r"|[一二三四五六七八九十\d]{1,3}\)[、.]?"  # 1)
    r"|\d{1,2}[、.,:．]?(?=[^\d\W])"  # 1. 1、 ①
    r")"
)
# Behind words, the mark of a note; before them (①), an ordinal.
_NOTE_MARK = re.compile(r"(?<=[^\W\d])\s*[①-⑳*＊※†‡]{1,3}\s*$")
_PUNCTUATION = re.compile(r"[\W_]+")
_CACHE = 1 << 14
LONGEST = 160
"""No label of a form is half as long; longer text is prose and is never folded."""


@lru_cache(maxsize=_CACHE)
def compact(text: str) -> str:
    """Width folded (NFKC), all white space removed."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=_CACHE)
def bare(text: str) -> str:
    """The words of a label alone: no ordinal, no remark in parentheses, no punctuation."""
    words = compact(_NOTE_MARK.sub("", text))
    words = _ORDINAL.sub("", words, count=1)
    if words.startswith("其中"):
        words = _ORDINAL.sub("", words[2:].lstrip(":"), count=1)
    without = _REMARK.sub("", words)
    return _PUNCTUATION.sub("", without) or _PUNCTUATION.sub("", words)


@lru_cache(maxsize=_CACHE)
def without_ordinal(text: str) -> str:
    """Like :func:`bare`, remarks kept."""
    return _PUNCTUATION.sub("", _ORDINAL.sub("", compact(text), count=1))


def distance(left: str, right: str, limit: int) -> int:
    """Edit distance (insert, delete, replace), or ``limit + 1`` where it is greater than ``limit``."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (a != b)))
        if min(current) > limit:
            return limit + 1
        previous = current
    return previous[-1]


def nearest(text: str, choices: Iterable[tuple[str, str]]) -> str | None:
    """The key of the one label that ``text`` is a misprint of, or None where none or several may be meant.

    A misprint differs in at most a quarter of the letters (one letter in short labels of four or more), and every
    other key's labels differ in more letters.
    """
    if len(text) < 4:
        return None
    best: dict[str, int] = {}
    for label, key in choices:
        limit = max(1, min(len(label), len(text)) // 4)
        if len(label) >= 4 and (found := distance(text, label, limit)) <= limit:
            best[key] = min(found, best.get(key, found))
    closest = [key for key, found in best.items() if found == min(best.values())]
    return closest[0] if len(closest) == 1 else None
