"""What a spreadsheet shows: number formats, hidden rows and columns, struck and raised letters, errors, stray cells."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, DataBarRule, IconSetRule
from openpyxl.styles import Color, Font, PatternFill

from archive.model import Document, Page
from archive.text.attachments import read_attachment
from archive.text.attachments.number_formats import show_number, show_text
from archive.text.shown import UNKNOWN
from tests.attachments.test_attachment_office import convert, needs_soffice

ROWS: list[list[Any]] = [
    ["第二十条第（五）项", None, None],
    ["信息内容", "本年处理决定数量", "备注"],
    ["行政许可", 1284, "甲"],
    ["其他对外管理服务事项", 7, "乙"],
]


def book(change: Callable[[Any], None], rows: list[list[Any]] = ROWS) -> bytes:
    """The workbook of ``rows`` after ``change`` was made on its sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    change(sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def page_of(data: bytes, kind: str = "xlsx") -> Page:
    return read_attachment(Document(data), kind)


def texts(page: Page) -> list[list[str | None]]:
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


def shown(change: Callable[[Any], None]) -> str | None:
    """What the cell of 行政许可 states after a change."""
    return next(row[1] for row in texts(page_of(book(change))) if row[0] == "行政许可")


def test_nothing_changed_is_read_as_it_is() -> None:
    assert texts(page_of(book(lambda _: None)))[-2:] == [
        ["行政许可", "1284", "甲"],
        ["其他对外管理服务事项", "7", "乙"],
    ]


STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
LOWERED, WHITE = InlineFont(vertAlign="subscript"), InlineFont(color=Color(rgb="FFFFFFFF"))


def put(value: Any) -> Callable[[Any], None]:
    return lambda sheet: sheet.__setitem__("B3", value)


@pytest.mark.parametrize(
    "value",
    [
        CellRichText(TextBlock(STRUCK, "1204"), "1284"),
        CellRichText("1284", TextBlock(RAISED, "2")),
        CellRichText("1284", TextBlock(LOWERED, "[3]")),
        CellRichText("1284", TextBlock(WHITE, "741")),
        CellRichText(TextBlock(InlineFont(b=True), "12"), TextBlock(InlineFont(sz=11), "84")),
    ],
)
def test_marks_and_struck_parts_are_no_digits(value: CellRichText) -> None:
    assert shown(put(value)) == "1284"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1_284_000, "#,##0,", "1,284"),
        (1284, '#,##0"件"', "1,284件"),
        (0.31, "0%", "31%"),
        (1284, ";;;", ""),
        (0, '#,##0;-#,##0;"-"', "-"),
        (1284, "[DBNum1]0", UNKNOWN),
        (45000, "yyyy-mm-dd", "2023-03-15"),
    ],
)
def test_a_cell_states_what_its_format_prints(value: float, code: str, text: str) -> None:
    def change(sheet: Any) -> None:
        sheet["B3"] = value
        sheet["B3"].number_format = code

    assert shown(change) == text


@pytest.mark.parametrize("value", ["#REF!", "#DIV/0!", "#N/A"])
def test_errors_show(value: str) -> None:
    assert shown(put(value)) == value


def test_a_formula_without_a_stored_value_is_not_empty() -> None:
    assert shown(put("=700+584")) == UNKNOWN


def test_a_formula_whose_stored_text_is_empty_shows_empty() -> None:
    data = rewritten(book(put('=IF(1,"","")')), "<v></v>", "<v></v>", 'r="B3"', 'r="B3" t="str"')
    assert texts(page_of(data))[2] == ["行政许可", "", "甲"]


def rewritten(data: bytes, *pairs: str) -> bytes:
    """The workbook with words of its first sheet replaced: old, new, old, new …"""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for old, new in zip(pairs[::2], pairs[1::2], strict=True):
                    text = text.replace(old.encode(), new.encode())
            target.writestr(name, text)
    return out.getvalue()


