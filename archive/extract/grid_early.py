"""The statistics tables before 2019 (national form A, local forms with 本年 | 历年累计) from a grid."""

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.extract.early import HEADER_WORDS, RowFinder, choose_form, column_of
from archive.extract.labels import bare
from archive.extract.numbers import read_cell
from archive.extract.readings import Collector
from archive.extract.strips import Piece, Strip, place
from archive.extract.vocabulary import UNITS_PRINTED

_ORDINAL = re.compile(r"\d{1,2}")


def header_columns(rows: Sequence[Strip]) -> tuple[str, ...]:
    """The value columns that the header names: ``()`` for one column of numbers, or year and cumulative."""
    for strip in rows:
        named = [column_of(piece.cell.text) for piece in strip]
        found = tuple(name for name in named if name in {"year", "cumulative"})
        if "cumulative" in found and "year" in found:
            return found
    return ()


def read_early(number: int, rows: Sequence[Strip], known: RowFinder | None, out: Collector) -> RowFinder | None:
    """Returns the finder, which knows the form and the rows seen, for the table's part on the next page."""
    columns = header_columns(rows)
    if not columns and any(column_of(piece.cell.text) == "cumulative" for strip in rows for piece in strip):
        where = f"table {number}: the column before 历年累计 is no year"
        out.refuse((), "unknown_columns", where)
        return None
    names = [piece.name for strip in rows for piece in strip if piece.name]
    form = choose_form(names, columns)
    # A part on the next page prints no header; what it prints may be called alike in another form.
    goes_on = (
        known is not None
        and not columns
        and not any(column_of(piece.cell.text) == "value" for strip in rows for piece in strip)
    )
    same = known is not None and form is not None and form.name == known.form.name and not columns
    finder = known if form is None or goes_on or same else None
    if finder is None:
        if form is None:
            return None
        finder = RowFinder(form, [])
    for index, strip in enumerate(_whole_labels(rows, finder)):
        _read_row(number, index, strip, finder, out)
    return finder


def _whole_labels(rows: Sequence[Strip], finder: RowFinder) -> list[Strip]:
    """The rows, those whose label a page break or an ordinal alone cut (``8 | 件 | 1`` above ``．告知通过… | |``) put
    together; the row that only prints the rest is left empty."""
    found = list(rows)
    for at, (strip, below) in enumerate(pairwise(rows)):
        if not strip or not below or not below[0].name or any(piece.value.raw for piece in below[1:]):
            continue
        first = strip[0]
        text = first.cell.text + below[0].cell.text
        name = bare(text)
        begins = first.begins_in(at) and (first.name or _ORDINAL.fullmatch(first.value.raw))
        if begins and name in finder.form.rows and first.name not in finder.form.rows:
            found[at] = (first._replace(name=name, value=read_cell(text)), *strip[1:])
            found[at + 1] = ()
    return found


def _read_row(number: int, index: int, strip: Strip, finder: RowFinder, out: Collector) -> None:
    """One row, or two half rows side by side: each label takes the values up to the next label."""
    printed_units = [piece.name for piece in strip if piece.name in UNITS_PRINTED]
    for label, data in _halves(strip, index):
        if label.name in HEADER_WORDS:
            continue
        key = finder.find(label.name)
        if key is None:
            if any(piece.value.kind == "number" for piece in data):
                text = label.cell.text.strip()[:40]
                out.refuse((), "unknown_row", f"table {number} row {index + 1}: no row of the form is called {text!r}")
            continue
        keys = finder.keys(key)
        if finder.is_header(key):
            continue
        unit = printed_units[0] if len(printed_units) == 1 else finder.unit(key)
        _emit(number, index, keys, data, unit, out)


def _halves(strip: Strip, index: int) -> list[tuple[Piece, list[Piece]]]:
    found: list[tuple[Piece, list[Piece]]] = []
    fresh = True
    for piece in strip:
        if piece.name and piece.name in UNITS_PRINTED:
            continue
        if piece.name:
            if fresh and found:
                found.pop()  # a group's name to the left of the row's own
            if column_of(piece.cell.text) is None and (piece.begins_in(index) or piece.cell.rowspan > 1):
                found.append((piece, []))
                fresh = True
        elif found:
            found[-1][1].append(piece)
            fresh = False
    return found


def _emit(
    number: int,
    index: int,
    keys: tuple[str, ...],
    data: Sequence[Piece],
    unit: str | None,
    out: Collector,
) -> None:
    printed = [piece for piece in data if piece.value.kind == "number"]
    where = f"table {number} row {index + 1}"
    if any(piece.cell.rowspan > 1 for piece in printed):
        out.refuse(keys, "merged_cell", f"{where}: one value for several rows")
    elif len(data) == len(keys) or len(printed) == len(keys):
        chosen = data if len(data) == len(keys) else printed
        for name, piece in zip(keys, chosen, strict=True):
            out.read(name, piece.value, unit, place(number, piece))
    elif data and not printed:
        for name in keys:
            out.read(name, data[0].value, unit, where)
    elif len(printed) > len(keys):
        out.refuse(keys, "too_many_values", f"{where}: {len(printed)} values for {len(keys)} columns")
    elif printed:
        out.lose(keys, (piece.value.value for piece in printed if piece.value.value is not None), where)
