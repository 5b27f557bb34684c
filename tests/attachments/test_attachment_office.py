"""Office files of our own writing, read back cell by cell."""

import random
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from archive.errors import DocumentError, ToolMissingError
from archive.model import Document, Page
from archive.text.attachments import read_attachment, sniff
from tests.support.attachment_forms import WrittenReport, grid_cells, write_report, written_cells
from tests.support.office_files import docx_file, ods_file, xlsx_file, zip_of

needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def read(data: bytes, filename: str | None = None) -> Page:
    kind = sniff(data, filename)
    assert kind is not None
    return read_attachment(Document(data, filename=filename), kind)


def assert_same(page: Page, report: WrittenReport) -> None:
    grids = [block.grid for block in page.blocks if block.grid is not None]
    assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in report.tables]
    assert page.titles[0][0] == report.title
    texts = [block.text for block in page.blocks if block.kind != "table"]
    assert texts == [report.title, *report.texts]
    assert [b.text for b in page.blocks if b.kind == "heading" and b.text != report.title] == [
        text for text in report.texts if text[1] == "、"
    ]


@pytest.mark.parametrize("seed", range(4))
def test_docx_keeps_every_cell(seed: int) -> None:
    report = write_report(seed)
    page = read(docx_file(report))
    assert page.format == "docx"
    assert_same(page, report)


def test_docx_title_broken_over_two_paragraphs_is_one_candidate() -> None:
    report = write_report(5)
    assert read(docx_file(report, title_in_two=True)).titles[0] == (report.title, "first lines")


def test_docx_header_is_cut_and_shown() -> None:
    page = read(docx_file(write_report(6), header="内部页眉"))
    assert [(cut.text, cut.rule) for cut in page.removed] == [("内部页眉", "page header")]
    assert not any("内部页眉" in block.text for block in page.blocks)


@pytest.mark.parametrize("seed", range(4))
def test_xlsx_keeps_every_cell_and_hides_hidden_sheets(seed: int) -> None:
    report = write_report(seed)
    page = read(xlsx_file(report))
    assert_same(page, report)
    assert [(cut.text, cut.rule) for cut in page.removed] == [("作废的数字", "hidden sheet")]


@needs_soffice
def test_ods_keeps_every_cell() -> None:
    report = write_report(8)
    assert_same(read(ods_file(report)), report)


@needs_soffice
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_formats_of_libreoffice_keep_every_cell(suffix: str, tmp_path: Path) -> None:
    report = write_report(9)
    source = tmp_path / "report.docx"
    source.write_bytes(docx_file(report))
    convert(source, suffix, tmp_path)
    data = (tmp_path / f"report.{suffix}").read_bytes()
    assert sniff(data, "mislabelled.pdf") == suffix
    page = read(data)
    grids = [block.grid for block in page.blocks if block.grid is not None]
    assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in report.tables]
    assert page.titles[0][0] == report.title


@needs_soffice
def test_xls_keeps_every_cell(tmp_path: Path) -> None:
    report = write_report(10)
    source = tmp_path / "report.xlsx"
    source.write_bytes(xlsx_file(report))
    convert(source, "xls", tmp_path)
    data = (tmp_path / "report.xls").read_bytes()
    assert sniff(data) == "xls"
    assert_same(read(data), report)


def convert(source: Path, suffix: str, folder: Path) -> None:
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", suffix, "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )


def test_missing_libreoffice_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ToolMissingError, match=r"report\.doc: .*LibreOffice"):
        read_attachment(Document(b"\xd0\xcf\x11\xe0", filename="report.doc"), "doc")


WORD_2003 = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:tbl>'
    '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid><w:tr>'
    '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>'
    '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc>'
    "</w:tr></w:tbl></w:body></w:wordDocument>"
)
EXCEL_2003 = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>'
    '<Cell><Data ss:Type="String">规章</Data></Cell><Cell><Data ss:Type="Number">7</Data></Cell>'
    "</Row></Table></Worksheet></Workbook>"
)


@needs_soffice
@pytest.mark.parametrize(("kind", "xml"), [("wordml", WORD_2003), ("excelml", EXCEL_2003)])
def test_the_xml_formats_of_2003_are_read(kind: str, xml: str) -> None:
    assert sniff(xml.encode(), "report.doc") == kind
    assert [block.text for block in read(xml.encode(), "report.doc").blocks if block.kind == "table"] == ["规章\t7"]


@needs_soffice
def test_a_damaged_doc_is_one_line() -> None:
    garbage = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(3000)
    with pytest.raises(DocumentError) as caught:
        read(garbage, "broken.doc")
    assert "broken.doc" in str(caught.value)
    assert "\n" not in str(caught.value)


def paragraphs_docx(body: str, **parts: str) -> bytes:
    """A DOCX whose body is this XML; ``numbering`` and the like are further parts."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>",
    }
    for name, xml in parts.items():
        members[f"word/{name}.xml"] = xml.replace("<w:root", f"<w:root {w}", 1)
    return zip_of(members)


def test_automatic_numbers_are_read_as_printed() -> None:
    numbering = (
        "<w:root>"
        '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num></w:root>'
    )

    def numbered(depth: int, text: str) -> str:
        return (
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        )

    body = numbered(0, "总体情况") + numbered(1, "甲") + numbered(1, "乙") + numbered(0, "主动公开") + numbered(1, "丙")
    page = read(paragraphs_docx(body, numbering=numbering))
    assert [block.text for block in page.blocks] == ["一、总体情况", "1.甲", "2.乙", "二、主动公开", "1.丙"]
    assert page.blocks[0].kind == "heading"


def test_revisions_hidden_text_and_fields_read_as_they_print() -> None:
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>13</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
        "<w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>件</w:t></w:r></w:p>"
    )
    assert [block.text for block in read(paragraphs_docx(body)).blocks] == ["收到13件"]


def test_a_table_in_a_layout_table_is_read_in_its_place() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format('规章')}{cell.format('7')}</w:tr></w:tbl>"
    body = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>前文</w:t></w:r></w:p>"
        f"{inner}<w:p><w:r><w:t>后文</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    page = read(paragraphs_docx(body))
    assert [(block.kind, block.text) for block in page.blocks] == [
        ("paragraph", "前文"),
        ("table", "规章\t7"),
        ("paragraph", "后文"),
    ]


def test_text_boxes_are_read_once() -> None:
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r>'
        "</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
    )
    assert [block.text for block in read(paragraphs_docx(body)).blocks] == ["框外", "框内"]


def test_python_docx_agrees_on_merged_cells() -> None:
    """The library's own reading of the same file as second witness."""
    import io

    report = write_report(11)
    data = docx_file(report)
    tables = docx.Document(io.BytesIO(data)).tables
    grids = [block.grid for block in read(data).blocks if block.grid is not None]
    for table, grid in zip(tables, grids, strict=True):
        theirs = [[cell.text for cell in row.cells] for row in table.rows]
        assert theirs == [[cell.text if cell else None for cell in row] for row in grid.rows]
