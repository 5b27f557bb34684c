"""Data tables from flattened text: labels and values one after the other, empty cells perhaps lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.extract.tables import table_4
from archive.extract.tables.flattened.before_2019 import read_early_lines
from archive.extract.tables.flattened.cells import Atom, atoms, may_hold_value
from archive.extract.tables.flattened.groups import FRACTION, TABLE_NAMES, Group, groups, with_halves
from archive.extract.tables.flattened.rows import FlatRow, place_rows
from archive.extract.tables.labels import bare
from archive.extract.tables.place import Collector
from archive.extract.tables.words import (
    DETAIL_ROWS,
    DETAIL_TABLES,
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
    detail_columns_in,
    money_unit,
    near_detail_row,
    near_request_row,
    request_row,
    review_words,
)
from archive.forms.model import Table

Region = Literal["details", "requests", "reviews"]

_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、\s*\S")
_CONCATENATED = re.compile(r"(?P<label>.*?\D)(?P<digits>\d+)")
_LONG = 60
"""Longer text that is no label is prose and ends a table."""
_FRAGMENTS = 4
"""So many pieces of labels that no row of table 3 is called by show that the text was not printed row by row."""
_PIECES = 8
"""A line of a table has at most this many words before its values."""
_JOINED = 3
"""A label is broken over at most this many lines."""
_DIGITS = re.compile(r"[\dA-Za-z]*\d[\dA-Za-z]*")
_FAMILIES: Mapping[Region, str] = {"details": "t2", "requests": "t3", "reviews": "t4"}
_RESULTS = "本年度办理结果"
_BALANCE_NOTE = "勾稽关系"


_LONGEST_NAME = 2 * max(map(len, TABLE_NAMES))
"""Letters; the names of groups may be run together with a row's name."""


@dataclass(slots=True)
class _State:
    region: Region | None = None
    row: str | None = None
    header: list[str] = field(default_factory=list)
    table: str | None = None
    names: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    rows: list[FlatRow] = field(default_factory=list)
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
    found = with_halves(list(groups(atoms(lines))))
    names = {label.name for group in found for label in group.labels}
    if not any(group.values for group in found) and not any(map(_opens_table, names)):
        _refuse_run_together(lines, out)
        return set()
    early = len(names & EARLY_NAMES)
    requests = len({name for name in names if _is_strong(name)})
    if early >= 3 and early > requests:
        return read_early_lines([(group.labels, group.values) for group in found], out)
    state = _State()
    for group in found:
        _read_group(group, state, out)
    _refuse_cut_off(found, state, out)
    _refuse_run_together(lines, out)
    if state.unplaced:  # values of table 4 stand apart from their labels: one alone behind a label may be another's
        state.rows = [row for row in state.rows if row.family != "t4" or len(row.keys) > 1]
    if state.fragments >= _FRAGMENTS:
        state.doubted.add("t3")
    headed = len({REQUEST_COLUMNS[name] for name in names if name in REQUEST_COLUMNS}) == len(REQUEST_ORDER)
    place_rows(_settled(state.rows, headed=headed), out, state.doubted, state.shifted)
    return state.blocks


def _is_strong(name: str) -> bool:
    return (request_row(name) is not None and name not in WEAK_REQUEST_ROWS) or name in REQUEST_HEADERS


def _opens_table(name: str) -> bool:
    """Whether text with this name in it may be a table even where no value stands in a line of its own."""
    return name in TABLE_NAMES or name in EARLY_NAMES or name.startswith(("第二十条", "信息内容"))


def _settled(rows: Sequence[FlatRow], *, headed: bool) -> list[FlatRow]:
    """Without tables that print labels only, without a few rows of table 3 that no header of it stands above
    (``headed``), and without form C's heading 其他处理 taken for form B's row."""
    counted = {row.keys[0][:2] for row in rows if row.numbers}
    has_parts = any(row.keys[0].startswith("t3.other_") for row in rows)
    if not headed and len({row.keys for row in rows if row.keys[0].startswith("t3.")}) < MIN_REQUEST_ROWS:
        rows = [row for row in rows if not row.keys[0].startswith("t3.")]
    return [
        row for row in rows if row.keys[0][:2] in counted and not (has_parts and row.keys[0].startswith("t3.other."))
    ]


