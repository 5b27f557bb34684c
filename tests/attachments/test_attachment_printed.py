"""PDFs that real programs print: LibreOffice from Word files, Chromium from web pages."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.model import Document
from archive.text.attachments import read_attachment
from tests.support.attachment_forms import WrittenReport, grid_cells, write_report, written_cells
from tests.support.office_files import html_file, printed_docx_file

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CSS = {
    "collapsed": "table{border-collapse:collapse;width:100%}td{border:1px solid #000;font-size:9pt}",
    "separate": "table{border-collapse:separate;border-spacing:0}td{border:1px solid #999;font-size:8pt;padding:4px}",
    "dashed": "table{border-collapse:collapse;width:100%}td{border:1px dashed #000;font-size:9pt}",
    "shaded": "table{border-collapse:collapse}td{border:2px double #000;font-size:9pt;background:#eee}",
}


def has_han_font() -> bool:
    """Whether the programs find a font with Han characters; without one they print boxes."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, check=False, timeout=60)
    return bool(listed.stdout.strip())


needs_font = pytest.mark.skipif(not has_han_font(), reason="no font with Han characters is installed")


def assert_same(data: bytes, report: WrittenReport) -> None:
    page = read_attachment(Document(data, filename="printed.pdf"), "pdf")
    grids = [block.grid for block in page.blocks if block.grid is not None]
    assert [grid_cells(grid) for grid in grids] == [written_cells(table) for table in report.tables]
    assert [block.text for block in page.blocks if block.kind != "table"] == [report.title, *report.texts]
    assert page.titles[0][0] == report.title


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@needs_font
def test_libreoffice_prints(tmp_path: Path) -> None:
    sizes = ((16.0, 9.0), (14.0, 10.5), (12.0, 8.0))  # the middle one cuts rows and digits at page breaks
    reports = [write_report(seed) for seed in range(len(sizes))]
    for seed, (body, cell) in enumerate(sizes):
        (tmp_path / f"{seed}.docx").write_bytes(printed_docx_file(reports[seed], body=body, cell=cell))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{seed}.docx") for seed in range(len(sizes))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    for seed, report in enumerate(reports):
        assert_same((tmp_path / f"{seed}.pdf").read_bytes(), report)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@needs_font
@pytest.mark.parametrize("style", CSS)
def test_chromium_prints(style: str, tmp_path: Path) -> None:
    report = write_report(len(style))
    page = tmp_path / "page.html"
    page.write_bytes(html_file(report, CSS[style] + "p{text-indent:2em;font-size:12pt}"))
    subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'page.pdf'}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert_same((tmp_path / "page.pdf").read_bytes(), report)
