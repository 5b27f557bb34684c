"""Identities in the form's own words: ``予以公开 + 部分公开 + … = 总计`` for an expression over keys."""

import re
from functools import lru_cache

from archive.forms import describe

_PART = re.compile(r"([a-z][\w.]*\.[\w.]+)(\[y-1\])?")
_MOST = 5  # addends that are named; of longer sums the first three and the last


@lru_cache(maxsize=2048)
def in_words(expression: str) -> str:
    """Each key replaced by its row's label, with the column's where the sum runs along a row."""
    for relation, sign in ((" == ", " = "), (" <= ", " ≤ "), (" >= ", " ≥ ")):
        left, found, right = expression.partition(relation)
        if found:
            along = len({key.rpartition(".")[0] for key, _ in _PART.findall(expression)}) == 1
            return f"{_side(left, along=along)}{sign}{_side(right, along=along)}{_column(expression)}"
    return _side(expression, along=False)


def _column(expression: str) -> str:
    """``（自然人）`` behind an identity from year to year that holds for one column of table 3."""
    keys = [key for key, _ in _PART.findall(expression)]
    columns = {key.rpartition(".")[2] for key in keys}
    label = describe(keys[0]) if keys else None
    if "[y-1]" not in expression or len(columns) > 1 or label is None or label.table != "t3":
        return ""
    return f"（{label.labels[-1]}）"


def _side(text: str, *, along: bool) -> str:
    parts = text.split(" + ")
    named = [_PART.sub(lambda match: _label(match[1], along=along) + _year(match[2]), part) for part in parts]
    if len(named) > _MOST:
        named = [*named[:3], f"…（{len(named) - 4}）", named[-1]]
    return " + ".join(named)


def _year(mark: str | None) -> str:
    return "（上年）" if mark else ""


def _label(key: str, *, along: bool) -> str:
    label = describe(key)
    if label is None:
        return key
    names = label.labels[1:]
    if key.endswith((".year", ".cumulative")):
        return f"{names[-2]}（{names[-1]}）"
    if label.table in ("t3", "t4") or len(names) > 1:
        names = names[-1:] if along else _row(key, names)
    return names[-1].partition("(区分")[0].partition("（区分")[0] if names else key


def _row(key: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Without the column's label and its group's, which keys of three parts end in."""
    other = describe(key.rpartition(".")[0] + ".total")
    if other is None or key.count(".") < 2:
        return names
    shared = [mine for mine, theirs in zip(names, other.labels[1:], strict=False) if mine == theirs]
    return tuple(shared) if shared and key != other.key else names[:-1] or names
