"""Data tables from flattened text: labels and values one after the other, empty cells perhaps lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.extract.tables import table_2, table_3, table_4
from archive.extract.tables.flattened.before_2019 import read_lines_before_2019
from archive.extract.tables.flattened.cells import entries_of, may_hold_value
from archive.extract.tables.flattened.groups import FRACTION, TABLE_NAMES, Group, groups, with_halves
from archive.extract.tables.flattened.rows import numbers_of, settle_rows, table_of, trimmed
from archive.extract.tables.kinds import Kind
from archive.extract.tables.labels import bare
from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Entry, Line, Row, joined
from archive.extract.tables.words import (
    DETAIL_ROWS,
    EARLY_NAMES,
    LITIGATION,
    MIN_REQUEST_ROWS,
    REQUEST_COLUMNS,
    REQUEST_HEADERS,
    REQUEST_ORDER,
    REQUEST_ROWS,
    REVIEW_GROUPS,
    REVIEW_RESULTS,
    STRONG_RESULTS,
    WEAK_REQUEST_ROWS,
    near_detail_row,
    near_request_row,
    request_row,
    review_words,
)
from archive.forms.keys import parts_of

_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、\s*\S")
_CONCATENATED = re.compile(r"(?P<label>\D+)\d.*")
_LONG = 60
"""Longer text that is no label is prose and ends a table."""
_FRAGMENTS = 4
"""So many pieces of labels that no row of table 3 is called by show that the text was not printed row by row."""
_PIECES = 8
"""A line of a table has at most this many words before its values."""
_JOINED = 3
"""A label is broken over at most this many lines."""
_DIGITS = re.compile(r"[\dA-Za-z]*\d[\dA-Za-z]*")
_RESULTS = "本年度办理结果"
_BALANCE_NOTE = "勾稽关系"


_LONGEST_NAME = 2 * max(map(len, TABLE_NAMES))
"""Letters; the names of groups may be run together with a row's name."""


@dataclass(slots=True)
class _State:
    table: Kind | None = None
    row: str | None = None
    header: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    shifted: set[str] = field(default_factory=set)
    loose: bool = False
    group: str | None = None
    unplaced: bool = False
    fragments: int = 0


def read_lines(lines: Sequence[tuple[int, str]], out: Collector, *, beside_grids: bool = False) -> set[int]:
    """``lines`` are (block index, text) of paragraphs in reading order. Returns the blocks that are table material.

    Beside grids that hold the report's tables, lines without a value are prose."""
    if beside_grids and not any(may_hold_value(text) for _, text in lines):
        _refuse_run_together(lines, out)
        return set()
    found = with_halves(list(groups(entries_of(lines))))
    names = {label.name for group in found for label in group.labels}
    if not any(group.values for group in found) and not any(map(_opens_table, names)):
        _refuse_run_together(lines, out)
        return set()
    early = len(names & EARLY_NAMES)
    requests = len({name for name in names if _is_strong(name)})
    if early >= 3 and early > requests:
        return read_lines_before_2019(found, out)
    state = _State()
    for group in found:
        _read_group(group, state, out)
    _refuse_cut_off(found, state, out)
    _refuse_run_together(lines, out)
    if state.unplaced:  # values of table 4 stand apart from their labels: one alone behind a label may be another's
        state.rows = [row for row in state.rows if table_of(row) != "t4" or len(row.keys) > 1]
    if state.fragments >= _FRAGMENTS:
        state.doubted.add("t3")
    headed = len({REQUEST_COLUMNS[name] for name in names if name in REQUEST_COLUMNS}) == len(REQUEST_ORDER)
    settle_rows(_settled(state.rows, headed=headed), out, state.doubted, state.shifted)
    return state.blocks


def _is_strong(name: str) -> bool:
    return (request_row(name) is not None and name not in WEAK_REQUEST_ROWS) or name in REQUEST_HEADERS


def _opens_table(name: str) -> bool:
    """Whether text with this name in it may be a table even where no value stands in a line of its own."""
    return name in TABLE_NAMES or name in EARLY_NAMES or name.startswith(("第二十条", "信息内容"))


def _settled(rows: Sequence[Row], *, headed: bool) -> list[Row]:
    """Without tables that print labels only, without a few rows of table 3 that no header of it stands above
    (``headed``), and without form C's heading 其他处理 taken for form B's row."""
    counted = {table_of(row) for row in rows if numbers_of(row)}
    names = {row.keys: parts_of(row.keys[0]).whole_row for row in rows}
    has_parts = any(name.startswith("t3.other_") for name in names.values())
    if not headed and len({row.keys for row in rows if table_of(row) == "t3"}) < MIN_REQUEST_ROWS:
        rows = [row for row in rows if table_of(row) != "t3"]
    return [
        row for row in rows if table_of(row) in counted and not (has_parts and parts_of(row.keys[0]).row == "other")
    ]


