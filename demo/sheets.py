"""A report's tables as rows of boxes with spans, whatever they become: HTML, a document or text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from demo.forms import (
    BALANCE_NOTE,
    COLUMNS,
    OUTCOMES,
    PROCEEDINGS,
    Entry,
    FormName,
    Item,
    Line,
    items_of,
    lines_of,
)
from demo.forms_before_2019 import LOCAL, LOCAL_TITLE, NATIONAL, NATIONAL_HEADER, NATIONAL_TITLE, local_header
from demo.model import Cell, Layout, Report

_CIRCLED = dict(zip("123456789", "①②③④⑤⑥⑦⑧⑨", strict=True))
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_LABEL_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its text and its spans. ``is_label`` tells the header words and row labels from the figures."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its rows from top to bottom, and a title that stands above it, if any."""

    rows: tuple[tuple[Box, ...], ...]
    title: str | None = None

    @property
    def width(self) -> int:
        """Number of columns."""
        return sum(box.colspan for box in self.rows[0])


def sheets_of(report: Report, table: str) -> tuple[Sheet, ...]:
    """The sheets of one table (``second``, ``third``, ``fourth``, ``national``, ``local``) in the report's layout."""
    return tabulate(report.form, report.year, report.cells, report.layout, table)


def tabulate(form: FormName, year: int, cells: Mapping[str, Cell], layout: Layout, table: str) -> tuple[Sheet, ...]:
    """As ``sheets_of``, of figures that belong to no report."""
    if table == "second":
        sheets = _second(items_of(form), cells, layout)
    elif table == "third":
        sheets = _third(lines_of(form), cells, layout)
    elif table == "fourth":
        sheets = _fourth(cells, layout)
    elif table == "national":
        sheets = (_national(cells),)
    else:
        sheets = (_local(year, cells),)
    unit = "件" if table in ("third", "fourth") else ""
    return tuple(_widened(_digits(sheet, layout.digits, unit), layout.spare_columns) for sheet in sheets)


def _label(text: str, rowspan: int = 1, colspan: int = 1) -> Box:
    return Box(text, rowspan, colspan, is_label=True)


def _widened(sheet: Sheet, columns: int) -> Sheet:
    if not columns:
        return sheet
    spare = tuple(Box("") for _ in range(columns))
    return Sheet(tuple((*row, *spare) for row in sheet.rows), sheet.title)


def _digits(sheet: Sheet, manner: str, unit: str) -> Sheet:
    """The sheet with its whole numbers written in the layout's manner."""
    if manner == "plain":
        return sheet
    return Sheet(tuple(tuple(_written(box, manner, unit) for box in row) for row in sheet.rows), sheet.title)


def _written(box: Box, manner: str, unit: str) -> Box:
    if box.is_label or not box.text.isascii() or not box.text.isdigit():
        return box
    text = {
        "wide": box.text.translate(_WIDE),
        "grouped": f"{int(box.text):,}",
        "unit": f"{box.text}{unit}",
        "point": f"{box.text}.0" if unit else box.text,
    }[manner]
    return replace(box, text=text)


def _worded(text: str, layout: Layout) -> str:
    """A label with the layout's word for sums and its mark after ordinals."""
    text = text.replace("总计", layout.total)
    if text[0].isdigit() and text[1] == ".":
        if layout.ordinal == "circled":
            return _CIRCLED[text[0]] + text[2:]
        return text[0] + layout.ordinal + text[2:]
    return text


# --- table 2 ----------------------------------------------------------------------------------


def _second(items: Sequence[Item], cells: Mapping[str, Cell], layout: Layout) -> tuple[Sheet, ...]:
    if layout.items == "each":
        return tuple(Sheet(tuple(_item_rows(item, cells, len(item.columns)))) for item in items)
    width = max(len(item.columns) for item in items)
    return (Sheet(tuple(row for item in items for row in _item_rows(item, cells, width))),)