def _read_group(group: Group, state: _State, out: Collector) -> None:
    position = 0
    labels = group.labels
    while position < len(labels):
        used = _take(labels, position, group.values, state, out)
        position += used
    state.loose = _is_loose(group)
    if not labels and group.values and state.region == "reviews":
        _review_values(group.values, "", state, out)
    elif not labels and state.region is not None and any(value.kind == "number" for value in group.values):
        state.doubted.add(_FAMILIES[state.region])
        if any(value.exact for value in group.values):
            _doubt_last(state, out, "values without a label stand below it")
    if state.region is not None:
        state.blocks.update(value.block for value in group.values)


def _is_loose(group: Group) -> bool:
    """Whether the values of a group stand behind the names of table 3's columns: before the first row."""
    numbers = sum(value.kind == "number" for value in group.values)
    return numbers > 0 and bool(group.labels) and group.labels[-1].name in REQUEST_COLUMNS


def _take(labels: Sequence[Atom], at: int, values: tuple[Atom, ...], state: _State, out: Collector) -> int:
    """Reads the label at ``at``, alone or joined with those behind it. Returns how many atoms it took."""
    runs = _runs(labels, at)
    names = [run[0].name if len(run) == 1 else bare("".join(atom.text for atom in run)) for run in runs]
    # A name may begin a longer one (缴纳费用、 | 行政机关不再处理…): the longest that a form prints counts.
    whole = [at for at, name in enumerate(names) if name in TABLE_NAMES and _known(name, state)]
    found = whole[-1:] or [at for at, name in enumerate(names) if _known(name, state)][:1]
    if found:
        run = runs[found[0]]
        own = values if at + len(run) == len(labels) else ()
        state.blocks.update(atom.block for atom in run)
        _label(names[found[0]], "".join(atom.text for atom in run), own, state, out)
        return len(run)
    own = values if at + 1 == len(labels) else ()
    if own and (name := _last_piece(labels[at], state)):
        state.blocks.add(labels[at].block)
        _label(name, labels[at].text, own, state, out)
    else:
        _unknown(labels[at], own, state, out)
    return 1


def _runs(labels: Sequence[Atom], at: int) -> list[Sequence[Atom]]:
    """The label at ``at`` alone and with those behind it, as long as they may be one name together."""
    runs = [labels[at : at + 1]]
    length = _length(labels[at])
    for count in range(2, min(_JOINED, len(labels) - at) + 1):
        length += _length(labels[at + count - 1])
        # A bracket left open takes the words behind it for a remark, which is no part of the name.
        if length > _LONGEST_NAME and not any(mark in atom.text for atom in runs[-1] for mark in "(（[［"):
            break
        runs.append(labels[at : at + count])
    return runs


def _length(atom: Atom) -> int:
    return len(atom.name) or len(atom.text)


def _last_piece(atom: Atom, state: _State) -> str | None:
    """The row at the end of a line that begins with words of a label beside it (``年度办 （一）予以公开 71 …``)."""
    pieces = atom.text.split()
    if state.region not in {"requests", "details"} or len(pieces) > _PIECES:
        return None
    names = [bare("".join(pieces[at:])) for at in range(1, len(pieces))]
    rows = REQUEST_ROWS if state.region == "requests" else DETAIL_ROWS
    return next((name for name in names if name in rows and name not in WEAK_REQUEST_ROWS), None)


def _known(name: str, state: _State) -> bool:
    if not name:
        return False
    if _is_strong(name) or name in REVIEW_GROUPS or name in STRONG_RESULTS or name == LITIGATION:
        return True
    if name.startswith("第二十条") or name == "信息内容":
        return True
    if state.region == "details":
        return name in DETAIL_ROWS
    if state.region == "requests":
        return state.row is not None and name in WEAK_REQUEST_ROWS
    return state.region == "reviews" and name in REVIEW_RESULTS


