"""XLS, XLSX, XLSB, ODS -> page: each visible sheet as headings, paragraphs and grids.

Formulas are never computed: the values that the file stored with them are read.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from archive.errors import DocumentError
from archive.model import Block, Issue, Page, Removed
from archive.text.attachments.grids import MAX_PLACES, Placed, build_grid, table_block
from archive.text.attachments.headings import is_heading, report_rank, title_of_lines
from archive.text.attachments.packages import Package

MAX_SHEETS: Final = 60
_LONG_TEXT: Final = 40  # characters; labels of the forms alone in a row stay under it
_Value = int | float | str | bool | date | datetime | time | timedelta


def read_sheets(data: bytes, what: str) -> Page:
    """Read a workbook; DocumentError where it is damaged, encrypted or larger than a report can be."""
    if data.startswith(b"PK"):
        Package(data, what).check_sizes()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise DocumentError(f"{what}: the workbook asks for a password; ask for an open copy") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DocumentError(f"{what}: a damaged workbook ({error}); fetch it again") from error
    if len(workbook.sheets_metadata) > MAX_SHEETS:
        raise DocumentError(f"{what}: {len(workbook.sheets_metadata)} sheets, more than {MAX_SHEETS}; not a report")
    blocks: list[Block] = []
    removed: list[Removed] = []
    issues: list[Issue] = []
    for meta in workbook.sheets_metadata:
        try:
            sheet = workbook.get_sheet_by_name(meta.name)
            rows = _cells(sheet)
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            issues.append(Issue("attachment", "unread_sheet", f"sheet {meta.name}: {error}"))
            continue
        if meta.visible is not SheetVisibleEnum.Visible:
            text = "\n".join("\t".join(cell.text for cell in row) for row in rows)
            removed.append(Removed(text or meta.name, "hidden sheet"))
            continue
        blocks += _blocks(rows, f"sheet {meta.name}")
    head = [b.text for b in blocks[:8] if b.kind != "table" and not (b.kind == "heading" and is_heading(b.text))]
    return Page(
        format="xlsx",
        charset=None,
        titles=tuple((text, "first lines") for text in title_of_lines(head)),
        meta=(),
        breadcrumb=(),
        metadata_block=(),
        site_code=None,
        blocks=tuple(blocks),
        links=(),
        removed=tuple(removed),
        issues=tuple(issues),
    )


def _cells(sheet: CalamineSheet) -> list[list[Placed]]:
    """The sheet's rows that hold anything, with merged cells as spans; every place of a kept row has a cell."""
    values = sheet.to_python(skip_empty_area=False)
    width = max((len(row) for row in values), default=0)
    if len(values) * width > MAX_PLACES:
        raise ValueError(f"{len(values)} rows and {width} columns are no form")
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (end_row, end_column) in sheet.merged_cell_ranges or ():
        bottom, right = min(end_row, len(values) - 1), min(end_column, width - 1)
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    used = [c for c in range(width) if any(_text(row[c]) for row in values)]
    last = max(used, default=-1)
    rows = []
    for r, row in enumerate(values):
        cells = [
            Placed(r, c, *spans.get((r, c), (1, 1)), _text(row[c])) for c in range(last + 1) if (r, c) not in covered
        ]
        if any(cell.text for cell in cells) or any((r, c) in covered for c in used):
            rows.append(cells)
    return rows


def _text(value: _Value) -> str:
    """A value as the cell shows it without a number format: whole numbers without a fraction."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Excel keeps 15 significant digits; what lies beyond is noise of binary fractions.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _blocks(rows: Sequence[Sequence[Placed]], source: str) -> Iterator[Block]:
    table: list[Sequence[Placed]] = []
    for row in rows:
        filled = [cell for cell in row if cell.text.strip()]
        text = " ".join(filled[0].text.split("\n")) if len(filled) == 1 else ""
        alone = len(filled) == 1 and (filled[0].column == row[0].column or filled[0].colspan > 2)
        if alone and (is_heading(text) or len(text) > _LONG_TEXT or (not table and report_rank(text) < 3)):
            yield from _table(table, source)
            table = []
            yield Block("heading" if is_heading(text) else "paragraph", text.strip(), None, source)
        else:
            table.append(row)
    yield from _table(table, source)


def _table(rows: Sequence[Sequence[Placed]], source: str) -> Iterator[Block]:
    """The rows as one grid, without the empty columns and rows around it."""
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell.text.strip()]
    if len(filled) == len({cell.row for cell in filled}) and len({cell.column for cell in filled}) == 1:
        for cell in filled:  # one column of words is prose
            text = " ".join(cell.text.split("\n")).strip()
            yield Block("heading" if is_heading(text) else "paragraph", text, None, source)
        return
    if not filled:
        return
    left, right = min(c.column for c in filled), max(c.column + c.colspan for c in filled)
    bottom = max(c.row + c.rowspan for c in filled)
    inside = [c for c in cells if left <= c.column < right and c.row < bottom]
    yield table_block(build_grid(inside), source)