def _item_rows(item: Item, cells: Mapping[str, Cell], width: int) -> Iterable[tuple[Box, ...]]:
    """Caption, header and data rows; the last column takes what the item leaves of the table's width."""
    last = width - len(item.columns) + 1
    spans = (*(1 for _ in item.columns[1:]), last)
    yield (_label(item.caption, colspan=width + 1),)
    heads = zip(item.columns, spans, strict=True)
    yield (_label("信息内容"), *(_label(label, colspan=span) for (_, label), span in heads))
    for key, label in item.rows:
        figures = (cells[f"{item.key}.{key}.{column}"].printed for column, _ in item.columns)
        yield (_label(label), *(Box(text, colspan=span) for text, span in zip(figures, spans, strict=True)))


# --- table 3 ----------------------------------------------------------------------------------


def _third_header(layout: Layout) -> list[tuple[Box, ...]]:
    natural, *organisations, total = (_worded(label, layout) for _, label in COLUMNS)
    if layout.labels == "bare":
        blanks = (_label(BALANCE_NOTE), _label(""), _label(""))
        empty = (_label(""),) * _LABEL_COLUMNS
        return [
            (*blanks, _label("申请人情况"), *(_label("") for _ in COLUMNS[1:])),
            (
                *empty,
                _label(natural),
                _label("法人或其他组织"),
                *(_label("") for _ in organisations[1:]),
                _label(layout.total),
            ),
            (*empty, _label(""), *(_label(label) for label in organisations), _label("")),
        ]
    return [
        (_label(BALANCE_NOTE, rowspan=3, colspan=_LABEL_COLUMNS), _label("申请人情况", colspan=len(COLUMNS))),
        (
            _label(natural, rowspan=2),
            _label("法人或其他组织", colspan=len(organisations)),
            _label(total, rowspan=2),
        ),
        tuple(_label(label) for label in organisations),
    ]


def _third(lines: Sequence[Line], cells: Mapping[str, Cell], layout: Layout) -> tuple[Sheet, ...]:
    cut = layout.break_after or len(lines)
    pieces = [piece for piece in (lines[:cut], lines[cut:]) if piece]
    sheets = []
    for number, piece in enumerate(pieces):
        header = [] if number else _third_header(layout)
        labels = _bare_labels(piece, layout) if layout.labels == "bare" else _spanned_labels(piece, layout)
        rows = [
            (*boxes, *(Box(cells[f"t3.{line.key}.{column}"].printed) for column, _ in COLUMNS))
            for boxes, line in zip(labels, piece, strict=True)
        ]
        sheets.append(Sheet((*header, *rows)))
    if layout.torn and len(sheets) == 2:
        return _torn(*sheets)
    return tuple(sheets)


def _torn(above: Sheet, below: Sheet) -> tuple[Sheet, Sheet]:
    """The innermost label that spans the page break with its first half above and its second half below."""
    first = below.rows[0]
    spanning = [
        box for box in first if box.is_label and any(box.text == other.text for row in above.rows for other in row)
    ]
    if not spanning:
        return above, below
    word = spanning[-1].text
    half = len(word) // 2 + 1

    def halved(row: tuple[Box, ...], part: str) -> tuple[Box, ...]:
        return tuple(replace(box, text=part) if box.text == word else box for box in row)

    rows_above = tuple(halved(row, word[:half]) for row in above.rows)
    return Sheet(rows_above, above.title), Sheet((halved(first, word[half:]), *below.rows[1:]))


def _spanned_labels(lines: Sequence[Line], layout: Layout) -> list[tuple[Box, ...]]:
    """Label boxes of each row: a label shared with the rows below spans them, the last label takes the columns left."""
    found: list[list[Box]] = [[] for _ in lines]
    for depth in range(_LABEL_COLUMNS):
        start = 0
        for prefix, group in groupby(lines, key=lambda line: line.labels[: depth + 1]):
            count = len(list(group))
            if len(prefix) == depth + 1:
                # A prefix of full depth is the row's own label; rows that merely end earlier have a shorter one.
                own = all(line.labels == prefix for line in lines[start : start + count])
                width = _LABEL_COLUMNS - depth if own else 1
                found[start].append(_label(_worded(prefix[-1], layout), rowspan=count, colspan=width))
            start += count
    return [tuple(boxes) for boxes in found]


