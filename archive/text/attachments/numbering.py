"""Automatic numbers of Word: the ``一、`` that stands in no text run (ECMA-376 part 1, §17.9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from archive.text.attachments.packages import attribute, child, local

_DIGITS: Final = "零一二三四五六七八九"
_CHINESE: Final = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str


class Numbering:
    """Counts the numbered paragraphs of one document, in reading order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._counters: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        for item in numbering if numbering is not None else ():
            self._take(item)
        for style in styles if styles is not None else ():
            reference = _reference(child(style, "pPr"))
            name = attribute(style, "styleId")
            if name and reference and reference[0] is not None:
                self._styles[name] = (reference[0], reference[1] or 0)

    def _take(self, item: etree._Element) -> None:
        if local(item) == "abstractNum":
            identity = attribute(item, "abstractNumId") or ""
            for level in item:
                if local(level) == "lvl":
                    self._levels[identity, _integer(attribute(level, "ilvl"), 0)] = _Level(
                        _integer(_value(level, "start"), 1),
                        _value(level, "numFmt") or "decimal",
                        _value(level, "lvlText") or "",
                    )
        elif local(item) == "num":
            self._abstract[attribute(item, "numId") or ""] = _value(item, "abstractNumId") or ""

    def label(self, properties: etree._Element | None) -> str:
        """The number of the paragraph with these ``pPr``, counted on; empty for an unnumbered one."""
        reference = _reference(properties)
        style = self._styles.get((properties is not None and _value(properties, "pStyle")) or "")
        number, depth = reference or (None, None)
        number = number if number is not None else (style[0] if style else None)
        depth = depth if depth is not None else (style[1] if style else 0)
        if number is None or number == "0":
            return ""
        abstract = self._abstract.get(number, "")
        level = self._levels.get((abstract, depth))
        if level is None or level.style in ("bullet", "none"):
            return ""
        at = self._counters.get((abstract, depth), level.start - 1) + 1
        self._counters[abstract, depth] = at
        for key in [k for k in self._counters if k[0] == abstract and k[1] > depth]:
            del self._counters[key]
        text = level.pattern
        for i in range(depth + 1):
            upper = self._levels.get((abstract, i), level)
            count = self._counters.get((abstract, i), upper.start)
            text = text.replace(f"%{i + 1}", spell(count, upper.style))
        return text


def _reference(properties: etree._Element | None) -> tuple[str | None, int | None] | None:
    numbered = child(properties, "numPr") if properties is not None else None
    if numbered is None:
        return None
    depth = _value(numbered, "ilvl")
    return _value(numbered, "numId"), _integer(depth, 0) if depth is not None else None


def _value(element: etree._Element, name: str) -> str | None:
    found = child(element, name)
    return attribute(found, "val") if found is not None else None


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default


def spell(number: int, style: str) -> str:
    """A count as Word prints it in this number format; decimal for formats that reports do not use."""
    if style in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
        return head + (_DIGITS[ones] if ones else "")
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 0 < number < 40:
        text = ""
        for value, sign in _ROMAN:
            while number >= value:
                text += sign
                number -= value
        return text.upper() if style == "upperRoman" else text
    return str(number)


def relationship_targets(relationships: etree._Element | None) -> Mapping[str, tuple[str, str, bool]]:
    """Relationship id -> (kind, target, whether the target lies outside the package)."""
    targets = {}
    for item in relationships if relationships is not None else ():
        identity, target = attribute(item, "Id"), attribute(item, "Target")
        kind = (attribute(item, "Type") or "").rpartition("/")[2]
        if identity and target:
            targets[identity] = (kind, target, attribute(item, "TargetMode") == "External")
    return targets
