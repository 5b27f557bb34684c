"""Which words name which row, column or group: the forms' labels, folded, as look-up tables."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from archive.extract.tables.labels import bare, compact, nearest
from archive.forms.form_a import NATIONAL
from archive.forms.form_b import FORM_B
from archive.forms.form_c import FORM_C
from archive.forms.form_local import LOCAL
from archive.forms.model import Column, Row, Table
from archive.forms.requests import COLUMNS, REQUESTS_B, REQUESTS_C
from archive.forms.reviews import GROUPS, RESULTS


def _names(item: Row | Column) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare(label) for label in (item.label, *item.variants)))


def _index(items: Iterable[Row] | Iterable[Column]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        for name in _names(item):
            found.setdefault(name, item.key)
    return found


_CACHE = 1 << 12
"""Different labels met in some thousand reports; what was folded and compared once is not compared again."""

# --- table 3 ----------------------------------------------------------------------------------

REQUEST_ROWS: Mapping[str, str] = _index((*REQUESTS_C.data_rows(), *REQUESTS_B.data_rows()))
REQUEST_HEADERS: frozenset[str] = frozenset(
    name for row in REQUESTS_C.rows if row.kind == "header" and row.key != "other" for name in _names(row)
)
REQUEST_COLUMNS: Mapping[str, str] = _index(COLUMNS)
REQUEST_ORDER: tuple[str, ...] = tuple(column.key for column in COLUMNS)
MIN_REQUEST_ROWS = 5
"""Fewer rows of table 3 without its header are a comparison of years or a summary, not the table."""
# Printed order of the rows of both forms; form B's 其他处理 stands where form C's three rows stand.
REQUEST_ROW_ORDER: tuple[str, ...] = tuple(row.key for row in REQUESTS_C.rows)
REQUEST_ROWS_OF_B: tuple[str, ...] = tuple(row.key for row in REQUESTS_B.data_rows())
REQUEST_ROWS_OF_C: tuple[str, ...] = tuple(row.key for row in REQUESTS_C.data_rows())
# Words that also name other things: they are rows of table 3 only after other rows of it.
WEAK_REQUEST_ROWS = frozenset(
    name for name, key in REQUEST_ROWS.items() if key in {"other_other", "result_total", "other"}
)
# Headers take part, so that a misprint between a row and a header is nobody's.
_REQUEST_NAMES = (
    *((name, key) for name, key in REQUEST_ROWS.items()),
    *((name, "header") for name in REQUEST_HEADERS),
)


_UNDER_GROUP = re.compile(
    r"(?:本年度?办理结果)?(?:不予公开|无法提供|不予处理|其[他它]处理)?\d{0,2}(?P<own>.{4,}|其[他它]|[总合]计)"
)


@lru_cache(maxsize=_CACHE)
def request_row(name: str) -> str | None:
    """The row of table 3 that a folded label names, also where the names of its groups are run together with it."""
    if name in REQUEST_ROWS or name in REQUEST_HEADERS:
        return REQUEST_ROWS.get(name)
    match = _UNDER_GROUP.fullmatch(name)
    return REQUEST_ROWS.get(match["own"]) if match else None


def near_request_row(name: str, after: str | None) -> str | None:
    """A misprinted row label, among the rows printed below ``after`` (all rows where ``after`` is None)."""
    start = REQUEST_ROW_ORDER.index(after) + 1 if after is not None else 0
    key = _misprinted_request(name)
    return key if key in REQUEST_ROW_ORDER[start:] else None


@lru_cache(maxsize=_CACHE)
def _misprinted_request(name: str) -> str | None:
    return nearest(name, _REQUEST_NAMES)


# --- table 2 ----------------------------------------------------------------------------------

DETAIL_TABLES: Mapping[str, tuple[Table, ...]] = {
    table_id: tuple(table for form in (FORM_B, FORM_C) for table in form.tables if table.id == table_id)
    for table_id in ("t2_1", "t2_5", "t2_6", "t2_8", "t2_9")
}
DETAIL_ROWS: Mapping[str, tuple[str, str]] = {
    name: (table.id, row.key)
    for tables in DETAIL_TABLES.values()
    for table in tables
    for row in table.rows
    for name in _names(row)
}
_DETAIL_NAMES = tuple((name, "|".join(keys)) for name, keys in DETAIL_ROWS.items())


@lru_cache(maxsize=_CACHE)
def near_detail_row(name: str) -> tuple[str, str] | None:
    """A misprinted row label of table 2, as (table, row)."""
    found = nearest(name, _DETAIL_NAMES)
    if found is None:
        return None
    table, row = found.split("|")
    return table, row


# A phrase that tells a column of table 2 even where the header lost words or prints others.
_DETAIL_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("制发"), "issued"),
    (re.compile("废止"), "repealed"),
    (re.compile("现行有效"), "in_force"),
    (re.compile("新制作|制作数量"), "made"),
    (re.compile("对外公开"), "disclosed_total"),
    (re.compile("新公开|^公开数量"), "disclosed"),
    (re.compile("上一?年度?(?:的)?项目"), "prev_items"),
    (re.compile("增[/\\\\、]?减"), "delta"),
    (re.compile("处理决定"), "decisions"),
    (re.compile("采购项目"), "projects"),
    (re.compile("采购(?:总)?金额|收费(?:总)?金额"), "amount"),
)


_DETAIL_COLUMN_NAMES = tuple(
    {
        (name, column.key)
        for tables in DETAIL_TABLES.values()
        for table in tables
        for column in table.columns
        for name in _names(column)
        if len(name) >= 6
    }
)


@lru_cache(maxsize=_CACHE)
def detail_column(text: str) -> str | None:
    """The column of table 2 that a header cell names, or None."""
    words = compact(text)
    found = [key for pattern, key in _DETAIL_PHRASES if pattern.search(words)]
    if not found and len(words) <= 20:
        return nearest(bare(text), _DETAIL_COLUMN_NAMES)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=_CACHE)
def detail_columns_in(text: str) -> frozenset[str]:
    """Every column of table 2 that a run of header words names."""
    words = compact(text)
    return frozenset(key for pattern, key in _DETAIL_PHRASES if pattern.search(words))


_MONEY = re.compile(r"单位:?(亿元|万元|千元|元)|\((亿元|万元|千元|元)\)")


def money_unit(text: str) -> str | None:
    """The unit that a header prints for its column: 本年收费金额（单位：万元）."""
    match = _MONEY.search(compact(text))
    return (match[1] or match[2]) if match else None


# --- table 4 ----------------------------------------------------------------------------------

REVIEW_GROUPS: Mapping[str, str] = _index(GROUPS)
REVIEW_RESULTS: Mapping[str, str] = _index(RESULTS)
LITIGATION = "行政诉讼"
REVIEW_KEYS: tuple[tuple[str, str], ...] = tuple((group.key, result.key) for group in GROUPS for result in RESULTS)
# Result words that name nothing else in a report.
STRONG_RESULTS = frozenset(name for name in REVIEW_RESULTS if len(name) >= 3 and name not in {"其他结果"})

_REVIEW_NAMES = tuple((name, name) for name in (*REVIEW_GROUPS, *STRONG_RESULTS, LITIGATION) if len(name) >= 4)


@lru_cache(maxsize=_CACHE)
def review_word(name: str) -> str:
    """The word of table 4 that ``name`` is, a misprint put right; ``name`` itself where it is none."""
    if name in REVIEW_GROUPS or name in REVIEW_RESULTS or len(name) > 10:
        return name
    return nearest(name, _REVIEW_NAMES) or name


_REVIEW_WORD = re.compile("|".join(sorted((*REVIEW_GROUPS, *REVIEW_RESULTS, LITIGATION), key=len, reverse=True)))


@lru_cache(maxsize=_CACHE)
def review_words(header: str) -> tuple[str, ...]:
    """The words of table 4's header run together, its cells broken anywhere; empty where other words stand among
    them."""
    words = compact(header)
    return tuple(_REVIEW_WORD.findall(words)) if not _REVIEW_WORD.sub("", words) else ()


# --- before 2019 ------------------------------------------------------------------------------


def _multi(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for name in _names(row):
            if row.key not in found.get(name, ()):
                found[name] = (*found.get(name, ()), row.key)
    return found


NATIONAL_ROWS: Mapping[str, tuple[str, ...]] = _multi(NATIONAL.rows)
LOCAL_ROWS: Mapping[str, tuple[str, ...]] = _multi(LOCAL.rows)
EARLY_NAMES = frozenset((*NATIONAL_ROWS, *LOCAL_ROWS))
UNITS_PRINTED = frozenset({"条", "件", "次", "篇", "个", "人", "人次", "元", "万元", "期", "场", "份", "项"})