def _read_group(group: Group, state: _State, out: Collector) -> None:
    position = 0
    labels = group.labels
    while position < len(labels):
        used = _take(labels, position, group.values, state, out)
        position += used
    state.loose = _is_loose(group)
    if not labels and group.values and state.table == "t4":
        _review_values(group.values, "", state, out)
    elif not labels and state.table is not None and group.counts:
        state.doubted.add(state.table)
        if any(value.exact for value in group.values):
            _doubt_last(state, out, "values without a label stand below it")
    if state.table is not None:
        state.blocks.update(value.row for value in group.values)


def _is_loose(group: Group) -> bool:
    """Whether the values of a group stand behind the names of table 3's columns: before the first row."""
    numbers = sum(value.kind == "number" for value in group.values)
    return numbers > 0 and bool(group.labels) and group.labels[-1].name in REQUEST_COLUMNS


def _take(labels: Sequence[Entry], at: int, values: Line, state: _State, out: Collector) -> int:
    """Reads the label at ``at``, alone or joined with those behind it. Returns how many atoms it took."""
    runs = _runs(labels, at)
    known = [(run, whole) for run in runs if _known((whole := joined(run)).name, state)]
    # A name may begin a longer one (缴纳费用、 | 行政机关不再处理…): the longest that a form prints counts.
    found = [(run, whole) for run, whole in known if whole.name in TABLE_NAMES][-1:] or known[:1]
    for run, whole in found:
        own = values if at + len(run) == len(labels) else ()
        state.blocks.update(label.row for label in run)
        _label(whole.name, whole.text, own, state, out)
        return len(run)
    own = values if at + 1 == len(labels) else ()
    if own and (name := _last_piece(labels[at], state)):
        state.blocks.add(labels[at].row)
        _label(name, labels[at].text, own, state, out)
    else:
        _unknown(labels[at], own, state, out)
    return 1


def _runs(labels: Sequence[Entry], at: int) -> list[Sequence[Entry]]:
    """The label at ``at`` alone and with those behind it, as long as they may be one name together."""
    runs = [labels[at : at + 1]]
    length = _length(labels[at])
    for count in range(2, min(_JOINED, len(labels) - at) + 1):
        length += _length(labels[at + count - 1])
        # A bracket left open takes the words behind it for a remark, which is no part of the name.
        if length > _LONGEST_NAME and not any(mark in label.text for label in runs[-1] for mark in "(（[［"):
            break
        runs.append(labels[at : at + count])
    return runs


def _length(label: Entry) -> int:
    return len(label.name) or len(label.text)


def _last_piece(label: Entry, state: _State) -> str | None:
    """The row at the end of a line that begins with words of a label beside it (``年度办 （一）予以公开 71 …``)."""
    pieces = label.text.split()
    if state.table not in {"t3", "t2"} or len(pieces) > _PIECES:
        return None
    names = [bare("".join(pieces[at:])) for at in range(1, len(pieces))]
    rows = REQUEST_ROWS if state.table == "t3" else DETAIL_ROWS
    return next((name for name in names if name in rows and name not in WEAK_REQUEST_ROWS), None)


def _known(name: str, state: _State) -> bool:
    if not name:
        return False
    if _is_strong(name) or name in REVIEW_GROUPS or name in STRONG_RESULTS or name == LITIGATION:
        return True
    if name.startswith("第二十条") or name == "信息内容":
        return True
    if state.table == "t2":
        return name in DETAIL_ROWS
    if state.table == "t3":
        return state.row is not None and name in WEAK_REQUEST_ROWS
    return state.table == "t4" and name in REVIEW_RESULTS


def _label(name: str, text: str, values: Line, state: _State, out: Collector) -> None:
    if _is_strong(name) or (state.table == "t3" and name in WEAK_REQUEST_ROWS):
        if state.table != "t3":
            state.table, state.row = "t3", None
            if state.loose:
                state.shifted.add("t3")
        if name in REQUEST_HEADERS:
            _stray(values, text, state, out)
        else:
            _request_row(request_row(name) or REQUEST_ROWS[name], text, values, state)
    elif name.startswith("第二十条") or name == "信息内容":
        state.table, state.header = "t2", []
        if any(value.kind == "number" for value in values):
            state.doubted.add("t2")
    elif state.table == "t2" and name in DETAIL_ROWS:
        _detail_row(DETAIL_ROWS[name], text, values, state, out)
    else:
        if state.table != "t4":
            state.table, state.names, state.words, state.group = "t4", [], [], None
        state.names.append(name)
        state.words.append(text)
        # Empty cells in a line of the header's words belong to the words that span them.
        if values and (not values[0].exact or any(value.kind == "number" for value in values)):
            _review_values(values, text, state, out)


def _stray(values: Line, text: str, state: _State, out: Collector) -> None:
    if any(value.kind == "number" for value in values):
        state.doubted.add("t3")
        out.refuse((), "unknown_row", f"{text[:40]!r} is a heading of table 3 and has values behind it")


def _request_row(row: str, text: str, values: Line, state: _State) -> None:
    state.row = row
    keys = tuple(table_3.row_keys(row).values())
    state.rows.append(Row(keys, (table_3.UNIT,) * len(keys), values, text, text))


