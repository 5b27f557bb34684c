"""What a cell of a table prints: its lines, trimmed as a browser shows them, NBSP as it stands."""

import re

from lxml.etree import _Element

from archive.model import Removed
from archive.text.dom import BLOCK_TAGS, MAX_DEPTH, attribute, one_line, text_of
from archive.text.look import Look, look_of
from archive.text.shown import TWICE, UNKNOWN, stated

_BLANKS = re.compile(r"[ \t\r\n\f\u2000-\u200b\u202f\u205f\ufeff]+")
# Nothing is printed for these, and a number with one inside is one number.
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]+")
_USUAL = 64  # letters; longer texts are not remembered
_REMEMBERED = 1 << 13


class _Trimmed(dict[str | None, str]):
    """A text node as printed. Most cells hold one of the same few labels and small numbers."""

    def __missing__(self, text: str | None) -> str:
        if not text:
            return ""
        trimmed = text if text.isalnum() else _BLANKS.sub(" ", _ZERO_WIDTH.sub("", text)).strip(" \u3000")
        if len(text) <= _USUAL:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = trimmed
        return trimmed


TRIMMED = _Trimmed()


def cell_text(cell: _Element, look: Look, removed: list[Removed]) -> str:
    """The text of one cell, which has the look ``look``, its lines separated by ``\\n``; what in it is no part of its
    value goes to ``removed``. A cell that shows something else than a text is ``UNKNOWN``."""
    while look.rule is None and (count := len(cell)) <= 1:
        if count == 0:
            return TRIMMED[cell.text]
        only = cell[0]
        if only.tag in ("br", "img") or _inked(cell.text) or _inked(only.tail):
            break
        below = look_of(only, look)
        if below.rule is not None or below.apart:
            break
        cell, look = only, below  # <td><p><span>5</span></p></td>, as Word writes it
    return _gathered(cell, look, removed)


def _gathered(cell: _Element, look: Look, removed: list[Removed]) -> str:
    parts = _Parts()
    parts.gather(cell, look, 0)
    text = _lines("".join(parts.printed))
    removed.extend(parts.cut)
    if parts.apart and text:
        removed.extend(Removed(one[:200], TWICE) for one in parts.apart if one == text)
        return text if all(one == text for one in parts.apart) else UNKNOWN
    text = text or "\n".join(parts.apart)
    return text or stated(text, parts.cut, any(map(_is_seen, cell.iter("img"))))


def _inked(text: str | None) -> bool:
    return text is not None and bool(text.strip())


def _lines(text: str) -> str:
    if "\x00" not in text:
        return TRIMMED[text]
    return "\n".join([line for part in text.split("\x00") if (line := TRIMMED[part])])


def _is_seen(image: _Element) -> bool:
    """Whether an image is more than what keeps a cell open."""
    return "1" not in (attribute(image, "width").strip("px "), attribute(image, "height").strip("px "))


class _Parts:
    """The texts of a cell: ``printed`` with ``\\x00`` where a line ends, those set ``apart`` from the line, and those
    that are ``cut``."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.apart: list[str] = []
        self.cut: list[Removed] = []

    def gather(self, element: _Element, look: Look, depth: int) -> None:
        if element.text:
            self._add(element.text, look)
        for child in element:
            tag = child.tag
            is_block = tag in BLOCK_TAGS or tag == "br"
            if is_block:
                self.printed.append("\x00")
            own = look_of(child, look)
            if own.cut is not None:
                self._cut(one_line(child), own.cut)
            elif own.apart and not look.apart:
                inner = _Parts()
                inner.gather(child, own._replace(apart=False), depth + 1)
                self.cut += inner.cut
                if text := _lines("".join(inner.printed)):
                    self.apart.append(text)
            elif depth >= MAX_DEPTH:
                self._add(text_of(child), own)
            elif len(child):
                self.gather(child, own, depth + 1)
            elif child.text:
                self._add(child.text, own)
            if is_block and tag != "br":
                self.printed.append("\x00")
            if child.tail:
                self._add(child.tail, look)

    def _add(self, text: str, look: Look) -> None:
        if look.rule is None:
            self.printed.append(text)
        else:
            self._cut(" ".join(text.split()), look.rule)

    def _cut(self, text: str, rule: str) -> None:
        if text:
            self.cut.append(Removed(text[:200], rule))