def _bare_labels(lines: Sequence[Line], layout: Layout) -> list[tuple[Box, ...]]:
    """One box a label column, empty where the label above still holds or nothing is printed."""
    found = []
    above: tuple[str, ...] = ()
    for line in lines:
        boxes = []
        for depth in range(_LABEL_COLUMNS):
            text = line.labels[depth] if depth < len(line.labels) else ""
            repeated = depth < len(line.labels) - 1 and above[: depth + 1] == line.labels[: depth + 1]
            boxes.append(_label("" if repeated or not text else _worded(text, layout)))
        above = line.labels
        found.append(tuple(boxes))
    return found


# --- table 4 ----------------------------------------------------------------------------------


def _fourth(cells: Mapping[str, Cell], layout: Layout) -> tuple[Sheet, ...]:
    outcomes = tuple(_worded(label, layout) for _, label in OUTCOMES)
    values = {group: tuple(Box(cells[f"t4.{group}.{key}"].printed) for key, _ in OUTCOMES) for group, _ in PROCEEDINGS}
    review, *lawsuits = (group for group, _ in PROCEEDINGS)
    if layout.fourth == "rows":
        rows = [
            (_label("类别", colspan=2), *(_label(label) for label in outcomes)),
            (_label("行政复议", colspan=2), *values[review]),
            (_label("行政诉讼", rowspan=2), _label("未经复议直接起诉"), *values[lawsuits[0]]),
            (_label("复议后起诉"), *values[lawsuits[1]]),
        ]
        return (Sheet(tuple(rows)),)
    if layout.fourth == "columns":
        header = (
            (_label("结果", rowspan=2), _label("行政复议", rowspan=2), _label("行政诉讼", colspan=2)),
            (_label("未经复议直接起诉"), _label("复议后起诉")),
        )
        columns = zip(outcomes, *(values[group] for group, _ in PROCEEDINGS), strict=True)
        return (Sheet((*header, *((_label(label), *boxes) for label, *boxes in columns))),)
    five = len(OUTCOMES)
    inner = tuple(_label(label) for label in outcomes)
    if layout.fourth == "split":
        suits = (
            (_label("行政诉讼", colspan=2 * five),),
            (_label("未经复议直接起诉", colspan=five), _label("复议后起诉", colspan=five)),
            (*inner, *inner),
            (*values[lawsuits[0]], *values[lawsuits[1]]),
        )
        return Sheet(((_label("行政复议", colspan=five),), inner, values[review])), Sheet(suits)
    return (
        Sheet(
            (
                (_label("行政复议", colspan=five), _label("行政诉讼", colspan=2 * five)),
                (
                    *(_label(label, rowspan=2) for label in outcomes),
                    _label("未经复议直接起诉", colspan=five),
                    _label("复议后起诉", colspan=five),
                ),
                (*inner, *inner),
                (*values[review], *values[lawsuits[0]], *values[lawsuits[1]]),
            )
        ),
    )


# --- before 2019 ------------------------------------------------------------------------------


def _national(cells: Mapping[str, Cell]) -> Sheet:
    header = tuple(_label(text) for text in NATIONAL_HEADER)
    return Sheet((header, *(_entry_row(entry, (f"a.{entry.key}",), cells) for entry in NATIONAL)), NATIONAL_TITLE)


def _local(year: int, cells: Mapping[str, Cell]) -> Sheet:
    header = tuple(_label(text) for text in local_header(year))
    rows = (_entry_row(entry, (f"a.{entry.key}.year", f"a.{entry.key}.cumulative"), cells) for entry in LOCAL)
    return Sheet((header, *rows), LOCAL_TITLE)


def _entry_row(entry: Entry, keys: Sequence[str], cells: Mapping[str, Cell]) -> tuple[Box, ...]:
    if entry.key is None:
        return (_label(entry.label), Box("——"), *(Box("——") for _ in keys))
    return (_label(entry.label), Box(entry.unit or ""), *(Box(cells[key].printed) for key in keys))
