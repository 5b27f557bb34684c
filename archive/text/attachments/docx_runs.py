"""What the runs of a Word paragraph show: properties of their own, of their styles, and of the ground behind them.

ECMA-376 part 1, §17.3.2 and §17.7.3: paragraph and character style are put together, and what a run sets itself wins.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from archive.text.attachments.packages import attribute, child, local
from archive.text.shown import BLACK, HIDDEN, LIFTED, NOTE_MARK, PAPER, STRUCK, UNKNOWN, WHITE, Colour, alike

Piece = tuple[str, str | None]
"""A text, and the rule that cuts it or None."""

SKIPPED: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "tblPr", "tblGrid", "annotationRef", "rt"}
)
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "ptab": " ", "sym": UNKNOWN}
_OFF: Final = frozenset({"0", "false", "off"})
_TOGGLES: Final = ("vanish", "strike", "dstrike")
_VALUES: Final = {"vertAlign": "val", "color": "val", "sz": "val", "position": "val", "shd": "fill", "highlight": "val"}
# The usual theme's; another colour of a theme stands beside its value.
_THEME: Final = {
    **dict.fromkeys(("background1", "bg1", "lt1", "light1"), "FFFFFF"),
    **dict.fromkeys(("text1", "tx1", "dk1", "dark1"), "000000"),
}
_CLEAR: Final = 95_000  # thousandths of a percent: nobody sees letters as clear as this
_HIGHLIGHTS: Final = {"black": BLACK, "white": WHITE}
_LIFTED: Final = 6  # half points above or below the line, of the mark of a note
_TINY: Final = 2  # half points; Word sets no smaller letters, and nobody reads them
_LONGEST_CHAIN: Final = 20

_Properties = Mapping[str, str]


class Runs:
    """Reads the runs of one document with its styles."""

    def __init__(self, styles: etree._Element | None, background: etree._Element | None) -> None:
        self._own: dict[str, dict[str, str]] = {}
        self._based_on: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        self._usual: dict[str, str] = {}
        self._shaded: set[str] = set()
        for item in styles if styles is not None else ():
            self._take(item)
        self._paper = WHITE if background is None else _colour(attribute(background, "color")) or WHITE

    def _take(self, item: etree._Element) -> None:
        if local(item) == "docDefaults":
            around = child(item, "rPrDefault")
            self._defaults = _properties(child(around, "rPr") if around is not None else None)
            return
        name = attribute(item, "styleId")
        if local(item) != "style" or name is None:
            return
        self._own[name] = _properties(child(item, "rPr"))
        base = child(item, "basedOn")
        if base is not None:
            self._based_on[name] = attribute(base, "val") or ""
        if attribute(item, "default") not in (None, *_OFF):
            self._usual[attribute(item, "type") or ""] = name
        if attribute(item, "type") == "table" and next(item.iter("{*}shd"), None) is not None:
            self._shaded.add(name)

    def _of_style(self, name: str | None) -> dict[str, str]:
        chain: list[str] = []
        while name and name in self._own and len(chain) < _LONGEST_CHAIN:
            chain.append(name)
            name = self._based_on.get(name)
        found: dict[str, str] = {}
        for one in reversed(chain):
            found.update(self._own[one])
        return found

    def _of_table(self, paragraph: etree._Element) -> dict[str, str]:
        """What the style of its table says of the letters of a cell."""
        table = next(paragraph.iterancestors("{*}tbl"), None)
        properties = child(table, "tblPr") if table is not None else None
        style = child(properties, "tblStyle") if properties is not None else None
        return self._of_style(attribute(style, "val")) if style is not None else {}

    def ground(self, cell: etree._Element | None) -> Colour | None:
        """The colour behind a cell, or behind the text outside of tables; None where a table's style decides it."""
        if cell is None:
            return self._paper
        own = _shade(child(cell, "tcPr"))
        if own is not None:
            return own
        table = next(cell.iterancestors("{*}tbl"), None)
        properties = child(table, "tblPr") if table is not None else None
        if properties is None:
            return self._paper
        style = child(properties, "tblStyle")
        if style is not None and attribute(style, "val") in self._shaded:
            return None
        return _shade(properties) or self._paper

    def pieces(self, paragraph: etree._Element, ground: Colour | None) -> Iterator[Piece]:
        """The texts of a paragraph in order, without those of its text boxes; ``\\n`` where a line is broken."""
        properties = child(paragraph, "pPr")
        style = child(properties, "pStyle") if properties is not None else None
        name = attribute(style, "val") if style is not None else self._usual.get("paragraph")
        around = {**self._of_table(paragraph), **self._of_style(name)}
        if properties is not None and (shade := _shade(properties)) is not None:
            ground = shade
        yield from self._walk(paragraph, None, around, ground)

    def _walk(
        self, element: etree._Element, rule: str | None, around: _Properties, ground: Colour | None
    ) -> Iterator[Piece]:
        for item in element:
            name = local(item)
            if name == "t":
                yield item.text or "", rule
            elif name in _BREAKS:
                yield _BREAKS[name], rule
            elif name == "fldChar":
                yield _chosen(item), rule
            elif name == "instrText" and (item.text or "").split()[:1] == ["EQ"]:
                yield UNKNOWN, rule  # draws letters over each other, and keeps no text of the result
            elif name == "r":
                yield from self._walk(item, self._rule(item, around, ground), around, ground)
            elif name not in SKIPPED and name != "txbxContent":
                yield from self._walk(item, rule, around, ground)

    def _rule(self, run: etree._Element, around: _Properties, ground: Colour | None) -> str | None:
        direct = child(run, "rPr")
        style = child(direct, "rStyle") if direct is not None else None
        letters = self._of_style(attribute(style, "val")) if style is not None else {}
        own = _properties(direct)
        if not (own or letters or around or self._defaults):
            return None
        found = {**self._defaults, **around, **letters, **own}
        for name in _TOGGLES:
            if name not in own and name in around and name in letters:  # §17.7.3: two styles that both set it undo it
                found[name] = "1" if (around[name] == "1") != (letters[name] == "1") else "0"
        return _rule(found, ground)


