"""Table 4 (政府信息公开行政复议、行政诉讼情况) from a grid: as printed, split in parts, or turned on its side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Piece, Strip, names, place
from archive.extract.tables.words import (
    LITIGATION,
    REVIEW_GROUPS,
    REVIEW_KEYS,
    REVIEW_RESULTS,
    review_word,
    review_words,
)

_UNIT = "件"
_WHOLE = 10
"""So many numbers are the report's own table 4: where they cannot be read, no other table gives its figures."""
_SERIAL = "序号"
_DIGIT = re.compile(r"\d")
_LONGEST_NAME = 20
REVIEW_NAMES = frozenset((*REVIEW_GROUPS, *REVIEW_RESULTS, LITIGATION))
_GROUP_NAMES = frozenset((*REVIEW_GROUPS, LITIGATION))
_HEADER_NAMES = frozenset((*REVIEW_GROUPS, LITIGATION, *(name for name in REVIEW_RESULTS if len(name) > 2)))


@dataclass(frozen=True, slots=True)
class ReviewCarry:
    """The cells that a header without values under it has announced, for the row of values on the next page."""

    slots: tuple[str, ...] = ()


def is_header(strip: Strip) -> bool:
    """A row that names groups or results of table 4."""
    named = names(strip)
    return not _HEADER_NAMES.isdisjoint(named) or any(len(words_of(name)) > 1 for name in named)


def words_of(name: str) -> tuple[str, ...]:
    """The words of table 4 that a cell of its header holds: one, or a group and a result in one (行政复议结果维持)."""
    word = review_word(name)
    return (word,) if word in REVIEW_RESULTS or len(name) > _LONGEST_NAME else review_words(name) or (word,)


def read_reviews(number: int, rows: Sequence[tuple[int, Strip]], carry: ReviewCarry, out: Collector) -> ReviewCarry:
    """``rows`` are the (row number, strip) pairs of the grid that belong to table 4."""
    for part in _parts(rows):
        carry = _read_part(number, part, carry, out)
    return carry


def _parts(rows: Sequence[tuple[int, Strip]]) -> list[list[tuple[int, Strip]]]:
    """Reviews and lawsuits may stand one below the other, each with its header: a new part begins at the name of a
    group that has values above it and the names of results below it (a row of blanks has none)."""
    parts: list[list[tuple[int, Strip]]] = [[]]
    valued = False
    for at, (index, strip) in enumerate(rows):
        number = any(piece.value.kind == "number" for piece in strip)
        group = any(piece.name in _GROUP_NAMES and piece.begins_in(index) for piece in strip)
        if group and valued and not number and _results_follow(rows[at:]):
            parts.append([])
            valued = False
        valued = valued or number or (not is_header(strip) and any(piece.is_data for piece in strip))
        parts[-1].append((index, strip))
    return parts


def _results_follow(rows: Sequence[tuple[int, Strip]]) -> bool:
    """Whether the names of results stand in these rows before the first number."""
    for index, strip in rows:
        if any(piece.name and review_word(piece.name) in REVIEW_RESULTS and piece.begins_in(index) for piece in strip):
            return True
        if any(piece.value.kind == "number" for piece in strip):
            return False
    return False


def _read_part(number: int, rows: Sequence[tuple[int, Strip]], carry: ReviewCarry, out: Collector) -> ReviewCarry:
    named = [piece.name for at, strip in rows for piece in strip if piece.begins_in(at) and piece.name]
    words = [word for name in named for word in words_of(name)]
    slots = slots_of(words) or carry.slots
    value_rows = [strip for _, strip in rows if _is_value_row(strip)]
    placed = _by_path(rows)
    if placed is not None:
        for key, piece in placed:
            out.read(key, piece.value, _UNIT, place(number, piece))
        return ReviewCarry()
    if not value_rows:
        _note_unplaced(number, rows, out)
        return ReviewCarry(slots)
    if len(value_rows) > 1:
        out.refuse(slots, "row_not_understood", f"table {number}: several rows of values under one header of table 4")
        return ReviewCarry()
    if _SERIAL in named:
        out.refuse(slots, "row_not_understood", f"table {number}: cells of table 4 beside a serial number do not fit")
    else:
        _by_slots(number, value_rows[0], slots, out)
    return ReviewCarry()


def _is_value_row(strip: Strip) -> bool:
    named = any(piece.name and not REVIEW_NAMES.isdisjoint(words_of(piece.name)) for piece in strip)
    return not named and any(piece.value.kind == "number" for piece in strip)


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


