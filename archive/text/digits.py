"""The signs that people type for digits, and years and numbers written with them.

Pages of 2008–2024 print the noughts of 二〇〇八年 as 〇, ○, ◯, 零, the letters O and О (Latin and Cyrillic) and 0;
digits also come full-width (２０２１) and mixed (2O2O, 二0二一). This is the project's one table of them;
between numerals any other sign is a nought as well (二●二一).
"""

import re
from typing import Final

# Each digit with its look-alikes.
LOOK_ALIKES: Final = (
    "0０〇○◯◌⚪⭕∘◦零OoＯｏОоΟοՕօ°º",
    "1１一壹lIｌＩ",
    "2２二贰ニZ",
    "3３三叁ミ",
    "4４四肆",
    "5５五伍",
    "6６六陆",
    "7７七柒",
    "8８八捌ハ",
    "9９九玖",
)
_DIGITS: Final = {ord(sign): str(digit) for digit, signs in enumerate(LOOK_ALIKES) for sign in signs}
_NUMERALS: Final = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ONE: Final = "[一二两三四五六七八九]"
# No number are 两三 (some) and 一百二, which may be 120.
_COUNT = re.compile(
    f"(?P<kilo>{_ONE}千)?零?(?P<hecto>{_ONE}百)?零?(?P<ten>{_ONE}?十)?(?P<one>(?<![百千]){_ONE})?(?<=[一二两三四五六七八九十百千])"
)
NUMERALS: Final = re.sub(r"\?P<\w+>", "?:", _COUNT.pattern)
"""A pattern for what ``chinese_number`` reads."""
_WIDE: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_ANY_WIDE = re.compile("[０-９]")


def _class(*digits: int) -> str:
    return "[" + "".join(re.escape(sign) for digit in digits for sign in LOOK_ALIKES[digit]) + "]"


_ANY = _class(*range(10))
_CENTURY = f"{_class(2)}{_class(0)}"
# Letters are digits only in front of 年; a year in numerals alone may end anywhere. A dash typed for 一 (二○—九) and
# 二〇十二 for 2012 were seen too.
_NOUGHT = "[0〇○◯零]"
_SIGN = r"[^\u4e00-\u9fff\s0-9,.;:!?()<>，。、；：！？（）《》〈〉“”\"'—–-]"
_NUMERAL = "[一二三四五六七八九〇○零]"
_TYPED = re.compile(
    rf"(?<!\d)(?:{_CENTURY}{_class(0, 1, 2, 3)}{_ANY}(?=年|度)|{_CENTURY}十{_ANY}(?=年)"
    rf"|二{_class(0)}[—–－ー]{_ANY}(?=年)"
    rf"|[二2]{_NOUGHT}[一二三0-3〇○◯零][一二三四五六七八九0-9〇○◯零]"
    rf"|二(?P<sign>{_SIGN})(?:{_NUMERAL}|(?P=sign))(?:{_NUMERAL}|(?P=sign))(?=年))(?!\d)"
)
_SPECIAL = str.maketrans("十—–－ー", "11111")


def narrow(text: str) -> str:
    """``text`` with its full-width digits in ASCII."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def plain_years(text: str) -> str:
    """``text`` with every year from 2000 to 2039 in ASCII digits, whatever signs it was typed in."""
    return _TYPED.sub(_plain, text)


def _plain(typed: re.Match[str]) -> str:
    year = typed[0].replace(typed["sign"], "0") if typed["sign"] else typed[0]
    return year.translate(_SPECIAL).translate(_DIGITS)


def chinese_number(numeral: str) -> int:
    """1 to 9999 in Chinese numerals (二千零三, 二十三, 十) or in digits; 0 for what is none."""
    if numeral.isdecimal():
        return int(numeral)
    match = _COUNT.fullmatch(numeral)
    if match is None:
        return 0
    size = 0
    for place, unit in (("kilo", 1000), ("hecto", 100), ("ten", 10), ("one", 1)):
        if (printed := match[place]) is not None:
            size += unit * (_NUMERALS.get(printed[0], 1) if printed else 0)
    return size
