"""The statistics tables before 2019 from flattened text: a label, perhaps a unit, then one value or two."""

from collections.abc import Sequence

from archive.extract.tables.before_2019 import HEADER_WORDS, RowFinder, choose_form, column_of, years_in
from archive.extract.tables.flattened.groups import FRACTION, Group
from archive.extract.tables.flattened.rows import numbers_of, settle_rows
from archive.extract.tables.labels import bare, compact
from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Entry, Line, Row, joined
from archive.extract.tables.words import EARLY_NAMES, UNITS_PRINTED

_FEW = 5
_JOINED = 3
"""A label is broken over at most this many lines."""


def read_lines_before_2019(found: Sequence[Group], out: Collector) -> set[int]:
    """``found`` are groups of labels with the values behind the last label. Returns the blocks of the table."""
    columns, year = _columns(found)
    form = choose_form([label.name for group in found for label in group.labels], columns)
    if form is None:
        return set()
    out.years.update(years_in(year))
    finder = RowFinder(form, [])
    rows: list[Row] = []
    blocks: set[int] = set()
    # Rows behind a label without values, and rows whose value stands behind no unit.
    behind_bereft: list[Row] = []
    unit_less: list[Row] = []
    orphans = 0
    for group in found:
        if _goes_on(group):
            orphans += 1
            if rows and group.values and group.values[0].exact:
                last = rows.pop()
                out.refuse(last.keys, "row_not_understood", f"{last.label[:40]!r}: its value goes on in the next line")
        row = _row(group, finder, out)
        if row is not None:
            rows.append(row)
            blocks.update(entry.row for entry in (*_of_table(group.labels), *group.values))
            if not _is_unit(group.labels[-1]):
                unit_less.append(row)
            if any(label.name in EARLY_NAMES and label.name != bare(row.label) for label in group.labels[:-1]):
                behind_bereft.append(row)
    blocks |= _of_groups(found, blocks)
    if reason := _not_understood(found, columns, RowFinder(form, [])):
        out.refuse((), *reason)
        return blocks
    rows = _with_units(rows, unit_less, out)
    if orphans:
        # Some values stand before their labels: the row behind a label without values may have got that label's.
        rows = [row for row in rows if row not in behind_bereft]
    settle_rows(rows, out, {"a"} if orphans else (), _of_more_columns(rows))
    return blocks


def _is_unit(label: Entry) -> bool:
    return compact(label.text) in UNITS_PRINTED


def _of_table(labels: Line) -> Line:
    """The last of ``labels`` that are a row's: its own, and the groups' and the columns' names right above it."""
    return labels[-max(2, len(_names_at_end(labels[:-2])) + 2) :]


def _names_at_end(labels: Line) -> Line:
    """The last of ``labels`` that are names of rows, groups, columns or units."""
    first = len(labels)
    while first > 0 and (
        labels[first - 1].name in EARLY_NAMES | HEADER_WORDS
        or column_of(labels[first - 1].text)
        or _is_unit(labels[first - 1])
    ):
        first -= 1
    return labels[first:]


def _of_groups(found: Sequence[Group], blocks: set[int]) -> set[int]:
    """The blocks of the group rows, whose cells are empty: between the rows of ``blocks`` and right above them."""
    own = [at for at, group in enumerate(found) if any(entry.row in blocks for entry in (*group.labels, *group.values))]
    rows: set[int] = set()
    for at in range(own[-1] if own else -1, -1, -1):
        names = _names_at_end(found[at].labels)
        if at not in own and not found[at].counts:
            rows.update(entry.row for entry in (*names, *(found[at].values if names else ())))
        if at < own[0] and (len(names) < len(found[at].labels) or found[at].counts):
            break
    return rows


