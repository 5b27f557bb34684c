"""The corpus of tests/fixtures/documents: every kind of document and dialect, drawn by the generator of truth.

``python -m tests.support.corpus [NAME…]`` writes the documents anew, with what each of them truly says beside it
(``….truth.json``: for each key of the forms what its cell shows, a number, or null for an empty cell). What the reader
makes of them is the golden file (``….golden.json``); ``pytest tests/test_documents.py --regen`` writes it for review.
"""

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from archive.model import Block
from tests.support.attachment_forms import WrittenReport, true_report, write_report
from tests.support.ofd_files import ofd_file
from tests.support.office_files import docx_file, xlsx_file, zip_of
from tests.support.pages import SHELLS, report_page
from tests.support.pdf_files import PdfStyle, pdf_file
from tests.support.pictures_of_pages import page_picture
from tests.support.truth import FormName, TrueReport, draw_report, numbered_report
from tests.support.truth_drawn import drawn_document
from tests.support.truth_files import TITLE, docx_document, html_document, pdf_document, xlsx_document
from tests.support.truth_lines import EXACT, LOSSY, report_lines

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "documents"
Made = tuple[bytes, TrueReport | None]
"""A document and what it truly says; None for one that is no report, or whose text alone is of interest."""
_OPENING = "云岭市水务局依照条例编写本报告，所列数据的统计期限自2022年1月1日至2022年12月31日止。"


def _html(form: FormName, seed: int) -> Callable[[], Made]:
    def make() -> Made:
        report = draw_report(Random(seed), form, usual=True)
        return html_document(report, Random(seed)).data, report

    return make


def _gbk() -> Made:
    report = draw_report(Random(31), "C", usual=True)
    text = html_document(report, Random(31)).data.decode().replace("utf-8", "gb2312")
    return text.encode("gb18030"), report


def _shell(name: str) -> Callable[[], Made]:
    return lambda: (report_page(name).encode(), None)


_NUMBERED = numbered_report("C")
_SHEET = ".old{display:none}.cut{text-decoration:line-through}.n{vertical-align:super;font-size:9px}.w{color:#fff}"


def _painted() -> Made:
    """A page whose style sheet hides, strikes and raises what stands beside the numbers; the cells are as numbered."""
    page = html_document(_NUMBERED, Random(1)).data.decode()
    beside = ("<i class='old'>9</i>{}", "<i class='cut'>9</i>{}", "{}<i class='n'>2</i>", "{}<i class='w'>9</i>")
    for at, truth in enumerate(_NUMBERED.cells.values()):
        page = page.replace(f">{truth.text}<", f">{beside[at % len(beside)].format(truth.text)}<", 1)
    return page.replace("</head>", f"<style>{_SHEET}</style></head>", 1).encode(), _NUMBERED


def _fields() -> Made:
    """The same with every number in a control."""
    page = html_document(_NUMBERED, Random(2)).data.decode()
    shown = (
        '<input value="{}">',
        "<textarea>{}</textarea>",
        "<select><option>9<option selected>{}</select>",
        '<input value="{}" readonly><input type="hidden" value="9">',
    )
    for at, truth in enumerate(_NUMBERED.cells.values()):
        page = page.replace(f">{truth.text}<", f">{shown[at % len(shown)].format(truth.text)}<", 1)
    return page.encode(), _NUMBERED


def _lines(dialect: str, form: FormName, seed: int) -> Callable[[], Made]:
    def make() -> Made:
        report = draw_report(Random(seed), form, usual=True)
        blocks: list[Block] = report_lines(report, dialect, Random(seed))
        return "\n".join([TITLE, "一、总体情况", _OPENING, *(block.text for block in blocks)]).encode(), report

    return make


def _drawn(seed: int) -> Callable[[], Made]:
    def make() -> Made:
        report = draw_report(Random(seed), "C", usual=True)
        return drawn_document(report, Random(seed)).data, report

    return make


def _office(document: Callable[[TrueReport, Random], object], form: FormName, seed: int) -> Callable[[], Made]:
    def make() -> Made:
        report = draw_report(Random(seed), form, usual=True)
        data = document(report, Random(seed)).data  # type: ignore[attr-defined]
        return bytes(data), report

    return make


def _written(seed: int, write: Callable[[WrittenReport], bytes]) -> Callable[[], Made]:
    def make() -> Made:
        report = write_report(seed)
        return write(report), true_report(report)

    return make


def _formatted() -> Made:
    """A workbook whose numbers carry formats, rich text, a hidden row and column, and a stray cell."""
    report = write_report(41)
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_file(report)))
    sheet = workbook.worksheets[0]
    codes = ("#,##0", '0"件"', "0", "General")
    plain = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int)]
    for at, cell in enumerate(plain):
        if at % 5 == 4:
            struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
            cell.value = CellRichText(TextBlock(struck, "9"), str(cell.value), TextBlock(raised, "2"))
        else:
            cell.number_format = codes[at % len(codes)]
    sheet.cell(sheet.max_row + 60, 30, 5)
    sheet.cell(1, 20, "旧数")
    for row in range(2, 30):
        sheet.cell(row, 20, 999)
    sheet.column_dimensions["T"].hidden = True
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue(), true_report(report)