def _detail_row(named: tuple[str, str], text: str, values: Line, state: _State, out: Collector) -> None:
    row = table_2.row_in_text(named, "".join(state.header), values, text)
    if row is not None:
        state.rows.append(row)
    elif any(value.kind == "number" for value in values):
        out.refuse((), "unknown_columns", f"{text[:40]!r}: no header of the form stands above it")


def _review_values(values: Line, text: str, state: _State, out: Collector) -> None:
    numbers = [value for value in values if value.kind == "number"]
    slots = table_4.slots_of(state.names) or table_4.slots_of(review_words("".join(state.words)))
    # The results of a group may stand one below the other, each with its value; its name stands above the first.
    groups_named = [name for name in state.names if name in REVIEW_GROUPS] or [state.group or ""]
    results = [REVIEW_RESULTS[name] for name in state.names if name in REVIEW_RESULTS]
    if not slots and len(groups_named) == 1 and groups_named[0] and len(results) == 1:
        slots = (f"t4.{REVIEW_GROUPS[groups_named[0]]}.{results[0]}",)
    if slots:
        state.rows.append(table_4.row_in_text(slots, values, text or "table 4"))
    elif numbers:
        out.refuse((), "unknown_columns", f"table 4: {len(numbers)} values, and its header does not tell the cells")
        state.unplaced = True
    state.group = groups_named[0] if len(slots) == 1 else None
    state.names, state.words = [], []


def _unknown(label: Entry, values: Line, state: _State, out: Collector) -> None:
    if state.table is None:
        return
    match = _CONCATENATED.fullmatch(label.name)
    joined = REQUEST_ROWS.get(match["label"]) if match and state.table == "t3" else None
    if FRACTION.fullmatch(label.text):
        _doubt_last(state, out, "the number goes on in the next line")
        return
    if match and (joined is not None or match["label"] in DETAIL_ROWS):
        keys = table_3.row_keys(joined).values() if joined else ()
        out.refuse(keys, "cells_concatenated", f"{label.text[:40]!r}: values run together, their cells cannot be told")
        state.blocks.add(label.row)
        return
    if _ends_table(label):
        state.table = None
        return
    state.blocks.add(label.row)
    counted = any(value.kind == "number" for value in values)
    if _DIGITS.fullmatch(label.name):
        state.doubted.add(state.table)
    if state.table == "t2":
        near = near_detail_row(label.name) if values else None
        if near is not None:
            _detail_row(near, label.text, values, state, out)
        else:
            state.header.append(label.text)
            if counted:
                state.shifted.add("t2")
    elif state.table == "t4":
        state.words.append(label.text)
        if counted:
            state.doubted.add("t4")
    elif state.table == "t3":
        _misprinted_request(label, values, state, out)


def _misprinted_request(label: Entry, values: Line, state: _State, out: Collector) -> None:
    row = None if label.name in REQUEST_COLUMNS else near_request_row(label.name, state.row)
    if row is not None and (values or state.row is not None):
        _request_row(row, label.text, values, state)
        return
    state.fragments += state.row is not None and not _is_results_cut(label.name) and label.name not in REQUEST_COLUMNS
    if any(value.kind == "number" for value in values):
        out.refuse((), "unknown_row", f"{label.text[:40]!r}: no row of table 3 is called so")
        state.doubted.add("t3")
        # They may belong to the row above, whose missing cells then were not empty.
        if state.rows and len(numbers_of(state.rows[-1])) < len(state.rows[-1].keys):
            _doubt_last(state, out, "words stand among its values")


def _doubt_last(state: _State, out: Collector, reason: str) -> None:
    """Nothing is stated of the last row."""
    if state.rows:
        row = state.rows.pop()
        out.refuse(row.keys, "row_not_understood", f"{row.label[:40]!r}: {reason}")


def _ends_table(label: Entry) -> bool:
    if _BALANCE_NOTE in label.text or _is_results_cut(label.name):
        return False
    return not label.text or len(label.text) > _LONG or bool(_HEADING.match(label.text))


def _is_results_cut(name: str) -> bool:
    """三、本 | 年度办 | 理结果: the label beside the rows, printed from top to bottom."""
    return 0 < len(name) < len(_RESULTS) and _RESULTS.startswith(name)


def _refuse_cut_off(found: Sequence[Group], state: _State, out: Collector) -> None:
    """Where the document ends within a row, its missing cells were not empty but cut off."""
    if not found or not state.rows or state.rows[-1].cells is not found[-1].values:
        return
    if not any(map(numbers_of, state.rows)):
        return  # labels alone are no table
    row = state.rows[-1]
    if len(numbers_of(row)) < len(row.keys) and len(trimmed(row)) < len(row.keys):
        state.rows.pop()
        out.refuse(row.keys, "row_cut_off", f"{row.label[:40]!r}: the text ends within this row")


def _refuse_run_together(lines: Sequence[tuple[int, str]], out: Collector) -> None:
    for block, text in lines:
        if len(text) > _LONG and "属于国家秘密" in text and "重复申请" in text and "\n" not in text and "|" not in text:
            out.refuse((), "cells_concatenated", f"block {block + 1}: a whole table in one line, cells cannot be told")
