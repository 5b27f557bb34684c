"""Radicals and ligatures back to the characters they stand for, in simplified form.

Fonts share one glyph between a character and the radical of the same shape, and PDF writers (Chromium's
among them) name the radical: ``⼈⺠政府`` prints as 人民政府 and is no word to any reader of labels. Unicode maps some
radicals to the traditional character (⼾ to 戶), where the pages mean the simplified one (户).
"""

import re
import unicodedata
from typing import Final

# CJK Radicals Supplement (Unicode 2E80-2EFF): the shapes that are whole characters.
_SUPPLEMENT: Final = str.maketrans(
    "⺁⺇⺌⺎⺏⺒⺓⺔⺝⺟⺠⺩⺫⺬⺮⺰⺳⺶⺷⺸⺻⺼⻁⻂⻃⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻱⻳",
    "厂几小兀尣巳幺彑月母民王目示竹纟网羊羊羊聿肉虎衤西西见角贝车长长门雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龙龟龟",
)
# Kangxi radicals (2F00-2FD5) have compatibility mappings in Unicode, some of them to traditional characters.
_TRADITIONAL: Final = str.maketrans(
    "戶鬥見貝車長門靑韋頁風飛馬魚鳥鹵麥黃黽齊齒龍龜", "户斗见贝车长门青韦页风飞马鱼鸟卤麦黄黾齐齿龙龟"
)
_FOLDED: Final = {
    code: unicodedata.normalize("NFKC", chr(code)).translate(_TRADITIONAL)
    for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))
} | _SUPPLEMENT
_ANY = re.compile("[\u2e80-\u2fd5\ufb00-\ufb06]")


def has_radicals(text: str) -> bool:
    """Whether ``text`` holds radicals or ligatures that stand for characters."""
    return not text.isascii() and _ANY.search(text) is not None


def whole_characters(text: str) -> str:
    """The text with radicals and Latin ligatures replaced; everything else as it stands."""
    return text.translate(_FOLDED) if has_radicals(text) else text