def test_a_number_struck_or_white_altogether() -> None:
    def struck(sheet: Any) -> None:
        sheet["B3"].font = Font(strike=True)

    def white(sheet: Any) -> None:
        sheet["B3"].font = Font(color="FFFFFFFF")

    def white_on_blue(sheet: Any) -> None:
        white(sheet)
        sheet["B3"].fill = PatternFill("solid", fgColor="FF1F4E8C")

    def as_its_ground(sheet: Any) -> None:
        sheet["B3"].font = Font(color="FF1F4E8C")
        sheet["B3"].fill = PatternFill("solid", fgColor="FF1F4E8C")

    assert shown(struck) == UNKNOWN
    assert shown(white) == ""
    assert shown(white_on_blue) == "1284"
    assert shown(as_its_ground) == ""


def hide_row(sheet: Any) -> None:
    sheet.insert_rows(3)
    sheet.cell(3, 1, "行政许可")
    sheet.cell(3, 2, 999)
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.insert_cols(2)
    for row in range(2, 5):
        sheet.cell(row, 2, 999)
    sheet.column_dimensions["B"].hidden = True


@pytest.mark.parametrize("hide", [hide_row, hide_column])
def test_hidden_rows_and_columns_are_not_there(hide: Callable[[Any], None]) -> None:
    page = page_of(book(hide))
    assert texts(page) == texts(page_of(book(lambda _: None)))
    assert {cut.rule for cut in page.removed} == {"hidden"}
    assert "999" in {cut.text for cut in page.removed}


def test_a_row_without_height_is_not_there() -> None:
    flat = rewritten(book(lambda _: None), '<row r="3"', '<row r="3" ht="0" customHeight="1"')
    assert [row[0] for row in texts(page_of(flat))] == ["第二十条第（五）项", "信息内容", "其他对外管理服务事项"]


def test_a_merged_cell_that_begins_in_a_hidden_column_shows() -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:C1")
        sheet.insert_cols(1)
        sheet.unmerge_cells("A1:C1")
        sheet["A1"], sheet["B1"] = ROWS[0][0], None
        sheet.merge_cells("A1:D1")
        sheet.column_dimensions["A"].hidden = True

    assert texts(page_of(book(change)))[-2][:2] == ["行政许可", "1284"]
    assert ROWS[0][0] in "".join(block.text for block in page_of(book(change)).blocks)


def test_noughts_that_a_sheet_does_not_show_are_empty() -> None:
    def change(sheet: Any) -> None:
        sheet["B3"] = 0
        sheet.sheet_view.showZeros = False

    assert shown(change) == ""


@pytest.mark.parametrize("place", ["XFD1048576", "Z3", "B900", "Z900"])
def test_a_stray_cell_is_no_part_of_the_table(place: str) -> None:
    page = page_of(book(lambda sheet: sheet.__setitem__(place, 5)))
    assert texts(page) == texts(page_of(book(lambda _: None)))
    assert page.blocks[-1].text == "5"


def test_bars_and_signs_in_the_place_of_numbers_are_no_empty_cells() -> None:
    def bars(sheet: Any) -> None:
        rule = DataBarRule("min", None, "max", None, "FF638EC6", showValue=False)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("B3:B4", rule)

    def signs(sheet: Any) -> None:
        rule = IconSetRule("3Arrows", "percent", [0, 33, 67], showValue=False)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("B3", rule)

    def small(sheet: Any) -> None:
        sheet["B3"].font = Font(size=1)

    assert [shown(bars), shown(signs), shown(small)] == [UNKNOWN, UNKNOWN, ""]


def test_colours_that_depend_on_a_condition_are_not_guessed() -> None:
    def change(sheet: Any) -> None:
        rule = CellIsRule(operator="greaterThan", formula=["1000"], font=Font(strike=True))  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("B3:B4", rule)

    assert shown(change) == UNKNOWN


def test_a_chart_sheet_is_named() -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["规章", 1])
    workbook.create_chartsheet("图")
    out = io.BytesIO()
    workbook.save(out)
    assert [issue.code for issue in page_of(out.getvalue()).issues] == ["unread_sheet"]


