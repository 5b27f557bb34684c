"""Nothing vanishes silently: rows of the forms whose labels stand in a document, and none of whose figures is stated.

Whatever keeps a row from being read — a span that pushes it aside, a table too large, a line taken for prose — leaves
its label on the page. The label is looked for once more, apart from the reading.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set

from archive.extract.tables.labels import bare
from archive.extract.tables.rows import meaning
from archive.extract.tables.table_2 import CAPTION
from archive.extract.tables.words import (
    DETAIL_ROWS,
    EARLY_NAMES,
    LITIGATION,
    LOCAL_ROWS,
    NATIONAL_ROWS,
    REQUEST_ROWS,
    REVIEW_GROUPS,
    REVIEW_RESULTS,
    STRONG_RESULTS,
    UNITS_PRINTED,
    WEAK_REQUEST_ROWS,
)
from archive.forms.form_a import NATIONAL
from archive.forms.form_local import LOCAL
from archive.forms.keys import parts_of
from archive.model import Block, Grid, Issue

_LEAST_ROWS = 3
"""So many labels of a table make it stand there; fewer are words of the text."""
_LONGEST = 64
_SHOWN = 3
_UNIT = 2
"""Letters; longer words between a label and a number are a row's own."""
_PARTS = re.compile(r"[|｜\t│\n]")
_COUNTS = re.compile("^.*(?:公开|申请|答复|复议|诉讼|咨询|查询).*(?:数|数量|金额|费用|次|量)$")
_RUN_ON = re.compile(r"\D+(?=\d)")
"""A label with its values run on behind it."""
_RUN_TOGETHER = re.compile(
    rf"({'|'.join(sorted((*DETAIL_ROWS, *EARLY_NAMES, *REQUEST_ROWS), key=len, reverse=True))})"
    rf"(?:{'|'.join(UNITS_PRINTED)})?\d[\d.,]*(?!\d|件|条|次|个|宗|起|份|年|月|日)"
)
"""The same in a longer text, where in prose a unit stands behind the number."""
_GLUED = re.compile(r"\d(?=[(（]|[^\W\d件条次个人元万年月日号项份起宗期家场名页分时位倍])")
"""A number with words right behind it that are no unit: in prose a rare thing."""
_REVIEWS = "|".join(sorted((*REVIEW_GROUPS, *REVIEW_RESULTS, LITIGATION), key=len, reverse=True))
_REVIEWS_TOGETHER = re.compile(f"(?:{_REVIEWS}){{5,}}")
_EARLY_HEADERS = frozenset(row.key for row in (*NATIONAL.rows, *LOCAL.rows) if row.kind == "header")


def unstated(blocks: Sequence[Block], keys: Collection[str], refused: Collection[str]) -> list[Issue]:
    """One issue for each table with rows that ``blocks`` print and of which neither ``keys``, the figures that are
    stated or open, nor ``refused``, those with an issue of their own, hold any."""
    known = {parts_of(key).whole_row for key in (*keys, *refused)}
    names = set(_names(blocks))
    found: list[Issue] = []
    for table, standing in _standing(names).items():
        several = any(len(rows) > 1 for rows in standing.values())
        lost = _lost(standing, Counter(_names(blocks)) if several else {}, known)
        if lost:
            detail = f"{table}: {len(lost)} rows stand there and are not read: {_list(lost)}"
            found.append(Issue("tables", "figures_not_stated", detail))
    return found


def unknown_table(blocks: Sequence[Block]) -> list[Issue]:
    """An issue where ``blocks``, of which no figure was read, hold a table that counts requests, items or cases in
    rows that no form has."""
    found = [name for block in blocks if block.grid is not None for name in _counted(_rows_of(block.grid))]
    lines = [line for block in blocks if block.grid is None for line in block.text.split("\n") if len(line) <= _LONGEST]
    found += _counted([re.split(r"[\s|｜│]+", line) for line in lines])
    if len(found) < _LEAST_ROWS:
        return []
    return [Issue("tables", "unknown_table", f"{len(found)} rows of no form that is known: {_list(found)}")]


