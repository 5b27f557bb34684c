"""OFD packages of our own writing, read back cell by cell."""

import pytest

from archive.errors import DocumentError
from archive.model import Document
from archive.text.attachments import read_attachment, sniff
from tests.support.attachment_forms import grid_cells, write_report, written_cells
from tests.support.ofd_files import ofd_file
from tests.support.office_files import zip_of
from tests.support.pdf_files import PdfStyle


@pytest.mark.parametrize("rules", ["strokes", "thin", "open"])
@pytest.mark.parametrize("scaled", [False, True])
def test_every_cell_and_paragraph_comes_back(rules: str, scaled: bool) -> None:
    report = write_report(len(rules))
    data = ofd_file(report, PdfStyle(rules=rules, cell_size=9.0), scaled=scaled, watermark="内部" if scaled else "")
    assert sniff(data, "report.zip", "application/zip") == "ofd"
    page = read_attachment(Document(data, filename="report.ofd"), "ofd")
    assert page.format == "ofd"
    grids = [block.grid for block in page.blocks if block.grid is not None]
    assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in report.tables]
    assert [block.text for block in page.blocks if block.kind != "table"] == [report.title, *report.texts]
    assert page.titles == ((report.title, "title lines"), ("年报", "ofd title"))
    assert {cut.rule for cut in page.removed} - {"text set askew (watermark)"} == {"page number"}
    assert ("内部" in {cut.text for cut in page.removed}) is scaled


@pytest.mark.parametrize(
    "members",
    [
        {"OFD.xml": "<OFD/>"},
        {"OFD.xml": "<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>"},
        {"OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>", "D.xml": "<Document/>"},
        {"OFD.xml": "no XML"},
    ],
)
def test_a_broken_package_is_one_line(members: dict[str, str | bytes]) -> None:
    with pytest.raises(DocumentError, match=r"^report\.ofd: [^\n]+$"):
        read_attachment(Document(zip_of(members), filename="report.ofd"), "ofd")
