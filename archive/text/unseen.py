"""What a page's tables hold and a reader does not see as part of a value: hidden, struck out, or the mark of a note."""

import re
from collections.abc import Iterable

from lxml.etree import _Element

from archive.model import Removed
from archive.text.dom import attribute, one_line, text_of

_GONE = re.compile(r"display\s*:\s*none", re.I)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0[a-z]*\s*(?:;|$)", re.I
)
_STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.I)
_BY_TAG = {"sup": "note mark", "sub": "note mark", "del": "struck out", "s": "struck out", "strike": "struck out"}
NOTE_MARK = "note mark"
_STYLES = 1 << 10


class _StyleRules(dict[str, str | None]):
    """The rule of a style; a page has few, each on many cells."""

    def __missing__(self, style: str) -> str | None:
        rule = None
        if _STRUCK.search(style):
            rule = "struck out"
        elif _HIDDEN.search(style):
            rule = "hidden"
        elif _RAISED.search(style):
            rule = NOTE_MARK
        if len(self) >= _STYLES:
            self.clear()
        self[style] = rule
        return rule


STYLE_RULES = _StyleRules()


def rule_of(element: _Element) -> str | None:
    """Why an element in a cell is no part of what the cell states; None where it is."""
    style = element.get("style")
    if style is not None and (rule := STYLE_RULES[str(style)]) is not None:
        return rule if rule != NOTE_MARK or element.tag == "span" else None
    return _BY_TAG.get(element.tag) or ("hidden" if element.get("hidden") is not None else None)


def is_hidden(element: _Element) -> bool:
    """Whether a row, a cell or what holds a table is not shown."""
    style = element.get("style")
    return (style is not None and STYLE_RULES[str(style)] == "hidden") or element.get("hidden") is not None


def is_gone(cell: _Element) -> bool:
    """Whether a cell is not there at all; one that is only invisible keeps its place."""
    return cell.get("hidden") is not None or _GONE.search(attribute(cell, "style")) is not None


def drop_hidden_tables(container: _Element, labels: re.Pattern[str]) -> list[Removed]:
    """Takes out what is hidden and holds a table, where the page shows another table with the same ``labels``, as pages
    for small screens do; where it is the only one, a script shows it."""
    tables = list(container.iter("table"))
    hidden: dict[_Element, None] = {}
    for table in tables:
        for one in (table, *table.iterancestors()):
            if one is container:
                break
            if is_hidden(one):
                hidden[one] = None
    removed: list[Removed] = []
    for element in hidden:
        if _shown_elsewhere(element, tables, labels):
            drop(element, removed)
    return removed


def _shown_elsewhere(hidden: _Element, tables: Iterable[_Element], labels: re.Pattern[str]) -> bool:
    inside = set(hidden.iter("table"))
    shown = [table for table in tables if table not in inside and table.getparent() is not None]
    around = [one for one in shown if not any(map(is_hidden, (one, *one.iterancestors())))]
    own = _words(hidden, labels)
    missing = own - {word for table in around for word in _words(table, labels)}
    return bool(own) and len(missing) * 5 <= len(own)  # one or two may be misprinted


def _words(element: _Element, labels: re.Pattern[str]) -> frozenset[str]:
    return frozenset(labels.findall("".join(text_of(element).split())))


def drop(element: _Element, removed: list[Removed]) -> None:
    """Takes a hidden element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if text := one_line(element):
        removed.append(Removed(text[:200], "hidden"))
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