def _label(name: str, text: str, values: tuple[Atom, ...], state: _State, out: Collector) -> None:
    if _is_strong(name) or (state.region == "requests" and name in WEAK_REQUEST_ROWS):
        if state.region != "requests":
            state.region, state.row = "requests", None
            if state.loose:
                state.shifted.add("t3")
        if name in REQUEST_HEADERS:
            _stray(values, text, state, out)
        else:
            _request_row(request_row(name) or REQUEST_ROWS[name], text, values, state)
    elif name.startswith("第二十条") or name == "信息内容":
        state.region, state.header = "details", []
        if any(value.kind == "number" for value in values):
            state.doubted.add("t2")
    elif state.region == "details" and name in DETAIL_ROWS:
        _detail_row(DETAIL_ROWS[name], text, values, state, out)
    else:
        if state.region != "reviews":
            state.region, state.names, state.words, state.group = "reviews", [], [], None
        state.names.append(name)
        state.words.append(text)
        # Empty cells in a line of the header's words belong to the words that span them.
        if values and (not values[0].exact or any(value.kind == "number" for value in values)):
            _review_values(values, text, state, out)


def _stray(values: tuple[Atom, ...], text: str, state: _State, out: Collector) -> None:
    if any(value.kind == "number" for value in values):
        state.doubted.add("t3")
        out.refuse((), "unknown_row", f"{text[:40]!r} is a heading of table 3 and has values behind it")


def _request_row(row: str, text: str, values: tuple[Atom, ...], state: _State) -> None:
    state.row = row
    keys = tuple(f"t3.{row}.{column}" for column in REQUEST_ORDER)
    state.rows.append(FlatRow(keys, ("件",) * len(keys), values, text))


def _detail_row(named: tuple[str, str], text: str, values: tuple[Atom, ...], state: _State, out: Collector) -> None:
    table_id, row = named
    table = _detail_table(table_id, state.header)
    if table is None:
        if any(value.kind == "number" for value in values):
            out.refuse((), "unknown_columns", f"{text[:40]!r}: no header of the form stands above it")
        return
    header = "".join(state.header)
    units = tuple(
        (money_unit(header) if column.key == "amount" else None) or column.unit or table.unit
        for column in table.columns
    )
    state.rows.append(FlatRow(tuple(table.key(row, column.key) for column in table.columns), units, values, text))


def _detail_table(table_id: str, header: Sequence[str]) -> Table | None:
    """Form B's or form C's table by the words of the header; None where they fit neither or both."""
    named = detail_columns_in("".join(header))
    fitting = [
        table for table in DETAIL_TABLES[table_id] if named and named <= {column.key for column in table.columns}
    ]
    if len(fitting) > 1:  # 处理决定数量 alone: form B would print more columns
        fitting = [table for table in fitting if {column.key for column in table.columns} == named]
    return fitting[0] if len(fitting) == 1 else None


def _review_values(values: tuple[Atom, ...], text: str, state: _State, out: Collector) -> None:
    numbers = [value for value in values if value.kind == "number"]
    slots = table_4.slots_of(state.names) or table_4.slots_of(review_words("".join(state.words)))
    # The results of a group may stand one below the other, each with its value; its name stands above the first.
    groups_named = [name for name in state.names if name in REVIEW_GROUPS] or [state.group or ""]
    results = [REVIEW_RESULTS[name] for name in state.names if name in REVIEW_RESULTS]
    if not slots and len(groups_named) == 1 and groups_named[0] and len(results) == 1:
        slots = (f"t4.{REVIEW_GROUPS[groups_named[0]]}.{results[0]}",)
    if slots:
        state.rows.append(FlatRow(slots, ("件",) * len(slots), values, text or "table 4"))
    elif numbers:
        out.refuse((), "unknown_columns", f"table 4: {len(numbers)} values, and its header does not tell the cells")
        state.unplaced = True
    state.group = groups_named[0] if len(slots) == 1 else None
    state.names, state.words = [], []