def _converted(seed: int, suffix: str, *, sheet: bool = False) -> Callable[[], Made]:
    """A document as LibreOffice writes it."""

    def make() -> Made:
        report = write_report(seed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            source = folder / ("a.xlsx" if sheet else "a.docx")
            source.write_bytes(xlsx_file(report) if sheet else docx_file(report))
            subprocess.run(
                [
                    *("soffice", f"-env:UserInstallation={(folder / 'p').as_uri()}", "--headless"),
                    *("--convert-to", suffix, "--outdir", name, str(source)),
                ],
                check=True,
                capture_output=True,
                timeout=300,
            )
            return (folder / f"a.{suffix}").read_bytes(), true_report(report)

    return make


def _zipped() -> Made:
    report = write_report(52)
    return zip_of({"年报/说明.jpg": b"\xff\xd8\xff", "年报/年报.docx": docx_file(report)}), true_report(report)


def _web_archive() -> Made:
    report = draw_report(Random(53), "C", usual=True)
    page = html_document(report, Random(53)).data.decode()
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    part = 'Content-Type: text/html; charset="utf-8"\n\n'
    return f"{head}{part}{page}\n\n--b--\n".encode(), report


def _picture(seed: int) -> Callable[[], Made]:
    def make() -> Made:
        report = write_report(seed)
        only = WrittenReport(report.title, (*report.items[:1], *report.items[-5:]))
        whole = true_report(report)
        cells = {key: truth for key, truth in whole.cells.items() if key.startswith("t4.")}
        out = io.BytesIO()
        page_picture(pdf_file(only, PdfStyle(cell_size=9.0))).save(out, "PNG", optimize=True)
        return out.getvalue(), TrueReport("C", {}, (), cells, broken=True)

    return make


_NO_REPORT = "云岭市水务局关于做好2022年度政府信息公开工作年度报告编制工作的通知\n各科室：\n请于1月10日前报送材料。\n"
_PAGES: tuple[tuple[FormName, int], ...] = (
    *(("C", 1), ("C", 2), ("C", 3), ("B", 4), ("B", 5), ("A", 6), ("A", 7), ("local", 8), ("local", 9)),
)
_FORMS: tuple[FormName, ...] = ("C", "B", "A", "local")
DOCUMENTS: dict[str, Callable[[], Made]] = {
    **{f"html_form_{form.lower()}_{seed}.html": _html(form, seed) for form, seed in _PAGES},
    **{f"html_shell_{name}.html": _shell(name) for name in SHELLS},
    "html_gb18030.html": _gbk,
    "html_style_sheet.html": _painted,
    "html_fields.html": _fields,
    **{f"text_{dialect}_{form.lower()}.txt": _lines(dialect, form, 20 + at) for at, (dialect, form) in
       enumerate((d, f) for d in (*EXACT, *LOSSY) for f in _FORMS)},
    **{f"text_drawn_{seed}.txt": _drawn(seed) for seed in (61, 62, 63, 64)},
    "docx_form_c.docx": _office(docx_document, "C", 71),
    "docx_form_b.docx": _office(docx_document, "B", 72),
    "docx_form_a.docx": _office(docx_document, "A", 73),
    "xlsx_form_c.xlsx": _office(xlsx_document, "C", 74),
    "xlsx_form_b.xlsx": _office(xlsx_document, "B", 75),
    "xlsx_formatted.xlsx": _formatted,
    "pdf_form_c.pdf": _office(pdf_document, "C", 76),
    "pdf_form_b.pdf": _office(pdf_document, "B", 77),
    "pdf_open_sides.pdf": _written(42, lambda report: pdf_file(report, PdfStyle(rules="open", cell_size=9.0))),
    "pdf_bold_twice.pdf": _written(43, lambda report: pdf_file(report, PdfStyle(double_bold=True, watermark="内部"))),
    "ofd_strokes.ofd": _written(44, lambda report: ofd_file(report, PdfStyle(cell_size=9.0))),
    "ofd_scaled.ofd": _written(45, lambda report: ofd_file(report, PdfStyle(rules="thin"), scaled=True)),
    "word_97.doc": _converted(46, "doc"),
    "rich_text.rtf": _converted(47, "rtf"),
    "open_document.odt": _converted(48, "odt"),
    "excel_97.xls": _converted(49, "xls", sheet=True),
    "open_sheet.ods": _converted(50, "ods", sheet=True),
    "zip_of_one.zip": _zipped,
    "saved_page.mht": _web_archive,
    "picture.png": _picture(51),
    "no_report.txt": lambda: (_NO_REPORT.encode(), None),
}  # fmt: skip


def write(name: str) -> None:
    """Write one document, and what it truly says."""
    data, truth = DOCUMENTS[name]()
    (FOLDER / name).write_bytes(data)
    if truth is not None:
        cells = {key: None if cell.value is None else float(cell.value) for key, cell in truth.cells.items()}
        text = json.dumps(cells, ensure_ascii=False, indent=0)
        (FOLDER / f"{name}.truth.json").write_text(text + "\n", "utf-8")


def main(names: list[str]) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or DOCUMENTS:
        if shutil.which("soffice") is None and name.rpartition(".")[2] in ("doc", "rtf", "odt", "xls", "ods"):
            print(f"{name}: needs LibreOffice", file=sys.stderr)
            continue
        write(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
