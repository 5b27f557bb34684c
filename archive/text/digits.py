"""The signs that people type for digits, and years and numbers written with them.

Pages of 2008–2024 print the noughts of 二〇〇八年 as 〇, ○, ◯, 零, the letters O and О (Latin and Cyrillic) and 0;
digits also come full-width (２０２１) and mixed (2O2O, 二0二一). This is the project's one table of them.
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
_WIDE: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_ANY_WIDE = re.compile("[０-９]")


def _class(*digits: int) -> str:
    return "[" + "".join(re.escape(sign) for digit in digits for sign in LOOK_ALIKES[digit]) + "]"


_ANY = _class(*range(10))
_CENTURY = f"{_class(2)}{_class(0)}"
# Letters are digits only in front of 年; a year in numerals alone may end anywhere. A dash typed for 一 (二○—九) and
# 二〇十二 for 2012 were seen too.
_NOUGHT = "[0〇○◯零]"
_TYPED = re.compile(
    rf"(?<!\d)(?:{_CENTURY}{_class(0, 1, 2, 3)}{_ANY}(?=年|度)|{_CENTURY}十{_ANY}(?=年)"
    rf"|二{_class(0)}[—–－ー]{_ANY}(?=年)"
    rf"|[二2]{_NOUGHT}[一二三0-3〇○◯零][一二三四五六七八九0-9〇○◯零])(?!\d)"
)
_SPECIAL = str.maketrans("十—–－ー", "11111")


def narrow(text: str) -> str:
    """``text`` with its full-width digits in ASCII."""
    return text.translate(_WIDE) if _ANY_WIDE.search(text) else text


def plain_years(text: str) -> str:
    """``text`` with every year from 2000 to 2039 in ASCII digits, whatever signs it was typed in."""
    return _TYPED.sub(_plain, text)


def _plain(typed: re.Match[str]) -> str:
    return typed[0].translate(_SPECIAL).translate(_DIGITS)


def chinese_number(numeral: str) -> int:
    """1 to 99 in Chinese numerals (二十三, 十, 三) or in digits; 0 for what is none."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS.get(numeral, 0)
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
