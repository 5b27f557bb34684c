"""What a Word document shows: runs by their own properties and their styles', fields, parts in its place."""

import io
import re
import zipfile

import openpyxl
import pytest

from archive.model import Document, Page
from archive.text.attachments import read_attachment
from archive.text.shown import UNKNOWN
from tests.support.office_files import zip_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_O = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def page_of(body: str, styles: str = "", parts: dict[str, bytes] | None = None) -> Page:
    """The page of a document with this body; ``parts`` are related as ``r0``, ``r1`` …"""
    related = "".join(
        f'<Relationship Id="r{i}" Type="http://x/aFChunk" Target="{name}"/>' for i, name in enumerate(parts or ())
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W} {_R} {_O}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>",
    }
    members |= {f"word/{name}": data for name, data in (parts or {}).items()}
    return read_attachment(Document(zip_of(members)), "docx")


def run(text: str, properties: str = "") -> str:
    """A run; its properties are given without the prefix: ``vanish``, ``color val="FFFFFF"``."""
    return f"<w:r><w:rPr>{marked(properties)}</w:rPr><w:t>{text}</w:t></w:r>"


def marked(properties: str) -> str:
    """Elements from their names and attributes, parted by semicolons."""
    elements = (one.strip() for one in properties.split(";") if one.strip())
    return "".join("<w:" + re.sub(" ([a-zA-Z]+)=", r" w:\1=", one) + "/>" for one in elements)


def filled(colour: str) -> str:
    """A run of 741, its letters filled as drawings are."""
    fill = f'<w14:textFill xmlns:w14="w14"><w14:solidFill>{colour}</w14:solidFill></w14:textFill>'
    return f"<w:r><w:rPr>{fill}</w:rPr><w:t>741</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def style(name: str, properties: str, kind: str = "character", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{more and " "}{more}><w:rPr>{marked(properties)}</w:rPr></w:style>'
    )


def row(*cells: str, properties: str = "", of_cell: str = "") -> str:
    drawn = "".join(f"<w:tc><w:tcPr>{marked(of_cell)}</w:tcPr>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{marked(properties)}</w:trPr>{drawn}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{marked(properties)}</w:tblPr>{''.join(rows)}</w:tbl>"


LABEL = paragraph(run("行政许可"))


def cell_of(cell: str, styles: str = "", of_cell: str = "", of_table: str = "") -> str:
    """What a cell with these paragraphs says."""
    page = page_of(table(row(LABEL, cell, of_cell=of_cell), properties=of_table), styles)
    (grid,) = [block.grid for block in page.blocks if block.grid is not None]
    return grid.texts[-1]


SHADE = 'shd val="clear" color="auto" fill="1F4E8C"'
SHOWN = run("1284")
BASED = '<w:style w:type="character" w:styleId="h"><w:basedOn w:val="g"/></w:style>'
CHOICE = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="741"/>'
    '<w:listEntry w:val="1284"/></w:ddList></w:ffData></w:fldChar></w:r>'
)


@pytest.mark.parametrize(
    ("cell", "styles"),
    [
        (paragraph(run("741", "vanish"), SHOWN), ""),
        (paragraph(run("741", 'rStyle val="g"'), SHOWN), style("g", "vanish")),
        (paragraph(run("741", 'rStyle val="h"'), SHOWN), style("g", "vanish") + BASED),
        (paragraph(run("741"), run("1284", 'vanish val="0"'), style="g"), style("g", "vanish", "paragraph")),
        (paragraph(run("741"), style="g") + paragraph(SHOWN), style("g", "vanish", "paragraph")),
        (paragraph(run("741", "strike"), SHOWN), ""),
        (paragraph(run("741", "dstrike"), SHOWN), ""),
        (paragraph(run("1284", 'strike val="false"')), ""),
        (paragraph(SHOWN, run("2", 'vertAlign val="superscript"')), ""),
        (paragraph(SHOWN, run("2", 'rStyle val="m"')), style("m", 'vertAlign val="subscript"')),
        (paragraph(SHOWN, run("2", 'position val="8"; sz val="12"')), ""),
        (paragraph(run("1284", 'position val="2"')), ""),
        (paragraph(SHOWN, run("741", 'color val="FFFFFF"')), ""),
        (paragraph(SHOWN, run("741", f'color val="1F4E8C"; {SHADE}')), ""),
        (paragraph(SHOWN, run("741", 'highlight val="black"')), ""),
        (paragraph(SHOWN, run("741", 'sz val="2"')), ""),
        (paragraph(SHOWN, run("741", 'color val="auto" themeColor="background1"')), ""),
        (paragraph(SHOWN, filled('<w14:srgbClr w14:val="FFFFFF"/>')), ""),
        (paragraph(SHOWN, filled('<w14:schemeClr w14:val="bg1"/>')), ""),
        (paragraph(SHOWN, filled('<w14:srgbClr w14:val="FF0000"><w14:alpha w14:val="100000"/></w14:srgbClr>')), ""),
        (paragraph(f"<w:r><w:ruby><w:rt>{run('7')}</w:rt><w:rubyBase>{SHOWN}</w:rubyBase></w:ruby></w:r>"), ""),
        (paragraph(SHOWN, f"<w:moveFrom>{run('741')}</w:moveFrom>"), ""),
        (paragraph(SHOWN, f"<w:del>{run('741')}</w:del>"), ""),
        (paragraph(f"<w:ins>{SHOWN}</w:ins>"), ""),
        (paragraph(SHOWN, "<w:r><w:instrText>PAGE 741</w:instrText></w:r>"), ""),
        (paragraph(CHOICE), ""),
        # The usual style of paragraphs hides; two styles that both hide show.
        (paragraph(run("741"), run("1284", 'vanish val="0"')), style("n", "vanish", "paragraph", 'w:default="1"')),
        (paragraph(run("1284", 'rStyle val="c"'), style="g"), style("g", "vanish", "paragraph") + style("c", "vanish")),
    ],
)
def test_a_cell_says_what_it_shows(cell: str, styles: str) -> None:
    assert cell_of(cell, styles) == "1284"