def _rule(found: _Properties, ground: Colour | None) -> str | None:
    lift, size = _number(found.get("position")), _number(found.get("sz"), 21)
    if found.get("vanish") == "1" or 0 < size <= _TINY or found.get("noFill") == "1":
        return HIDDEN
    if "1" in (found.get("strike"), found.get("dstrike")):
        return STRUCK
    if found.get("vertAlign") in ("superscript", "subscript"):
        return NOTE_MARK
    if abs(lift) >= _LIFTED:
        return NOTE_MARK if "sz" in found else LIFTED
    shade = _HIGHLIGHTS.get(found.get("highlight", "")) or _colour(found.get("shd"))
    paper = shade or ground
    ink = _colour(found.get("color"))
    # Letters without a colour of their own turn white on a dark shade (§17.3.2.6), but not on a highlight.
    if ink is None and found.get("highlight") == "black":
        return PAPER
    return PAPER if ink is not None and paper is not None and alike(ink, paper) else None


def _properties(element: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in element if element is not None else ():
        name = local(item)
        if name in _TOGGLES:
            found[name] = "0" if attribute(item, "val") in _OFF else "1"
        elif name in _VALUES:
            found[name] = attribute(item, _VALUES[name]) or ""
            if name == "color" and _colour(found[name]) is None:
                found[name] = _THEME.get(attribute(item, "themeColor") or "", found[name])
        elif name == "textFill":
            found |= _filled(item)
    return found


def _filled(fill: etree._Element) -> dict[str, str]:
    """The colour of letters that are filled as drawings are (Word 2010 on)."""
    if child(fill, "noFill") is not None:
        return {"noFill": "1"}
    solid = child(fill, "solidFill")
    colour = next(iter(solid), None) if solid is not None else None
    if colour is None:
        return {}
    alpha = child(colour, "alpha")
    if alpha is not None and _number(attribute(alpha, "val")) >= _CLEAR:
        return {"noFill": "1"}
    value = attribute(colour, "val") or ""
    return {"color": value if local(colour) == "srgbClr" else _THEME.get(value, "")}


def _shade(properties: etree._Element | None) -> Colour | None:
    shade = child(properties, "shd") if properties is not None else None
    return _colour(attribute(shade, "fill")) if shade is not None else None


def _colour(text: str | None) -> Colour | None:
    if text is None or len(text) != 6:
        return None
    try:
        value = int(text, 16)
    except ValueError:
        return None
    return value >> 16, value >> 8 & 255, value & 255


def _number(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _chosen(item: etree._Element) -> str:
    """What a drop-down field of before 2007 shows; it keeps no text of its result."""
    field = next(item.iter("{*}ddList"), None)
    if field is None:
        return ""
    entries = [attribute(entry, "val") or "" for entry in field if local(entry) == "listEntry"]
    result = child(field, "result")
    result = result if result is not None else child(field, "default")
    number = _number(attribute(result, "val") if result is not None else None)
    return entries[number] if number < len(entries) else ""
