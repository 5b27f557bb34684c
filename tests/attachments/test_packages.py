"""Zip packages with a byte turned: read, or refused in one line."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DocumentError
from archive.text.attachments.packages import Package
from archive.text.attachments.sniff import sniff

METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}
NAME = "word/document.xml"


def package(method: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr(NAME, "<w:p>政府信息公开工作年度报告</w:p>" * 40)
        archive.writestr("年报.txt", "二")
    return held.getvalue()


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data())
def test_a_turned_byte_is_read_or_refused(method: str, data: st.DataObject) -> None:
    whole = bytearray(package(METHODS[method]))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    sniff(bytes(whole))
    with suppress(DocumentError):
        held = Package(bytes(whole), "x.docx")
        for name in held.names:
            held.read(name)


def test_a_damaged_lzma_member_is_named() -> None:
    whole = bytearray(package(METHODS["lzma"]))
    whole[60] ^= 0xFF
    with pytest.raises(DocumentError, match=f"member {NAME} is damaged"):
        Package(bytes(whole), "x.docx").read(NAME)