def _unknown(atom: Atom, values: tuple[Atom, ...], state: _State, out: Collector) -> None:
    if state.region is None:
        return
    match = _CONCATENATED.fullmatch(atom.name)
    joined = REQUEST_ROWS.get(match["label"]) if match and state.region == "requests" else None
    if FRACTION.fullmatch(atom.text):
        _doubt_last(state, out, "the number goes on in the next line")
        return
    if match and (joined is not None or match["label"] in DETAIL_ROWS):
        keys = tuple(f"t3.{joined}.{column}" for column in REQUEST_ORDER) if joined else ()
        out.refuse(keys, "cells_concatenated", f"{atom.text[:40]!r}: values run together, their cells cannot be told")
        state.blocks.add(atom.block)
        return
    if _ends_table(atom):
        state.region = None
        return
    state.blocks.add(atom.block)
    counted = any(value.kind == "number" for value in values)
    if _DIGITS.fullmatch(atom.name):
        state.doubted.add(_FAMILIES[state.region])
    if state.region == "details":
        near = near_detail_row(atom.name) if values else None
        if near is not None:
            _detail_row(near, atom.text, values, state, out)
        else:
            state.header.append(atom.text)
            if counted:
                state.shifted.add("t2")
    elif state.region == "reviews":
        state.words.append(atom.text)
        if counted:
            state.doubted.add("t4")
    elif state.region == "requests":
        _misprinted_request(atom, values, state, out)


def _misprinted_request(atom: Atom, values: tuple[Atom, ...], state: _State, out: Collector) -> None:
    row = None if atom.name in REQUEST_COLUMNS else near_request_row(atom.name, state.row)
    if row is not None and (values or state.row is not None):
        _request_row(row, atom.text, values, state)
        return
    state.fragments += state.row is not None and not _is_results_cut(atom.name) and atom.name not in REQUEST_COLUMNS
    if any(value.kind == "number" for value in values):
        out.refuse((), "unknown_row", f"{atom.text[:40]!r}: no row of table 3 is called so")
        state.doubted.add("t3")
        # They may belong to the row above, whose missing cells then were not empty.
        if state.rows and len(state.rows[-1].numbers) < len(state.rows[-1].keys):
            _doubt_last(state, out, "words stand among its values")


def _doubt_last(state: _State, out: Collector, reason: str) -> None:
    """Nothing is stated of the last row."""
    if state.rows:
        row = state.rows.pop()
        out.refuse(row.keys, "row_not_understood", f"{row.label[:40]!r}: {reason}")


def _ends_table(atom: Atom) -> bool:
    if _BALANCE_NOTE in atom.text or _is_results_cut(atom.name):
        return False
    return not atom.text or len(atom.text) > _LONG or bool(_HEADING.match(atom.text))


def _is_results_cut(name: str) -> bool:
    """三、本 | 年度办 | 理结果: the label beside the rows, printed from top to bottom."""
    return 0 < len(name) < len(_RESULTS) and _RESULTS.startswith(name)


def _refuse_cut_off(found: Sequence[Group], state: _State, out: Collector) -> None:
    """Where the document ends within a row, its missing cells were not empty but cut off."""
    if not found or not state.rows or state.rows[-1].values is not found[-1].values:
        return
    if not any(row.numbers for row in state.rows):
        return  # labels alone are no table
    row = state.rows[-1]
    if len(row.numbers) < len(row.keys) and len(row.trimmed) < len(row.keys):
        state.rows.pop()
        out.refuse(row.keys, "row_cut_off", f"{row.label[:40]!r}: the text ends within this row")


def _refuse_run_together(lines: Sequence[tuple[int, str]], out: Collector) -> None:
    for block, text in lines:
        if len(text) > _LONG and "属于国家秘密" in text and "重复申请" in text and "\n" not in text and "|" not in text:
            out.refuse((), "cells_concatenated", f"block {block + 1}: a whole table in one line, cells cannot be told")
