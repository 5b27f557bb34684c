"""The tree of a page, typed: what lxml's stubs leave open is always text here."""

from collections.abc import Iterator
from typing import cast

from lxml.etree import XPath, _Element, strip_elements

BLOCK_TAGS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul", "ucapcontent", "ucaptitle", "publishtime", "founder-content"),
    }
)
# Deeper markup than this is unclosed tags or an attack; its text is taken as one piece.
MAX_DEPTH = 150
_STRING = XPath("string()", smart_strings=False)
_WITHOUT_TEXT = (
    *(
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "map",
        "object",
        "iframe",
        "canvas",
        "video",
        "audio",
    ),
    "title",
)


def text_of(element: _Element) -> str:
    """All text below ``element``, as it stands."""
    return str(_STRING(element))


def pieces(element: _Element) -> Iterator[str]:
    """The texts below ``element`` in reading order, one for each text node."""
    return cast(Iterator[str], element.itertext())


def one_line(element: _Element) -> str:
    """All text below ``element`` with every run of white space as one blank."""
    return " ".join(text_of(element).split())


def attribute(element: _Element, name: str) -> str:
    """The attribute's value, empty where there is none."""
    return str(element.get(name) or "")


def names_of(element: _Element) -> str:
    """The element's class and id, with a blank between; empty where it has neither."""
    kind, own = element.get("class"), element.get("id")
    return "" if kind is None and own is None else f"{kind or ''} {own or ''}"


def drop_furniture(root: _Element) -> None:
    """Take out scripts, styles, frames and controls; the text behind each stays in place."""
    strip_elements(root, *_WITHOUT_TEXT, with_tail=False)
