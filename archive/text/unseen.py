"""Hidden parts of a page that hold tables: the copy for another screen, or what a script shows."""

import re
from collections.abc import Iterable

from lxml.etree import _Element

from archive.model import Removed
from archive.text.dom import one_line, text_of
from archive.text.look import PLAIN, look_of
from archive.text.shown import HIDDEN


def is_hidden(element: _Element) -> bool:
    """Whether an element hides what it holds by its own style."""
    look = look_of(element, PLAIN)
    return look.cut == HIDDEN or not look.visible


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
        removed.append(Removed(text[:200], HIDDEN))
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