def _by_path(rows: Sequence[tuple[int, Strip]]) -> list[tuple[str, Piece]] | None:
    """Each value by the group and the result printed above it or to its left; None where one value has no place
    or two values share one, so that the spans of the table cannot be trusted."""
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    found: dict[str, Piece] = {}
    for index, strip in rows:
        left: list[str] = []
        _note_groups(strip, beside)
        for piece in strip:
            if piece.value.kind == "blank" and piece.start in beside:
                left.append(beside[piece.start])
                continue
            if piece.name:
                words = words_of(piece.name)
                if piece.begins_in(index) and _DIGIT.match(piece.cell.text) and REVIEW_NAMES.isdisjoint(words):
                    return None  # a number with words
                left.extend(words)
                if piece.begins_in(index):
                    for column in range(piece.start, piece.end):
                        above.setdefault(column, []).extend(words)
                continue
            if not piece.begins_in(index):
                continue
            keys = {_key(above.get(column, []), left) for column in range(piece.start, piece.end)}
            key = keys.pop() if len(keys) == 1 else None
            if key is None and _is_other_column(piece, above, left):
                continue
            if piece.value.kind == "blank":
                if key is not None:
                    found.setdefault(key, piece)
                continue
            if key is None or (key in found and found[key].value.kind != "blank"):
                return None
            found[key] = piece
    return list(found.items()) if _complete(found) else None


def _is_other_column(piece: Piece, above: dict[int, list[str]], left: Sequence[str]) -> bool:
    """Whether a cell stands below a name that is none of table 4's (序号), with none of them beside it."""
    heads = {word for column in range(piece.start, piece.end) for word in above.get(column, [])}
    return bool(heads) and REVIEW_NAMES.isdisjoint(heads) and REVIEW_NAMES.isdisjoint(left)


def _note_groups(strip: Strip, beside: dict[int, str]) -> None:
    """Keeps in ``beside`` the names of groups left of a result, by column: tables that lost their spans print
    nothing below such a name until the next one."""
    result = next((piece.start for piece in strip if review_word(piece.name) in REVIEW_RESULTS), None)
    for piece in strip:
        if piece.name or result is None or piece.start >= result:
            beside.pop(piece.start, None)
        if result is not None and piece.start < result and review_word(piece.name) in _GROUP_NAMES:
            beside[piece.start] = review_word(piece.name)


def _complete(found: dict[str, Piece]) -> bool:
    """Whole groups only: a table whose spans are wrong leaves gaps."""
    groups = {key.split(".")[1] for key in found}
    return bool(found) and len(found) == 5 * len(groups)


def _key(above: Sequence[str], left: Sequence[str]) -> str | None:
    words = (*above, *left)
    specific = {REVIEW_GROUPS[word] for word in words if word in REVIEW_GROUPS}
    results = {REVIEW_RESULTS[word] for word in words if word in REVIEW_RESULTS}
    if len(specific) != 1 or len(results) != 1:
        return None
    group = specific.pop()
    return None if group == "review" and LITIGATION in words else f"t4.{group}.{results.pop()}"


def _by_slots(number: int, strip: Strip, slots: tuple[str, ...], out: Collector) -> None:
    data = [piece for piece in strip if not piece.name]
    printed = [piece for piece in data if piece.value.kind == "number"]
    where = f"table {number} row {data[0].cell.row + 1}" if data else f"table {number}"
    words_between = any(
        piece.name and data and (piece.start > data[0].start or _DIGIT.search(piece.cell.text)) for piece in strip
    )
    if words_between:
        out.refuse(slots, "row_not_understood", f"{where}: words among the values of table 4")
    elif not slots:
        keys = [f"t4.{group}.{result}" for group, result in REVIEW_KEYS] if len(printed) >= _WHOLE else ()
        out.refuse(keys, "unknown_columns", f"{where}: the header of table 4 does not tell the columns")
    elif len(data) == len(slots) or (len(printed) == len(slots) and _sums_hold(printed)):
        chosen = data if len(data) == len(slots) else printed
        for key, piece in zip(slots, chosen, strict=True):
            out.read(key, piece.value, _UNIT, place(number, piece))
    elif len(printed) > len(slots):
        out.refuse(slots, "too_many_values", f"{where}: {len(printed)} values for {len(slots)} cells of table 4")
    elif len(data) > len(slots):
        out.refuse(slots, "row_not_understood", f"{where}: {len(data)} cells, some empty, for {len(slots)} of table 4")
    else:
        out.lose(slots, (piece.value.value for piece in printed if piece.value.value is not None), where)


def _sums_hold(printed: Sequence[Piece]) -> bool:
    """Whether each fifth number is the sum of the four before it: among more cells than the form has, an empty one may
    be the form's and a number not."""
    values = [piece.value.value or 0 for piece in printed]
    return all(sum(values[at : at + 4]) == values[at + 4] for at in range(0, len(values), 5))


def _note_unplaced(number: int, rows: Sequence[tuple[int, Strip]], out: Collector) -> None:
    values = [piece for index, strip in rows for piece in strip if piece.begins_in(index)]
    if any(piece.value.kind == "number" for piece in values):
        out.refuse((), "unknown_columns", f"table {number}: values of table 4 without a clear group and result")
