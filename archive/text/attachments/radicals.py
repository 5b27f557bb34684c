"""Radicals and ligatures back to the characters they stand for.

Fonts share one glyph between a character and the radical of the same shape, and PDF writers (Chromium's
among them) name the radical: ``⼈⺠政府`` prints as 人民政府 and is no word to any reader of labels.
"""

import unicodedata
from typing import Final

# CJK Radicals Supplement (Unicode 2E80-2EFF): the shapes that are whole characters. The Kangxi radicals
# (2F00-2FD5) have compatibility mappings in Unicode itself; these mostly have none.
_SUPPLEMENT: Final = str.maketrans(
    "⺎⺏⺒⺓⺔⺟⺠⺫⺬⺮⺰⺳⺶⺷⺸⺻⺼⻁⻂⻃⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻳",
    "兀尣巳幺彑母民目示竹纟网羊羊羊聿肉虎衤西西见角贝车长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿竜龙龟",
)
_FOLDED: Final = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))
} | _SUPPLEMENT


def whole_characters(text: str) -> str:
    """The text with radicals and Latin ligatures replaced; everything else as it stands."""
    return text if text.isascii() else text.translate(_FOLDED)
