"""The statistics tables before 2019 (national form A, local forms with 本年 | 历年累计) from a grid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extract.tables.before_2019 import HEADER_WORDS, RowFinder, choose_form, column_of
from archive.extract.tables.header import HeaderColumn
from archive.extract.tables.labels import bare
from archive.extract.tables.place import Collector
from archive.extract.tables.rows import Piece, Strip, place
from archive.extract.tables.values import read_cell
from archive.extract.tables.words import EARLY_NAMES, LOCAL_ROWS, NATIONAL_ROWS, UNITS_PRINTED

_SPOILT = re.compile(r"[约近超]?[+\-−－]?[\d０-９]")
_WHOLE = 10
_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class EarlyHeader:
    """What a header names: the value columns (``()`` for one column of numbers, or year and cumulative), and the grid
    columns of each, where one header row names them all. ``several`` where it names more years than one."""

    columns: tuple[str, ...] = ()
    places: tuple[HeaderColumn, ...] = ()
    several: bool = False


def read_header(rows: Sequence[Strip]) -> EarlyHeader:
    """The first row that names year and cumulative, or several years, or the one column of numbers."""
    one = EarlyHeader()
    for strip in rows:
        if any(piece.name in EARLY_NAMES for piece in strip):
            continue  # a row of the table: its values may look like years
        named = [(column_of(piece.cell.text), piece) for piece in strip]
        found = [(name, piece) for name, piece in named if name in {"year", "cumulative"}]
        columns = tuple(name for name, _ in found if name)
        if len(columns) == 4 and columns[:2] == columns[2:] and len(set(columns)) == 2:
            return EarlyHeader(columns[:2])  # two halves side by side
        if len(set(columns)) < len(columns):
            return EarlyHeader(several=True)
        places = tuple(HeaderColumn(name, piece.start, piece.end) for name, piece in found if name)
        if len(columns) == 2:
            return EarlyHeader(columns, places)
        value = [piece for name, piece in named if name == "value" or (name == "year" and piece.name)]
        if len(value) == 1 and not one.places:
            one = EarlyHeader((), (HeaderColumn("value", value[0].start, value[0].end),))
    return one


def read_early(number: int, rows: Sequence[Strip], known: RowFinder | None, out: Collector) -> RowFinder | None:
    """Returns the finder, which knows the form and the rows seen, for the table's part on the next page."""
    header = read_header(rows)
    columns = header.columns
    if header.several:
        named = {key for strip in rows for piece in strip for key in NATIONAL_ROWS.get(piece.name, ())}
        named |= {key for strip in rows for piece in strip for key in LOCAL_ROWS.get(piece.name, ())}
        keys = [f"a.{key}{column}" for key in named for column in ("", ".year", ".cumulative")]
        # The form's own table, not a comparison of some of its rows: no other table gives its figures.
        whole = keys if len(named) >= _WHOLE else ()
        out.refuse(whole, "unknown_columns", f"table {number}: several columns of years")
        return None
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
    read: list[EarlyRow] = []
    for index, strip in enumerate(_whole_labels(rows, finder)):
        read.extend(_read_row(number, index, strip, finder, out))
    crowded = any(len([piece for piece in row.data if piece.value.kind == "number"]) > len(row.keys) for row in read)
    if finder.form.name == "local" and not columns:
        header = EarlyHeader()  # one column of a form of two does not tell which
    widest = max((len(row.data) for row in read), default=0)
    for row in read:
        if crowded and len(row.data) < widest:  # which of its cells is missing, nobody knows
            out.refuse(row.keys, "row_not_understood", f"table {number} row {row.index + 1}: a cell is missing")
        else:
            _emit(number, row, header, out, crowded=crowded)
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


@dataclass(frozen=True, slots=True)
class EarlyRow:
    """A row of the form with the cells behind its label."""

    index: int
    keys: tuple[str, ...]
    data: tuple[Piece, ...]
    unit: str | None


