"""How two texts differ: running text by sentences, tables by cells, what was moved or rewritten side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Piece = tuple[Literal["same", "gone", "added"], str]
State = Literal["same", "gone", "added", "changed", "folded"]

LIKE = 0.5  # of the characters of two sentences that agree, in order: less is another sentence
_UNIT = re.compile(r"[^。；！？;!?\n]*[。；！？;!?]*[”’）)]*\n?")
_FOLD = 3  # equal sentences in a row that are shown whole


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence, or a row of a table with its cells apart: what of it is the same, gone or added. ``folded`` stands
    for as many as it says."""

    state: State
    pieces: tuple[Piece, ...]
    row: bool = False


def text_difference(old: str, new: str) -> list[Change]:
    """In the order of the new text; what is gone stands where it was. Long runs of equal sentences are folded."""
    left, right = _units(old), _units(new)
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        found += _folded(left[a:b]) if tag == "equal" else _rewritten(left[a:b], right[c:d])
    return found


def _units(text: str) -> list[str]:
    """Sentences, and rows of tables whole; blank ones left out."""
    found: list[str] = []
    for line in text.split("\n"):
        units = [line] if "\t" in line else _UNIT.findall(line)
        found += [unit.strip(" \u3000\r") for unit in units if unit.strip()]
    return found


def _folded(units: Sequence[str]) -> list[Change]:
    if len(units) <= _FOLD:
        return [_whole("same", unit) for unit in units]
    middle = Change("folded", (("same", str(len(units) - 2)),))
    return [_whole("same", units[0]), middle, _whole("same", units[-1])]


def _whole(state: Literal["same", "gone", "added"], unit: str) -> Change:
    return Change(state, ((state, unit),), "\t" in unit)


def _rewritten(left: Sequence[str], right: Sequence[str]) -> list[Change]:
    """Each new sentence beside the old one that it is likest to, in order; the rest are gone or added."""
    found: list[Change] = []
    at = 0
    for unit in right:
        match = _likest(unit, left, at)
        if match is None:
            found.append(_whole("added", unit))
            continue
        found += [_whole("gone", one) for one in left[at:match]]
        found.append(Change("changed", tuple(_pieces(left[match], unit)), "\t" in unit))
        at = match + 1
    return [*found, *(_whole("gone", one) for one in left[at:])]


def _likest(unit: str, left: Sequence[str], start: int) -> int | None:
    """The first of the best among the next few; a row is compared with rows only."""
    best, place = LIKE, None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(unit)
    for index in range(start, min(len(left), start + 12)):
        if ("\t" in unit) != ("\t" in left[index]):
            continue
        matcher.set_seq1(left[index])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, place = ratio, index
    return place


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Words of a sentence, whole cells of a row."""
    if "\t" in new:
        left, right, between = old.split("\t"), new.split("\t"), "\t"
    else:
        left, right, between = _words(old), _words(new), ""
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", between.join(left[a:b])
        else:
            if b > a:
                yield "gone", between.join(left[a:b])
            if d > c:
                yield "added", between.join(right[c:d])


def _words(text: str) -> list[str]:
    """Numbers and Latin words whole, other characters one by one: half a number is no difference."""
    return re.findall(r"[0-9０-９][0-9０-９.,]*|[A-Za-z]+|.", text, re.DOTALL)
