"""Names that stand where links stand and lead nowhere: of an organ whose call no rule reads, of a report to come.

Pure. What a page calls by name and does not link may be there all the same, for a browser or for a reader to come.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import html

# Of a menu with more entries than this the first are enough to tell what it is of.
_ENOUGH = 60
_LONGEST = 120
_MENUS = frozenset({"ul", "ol", "dl"})
_CONTROLS = frozenset({"button", "input"})


@dataclass(frozen=True, slots=True)
class Label:
    """The words of such a name; ``beside`` are the words of the links in the same row of siblings."""

    words: str
    beside: tuple[str, ...]


def read_labels(tree: html.HtmlElement, links: Mapping[html.HtmlElement, str]) -> tuple[Label, ...]:
    """The labels of a page in document order; ``links`` are the elements that lead somewhere, and their words."""
    holding: dict[html.HtmlElement, str] = {}
    for node, words in links.items():
        for element in (node, *node.iterancestors()):
            holding.setdefault(element, words)
    found = dict.fromkeys([*_of_rows(holding), *_of_anchors(tree, holding)])
    return tuple(found)[: _ENOUGH * 10]


def _of_rows(holding: Mapping[html.HtmlElement, str]) -> Iterator[Label]:
    """Elements without a link beside others of their kind that have one."""
    for parent in dict.fromkeys(above for element in holding if (above := element.getparent()) is not None):
        rows: dict[str, list[html.HtmlElement]] = {}
        for child in parent:
            if isinstance(child.tag, str):
                rows.setdefault(child.tag, []).append(child)
        for same in rows.values():
            beside = tuple(holding[one] for one in same if one in holding)[:_ENOUGH]
            if beside:
                yield from (Label(words, beside) for one in same if one not in holding and (words := _words(one)))


def _of_anchors(tree: html.HtmlElement, holding: Mapping[html.HtmlElement, str]) -> Iterator[Label]:
    """Anchors and buttons that lead nowhere, but those that open the menu behind or around them."""
    for node in tree.iter("a", *_CONTROLS):
        behind = node.getnext()
        opens = behind is not None and behind.tag in _MENUS and behind in holding
        inside = any(element in holding and element.tag == "a" for element in node.iterancestors())
        if node not in holding and not opens and not inside and (words := _words(node)):
            yield Label(words, ())


def _words(element: html.HtmlElement) -> str:
    own = "".join(element.itertext())
    values = [one.get("value") or "" for one in element.iter("input") if one.get("type") in {"submit", "button"}]
    words = " ".join("".join((own, *values)).split())
    return words if 0 < len(words) <= _LONGEST else ""
