"""What a cell of a table prints: its lines, trimmed as a browser shows them, NBSP as it stands."""

import re

from lxml.etree import _Element

from archive.model import Removed
from archive.text.dom import BLOCK_TAGS, MAX_DEPTH, one_line, pieces
from archive.text.unseen import NOTE_MARK, rule_of

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


def cell_text(cell: _Element, removed: list[Removed]) -> str:
    """The text of one cell, its lines separated by ``\\n``; what in it is unseen goes to ``removed``. A mark that
    stands alone in its cell is the cell's value."""
    unseen: list[Removed] = []
    text = _text(cell, unseen)
    if not text and unseen and all(one.rule == NOTE_MARK for one in unseen):
        return " ".join(one.text for one in unseen)
    removed.extend(unseen)
    return text


def _text(cell: _Element, unseen: list[Removed]) -> str:
    while (count := len(cell)) <= 1:
        if count == 0:
            return TRIMMED[cell.text]
        only = cell[0]
        if only.tag == "br" or _inked(cell.text) or _inked(only.tail) or rule_of(only) is not None:
            break
        cell = only  # <td><p><span>5</span></p></td>, as Word writes it
    parts: list[str] = []
    _gather(cell, parts, unseen, 0)
    return "\n".join([line for part in "".join(parts).split("\x00") if (line := TRIMMED[part])])


def _inked(text: str | None) -> bool:
    return text is not None and bool(text.strip())


def _gather(element: _Element, parts: list[str], unseen: list[Removed], depth: int) -> None:
    """The texts of a cell with ``\\x00`` where a line ends."""
    if element.text:
        parts.append(element.text)
    for child in element:
        tag = child.tag
        if tag in BLOCK_TAGS or tag == "br":
            parts.append("\x00")
        if (rule := rule_of(child)) is not None:
            if text := one_line(child):
                unseen.append(Removed(text[:200], rule))
        elif depth >= MAX_DEPTH:
            parts.extend(pieces(child))
        elif len(child):
            _gather(child, parts, unseen, depth + 1)
        elif child.text:
            parts.append(child.text)
        if tag in BLOCK_TAGS:
            parts.append("\x00")
        if child.tail:
            parts.append(child.tail)
