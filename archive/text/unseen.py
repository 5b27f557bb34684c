"""What a page's tables hold and a reader does not see as part of a value: hidden, struck out, or the mark of a note."""

import re
from collections.abc import Iterable

from lxml.etree import XPath, _Element

from archive.model import Removed
from archive.text.dom import attribute, one_line
from archive.text.grids import data_labels

# One of these words stands in the source where anything of the kind does; most pages have none but "none".
_HINTS = tuple(
    word
    for lower in (b"<sup", b"<sub", b"<del", b"<s>", b"<s ", b"<strike", b"line-through", b"super", b"none", b"hid")
    for word in (lower, lower.upper(), lower.capitalize())
)
_IN_TABLES = XPath("//table//*[self::sup or self::sub or self::del or self::s or self::strike or @hidden or @style]")
_HIDDEN_AROUND = XPath("//*[(@style or @hidden) and .//table]")
_GONE = re.compile(r"display\s*:\s*none", re.I)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0[a-z]*\s*(?:;|$)", re.I
)
_STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.I)


def drop_unseen(root: _Element, source: bytes) -> list[Removed]:
    """Takes out of the tables of ``root``, the tree of ``source``, what is no part of their values.

    A superscript is the mark of a note: ``12<sup>1</sup>`` is 12. A hidden table goes where the page shows one with
    the same labels, as pages for small screens do; where it is the only one, a script shows it.
    """
    if not any(hint in source for hint in _HINTS):
        return []
    removed: list[Removed] = []
    tables = list(root.iter("table"))
    if not tables:
        return []
    for element in _elements(_HIDDEN_AROUND(root)):
        if _is_hidden(element) and _shown_elsewhere(element, tables):
            _drop(element, "hidden", removed)
    for element in _elements(_IN_TABLES(root)):
        rule = _rule(element)
        if rule is not None and (rule != "note mark" or not _stands_alone(element)):
            _drop(element, rule, removed)
    return removed


def _elements(found: object) -> Iterable[_Element]:
    return found if isinstance(found, list) else ()


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(attribute(element, "style")) is not None


def _rule(element: _Element) -> str | None:
    tag, style = element.tag, attribute(element, "style")
    if tag in {"table", "tbody"} or next(element.iterdescendants("table"), None) is not None:
        return None
    if tag in {"del", "s", "strike"} or _STRUCK.search(style):
        return "struck out"
    if _is_hidden(element):
        return "hidden"
    if tag in {"sup", "sub"} or (tag == "span" and _RAISED.search(style)):
        return "note mark"
    return None


def _stands_alone(element: _Element) -> bool:
    """Whether a cell holds nothing but what is raised: then that is its value."""
    cell = next(element.iterancestors("td", "th"), None)
    return cell is not None and one_line(cell) == one_line(element)


def _shown_elsewhere(hidden: _Element, tables: Iterable[_Element]) -> bool:
    inside = set(hidden.iter("table"))
    labels = data_labels(hidden)
    shown = [table for table in tables if table not in inside and table.getparent() is not None]
    around = [one for one in shown if not any(map(_is_hidden, one.iterancestors()))]
    missing = labels - {label for table in around for label in data_labels(table)}
    return bool(labels) and len(missing) * 5 <= len(labels)  # one or two may be misprinted


def _drop(element: _Element, rule: str, removed: list[Removed]) -> None:
    """Takes an element out; the text behind it stays, and the place of a cell that is invisible but there."""
    parent = element.getparent()
    if parent is None:
        return
    if text := one_line(element):
        removed.append(Removed(text[:200], rule))
    if element.tag in {"td", "th"} and element.get("hidden") is None and not _GONE.search(attribute(element, "style")):
        element.text = None
        for child in list(element):
            element.remove(child)
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