def _rows_of(grid: Grid) -> list[list[str]]:
    return [[grid.texts[at][:_LONGEST] for at in row if at is not None] for row in grid.layout.rows]


def _counted(rows: Sequence[Sequence[str]]) -> list[str]:
    """The labels that count something of openness and have a number behind them: in their row, or in the next that
    prints more than a unit."""
    found: list[str] = []
    label = ""
    for cells in rows:
        named = [name for cell in cells if _COUNTS.search(name := meaning(cell)[0])]
        label = named[0] if named else label
        if label and any(meaning(cell)[1].kind == "number" for cell in cells):
            found.append(label)
            label = ""
        elif not named and any(len(cell) > _UNIT for cell in cells):
            label = ""
    return found


def _lost(standing: Mapping[str, Set[str]], times: Mapping[str, int], known: Set[str]) -> list[str]:
    """The labels that stand there more often (``times``, for those that may name several rows) than rows of theirs are
    known; a row counts for one label, which may be the only one that names it."""
    lost: list[str] = []
    taken: set[str] = set()
    for name, rows in sorted(standing.items(), key=lambda item: (len(item[1]), item[0])):
        if len(rows) == 1:
            taken |= rows & known
            read, wanted = len(rows & known), 1
        else:
            read, wanted = len((rows & known) - taken), min(len(rows), times[name])
        if read < wanted:
            lost.append(name)
    return lost


def _list(names: Sequence[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")


def _names(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.grid is not None:
            yield from [meaning(text)[0] for text in block.grid.texts if len(text) <= _LONGEST]
        else:
            for part in _parts(block.text):
                if len(part) <= _LONGEST:
                    yield (name := bare(part))
                    if (match := _RUN_ON.match(name)) is not None:
                        yield match[0]
                else:
                    yield from _run_together("".join(part.split()))


def _run_together(words: str) -> Iterator[str]:
    """The labels of a table whose cells stand in a text with nothing between them."""
    if len(_GLUED.findall(words)) < _LEAST_ROWS and not _REVIEWS_TOGETHER.search(words):
        return
    yield from _RUN_TOGETHER.findall(words)
    if CAPTION in words:
        yield CAPTION
    for run in _REVIEWS_TOGETHER.findall(words):
        yield from re.findall(_REVIEWS, run)


def _parts(text: str) -> list[str]:
    """What may be cells of a text: a line without bars may have a blank between them."""
    if len(text) <= _LONGEST or _PARTS.search(text):
        return _PARTS.split(text)
    return text.split()


def _standing(names: Set[str]) -> dict[str, dict[str, set[str]]]:
    """By table, the labels that stand there, each with the rows that it may name."""
    requests = {name: {f"t3.{REQUEST_ROWS[name]}"} for name in names & REQUEST_ROWS.keys() - WEAK_REQUEST_ROWS}
    details = {name: {".".join(DETAIL_ROWS[name])} for name in names & DETAIL_ROWS.keys()}
    groups = {name: {f"t4.{REVIEW_GROUPS[name]}"} for name in names & REVIEW_GROUPS.keys()}
    early = {name: {f"a.{key}" for key in _early_keys(name)} for name in names & EARLY_NAMES if _early_keys(name)}
    return {
        "table 2": details if any(name.startswith(CAPTION) for name in names) else {},
        "table 3": requests if len(requests) >= _LEAST_ROWS else {},
        "table 4": groups if len(names & STRONG_RESULTS) >= _LEAST_ROWS else {},
        "the table before 2019": early if len(early) >= _LEAST_ROWS else {},
    }


def _early_keys(name: str) -> set[str]:
    """The rows with numbers that a label may name: 被依法纠错数 stands below two others."""
    keys = {*NATIONAL_ROWS.get(name, ()), *LOCAL_ROWS.get(name, ())}
    return keys if keys.isdisjoint(_EARLY_HEADERS) else set()
