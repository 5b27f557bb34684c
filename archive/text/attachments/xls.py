"""XLS (BIFF 2 to 8) -> sheets, by xlrd: values with the formats, fonts and visibility that the file gives them."""

import io
from collections.abc import Iterator
from typing import Any, Final

import xlrd  # type: ignore[import-untyped]

from archive.errors import DocumentError
from archive.model import Issue
from archive.text.attachments.number_formats import show_number, show_text
from archive.text.attachments.sheet_cells import MAX_CELLS, Sheet, cell_text
from archive.text.shown import NOTE_MARK, PAPER, STRUCK, UNKNOWN, WHITE, Colour, alike

_SOLID: Final = 1
_SYSTEM_INK: Final = 0x7FFF


def read_xls(data: bytes, what: str) -> Iterator[Sheet]:
    """The sheets of a workbook in order; DocumentError where it is damaged or encrypted."""
    try:
        # Without formats xlrd could read sheets one by one, but what shows is in them.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        asks = "encrypt" in str(error).lower() or "password" in str(error).lower()
        reason = "the workbook asks for a password; ask for an open copy" if asks else f"a damaged workbook ({error})"
        raise DocumentError(f"{what}: {reason}") from error
    for source in book.sheets():
        sheet = Sheet(source.name, shown=source.visibility == 0)
        try:
            _fill(sheet, source, book)
        except DocumentError as error:
            sheet.issues.append(Issue("attachment", "unread_sheet", f"sheet {sheet.name}: {error}"))
        yield sheet


def _fill(sheet: Sheet, source: Any, book: Any) -> None:
    sheet.hidden_rows |= {row for row, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns += [(c, c) for c, info in source.colinfo_map.items() if info.hidden or info.width == 0]
    sheet.merges += [(top, left, end - 1, right - 1) for top, end, left, right in source.merged_cells]
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            if text := cell_text(_pieces(source, book, row, column), sheet.removed):
                sheet.cells[row, column] = text
        if len(sheet.cells) > MAX_CELLS:
            raise DocumentError(f"more than {MAX_CELLS} cells are no form")


def _pieces(source: Any, book: Any, row: int, column: int) -> list[tuple[str, str | None]]:
    """The runs of a cell's text, each with the rule that cuts it."""
    cell = source.cell(row, column)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return []
    style = book.xf_list[cell.xf_index]
    form = book.format_map.get(style.format_key)
    code = form.format_str if form is not None else UNKNOWN
    paper = _paper(book, style.background)
    rule = _rule(book, style.font_index, paper)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        runs = source.rich_text_runlist_map.get((row, column), ())
        return [(show_text(text, code), own) for text, own in _runs(book, cell.value, runs, rule, paper)]
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        hides = cell.value == 0 and not source.show_zero_values
        return [("" if hides else show_number(cell.value, code, from_1904=book.datemode == 1), rule)]
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return [("TRUE" if cell.value else "FALSE", rule)]
    return [(xlrd.error_text_from_code.get(cell.value, UNKNOWN), rule)]


def _runs(book: Any, text: str, runs: Any, rule: str | None, paper: Colour | None) -> Iterator[tuple[str, str | None]]:
    ends = [*(start for start, _ in runs), len(text)]
    yield text[: ends[0]], rule
    for (start, font), end in zip(runs, ends[1:], strict=True):
        yield text[start:end], _rule(book, font, paper)


def _rule(book: Any, number: int, paper: Colour | None) -> str | None:
    if number >= len(book.font_list):
        return None
    font = book.font_list[number]
    if font.struck_out:
        return STRUCK
    if font.escapement in (1, 2):
        return NOTE_MARK
    ink = book.colour_map.get(font.colour_index) if font.colour_index != _SYSTEM_INK else None
    return PAPER if ink is not None and paper is not None and alike(ink, paper) else None


def _paper(book: Any, ground: Any) -> Colour | None:
    if ground.fill_pattern == 0:
        return WHITE
    colour: Colour | None = book.colour_map.get(ground.pattern_colour_index)
    return colour if ground.fill_pattern == _SOLID else None
