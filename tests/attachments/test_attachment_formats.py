"""Formats are told by their bytes; containers give up the one document inside."""

import base64

import pytest

from archive.errors import DocumentError
from archive.model import Document
from archive.text import read_page
from archive.text.attachments import read_attachment, sniff
from tests.support.attachment_forms import write_report
from tests.support.ofd_files import ofd_file
from tests.support.office_files import docx_file, html_file, ods_file, xlsx_file, zip_of
from tests.support.pdf_files import pdf_file

REPORT = write_report(1)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"\r\n\xef\xbb\xbf%PDF-1.7", "pdf"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"BM\x00\x00\x00\x00\x00\x00\x00\x00", "image"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"7z\xbc\xaf'\x1c", "7z"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"MZ\x90", "executable"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mhtml"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">', "wordml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"<html><body>", None),
        (b"\xef\xbb\xbf<!DOCTYPE html>", None),
        ("一、总体情况".encode("gb18030"), None),
        (b"BMW stands for nothing here", None),
        (b"", None),
    ],
)
def test_bytes_name_the_format(data: bytes, kind: str | None) -> None:
    assert sniff(data, "name.xyz", "application/octet-stream") == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx_file(REPORT), "docx"),
        (xlsx_file(REPORT), "xlsx"),
        (ods_file(REPORT), "ods"),
        (ofd_file(REPORT), "ofd"),
        (pdf_file(REPORT), "pdf"),
        (zip_of({"a.txt": "x"}), "zip"),
    ],
)
def test_claims_do_not_count(data: bytes, kind: str) -> None:
    assert sniff(data, "report.doc", "application/msword") == kind
    assert sniff(data, "report.html", "text/html") == kind
    if kind not in ("pdf", "zip"):
        assert sniff(data[: len(data) // 2]) in (kind, "zip")


def test_names_decide_only_between_old_office_files() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert sniff(data, "report.et") == "xls"
    assert sniff(data, "report.wps") == "doc"
    assert sniff(data, None, "application/vnd.ms-excel") == "xls"


def read_zip(members: dict[str, str | bytes]) -> str:
    page = read_page(Document(zip_of(members), filename="bundle.zip"))
    return page.titles[0][0]


def test_a_zip_with_one_report_is_that_report() -> None:
    members: dict[str, str | bytes] = {
        "附件/报告.docx": docx_file(REPORT),
        "__MACOSX/._x.docx": b"x",
        "a.png": b"\x89PNG",
    }
    assert read_zip(members) == REPORT.title


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"a.docx": docx_file(REPORT), "b.docx": docx_file(REPORT)}, "holds 2 documents"),
        ({"a.bin": b"x"}, "no document"),
        ({"inner.zip": zip_of({"a.docx": docx_file(REPORT)})}, "no document"),
    ],
)
def test_a_zip_without_exactly_one_report_says_so(members: dict[str, str | bytes], message: str) -> None:
    with pytest.raises(DocumentError, match=rf"^bundle\.zip: .*{message}"):
        read_zip(members)


def test_a_web_page_saved_by_word_is_read_as_html() -> None:
    html = base64.encodebytes(html_file(REPORT, ""))
    data = (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html;'
        b' charset="utf-8"\nContent-Transfer-Encoding: base64\n\n' + html + b"\n--b--\n"
    )
    page = read_page(Document(data, filename="report.doc"))
    assert page.format == "html"
    assert sum(block.kind == "table" for block in page.blocks) == 3


@pytest.mark.parametrize("kind", ["presentation", "encrypted", "rar", "7z", "gzip", "executable"])
def test_formats_without_a_reader_are_named(kind: str) -> None:
    with pytest.raises(DocumentError, match=r"^report\.bin: "):
        read_attachment(Document(b"x", filename="report.bin"), kind)