def test_grounds() -> None:
    white, blue = paragraph(run("1284", 'color val="FFFFFF"')), paragraph(run("1284", 'color val="1F4E8C"'))
    shaded = (
        f'<w:style w:type="table" w:styleId="t"><w:tblStylePr><w:tcPr>{marked(SHADE)}</w:tcPr></w:tblStylePr></w:style>'
    )
    assert cell_of(white) == ""
    assert cell_of(white, of_cell=SHADE) == "1284"
    assert cell_of(white, of_table=SHADE) == "1284"
    assert cell_of(white, shaded, of_table='tblStyle val="t"') == "1284"
    assert cell_of(blue) == "1284"
    whitened = '<w:style w:type="table" w:styleId="t"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    assert cell_of(paragraph(run("1284")), whitened, of_table='tblStyle val="t"') == ""
    assert cell_of(blue, of_cell=SHADE) == ""


@pytest.mark.parametrize(
    "runs",
    [
        run("1284", "strike"),
        run("12") + run("84", 'position val="12"'),
        '<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r>',
        '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> EQ \\o(1,2)</w:instrText></w:r>',
    ],
)
def test_a_cell_that_shows_no_value_is_not_empty(runs: str) -> None:
    assert cell_of(paragraph(runs)) == UNKNOWN


@pytest.mark.parametrize("folded", ["hidden", 'trHeight val="2" hRule="exact"'])
def test_hidden_rows_are_not_there(folded: str) -> None:
    other = row(LABEL, paragraph(run("741")), properties=folded)
    page = page_of(table(row(LABEL, paragraph(SHOWN)), other))
    assert [block.text for block in page.blocks] == ["行政许可\t1284"]
    assert [(cut.text, cut.rule) for cut in page.removed] == [("行政许可741", "hidden")]


def test_lines_say_what_they_show() -> None:
    raised = 'vertAlign val="superscript"'
    runs = [run("收到申请"), run("12", "strike"), run("13件"), run("[1]", raised), run("，占地5m"), run("2", raised)]
    page = page_of(paragraph(*runs))
    assert [block.text for block in page.blocks] == ["收到申请13件，占地5m2"]
    assert [(cut.text, cut.rule) for cut in page.removed] == [("12", "struck out"), ("[1]", "note mark")]


TABLE = "<table><tr><td>信息内容</td><td>数量</td></tr><tr><td>规章</td><td>1284</td></tr></table>"
MIME = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    '--b\nContent-Type: text/html; charset="utf-8"\n\n{}\n\n--b--\n'
)
RELATED = '<Relationships><Relationship Id="r0" Type="x/aFChunk" Target="a.docx"/></Relationships>'


def inner(body: str, **parts: bytes) -> bytes:
    main = f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>"
    members: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": main}
    return zip_of(
        members | {"word/_rels/document.xml.rels": RELATED, **{f"word/{n}.docx": d for n, d in parts.items()}}
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", f"<html><body>{TABLE}</body></html>".encode()),
        ("a.mht", MIME.format(f"<html><body>{TABLE}</body></html>").encode()),
        ("a.docx", inner(table(row(LABEL, paragraph(SHOWN))))),
        ("a.txt", "信息内容\t数量\n规章\t1284\n".encode()),
    ],
)
def test_a_document_in_the_text_is_read_in_its_place(name: str, data: bytes) -> None:
    page = page_of(f'<w:p>{run("前")}</w:p><w:altChunk r:id="r0"/><w:p>{run("后")}</w:p>', "", {name: data})
    assert page.issues == ()
    assert [block.text for block in page.blocks][:: len(page.blocks) - 1] == ["前", "后"]
    assert "1284" in "".join(block.text for block in page.blocks)


@pytest.mark.parametrize(
    ("name", "data"), [("a.rtf", b"{\\rtf1 1284}"), ("b.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]
)
def test_a_document_that_cannot_be_read_is_named(name: str, data: bytes) -> None:
    (issue,) = page_of('<w:altChunk r:id="r0"/>', "", {name: data}).issues
    assert (issue.code, name in issue.detail) == ("embedded_part", True)
    assert [issue.code for issue in page_of('<w:altChunk r:id="r7"/>').issues] == ["embedded_part"]


def test_objects_are_named() -> None:
    item = '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    assert ["Excel.Sheet.12" in issue.detail for issue in page_of(item).issues] == [True]
    assert ["Excel.Sheet.12" in issue.detail for issue in page_of(table(row(LABEL, item))).issues] == [True]


def test_documents_in_documents_end() -> None:
    data = inner(paragraph(SHOWN))
    for _ in range(6):
        data = inner('<w:altChunk r:id="r0"/>', a=data)
    assert [issue.code for issue in read_attachment(Document(data), "docx").issues] == ["embedded_part"]


def test_what_lies_on_a_sheet_is_named() -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["规章", 1])
    out = io.BytesIO()
    workbook.save(out)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/media/image1.png", b"x")
        package.writestr("xl/drawings/drawing1.xml", '<d xmlns:a="x"><a:t>现行有效 5</a:t></d>')
    issues = read_attachment(Document(out.getvalue()), "xlsx").issues
    assert [issue.code for issue in issues] == ["embedded_part", "embedded_part"]
    assert "现行有效 5" in issues[1].detail