@needs_soffice
def test_xls_shows_the_same(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["B3"] = CellRichText(TextBlock(STRUCK, "1204"), "1284", TextBlock(RAISED, "2"))
        sheet["B4"] = 7000
        sheet["B4"].number_format = "#,##0,"
        for row, value in enumerate(("=1/0", 5, 6), 5):
            sheet.append([f"行{row}", value])
        sheet["B6"].font = Font(strike=True)
        sheet["B7"].font = Font(color="FFFFFFFF")
        sheet.append(["藏", 999])
        sheet.row_dimensions[8].hidden = True

    source = tmp_path / "a.xlsx"
    source.write_bytes(book(change))
    convert(source, "xls", tmp_path)
    page = page_of((tmp_path / "a.xls").read_bytes(), "xls")
    assert [row[1] for row in texts(page)[2:]] == ["1284", "7", "#DIV/0!", UNKNOWN, ""]
    assert {cut.rule for cut in page.removed} >= {"struck out", "note mark", "hidden", "in the colour of the paper"}


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1284, "General", "1284"),
        (0.1 + 0.2, "General", "0.3"),
        (82.6, "General", "82.6"),
        (1e12, "General", UNKNOWN),
        (82.6, "0.00", "82.60"),
        (82.6, "#.##", "82.6"),
        (2.5, "0", "3"),
        (-5, "0", "-5"),
        (-5, "0;(0)", "(5)"),
        (-5, "#,##0_);[Red](#,##0)", "(5)"),
        (5, "0;;", "5"),
        (0, "0;-0;;@", ""),
        (0, "#", ""),
        (5, "#.##", "5"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (12345.678, "#,##0.00", "12,345.68"),
        (12_840_000, "0!.0,", "1284.0"),
        (5, "000", "005"),
        (1284, '[>=1000]0.0,"千";0', "1.3千"),
        (84, '[>=1000]0.0,"千";0', "84"),
        (5, "[$¥-804]0", "¥5"),
        (0.5, "# ?/?", UNKNOWN),
        (1284, "0.0E+0", UNKNOWN),
        (5, '"约"0', "约5"),
        (5, "\\约0", "约5"),
        (3, 'General"件"', "3件"),
        (7, '"无"', "无"),
        (0.5, "h:mm", "12:00"),
        (0, "yyyy年m月", "00:00"),
        (5, "[unheard]0", UNKNOWN),
    ],
)
def test_numbers_as_excel_prints_them(value: float, code: str, text: str) -> None:
    assert show_number(value, code) == text


def test_texts_as_excel_prints_them() -> None:
    assert [show_text("甲", code) for code in ("0", "@", '0;0;0;"第"@', ";;;")] == ["甲", "甲", "第甲", ""]


@given(st.integers(-(10**9), 10**9), st.sampled_from(["0", "#,##0", "#,##0;-#,##0", "General", '0"件"', "#,##0.00"]))
def test_a_whole_number_comes_back_from_its_print(value: int, code: str) -> None:
    assert float(show_number(float(value), code).replace(",", "").rstrip("件")) == value


@given(st.text('0#?.,;%@"\\E+[]>=<10元年mdhs_* -', max_size=12), st.floats(-1e6, 1e6))
def test_no_format_breaks_the_reader(code: str, value: float) -> None:
    assert isinstance(show_number(value, code), str)
    assert isinstance(show_text("甲", code), str)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_numbers_as_libreoffice_prints_them(tmp_path: Path) -> None:
    """The second opinion: CSV holds what the cells show."""
    codes = ["0", "0.00", "#,##0", "#,##0,", "0%", '0"件"', "#,##0.0;(#,##0.0)", "000", "#.##", '0;-0;"-"', "0.0,"]
    values = [0, 5, -5, 1284, 1_284_000, 0.31, 82.6, 0.5, 99.995, -1284.5]

    def change(sheet: Any) -> None:
        for row, value in enumerate(values, 1):
            for column, code in enumerate(codes, 1):
                sheet.cell(row, column, value).number_format = code

    source = tmp_path / "a.xlsx"
    source.write_bytes(book(change, []))
    convert(source, "csv:Text - txt - csv (StarCalc):9,34,76", tmp_path)
    lines = (tmp_path / "a.csv").read_text("utf-8").splitlines()
    theirs = [[text.strip() for text in line.split("\t")] for line in lines]
    assert theirs == [[show_number(value, code) for code in codes] for value in values]
