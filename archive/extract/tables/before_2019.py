"""Rows of the forms before 2019: which figure a label names, by its words, its place and what stands above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.extract.tables.labels import compact, nearest
from archive.extract.tables.words import LOCAL_ROWS, NATIONAL_ROWS
from archive.forms.form_a import NATIONAL
from archive.forms.form_local import LOCAL
from archive.forms.model import Row

_YEAR = re.compile(r"(?:20\d\d年?度?|本年度?|当年|本年度?数|年度数|20\d\d年?度?数)(?:\(.*\))?")
_CUMULATIVE = re.compile(r"(?:历年)?累计(?:数|总数)?|历年总?累计.*")
_ONE = frozenset({"统计数", "数量", "数据", "数值", "统计数据", "年度数量", "年末统计", "年末统计数"})
HEADER_WORDS = frozenset({"单位", "统计指标", "指标", "指标名称", "项目", "内容", "序号", "名称", "类别"})
"""What heads the columns of labels, units and numbers."""
_MIN_LABELS = 3
"""Fewer labels than this are a coincidence, not a form."""


@dataclass(frozen=True, slots=True)
class EarlyForm:
    """The rows that may occur (the form's own first) and its columns: none, or ``year`` and ``cumulative``."""

    name: str
    rows: Mapping[str, tuple[str, ...]]
    by_key: Mapping[str, Row]
    columns: tuple[str, ...]


def column_of(text: str) -> str | None:
    """``year`` or ``cumulative`` or ``value`` for a header cell, else None."""
    words = compact(text)
    if _CUMULATIVE.fullmatch(words):
        return "cumulative"
    if _YEAR.fullmatch(words):
        return "year"
    return "value" if words in _ONE else None


def choose_form(names: Sequence[str], columns: tuple[str, ...]) -> EarlyForm | None:
    """The form whose labels a table prints: the national one, or a local one, whose own rows come first."""
    national = sum(name in NATIONAL_ROWS for name in set(names))
    local = sum(name in LOCAL_ROWS for name in set(names))
    if max(national, local) < _MIN_LABELS:
        return None
    two = bool(columns)
    if local > national or (two and local >= national):
        return EarlyForm("local", _merged(LOCAL_ROWS, NATIONAL_ROWS), _by_key(LOCAL.rows, NATIONAL.rows), columns)
    return EarlyForm("A", _merged(NATIONAL_ROWS, LOCAL_ROWS), _by_key(NATIONAL.rows, LOCAL.rows), columns)


def _merged(
    first: Mapping[str, tuple[str, ...]], second: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    return {**second, **first}


def _by_key(first: Sequence[Row], second: Sequence[Row]) -> Mapping[str, Row]:
    return {row.key: row for row in (*second, *first)}


@dataclass(slots=True)
class RowFinder:
    """Finds the figure of each label from top to bottom.

    The same words stand in several places (被依法纠错数 under 行政复议 and under 行政诉讼): they belong to the
    nearest group printed above; without one, nobody knows.
    """

    form: EarlyForm
    seen: list[str]

    def knows(self, name: str) -> bool:
        """Whether a label is a row's, misprinted or not."""
        return bool(self._keys(name))

    def _keys(self, name: str) -> tuple[str, ...]:
        keys = self.form.rows.get(name)
        if keys is None:
            near = nearest(name, ((label, "|".join(found)) for label, found in self.form.rows.items()))
            keys = tuple(near.split("|")) if near else ()
        return keys

    def find(self, name: str) -> str | None:
        key = self._one(self._keys(name))
        if key is not None:
            self.seen.append(key)
        return key

    def _one(self, keys: tuple[str, ...]) -> str | None:
        if len(keys) <= 1:
            return keys[0] if keys else None
        parents = {self.form.by_key[key].parent: key for key in keys}
        if len(parents) < len(keys):
            return None
        for earlier in reversed(self.seen):
            if earlier in parents:
                return parents[earlier]
        return None

    def unit(self, key: str) -> str | None:
        return self.form.by_key[key].unit

    def is_header(self, key: str) -> bool:
        return self.form.by_key[key].kind == "header"

    def keys(self, key: str) -> tuple[str, ...]:
        """The figures of a row in the order of the columns."""
        return tuple(f"a.{key}.{column}" for column in self.form.columns) or (f"a.{key}",)