def _read_row(number: int, index: int, strip: Strip, finder: RowFinder, out: Collector) -> list[EarlyRow]:
    """One row, or two half rows side by side: each label takes the values up to the next label."""
    printed_units = [piece.name for piece in strip if piece.name in UNITS_PRINTED]
    found: list[EarlyRow] = []
    for label, data in _halves(strip, index, finder):
        if label.name in HEADER_WORDS:
            continue
        key = finder.find(label.name)
        if key is None:
            if any(piece.value.kind == "number" for piece in data):
                text = label.cell.text.strip()[:40]
                out.refuse((), "unknown_row", f"table {number} row {index + 1}: no row of the form is called {text!r}")
            continue
        if finder.is_header(key):
            continue
        unit = printed_units[0] if len(printed_units) == 1 else finder.unit(key)
        found.append(EarlyRow(index, finder.keys(key), tuple(data), unit))
    return found


def _halves(strip: Strip, index: int, finder: RowFinder) -> list[tuple[Piece, list[Piece]]]:
    found: list[tuple[Piece, list[Piece]]] = []
    fresh = True
    for piece in strip:
        if piece.name and piece.name in UNITS_PRINTED:
            continue
        if found and piece.name and _is_spoilt(piece, finder):
            found[-1][1].append(piece)
            fresh = False
        elif piece.name:
            if fresh and found:
                found.pop()  # a group's name to the left of the row's own
            if column_of(piece.cell.text) is None and (piece.begins_in(index) or piece.cell.rowspan > 1):
                found.append((piece, []))
                fresh = True
        elif found:
            found[-1][1].append(piece)
            fresh = False
    return found


def _is_spoilt(piece: Piece, finder: RowFinder) -> bool:
    """Whether words are a number with something beside it (``3/7``, ``约3``), and no label of the form."""
    return _SPOILT.match(piece.cell.text.strip()) is not None and not finder.knows(piece.name)


def _emit(number: int, row: EarlyRow, header: EarlyHeader, out: Collector, *, crowded: bool) -> None:
    """``crowded`` where a row prints more numbers than the form has columns: then the header tells, or nobody."""
    keys, data = row.keys, list(row.data)
    while len(data) > len(keys) and data[-1].value.kind == "text" and not _DIGIT.search(data[-1].value.raw):
        data.pop()  # a remark
    printed = [piece for piece in data if piece.value.kind == "number"]
    where = f"table {number} row {row.index + 1}"
    if any(piece.cell.rowspan > 1 for piece in printed):
        out.refuse(keys, "merged_cell", f"{where}: one value for several rows")
        return
    placed = _by_header(header, data) if len(data) > len(keys) else None
    if placed is not None:
        data = printed = placed
    if len(data) == len(keys) or (len(printed) == len(keys) and not crowded and len(printed) == len(_filled(data))):
        chosen = data if len(data) == len(keys) else printed
        for name, piece in zip(keys, chosen, strict=True):
            out.read(name, piece.value, row.unit, place(number, piece))
    elif data and not _filled(data):
        for name in keys:
            out.read(name, data[0].value, row.unit, where)
    elif len(printed) > len(keys):
        out.refuse(keys, "too_many_values", f"{where}: {len(printed)} values for {len(keys)} columns")
    elif crowded or len(printed) < len(_filled(data)):
        out.refuse(keys, "row_not_understood", f"{where}: more columns than the form has, or words among the values")
    elif printed:
        out.lose(keys, (piece.value.value for piece in printed if piece.value.value is not None), where)


def _filled(data: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in data if piece.value.kind != "blank"]


def _by_header(header: EarlyHeader, data: Sequence[Piece]) -> list[Piece] | None:
    """The cell exactly below each column's name; None where one is missing."""
    at = {(piece.start, piece.end): piece for piece in data}
    found = [at.get((column.start, column.end)) for column in header.places]
    whole = [piece for piece in found if piece is not None]
    return whole if whole and len(whole) == len(found) else None
