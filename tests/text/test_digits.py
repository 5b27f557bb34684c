"""Years in whatever signs, and numbers in Chinese numerals."""

import re

import pytest

from archive.text.digits import NUMERALS, chinese_number, plain_years


@pytest.mark.parametrize("nought", "〇○◯零0０OoОｏ●◦°ㅇᴏ۰٥⭕Ø")
def test_any_sign_between_numerals_is_a_nought(nought: str) -> None:
    for year in ("二X二一年", "二XX九年", "二X一X年", "二X二X年"):
        plain = year.translate(str.maketrans("二一九X", "2190"))
        assert plain_years(f"云溪县{year.replace('X', nought)}政府信息公开") == f"云溪县{plain}政府信息公开"


@pytest.mark.parametrize("text", ["见第二。二一年起", "（二）二一年", "第二、二一年", "二等二一年", "12二○二一"])
def test_what_is_no_year_stays(text: str) -> None:
    assert plain_years(text) == text


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("二十三", 23),
        ("三百二十", 320),
        ("一百零五", 105),
        ("二千零三", 2003),
        ("48", 48),
    ],
)
def test_numerals(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value
    assert numeral.isdecimal() or re.fullmatch(NUMERALS, numeral)


@pytest.mark.parametrize("words", ["两三", "一百二", "零", "二〇", "一二三", "十几", "百", "数十", ""])
def test_words_that_are_no_number(words: str) -> None:
    assert chinese_number(words) == 0 or words == ""
    assert not re.fullmatch(NUMERALS, words)