def _not_understood(found: Sequence[Group], columns: tuple[str, ...], finder: RowFinder) -> tuple[str, str] | None:
    """Why no row of the table can be read, as code and detail."""
    if _are_shifted(found, finder):
        return "values_astray", "values stand behind headings of the table: whose they are cannot be told"
    if not columns and any(column_of(label.text) == "cumulative" for group in found for label in group.labels):
        return "unknown_columns", "the table has a column 历年累计, and what stands before it is no year"
    return None


def _with_units(rows: list[Row], unit_less: Sequence[Row], out: Collector) -> list[Row]:
    """Where nearly all rows print their unit, a number behind a label without one is an ordinal, or no cell at all."""
    if len(unit_less) * _FEW > len(rows):
        return rows
    for row in unit_less:
        out.refuse(row.keys, "row_not_understood", f"{row.label[:40]!r}: no unit stands before its value")
    return [row for row in rows if row not in unit_less]


def _goes_on(group: Group) -> bool:
    """Whether a line of a table prints numbers without a label, or a fraction alone."""
    bereft = group.counts and all(map(_is_unit, group.labels))
    return bereft or any(FRACTION.fullmatch(label.text) for label in group.labels)


def _are_shifted(found: Sequence[Group], finder: RowFinder) -> bool:
    """Values behind the name of a column or behind several headings: they were printed before their labels."""
    headings = 0
    for group in found:
        labels = group.labels
        keys = [finder.find(label.name) for label in labels if label.name in EARLY_NAMES]
        if not labels or not group.counts:
            continue
        end_of_label = joined(labels[-2:]).name in EARLY_NAMES
        if column_of(labels[-1].text) is not None and not end_of_label:
            return True
        headings += labels[-1].name in EARLY_NAMES and keys[-1] is not None and finder.is_header(keys[-1])
    return headings > 1


def _of_more_columns(rows: Sequence[Row]) -> set[str]:
    """Several rows print more values than the header told of columns: a row with one value may lack any."""
    return {"a"} if sum(len(numbers_of(row)) > len(row.keys) for row in rows) > 1 else set()


def _columns(found: Sequence[Group]) -> tuple[tuple[str, ...], str]:
    """Year and cumulative where a line says 历年累计 right behind a line that says 本年 or a year, and that line."""
    before = ""
    for group in found:
        for part in (part for label in group.labels for part in (label.text.split() or [label.text])):
            if column_of(part) == "cumulative" and column_of(before) == "year":
                return ("year", "cumulative"), before
            before = part
        for value in group.values:
            before = value.text
    return (), ""


def _row(group: Group, finder: RowFinder, out: Collector) -> Row | None:
    """The row that the last label names, alone or as the end of a name that begins above; the labels above it are
    headings, or rows without values."""
    named = [label for label in group.labels if not _is_unit(label)]
    for label in named if not group.values else named[:-1]:
        if label.name in EARLY_NAMES:
            finder.find(label.name)
    if not named or not group.values:
        return None
    key, text = _found(named, finder)
    if key is None:
        if finder.seen and named[-1].name not in HEADER_WORDS and group.counts:
            out.refuse((), "unknown_row", f"{named[-1].text[:40]!r}: no row of the form is called so")
        return None
    if finder.is_header(key):
        return None
    unit = compact(group.labels[-1].text)
    return finder.row(key, group.values, text, text, unit if unit in UNITS_PRINTED else None)


def _found(named: Sequence[Entry], finder: RowFinder) -> tuple[str | None, str]:
    """The longest name of the form that the last labels make together, else what they are a misprint of."""
    runs = [joined(named[-count:]) for count in range(1, min(_JOINED, len(named)) + 1)]
    # A bracket that no piece of a name closes was not broken off at the line's end.
    wholes = [whole for whole in runs if whole is runs[0] or _is_balanced(whole.text)]
    for whole in reversed(wholes):
        if whole.name in EARLY_NAMES:
            return finder.find(whole.name), whole.text
    for whole in wholes:
        if key := finder.find(whole.name):
            return key, whole.text
    return None, wholes[0].text


def _is_balanced(text: str) -> bool:
    words = compact(text)
    return words.count("(") == words.count(")")
