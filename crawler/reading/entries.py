"""How a page's scripts put the address of a list's entry together from the entry's fields. Pure.

``:href="'/gov/detail/' + item.id + '.html'"``, ``'<a href="/show/' + r.id + '">'``, ``/show/${r.id}`` and
``/show/{{r.id}}`` all say that an entry with an ``id`` and no address of its own lies at ``/show/<id>``.
"""

import re
from collections.abc import Mapping
from typing import Any

from crawler.reading.scripts import LITERAL

# A private-use character stands on both sides of a field's name.
FIELD = "\ue004"
_MOST = 12
_MEMBER = r"(?:encodeURIComponent\(\s*)?[\w$]+\.([\w$]+)\s*\)?"
_SUM = re.compile(rf"(?:{LITERAL})(?:\s*\+\s*(?:{_MEMBER}|{LITERAL}))+")
_TERM = re.compile(rf"({LITERAL})|{_MEMBER}")
_HELD = re.compile(r"[\w./:?=&%-]*(?:(?:\$\{|\{\{=?)\s*[\w$]+\.[\w$]+\s*\}\}?[\w./?=&%-]*)+")
_PLACE = re.compile(r"(?:\$\{|\{\{=?)\s*[\w$]+\.([\w$]+)\s*\}\}?")
# What minifiers make of a template: "/article/".concat(e.id, ".html").
_CONCAT = re.compile(r"(?<=[\"')])\.concat\(([^()]{1,200})\)")
_EDGE = re.compile(r"[\"'\s<>=(]")
_LIKE_A_PAGE = re.compile(r"^(?:https?:/)?/|^\.{0,2}/|\.(?:s?html?|jsp|aspx?|php|do)\b|\?")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|js|css)\b", re.I)


def read_addresses(source: str) -> tuple[str, ...]:
    """The templates that a page or its scripts have for an entry's address, in order."""
    found: dict[str, None] = {}
    source = _CONCAT.sub(lambda call: f"+{call[1].replace(',', '+')}", source) if ".concat(" in source else source
    for expression in _SUM.finditer(source):
        text = "".join(_part(one) for one in _TERM.finditer(expression[0]))
        for piece in _EDGE.split(text.replace("\\", "")):
            _note(piece, found)
    for held in _HELD.finditer(source) if "${" in source or "{{" in source else ():
        _note(_PLACE.sub(lambda match: f"{FIELD}{match[1]}{FIELD}", held[0]), found)
    return tuple(found)[:_MOST]


def _part(term: re.Match[str]) -> str:
    return term[1][1:-1] if term[1] is not None else f"{FIELD}{term[2]}{FIELD}"


def _note(piece: str, found: dict[str, None]) -> None:
    if FIELD in piece and _LIKE_A_PAGE.search(piece) and not _PICTURE.search(piece):
        found.setdefault(piece)


def address_of(item: Mapping[str, Any], templates: tuple[str, ...]) -> str | None:
    """The first address whose fields an entry has all; None for none."""
    for template in templates:
        parts = template.split(FIELD)
        values = [item.get(name) for name in parts[1::2]]
        if all(isinstance(value, str | int) and value != "" and not isinstance(value, bool) for value in values):
            filled = [str(values[place // 2]) if place % 2 else part for place, part in enumerate(parts)]
            return "".join(filled)
    return None
