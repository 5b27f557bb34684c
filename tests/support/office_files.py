"""Write a report as DOCX, XLSX or ODS, the way office programs write them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from tests.support.attachment_forms import FormTable, WrittenReport, size_of


def docx_file(report: WrittenReport, *, header: str = "", title_in_two: bool = False) -> bytes:
    document = docx.Document()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    split = report.title.index("20") if title_in_two else len(report.title)
    for part in filter(None, (report.title[:split], report.title[split:])):
        document.add_paragraph(part).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for item in report.items:
        if isinstance(item, str):
            document.add_paragraph(item)
        else:
            _add_table(document, item)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def printed_docx_file(report: WrittenReport, *, body: float, cell: float, family: str) -> bytes:
    """A report set as offices set them: large title, indented paragraphs, ruled tables in small print."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(body)
    normal.font.name = family
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), family)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(report.title).font.size = Pt(22)
    for item in report.items:
        if isinstance(item, str):
            paragraph = document.add_paragraph(item)
            paragraph.paragraph_format.first_line_indent = Pt(2 * body)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            continue
        table = _add_table(document, item)
        table.style = "Table Grid"
        for paragraph in table._tbl.iter(qn("w:p")):
            for run in Paragraph(paragraph, table).runs:
                run.font.size = Pt(cell)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html_file(report: WrittenReport, css: str) -> bytes:
    """The report as a web page, for a browser to print."""
    return html_book([report], css)


def html_book(reports: Sequence[WrittenReport], css: str) -> bytes:
    """Reports as one web page, each from a new sheet on; ``css`` finds the first under ``#r0`` and so on."""
    parts = [f'<html><head><meta charset="utf-8"><style>{css}</style></head><body>']
    for number, report in enumerate(reports):
        style = ' style="break-before:page"' if number else ""
        parts += [f'<div id="r{number}"{style}>', *_html_of(report), "</div>"]
    return "".join([*parts, "</body></html>"]).encode()


def _html_of(report: WrittenReport) -> Iterator[str]:
    yield f'<h1 style="text-align:center">{report.title}</h1>'
    for item in report.items:
        if isinstance(item, str):
            yield f"<p>{item}</p>"
            continue
        yield "<table>"
        for number in range(size_of(item)[0]):
            cells = (
                f'<td rowspan="{c.rowspan}" colspan="{c.colspan}">{escape(c.text)}</td>'
                for c in sorted(item, key=lambda c: c.column)
                if c.row == number
            )
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</table>"


def _add_table(document: Any, cells: FormTable) -> Any:
    rows, columns = size_of(cells)
    table = document.add_table(rows, columns)
    for cell in cells:
        start = table.cell(cell.row, cell.column)
        if cell.rowspan > 1 or cell.colspan > 1:
            start = start.merge(table.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1))
        start.text = cell.text
    return table


def xlsx_file(report: WrittenReport) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "年报"
    hidden = workbook.create_sheet("草稿")
    hidden["A1"] = "作废的数字"
    hidden.sheet_state = "hidden"
    row = 1
    for item in (report.title, *report.items):
        if isinstance(item, str):
            sheet.cell(row, 1, item)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=10)
            row += 1
            continue
        for cell in item:
            value = int(cell.text) if cell.text.isdigit() else cell.text or None
            sheet.cell(row + cell.row, 1 + cell.column, value)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=row + cell.row,
                    start_column=1 + cell.column,
                    end_row=row + cell.row + cell.rowspan - 1,
                    end_column=cell.column + cell.colspan,
                )
        row += size_of(item)[0] + 1
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods_file(report: WrittenReport) -> bytes:
    rows: list[str] = []
    for item in (report.title, *report.items):
        if isinstance(item, str):
            rows.append(f"<table:table-row>{_ods_cell(item, '')}</table:table-row>")
            continue
        height, width = size_of(item)
        starts = {(c.row, c.column): c for c in item}
        for r in range(height):
            parts = []
            for c in range(width):
                cell = starts.get((r, c))
                if cell is None:
                    parts.append("<table:covered-table-cell/>")
                    continue
                spans = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
                parts.append(_ods_cell(cell.text, spans if cell.colspan > 1 or cell.rowspan > 1 else ""))
            rows.append(f"<table:table-row>{''.join(parts)}</table:table-row>")
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="年报">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zip_of(
        {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}, stored=("mimetype",)
    )


def _ods_cell(text: str, spans: str) -> str:
    if text.isdigit():
        return (
            f'<table:table-cell office:value-type="float" office:value="{text}"{spans}>'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    if not text:
        return f"<table:table-cell{spans}/>"
    return f'<table:table-cell office:value-type="string"{spans}><text:p>{escape(text)}</text:p></table:table-cell>'


def zip_of(members: dict[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip file of these members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(name, data, compress_type=method)
    return out.getvalue()
