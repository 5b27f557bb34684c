"""PDFs of our own drawing, read back cell by cell and paragraph by paragraph."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.model import Document, Page
from archive.text.attachments import read_attachment, sniff
from tests.support.attachment_forms import WrittenReport, grid_cells, write_report, written_cells
from tests.support.pdf_files import PdfStyle, PdfWriter, pdf_file

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def read(data: bytes) -> Page:
    assert sniff(data, "report.html", "text/html") == "pdf"
    return read_attachment(Document(data, filename="report.pdf"), "pdf")


def assert_same(page: Page, report: WrittenReport) -> None:
    grids = [block.grid for block in page.blocks if block.grid is not None]
    assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in report.tables]
    texts = [block.text for block in page.blocks if block.kind != "table"]
    assert texts == [report.title, *report.texts]
    assert page.titles[0] == (report.title, "title lines")
    assert {cut.rule for cut in page.removed} <= {"page number", "page header", "text set askew (watermark)"}


STYLES = {
    "strokes": PdfStyle(),
    "word": PdfStyle(rules="thin", title_lines=2),
    "dots": PdfStyle(rules="dots"),
    "open sides": PdfStyle(rules="open"),
    "mirrored margins": PdfStyle(mirror=6.0, title_lines=2),
    "header": PdfStyle(header="青禾县政务公开资料汇编"),
    "header row on each page": PdfStyle(repeat_header=True, cell_size=10.0),
    "labels on the first page only": PdfStyle(break_inside=False),
    "watermark": PdfStyle(watermark="内部资料"),
    "bold drawn twice": PdfStyle(double_bold=True),
    "small": PdfStyle(size=10.5, cell_size=6.5),
    "large": PdfStyle(size=16.0, cell_size=10.5),
}


@pytest.mark.parametrize("name", STYLES)
def test_every_cell_and_paragraph_comes_back(name: str) -> None:
    report = write_report(len(name))
    assert_same(read(pdf_file(report, STYLES[name])), report)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    rules=st.sampled_from(["strokes", "thin", "open"]),
    size=st.sampled_from([10.5, 12.0, 14.0, 16.0]),
    cell_size=st.floats(6.5, 10.5),
    mirror=st.sampled_from([0.0, 4.0, 9.0]),
    title_lines=st.sampled_from([1, 2]),
    repeat_header=st.booleans(),
)
def test_any_page_break_comes_back(
    seed: int, rules: str, size: float, cell_size: float, mirror: float, title_lines: int, repeat_header: bool
) -> None:
    report = write_report(seed)
    style = PdfStyle(
        rules=rules, size=size, cell_size=cell_size, mirror=mirror, title_lines=title_lines, repeat_header=repeat_header
    )
    assert_same(read(pdf_file(report, style)), report)


def test_page_numbers_and_headers_are_shown_as_removed() -> None:
    report = write_report(3)
    page = read(pdf_file(report, replace(PdfStyle(), header="汇编")))
    rules = [(cut.rule, cut.text) for cut in page.removed]
    assert ("page number", "- 1 -") in rules
    assert ("page header", "汇编") in rules


@pytest.mark.shared
def test_a_real_report_prints_every_figure_of_its_gold() -> None:
    page = read((SHARED / "corpus/real/huaian_2024.pdf").read_bytes())
    gold = json.loads((SHARED / "corpus/gold/huaian_2024.json").read_text())
    wanted = sorted(str(figure["value"]) for figure in gold["figures"])
    numbers = [
        cell.text
        for block in page.blocks
        if block.grid is not None
        for cell in grid_cells(block.grid)
        if cell.text.replace(".", "").isdigit()
    ]
    assert sorted(numbers) == wanted
    assert page.titles[0][0] == gold["report"]["title"]
    headings = [block.text for block in page.blocks if block.kind == "heading"]
    assert headings[1:] == [section["title"] for section in gold["sections"]]
    assert not set(headings) & set(gold["not_headings"])


def test_a_table_without_rules_is_named_and_states_nothing() -> None:
    report = write_report(4)
    page = read(pdf_file(report, PdfStyle(rules="none")))
    (fenced,) = [block for block in page.blocks if block.grid is not None]
    assert fenced.grid is not None
    assert [len(row) for row in fenced.grid.rows] == [1]  # one cell: no label stands beside a value
    assert "2.重复申请" in fenced.text
    assert [issue.code for issue in page.issues] == ["unruled_table"]
    assert page.titles[0][0] == report.title


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_on_their_side_read_the_same(turn: int) -> None:
    report = write_report(5)
    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf_file(report, PdfStyle(cell_size=9.0))) as document:
        for page in document:
            page.set_rotation(turn)
        document.save(out)
    assert_same(read(out.getvalue()), report)


def test_a_broken_cross_reference_is_mended() -> None:
    report = write_report(6)
    data = pdf_file(report)
    start = data.rindex(b"startxref")
    assert_same(read(data[:start] + b"startxref\n12345678\n%%EOF"), report)


def test_red_head_cover_and_contents_do_not_hide_the_title() -> None:
    report = write_report(1)
    writer = PdfWriter(PdfStyle(size=16.0))
    for text, size in (
        ("青禾县水务局文件", 36),
        ("青水〔2025〕3号", 16),
        (f"关于{report.title[:-4]}", 22),
        ("的年度报告", 22),
    ):
        writer.centred(text, size)
    writer.turn()
    writer.centred("目 录", 20)
    for number, text in enumerate(report.texts[1::2], 1):
        writer.paragraph(f"{text}{'.' * 12}{number}")
    writer.turn()
    writer.title(report.title)
    writer.paragraph(report.texts[0])
    page = read(writer.close())
    assert [text for text, _ in page.titles][:2] == [f"关于{report.title[:-4]}的年度报告", report.title]
    assert "目录" in {cut.text for cut in page.removed if cut.rule == "table of contents"}
    assert page.blocks[-2:] == (
        replace(page.blocks[-2], kind="heading", text=report.title),
        replace(page.blocks[-1], kind="paragraph", text=report.texts[0]),
    )
