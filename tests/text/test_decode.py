"""Charsets: which codec the bytes really obey, whatever they declare."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DocumentError
from archive.text.decode import MAX_BYTES, decode

SENTENCE = "本机关收到政府信息公开申请十二件，全部按时答复。"


def test_declared_gbk_is_read_as_gb18030() -> None:
    decoded = decode(SENTENCE.encode("gbk"), "text/html; charset=GBK")
    assert (decoded.text, decoded.charset, decoded.issues) == (SENTENCE, "gb18030", ())


@pytest.mark.parametrize("declared", ["text/html; charset=utf-8", "text/html; charset=iso-8859-1", None])
def test_gbk_bytes_under_another_name(declared: str | None) -> None:
    assert decode(SENTENCE.encode("gbk"), declared).text == SENTENCE


def test_a_wrong_declaration_is_an_issue() -> None:
    assert [i.code for i in decode(SENTENCE.encode("gbk"), "text/html; charset=utf-8").issues] == ["wrong_charset"]
    assert [i.code for i in decode(SENTENCE.encode(), "text/html; charset=gbk").issues] == ["wrong_charset"]


def test_the_meta_element_is_asked_where_the_header_is_silent() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">{SENTENCE}'
    assert decode(page.encode("gb18030")).charset == "gb18030"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides(mark: bytes, codec: str) -> None:
    decoded = decode(mark + SENTENCE.encode(codec), "text/html; charset=gbk")
    assert (decoded.text, decoded.charset) == (SENTENCE, codec)


def test_a_page_cut_inside_a_character_keeps_its_text() -> None:
    decoded = decode((SENTENCE * 20).encode()[:-1])
    assert decoded.text.startswith(SENTENCE)
    assert decoded.charset == "utf-8"
    assert [issue.code for issue in decoded.issues] == ["damaged_text"]


def test_a_codec_that_is_no_charset_is_not_used() -> None:
    assert decode(SENTENCE.encode(), "text/html; charset=unicode_escape").text == SENTENCE
    assert decode(SENTENCE.encode(), "text/html; charset=no-such-codec").text == SENTENCE


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_charset_that_does_not_exist_is_an_issue(charset: str) -> None:
    decoded = decode(SENTENCE.encode(charset), "text/html; charset=x-nope")
    assert decoded.text == SENTENCE
    assert [(issue.code, "x-nope" in issue.detail) for issue in decoded.issues] == [("unknown_charset", True)]
    page = f'<meta charset="utf8mb5">{SENTENCE}'.encode(charset)
    assert [issue.code for issue in decode(page).issues] == ["unknown_charset"]


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\x00" * 40, bytes(range(256)) * 20])
def test_nothing_and_binary_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^document: "):
        decode(data, "text/html")


def test_more_than_the_limit_is_refused() -> None:
    with pytest.raises(DocumentError, match="more than the limit"):
        decode(b"a" * (MAX_BYTES + 1))


@given(st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_text_survives_its_own_codec(text: str) -> None:
    data = text.encode("gb18030")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert decode(data, "text/html; charset=gb18030").text == text
    assert decode(text.encode(), "text/html; charset=utf-8").text == text.removeprefix("\ufeff")
