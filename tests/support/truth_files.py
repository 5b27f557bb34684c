"""A true report as a whole file: web page, Word, spreadsheet, PDF; text of our own around the tables."""

from collections.abc import Callable
from random import Random

from archive.model import Document
from tests.support.attachment_forms import FormCell, FormTable, WrittenReport, size_of
from tests.support.office_files import docx_file, xlsx_file
from tests.support.pdf_files import WIDTHS, PdfStyle, pdf_file
from tests.support.truth import TrueReport
from tests.support.truth_grids import Rows, report_tables, to_grid, to_html

TITLE = "云岭市水务局2022年政府信息公开工作年度报告"
_OPENING = "本报告由云岭市水务局依照条例编写，所列数据的统计期限自2022年1月1日至2022年12月31日止，敬请各界监督。"
_CLOSING = "公开目录的更新有时迟缓，来年按月核对，并给每个栏目指定一名责任人，让来信来访者少等几天。"


def _form_table(rows: Rows) -> FormTable:
    grid = to_grid(rows)
    found: list[FormCell] = []
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            if cell is not None and (cell.row, cell.column) == (r, c):
                found.append(FormCell(r, c, cell.text.strip(), cell.rowspan, cell.colspan))
    return tuple(found)


def written_report(report: TrueReport, rng: Random) -> WrittenReport:
    tables = [_form_table(rows) for rows in report_tables(report, rng, misprints=False)]
    return WrittenReport(TITLE, ("一、总体情况", _OPENING * 2, *tables, "五、存在的主要问题及改进情况", _CLOSING * 2))


def html_document(report: TrueReport, rng: Random) -> Document:
    tables = "".join(to_html(rows) for rows in report_tables(report, rng, misprints=False))
    page = (
        f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><div class="TRS_Editor"><p>{TITLE}</p>'
        f"<p>一、总体情况</p><p>{_OPENING * 3}</p>{tables}<p>五、存在的主要问题及改进情况</p><p>{_CLOSING * 3}</p>"
        "</div></body></html>"
    )
    return Document(page.encode(), "http://www.yunling.gov.cn/nb/1.html", "text/html; charset=utf-8")


def _file(name: str, write: Callable[[WrittenReport], bytes]) -> Callable[[TrueReport, Random], Document]:
    return lambda report, rng: Document(write(written_report(report, rng)), filename=name)


docx_document = _file("年报.docx", docx_file)
xlsx_document = _file("年报.xlsx", xlsx_file)


def pdf_document(report: TrueReport, rng: Random) -> Document:
    """Only tables as wide as the writer of PDFs can set them; forms B and C have such layouts."""
    style = PdfStyle(rules=rng.choice(("strokes", "strokes", "thin")), repeat_header=rng.random() < 0.3)
    while True:
        written = written_report(report, rng)
        if all(size_of(table)[1] in WIDTHS for table in written.tables):
            return Document(pdf_file(written, style), filename="年报.pdf")
