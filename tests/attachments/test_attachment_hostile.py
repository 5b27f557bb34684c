"""Damaged and hostile attachments: each ends within its limits, in one line, and the next one is read."""

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest

from archive.errors import ArchiveError, DocumentError, ToolMissingError
from archive.model import Document, Page
from archive.text import read_page
from archive.text.attachments import document_within, read_attachment, sandbox, sniff
from tests.support.attachment_forms import write_report
from tests.support.ofd_files import ofd_file
from tests.support.office_files import docx_file, xlsx_file, zip_of
from tests.support.pdf_files import pdf_file, plain_pdf

REPORT = write_report(2)
GOOD = {
    "pdf": pdf_file(REPORT),
    "docx": docx_file(REPORT),
    "xlsx": xlsx_file(REPORT),
    "ofd": ofd_file(REPORT),
}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(document: str, head: str = "") -> bytes:
    return zip_of(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f"{head}<w:document {W}>{document}</w:document>"}
    )


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(400):
                member.write(bytes(1 << 20))
    return out.getvalue()


def lying_bomb() -> bytes:
    """A member that announces 10 bytes and unpacks to 200 MiB."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(b" " * (200 << 20)) + packed.flush()
    name = b"word/document.xml"
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(data), 10, len(name), 0) + name + data
    central = (
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(data), 10, len(name), 0, 0, 0, 0, 0, 0)
        + name
    )
    return local + central + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)


def huge_directory() -> bytes:
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    central = entry * 300_000
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(central), 0, 0)
    return b"PK\3\4" + bytes(26) + central + end


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha" * 50}">' for i in range(12))
    return f"<!DOCTYPE w [{entities}]>"


def looping_pdf() -> bytes:
    """Page tree, object stream and form each refer to themselves."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /XObject << /F 5 0 R >> >> >>",
        b"<< /Length 4 >>\nstream\n/F Do\nendstream",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Length 10"
        b" /Resources << /XObject << /F 5 0 R >> >> >>\nstream\n/F Do /F Do\nendstream",
    ]
    return plain_pdf(objects)


def bomb_pdf() -> bytes:
    """A content stream that unpacks to 600 MB of drawing."""
    stream = zlib.compress(b"0 0 m 1 1 l S\n" * (600_000_000 // 14 // 10), 9)
    body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream)
    return plain_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
            body,
        ]
    )


def far_cell() -> bytes:
    """A workbook of two cells, at the first and at the very last place."""
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet()
    sheet["A1"] = 1
    sheet["XFD1048576"] = 2
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def huge_cell(length: int) -> bytes:
    """A workbook with one cell of ``length`` characters, cheap to send."""
    workbook = xlsx_file(REPORT)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</t>", b"9" * length + b"</t>", 1)
            package.writestr(name, data)
    return out.getvalue()


