"""Table 4 (政府信息公开行政复议、行政诉讼情况): as printed, split in parts, or turned on its side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.tables.place import Collector, settle
from archive.extract.tables.rows import Entry, Line, Row, names
from archive.extract.tables.words import (
    LITIGATION,
    REVIEW_GROUPS,
    REVIEW_KEYS,
    REVIEW_RESULTS,
    review_word,
    review_words,
)
from archive.forms.keys import parts_of

UNIT = "件"
_WHOLE = 10
"""So many numbers are the report's own table 4: where they cannot be read, no other table gives its figures."""
_SERIAL = "序号"
_DIGIT = re.compile(r"\d")
_LONGEST_NAME = 20
REVIEW_NAMES = frozenset((*REVIEW_GROUPS, *REVIEW_RESULTS, LITIGATION))
_GROUP_NAMES = frozenset((*REVIEW_GROUPS, LITIGATION))
_HEADER_NAMES = frozenset((*REVIEW_GROUPS, LITIGATION, *(name for name in REVIEW_RESULTS if len(name) > 2)))
_ALL = tuple(f"t4.{group}.{result}" for group, result in REVIEW_KEYS)


@dataclass(frozen=True, slots=True)
class ReviewCarry:
    """The cells that a header without values under it has announced, for the row of values on the next page."""

    slots: tuple[str, ...] = ()


def is_header(line: Line) -> bool:
    """A row that names groups or results of table 4."""
    named = names(line)
    return not _HEADER_NAMES.isdisjoint(named) or any(len(words_of(name)) > 1 for name in named)


def words_of(name: str) -> tuple[str, ...]:
    """The words of table 4 that a cell of its header holds: one, or a group and a result in one (行政复议结果维持)."""
    word = review_word(name)
    return (word,) if word in REVIEW_RESULTS or len(name) > _LONGEST_NAME else review_words(name) or (word,)


def read_table_4(number: int, lines: Sequence[tuple[int, Line]], carry: ReviewCarry, out: Collector) -> ReviewCarry:
    """``lines`` are the (row number, line) pairs of the ``number``-th grid that belong to table 4."""
    for part in _parts(lines):
        carry = _read_part(number, part, carry, out)
    return carry


def _parts(lines: Sequence[tuple[int, Line]]) -> list[list[tuple[int, Line]]]:
    """Reviews and lawsuits may stand one below the other, each with its header: a new part begins at the name of a
    group that has values above it and the names of results below it (a row of blanks has none)."""
    parts: list[list[tuple[int, Line]]] = [[]]
    valued = False
    for at, (index, line) in enumerate(lines):
        number = any(entry.value.kind == "number" for entry in line)
        group = any(entry.name in _GROUP_NAMES and entry.begins_in(index) for entry in line)
        if group and valued and not number and _results_follow(lines[at:]):
            parts.append([])
            valued = False
        valued = valued or number or (not is_header(line) and any(entry.value.kind != "text" for entry in line))
        parts[-1].append((index, line))
    return parts


def _results_follow(lines: Sequence[tuple[int, Line]]) -> bool:
    """Whether the names of results stand in these rows before the first number."""
    for index, line in lines:
        if any(entry.name and review_word(entry.name) in REVIEW_RESULTS and entry.begins_in(index) for entry in line):
            return True
        if any(entry.value.kind == "number" for entry in line):
            return False
    return False


def _read_part(number: int, lines: Sequence[tuple[int, Line]], carry: ReviewCarry, out: Collector) -> ReviewCarry:
    named = [entry.name for at, line in lines for entry in line if entry.begins_in(at) and entry.name]
    slots = slots_of([word for name in named for word in words_of(name)]) or carry.slots
    value_rows = [line for _, line in lines if _is_value_row(line)]
    placed = _by_path(lines)
    where = f"table {number}"
    if placed is not None:
        keys = tuple(key for key, _ in placed)
        settle(Row(keys, (UNIT,) * len(keys), (), "table 4", where, placed=placed), out)
        return ReviewCarry()
    if not value_rows:
        values = [entry for index, line in lines for entry in line if entry.begins_in(index)]
        if any(entry.value.kind == "number" for entry in values):
            out.refuse((), "unknown_columns", f"{where}: values of table 4 without a clear group and result")
        return ReviewCarry(slots)
    if len(value_rows) > 1:
        out.refuse(slots, "row_not_understood", f"{where}: several rows of values under one header of table 4")
    elif _SERIAL in named:
        out.refuse(slots, "row_not_understood", f"{where}: cells of table 4 beside a serial number do not fit")
    else:
        settle(_row_of(value_rows[0], slots, where), out)
    return ReviewCarry()


def _is_value_row(line: Line) -> bool:
    named = any(entry.name and not REVIEW_NAMES.isdisjoint(words_of(entry.name)) for entry in line)
    return not named and any(entry.value.kind == "number" for entry in line)


def slots_of(words: Sequence[str]) -> tuple[str, ...]:
    """The figures that a header's words announce in printed order: all 15, or whole groups of five; empty where the
    words do not tell."""
    results = [REVIEW_RESULTS[name] for name in words if name in REVIEW_RESULTS]
    named = [REVIEW_GROUPS[name] for name in words if name in REVIEW_GROUPS]
    groups = set(named)
    order = list(dict.fromkeys(group for group, _ in REVIEW_KEYS))
    if [group for group in order if group in groups] != list(dict.fromkeys(named)):
        return ()  # the groups stand in another order
    if LITIGATION in words and "review" in groups and words.index(LITIGATION) < _first_review(words):
        return ()
    if results == [result for _, result in REVIEW_KEYS]:
        groups = set(order)  # fifteen results in the form's order: the names of groups are lost, or one stands for two
    wanted = tuple((group, result) for group, result in REVIEW_KEYS if group in groups)
    if groups and results == [result for _, result in wanted]:
        return tuple(f"t4.{group}.{result}" for group, result in wanted)
    return ()


