"""Identities in the form's own words: ``予以公开 + 部分公开 + … = 总计`` for an expression over keys."""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from archive.forms import describe
from archive.site.labels import in_language
from archive.site.texts import Language, translate

_PART = re.compile(r"([a-z][\w.]*\.[\w.]+)(\[y-1\])?")
_MOST = 5  # addends that are named; of longer sums the first three and the last


@lru_cache(maxsize=4096)
def in_words(expression: str, language: Language = "zh") -> str:
    """Each key replaced by its row's label, with the column's where the sum runs along a row."""
    words = _Words(language)
    for relation, sign in ((" == ", " = "), (" <= ", " ≤ "), (" >= ", " ≥ ")):
        left, found, right = expression.partition(relation)
        if found:
            along = len({key.rpartition(".")[0] for key, _ in _PART.findall(expression)}) == 1
            sides = f"{words.side(left, along=along)}{sign}{words.side(right, along=along)}"
            return f"{sides}{words.column(expression)}"
    return words.side(expression, along=False)


@dataclass(frozen=True, slots=True)
class _Words:
    """The parts of an identity in one language."""

    language: Language

    def column(self, expression: str) -> str:
        """``（自然人）`` behind an identity that holds for one column of table 3."""
        column = _column(expression)
        return self.aside(in_language(column, self.language)) if column else ""

    def aside(self, words: str) -> str:
        return f" ({words})" if self.language == "en" else f"（{words}）"

    def side(self, text: str, *, along: bool) -> str:
        parts = text.split(" + ")
        named = [
            _PART.sub(lambda match: self.label(match[1], along=along) + self.year(match[2]), part) for part in parts
        ]
        if len(named) > _MOST:
            named = [*named[:3], f"…{self.aside(str(len(named) - 4))}", named[-1]]
        return " + ".join(named)

    def year(self, mark: str | None) -> str:
        return self.aside(translate("identity.last_year", self.language)) if mark else ""

    def label(self, key: str, *, along: bool) -> str:
        name, column = _label(key, along=along)
        shown = in_language(name, self.language)
        return shown.partition("(区分")[0].partition("（区分")[0] + (
            self.aside(in_language(column, self.language)) if column else ""
        )


def _column(expression: str) -> str:
    """The label of the one column of table 3 that an identity from year to year, or a balance, holds for."""
    keys = [key for key, _ in _PART.findall(expression)]
    columns = {key.rpartition(".")[2] for key in keys}
    label = describe(keys[0]) if keys else None
    if len(columns) > 1 or label is None or label.table != "t3":
        return ""
    return label.labels[-1]


def _label(key: str, *, along: bool) -> tuple[str, str]:
    """The label that tells a cell apart in its sum, and the column's where that must be said with it."""
    label = describe(key)
    if label is None:
        return key, ""
    names = label.labels[1:]
    if key.endswith((".year", ".cumulative")):
        return names[-2], names[-1]
    if label.table in ("t3", "t4") or len(names) > 1:
        names = names[-1:] if along else _row(key, names)
    return (names[-1] if names else key), ""


def _row(key: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Without the column's label and its group's, which keys of three parts end in."""
    other = describe(key.rpartition(".")[0] + ".total")
    if other is None or key.count(".") < 2:
        return names
    shared = [mine for mine, theirs in zip(names, other.labels[1:], strict=False) if mine == theirs]
    return tuple(shared) if shared and key != other.key else names[:-1] or names


Judged = tuple[str, str]  # the outcome of a check, and the keys of its cells separated by blanks


def suspects(cells: str, checks: Iterable[Judged]) -> tuple[str, ...]:
    """Of the cells of a sum that fails, those that most of a report's other failing sums hold too; where it fails alone
    those that no other sum confirms. Empty where that tells nothing apart."""
    return _suspects(tuple(cells.split()), *_counts(checks))


def suspecting(checks: Iterable[sqlite3.Row]) -> Callable[[str], tuple[str, ...]]:
    """``suspects`` for the checks of one report, by the cells of a sum."""
    counts = _counts((row["outcome"], row["cells"]) for row in checks)
    return lambda cells: _suspects(tuple(cells.split()), *counts)


def _counts(checks: Iterable[Judged]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """In how many failing sums and in how many holding ones each key stands."""
    fails: Counter[str] = Counter()
    holds: Counter[str] = Counter()
    for outcome, cells in checks:
        if outcome in ("fail", "pass"):
            (fails if outcome == "fail" else holds).update(cells.split())
    return fails, holds


def _suspects(cells: tuple[str, ...], fails: Mapping[str, int], holds: Mapping[str, int]) -> tuple[str, ...]:
    most = max((fails[cell] for cell in cells), default=0)
    if most > 1:
        worst = [cell for cell in cells if fails[cell] == most]
        least = min(holds[cell] for cell in worst)
        return tuple(cell for cell in worst if holds[cell] == least)
    alone = tuple(cell for cell in cells if not holds[cell])
    return alone if len(alone) < len(cells) else ()