def nested_mime(depth: int) -> bytes:
    head = b"MIME-Version: 1.0\n"
    parts = b"".join(b'Content-Type: multipart/related; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth))
    return head + parts


HOSTILE: dict[str, Callable[[], tuple[bytes, str]]] = {
    "cell of 200 MB": lambda: (huge_cell(200_000_000), "xlsx"),
    "cell of 60 MB": lambda: (huge_cell(60_000_000), "xlsx"),
    "nested MIME parts": lambda: (nested_mime(5_000), "mhtml"),
    "zip bomb": lambda: (zip_bomb(), "docx"),
    "lying zip bomb": lambda: (lying_bomb(), "docx"),
    "endless zip directory": lambda: (huge_directory(), "zip"),
    "billion laughs": lambda: (word("<w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body>", laughs()), "docx"),
    "external entity": lambda: (
        word(
            "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>",
            '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        ),
        "docx",
    ),
    "deep tables": lambda: (
        word(f"<w:body>{'<w:tbl><w:tr><w:tc>' * 60}<w:p/>{'</w:tc></w:tr></w:tbl>' * 60}</w:body>"),
        "docx",
    ),
    "very deep tables": lambda: (
        word(f"<w:body>{'<w:tbl><w:tr><w:tc>' * 90000}<w:p/>{'</w:tc></w:tr></w:tbl>' * 90000}</w:body>"),
        "docx",
    ),
    "pdf bomb": lambda: (bomb_pdf(), "pdf"),
    "wrong magic": lambda: (b"%PDF-1.4 but really nothing", "pdf"),
    "empty zip": lambda: (b"PK\x05\x06" + bytes(18), "zip"),
    "no bytes": lambda: (b"", "pdf"),
}


def _read_within(document: Document, kind: str) -> Page:
    return read_page(document_within(document, kind))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_end_in_one_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 3)
    data, kind = HOSTILE[name]()
    started = time.process_time()
    read = _read_within if kind in {"zip", "mhtml"} else read_attachment
    with pytest.raises(DocumentError) as caught:
        read(Document(data, filename="hostile.bin"), kind)
    assert str(caught.value).startswith("hostile.bin: ")
    assert "\n" not in str(caught.value)
    assert time.process_time() - started < 5  # our own share; the child has its limit
    assert read_attachment(Document(GOOD["docx"]), "docx").titles[0][0] == REPORT.title


def test_a_cell_at_the_very_end_of_a_sheet_costs_nothing() -> None:
    page = read_attachment(Document(far_cell()), "xlsx")
    assert [block.text for block in page.blocks] == ["1", "2"]


def test_a_pdf_that_refers_to_itself_ends() -> None:
    page = read_attachment(Document(looping_pdf()), "pdf")
    assert [issue.code for issue in page.issues] == ["no_text"]


def test_a_huge_span_costs_nothing() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>'
    page = read_attachment(Document(word(f"<w:body><w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl></w:body>")), "docx")
    assert [block.text for block in page.blocks] == ["规章\t规章"]


def test_a_document_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 1)
    stream = b"q " * 30_000_000
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    data = plain_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        ]
    )
    with pytest.raises(DocumentError, match="more than 1 s of processor time"):
        read_attachment(Document(data, filename="slow.pdf"), "pdf")
    assert read_attachment(Document(GOOD["docx"]), "docx").titles[0][0] == REPORT.title


def test_the_reader_may_not_reach_out() -> None:
    """The child's fence itself: what a reader might be made to do is refused."""
    import subprocess
    import sys

    program = (
        "import sys; from archive.text.attachments import worker; sys.addaudithook(worker._refuse)\n"
        "import socket, subprocess, os\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true']),\n"
        "            lambda: os.system('true'), lambda: os.remove('x')):\n"
        "    try:\n        act()\n"
        "    except PermissionError as error:\n        print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.count("a document reader may not do this") == 4


def mutated(data: bytes, source: random.Random) -> bytes:
    """The file cut, with bytes changed, a stretch doubled, removed or blanked."""
    out = bytearray(data)
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(out))
        length = min(source.choice((1, 4, 64, 2000)), len(out) - at)
        match source.randrange(5):
            case 0:
                del out[at:]
            case 1:
                out[at : at + length] = source.randbytes(length)
            case 2:
                out[at:at] = out[at : at + length]
            case 3:
                del out[at : at + length]
            case _:
                out[at : at + length] = bytes(length)
        if len(out) < 2:
            break
    return bytes(out)


@pytest.mark.parametrize("kind", GOOD)
def test_fuzzed_documents_are_read_or_refused(kind: str) -> None:
    source = random.Random(kind)
    for _ in range(40):
        data = mutated(GOOD[kind], source)
        found = sniff(data, f"fuzz.{kind}")
        if found is None or found in ("doc", "rtf", "odt", "image"):
            continue
        refusal = f"fuzz.{kind}: ?"
        try:
            read_attachment(Document(data, filename=f"fuzz.{kind}"), found)
        except (DocumentError, ToolMissingError) as error:
            refusal = str(error)
        assert "\n" not in refusal
        assert refusal.startswith(f"fuzz.{kind}: ")
    with pytest.raises(ArchiveError):
        read_attachment(Document(GOOD[kind][:10], filename="cut"), kind)