def _first_review(words: Sequence[str]) -> int:
    return next(at for at, name in enumerate(words) if REVIEW_GROUPS.get(name) == "review")


def row_in_text(slots: Sequence[str], cells: Line, label: str) -> Row:
    """The row of values below a header that announces ``slots``."""
    return Row(tuple(slots), (UNIT,) * len(slots), cells, label, label)


def _by_path(lines: Sequence[tuple[int, Line]]) -> tuple[tuple[str, Entry], ...] | None:
    """Each value by the group and the result printed above it or to its left; None where one value has no place
    or two values share one, so that the spans of the table cannot be trusted."""
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    found: dict[str, Entry] = {}
    for index, line in lines:
        left: list[str] = []
        _note_groups(line, beside)
        for entry in line:
            if entry.value.kind == "blank" and entry.start in beside:
                left.append(beside[entry.start])
            elif entry.name:
                words = words_of(entry.name)
                if entry.begins_in(index) and _DIGIT.match(entry.text) and REVIEW_NAMES.isdisjoint(words):
                    return None  # a number with words
                left.extend(words)
                for column in range(entry.start, entry.end) if entry.begins_in(index) else ():
                    above.setdefault(column, []).extend(words)
            elif entry.begins_in(index) and not _find_place(entry, above, left, found):
                return None
    return tuple(found.items()) if _complete(found) else None


def _find_place(entry: Entry, above: dict[int, list[str]], left: Sequence[str], found: dict[str, Entry]) -> bool:
    """Puts a value into ``found``; False where it has no place, or another stands there."""
    keys = {_key(above.get(column, []), left) for column in range(entry.start, entry.end)}
    key = keys.pop() if len(keys) == 1 else None
    if key is None:
        return entry.value.kind == "blank" or _is_other_column(entry, above, left)
    if entry.value.kind == "blank":
        found.setdefault(key, entry)
        return True
    free = key not in found or found[key].value.kind == "blank"
    found[key] = entry
    return free


def _is_other_column(entry: Entry, above: dict[int, list[str]], left: Sequence[str]) -> bool:
    """Whether a cell stands below a name that is none of table 4's (序号), with none of them beside it."""
    heads = {word for column in range(entry.start, entry.end) for word in above.get(column, [])}
    return bool(heads) and REVIEW_NAMES.isdisjoint(heads) and REVIEW_NAMES.isdisjoint(left)


def _note_groups(line: Line, beside: dict[int, str]) -> None:
    """Keeps in ``beside`` the names of groups left of a result, by column: tables that lost their spans print
    nothing below such a name until the next one."""
    result = next((entry.start for entry in line if review_word(entry.name) in REVIEW_RESULTS), None)
    for entry in line:
        if entry.name or result is None or entry.start >= result:
            beside.pop(entry.start, None)
        if result is not None and entry.start < result and review_word(entry.name) in _GROUP_NAMES:
            beside[entry.start] = review_word(entry.name)


def _complete(found: dict[str, Entry]) -> bool:
    """Whole groups only: a table whose spans are wrong leaves gaps."""
    groups = {parts_of(key).row for key in found}
    return bool(found) and len(found) == 5 * len(groups)


def _key(above: Sequence[str], left: Sequence[str]) -> str | None:
    words = (*above, *left)
    specific = {REVIEW_GROUPS[word] for word in words if word in REVIEW_GROUPS}
    results = {REVIEW_RESULTS[word] for word in words if word in REVIEW_RESULTS}
    if len(specific) != 1 or len(results) != 1:
        return None
    group = specific.pop()
    return None if group == "review" and LITIGATION in words else f"t4.{group}.{results.pop()}"


def _row_of(line: Line, slots: tuple[str, ...], where: str) -> Row:
    """The one row of values below a header, by the order of the header's words."""
    data = tuple([entry for entry in line if not entry.name])
    printed = [entry for entry in data if entry.value.kind == "number"]
    where = f"{where} row {data[0].row + 1}" if data else where
    between = any(entry.name and (entry.start > data[0].start or _DIGIT.search(entry.text)) for entry in line if data)
    doubt = None
    if between:
        doubt = ("row_not_understood", f"{where}: words among the values of table 4")
    elif not slots:
        doubt = ("unknown_columns", f"{where}: the header of table 4 does not tell the columns")
    elif len(data) > len(slots) >= len(printed) and not (len(printed) == len(slots) and _sums_hold(printed)):
        detail = f"{where}: {len(data)} cells, some empty, for {len(slots)} of table 4"
        doubt = ("row_not_understood", detail)
    keys = slots or (_ALL if len(printed) >= _WHOLE else ())
    return Row(keys, (UNIT,) * len(keys), data, "table 4", where, doubt=doubt)


def _sums_hold(printed: Sequence[Entry]) -> bool:
    """Whether each fifth number is the sum of the four before it: among more cells than the form has, an empty one may
    be the form's and a number not."""
    values = [entry.value.value or 0 for entry in printed]
    return all(sum(values[at : at + 4]) == values[at + 4] for at in range(0, len(values), 5))
