"""What scripts read off the elements of their page. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html

from crawler.reading.values import OPAQUE, UNKNOWN, Elements

_MOST = 600
# Fields whose value the reader of the page chooses.
_CHOSEN = frozenset({"select", "textarea"})
_ATTRIBUTES = {"className": "class", "htmlFor": "for"}
_POSITIONS = re.compile(r":(first|last|eq\(\d+\)|visible|selected|checked)")


def select(tree: html.HtmlElement, selector: str, within: Sequence[html.HtmlElement] = ()) -> Elements:
    """The elements that a selector finds; none for one that cannot be read."""
    try:
        path = HTMLTranslator().css_to_xpath(_POSITIONS.sub("", selector.strip()))
        found = [node for root in within or (tree,) for node in root.xpath(path)][:_MOST]
    except (SelectorError, etree.XPathError, ValueError):
        return Elements()
    if ":first" in selector or ":last" in selector:
        found = found[:1] if ":first" in selector else found[-1:]
    return Elements(tuple(found))


def read_member(elements: Elements, name: str) -> Any:
    """``element.value``, ``element.dataset.id`` with its dots, ``element.parentNode``."""
    node = next(iter(elements.nodes), None)
    if node is None:
        return UNKNOWN
    if name == "dataset":
        return {_camel(key[5:]): value for key, value in _attributes(node).items() if key.startswith("data-")}
    if name in {"parentNode", "parentElement"}:
        return _some(node.getparent())
    if name in {"innerHTML", "innerText", "textContent"}:
        return _words(node)
    chosen = name == "value" and node.tag in _CHOSEN
    return UNKNOWN if chosen else _attribute(node, _ATTRIBUTES.get(name, name))


def read_method(elements: Elements, name: str, arguments: Sequence[Any]) -> Any:
    """``$(…).attr('data-id')``, ``.data('id')``, ``.val()``, ``.parent()``, ``.find('a')``."""
    first = arguments[0] if arguments and isinstance(arguments[0], str) else ""
    node = next(iter(elements.nodes), None)
    if name in {"attr", "getAttribute", "prop", "data"}:
        if node is None or not first:
            return UNKNOWN
        return _attribute(node, f"data-{_dashed(first)}" if name == "data" else first)
    if name == "val":
        return UNKNOWN if node is None or node.tag in _CHOSEN else _attribute(node, "value")
    if name in {"text", "html"}:
        return UNKNOWN if node is None else _words(node)
    return _led(elements, name, first)


def _led(elements: Elements, name: str, selector: str) -> Any:
    """Other elements that a method leads to."""
    nodes = elements.nodes
    if name in {"first", "last", "eq"}:
        return Elements(nodes[-1:] if name == "last" else nodes[:1])
    if name in {"find", "querySelector", "querySelectorAll"} and nodes:
        return select(nodes[0], selector, nodes)
    if name == "parent":
        return Elements(tuple(up for node in nodes if (up := node.getparent()) is not None))
    if name in {"closest", "parents"} and nodes:
        matching = set(select(nodes[0].getroottree().getroot(), selector).nodes)
        found = [next((up for up in (node, *node.iterancestors()) if up in matching), None) for node in nodes]
        return Elements(tuple(one for one in found if one is not None))
    if name in {"children", "siblings", "next", "prev"} and nodes:
        near = {
            "children": lambda: list(nodes[0]),
            "next": lambda: [nodes[0].getnext()],
            "prev": lambda: [nodes[0].getprevious()],
        }
        found = near.get(name, lambda: list(nodes[0].getparent() if nodes[0].getparent() is not None else ()))()
        kept = set(select(nodes[0].getroottree().getroot(), selector).nodes) if selector else None
        return Elements(tuple(one for one in found if one is not None and (kept is None or one in kept)))
    return OPAQUE


def _attributes(node: html.HtmlElement) -> dict[str, str]:
    return {str(key): str(value) for key, value in node.attrib.items()}


def _some(node: html.HtmlElement | None) -> Elements:
    return Elements() if node is None else Elements((node,))


def _attribute(node: html.HtmlElement, name: str) -> Any:
    value = node.get(name)
    return UNKNOWN if value is None else value


def _words(node: html.HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def _camel(name: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name)


def _dashed(name: str) -> str:
    return re.sub(r"([A-Z])", r"-\1", name).lower()
