"""The statistics tables before 2019 from flattened text: a label, perhaps a unit, then one value or two."""

from collections.abc import Sequence

from archive.extract.atoms import Atom
from archive.extract.early import RowFinder, choose_form, column_of
from archive.extract.labels import bare
from archive.extract.line_rows import FlatRow, place_rows
from archive.extract.readings import Collector
from archive.extract.vocabulary import EARLY_NAMES, UNITS_PRINTED

_Group = tuple[tuple[Atom, ...], tuple[Atom, ...]]


def read_early_lines(found: Sequence[_Group], out: Collector) -> set[int]:
    """``found`` are groups of labels with the values behind the last label. Returns the blocks of the table."""
    columns = _columns(found)
    form = choose_form([label.name for labels, _ in found for label in labels], columns)
    if form is None:
        return set()
    finder = RowFinder(form, [])
    rows: list[FlatRow] = []
    blocks: set[int] = set()
    for labels, values in found:
        row = _row(labels, values, finder)
        if row is not None:
            rows.append(row)
            blocks.update(atom.block for atom in (*labels[-2:], *values))
    if _are_shifted(found, RowFinder(form, [])):
        out.refuse((), "values_astray", "values stand behind headings of the table: whose they are cannot be told")
        return blocks
    place_rows(rows, out, (), _of_more_columns(rows))
    return blocks


def _are_shifted(found: Sequence[_Group], finder: RowFinder) -> bool:
    """Values behind the name of a column or behind several headings: they were printed before their labels."""
    headings = 0
    for labels, values in found:
        keys = [finder.find(label.name) for label in labels if label.name in EARLY_NAMES]
        if not labels or not any(value.kind == "number" for value in values):
            continue
        if column_of(labels[-1].text) is not None:
            return True
        headings += labels[-1].name in EARLY_NAMES and keys[-1] is not None and finder.is_header(keys[-1])
    return headings > 1


def _of_more_columns(rows: Sequence[FlatRow]) -> set[str]:
    """Several rows print more values than the header told of columns: a row with one value may lack any."""
    return {"a"} if sum(len(row.numbers) > len(row.keys) for row in rows) > 1 else set()


def _columns(found: Sequence[_Group]) -> tuple[str, ...]:
    """Year and cumulative where a line says 历年累计 right behind a line that says 本年 or a year."""
    before = ""
    for labels, values in found:
        for part in (part for label in labels for part in (label.text.split() or [label.text])):
            if column_of(part) == "cumulative" and column_of(before) == "year":
                return ("year", "cumulative")
            before = part
        for value in values:
            before = value.text
    return ()


def _row(labels: Sequence[Atom], values: tuple[Atom, ...], finder: RowFinder) -> FlatRow | None:
    named = [label for label in labels if label.name and label.name not in UNITS_PRINTED]
    for label in named[:-1]:
        if label.name in EARLY_NAMES:
            finder.find(label.name)
    if not named or not values:
        if named and named[-1].name in EARLY_NAMES:
            finder.find(named[-1].name)
        return None
    text = named[-1].text
    joined = named[-2].text + text if len(named) > 1 else ""
    # A name may be the end of a longer one: 信函、 | 传真申请数.
    if bare(joined) in EARLY_NAMES:
        text = joined
    key = finder.find(bare(text))
    if key is None and joined:
        text = joined
        key = finder.find(bare(text))
    if key is None or finder.is_header(key):
        return None
    keys = finder.keys(key)
    printed = [label.name for label in labels if label.name in UNITS_PRINTED]
    unit = printed[-1] if printed and labels[-1].name == printed[-1] else finder.unit(key)
    return FlatRow(keys, (unit,) * len(keys), values, text)
