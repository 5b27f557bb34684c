"""Reports as files: DOCX, XLSX and PDF, the same bytes each time they are made."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from demo.body import Heading, Part, body_of
from demo.model import Carrier, Report
from demo.sheets import Box, Sheet

CONTENT_TYPES: dict[Carrier, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def attachment_bytes(report: Report, seed: int) -> bytes:
    """The file that holds the report: all of it, or in a workbook its tables."""
    parts = list(body_of(report, seed))
    if report.carrier == "docx":
        return to_docx(report.title, parts)
    if report.carrier == "xlsx":
        return to_xlsx(report.title, [part for part in parts if isinstance(part, Sheet)])
    return to_pdf(report.title, parts)


def _placed(sheet: Sheet) -> Iterator[tuple[int, int, Box]]:
    """Row, column and box, with the places that spans from above cover left out."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(sheet.rows):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            yield row, column, box
            taken |= {(row + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)}
            column += box.colspan


def _settled(data: bytes) -> bytes:
    """A zip file with the clock taken out of its entries."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def to_docx(title: str, parts: Sequence[Part]) -> bytes:
    """A Word document."""
    from docx import Document

    document = Document()
    document.add_paragraph(title, style="Title")
    for part in parts:
        if isinstance(part, Sheet):
            table = document.add_table(len(part.rows), part.width, style="Table Grid")
            cells = [row.cells for row in table.rows]  # table.cell() would lay the whole table out at each call
            for row, column, box in _placed(part):
                cell = cells[row][column]
                if box.rowspan > 1 or box.colspan > 1:
                    cell = cell.merge(cells[row + box.rowspan - 1][column + box.colspan - 1])
                cell.text = box.text
        elif isinstance(part, Heading):
            document.add_paragraph().add_run(part.text).bold = True
        else:
            document.add_paragraph(part.text)
    buffer = io.BytesIO()
    document.save(buffer)
    return _settled(buffer.getvalue())


def to_xlsx(title: str, sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one worksheet a table; whole numbers are stored as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    for number, sheet in enumerate(sheets, 1):
        page = book.create_sheet(f"表{number}")
        page.cell(1, 1, sheet.title or title)
        for row, column, box in _placed(sheet):
            value = int(box.text) if not box.is_label and box.text.isascii() and box.text.isdigit() else box.text
            page.cell(row + 2, column + 1, value)
            if box.rowspan > 1 or box.colspan > 1:
                page.merge_cells(
                    start_row=row + 2,
                    start_column=column + 1,
                    end_row=row + 1 + box.rowspan,
                    end_column=column + box.colspan,
                )
    book.properties.created = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(_without_save_time(buffer.getvalue()))


def _without_save_time(data: bytes) -> bytes:
    """openpyxl writes the time of saving into docProps/core.xml; put the time of creation there."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2020-01-01T00:00:00Z", content)
            target.writestr(name, content)
    return changed.getvalue()


def to_pdf(title: str, parts: Sequence[Part]) -> bytes:
    """A PDF whose text is set in a CID font that needs no file."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph as Flow
    from reportlab.platypus import SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text = ParagraphStyle("text", fontName="STSong-Light", fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK")
    head = ParagraphStyle("head", parent=text, fontSize=12, spaceBefore=6)
    first = ParagraphStyle("title", parent=text, fontSize=16, leading=26, alignment=1, firstLineIndent=0)
    flow: list[Any] = [Flow(title, first), Spacer(1, 12)]
    for part in parts:
        if isinstance(part, Sheet):
            flow += [_pdf_table(part, A4[0] - 72), Spacer(1, 8)]
        else:
            flow.append(Flow(part.text, head if isinstance(part, Heading) else text))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=36, rightMargin=36, title=title, author="", invariant=1).build(
        flow, onFirstPage=_page_number, onLaterPages=_page_number
    )
    return buffer.getvalue()


def _page_number(canvas: Any, document: Any) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawCentredString(document.pagesize[0] / 2, 24, f"- {document.page} -")


def _pdf_table(sheet: Sheet, width: float) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Flow
    from reportlab.platypus import Table, TableStyle

    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, alignment=1, wordWrap="CJK")
    grid: list[list[Any]] = [[""] * sheet.width for _ in sheet.rows]
    spans: list[tuple[Any, ...]] = []
    for row, column, box in _placed(sheet):
        grid[row][column] = Flow(box.text, style)
        if box.rowspan > 1 or box.colspan > 1:
            spans.append(("SPAN", (column, row), (column + box.colspan - 1, row + box.rowspan - 1)))
    table = Table(grid, colWidths=_column_widths(sheet, width), repeatRows=0)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans])
    )
    return table


def _column_widths(sheet: Sheet, width: float) -> list[float]:
    """Columns that hold a long label in some row get three shares of the width, the others one."""
    shares = [1.0] * sheet.width
    for _, column, box in _placed(sheet):
        if box.is_label and box.colspan == 1 and len(box.text) > 8:
            shares[column] = 3.0
    return [width * share / sum(shares) for share in shares]
