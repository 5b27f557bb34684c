"""Addresses in attributes that no standard gives to links: ``data-remote``, ``hx-get``, ``@click``, ``tagname``. Pure.

Frameworks name theirs as they like (seen 2026: eportal's pager has its address in ``tagname``), so what an attribute
holds decides, not what it is called.
"""

import re
from collections.abc import Container, Iterator

from lxml import html

_PAGE = r"[\w./-]+\.(?:s?html?|jspx?|aspx?|php|do|action)(?:[?#][^\s\"'<>{}]*)?"
_PATH = r"(?:https?:)?//[\w.-]+\.[^\s\"'<>{}]+|/[\w.-]+[^\s\"'<>{}]*"
_WHOLE = re.compile(rf"\s*({_PATH}|{_PAGE})\s*$")
_QUOTED = re.compile(rf"[\"']({_PATH}|{_PAGE})[\"']")
_HANDLER = re.compile(r"on|@|:|v-|ng-|hx-", re.I)
# Attributes with a meaning of their own; those that hold links are read where links are.
_OWN = re.compile(
    r"(?:href|src|srcset|action|formaction|onclick|onerror|onload|style|class|id|name|title|alt|content|data|d|points|type|longdesc"
    r"|background|cite|xlink:href|itemtype|itemid|resource|about|typeof|property|poster|data-(?:href|url|link|src|original))$"
    r"|xmlns|aria-|xml:",
    re.I,
)
_NO_PAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|css|js|json|mp[34]|woff2?|ttf)(?:[?#]|$)|^/+$", re.I)
_OTHERS = frozenset(
    {"script", "style", "link", "meta", "html", "head", "body", "base", "form", "img", "source", "video"}
)
_LONGEST = 120


def read_attributes(
    tree: html.HtmlElement, linked: Container[html.HtmlElement]
) -> Iterator[tuple[html.HtmlElement, str]]:
    """Elements with words, none of them in ``linked``, and the first address that an attribute of theirs holds."""
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in _OTHERS or node in linked or not node.attrib:
            continue
        address = next((found for name, value in node.attrib.items() if (found := _address(name, value))), None)
        if address is not None and 0 < len("".join(node.itertext()).strip()) <= _LONGEST and not _beside(node, linked):
            yield node, address


def _address(name: str, value: str) -> str | None:
    if _OWN.match(name):
        return None
    found = _WHOLE.match(value) or (_QUOTED.search(value) if _HANDLER.match(name) else None)
    return found[1] if found and not _NO_PAGE.search(found[1]) else None


def _beside(node: html.HtmlElement, linked: Container[html.HtmlElement]) -> bool:
    """Whether a link stands around or inside."""
    return any(one in linked for one in node.iterancestors()) or any(one in linked for one in node.iterdescendants())
