"""The style sheets that stand in a page, written into the ``style`` attributes of the elements that they apply to.

Read as by a browser on a desk: screen, 1280 by 800 CSS pixels, light colours. Sheets in other files are not known.
Text that a rule generates in a cell (``::before``) becomes text of the cell.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]
from lxml import etree
from lxml.etree import _Element

from archive.model import Issue
from archive.text.dom import MAX_DEPTH, attribute
from archive.text.look import STYLES, declarations
from archive.text.shown import UNKNOWN, WHITE, alike

# Page templates carry up to some 60 KB of styles (2026); what is beyond these limits costs seconds.
_MOST: Final = 400_000  # characters
_MOST_TESTS: Final = 4_000_000  # rules times elements
_MATTERS: Final = re.compile(
    r"display|visibility|opacity|text-decoration(?:-line)?|vertical-align|font|font-size|font-variant-position|color|"
    r"background|background-color|background-image|mso-hide|content|content-visibility|position|left|top|right|bottom|"
    r"margin-left|margin-top|text-indent|overflow(?:-[xy])?|(?:max-)?(?:height|width)|clip|clip-path|transform|filter|"
    r"zoom|-webkit-text-fill-color|-webkit-text-security|unicode-bidi|float|order|flex-direction|flex-flow"
)
_GENERATED: Final = re.compile(f"[0-9０-９a-zA-Z一-鿿%{UNKNOWN}]")
_VARIABLE: Final = re.compile(r"(--[\w-]+)\s*:([^;{}]*)")
_USED: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_WIDTH, _HEIGHT, _EM = 1280.0, 800.0, 16.0
_FEATURE: Final = re.compile(r"(min-|max-)?(?:device-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)?")
_RANGE: Final = re.compile(
    r"(?:([\d.]+)(px|em|rem)?\s*(<=?)\s*)?(width|height)\s*(?:(<=?|>=?|=)\s*([\d.]+)(px|em|rem)?)?"
)
_TRUE_FEATURES: Final = frozenset(
    {"orientation:landscape", "prefers-color-scheme:light", "hover:hover", "pointer:fine", "color", "scripting:enabled"}
)
_APPLYING: Final = frozenset({"supports", "layer", "container", "scope", "starting-style"})


class _Rule(NamedTuple):
    """A selector, and its declarations as text."""

    selector: str
    declared: str


class StyleSheets:
    """The sheets of one page. They are taken from it before its furniture goes, and applied to what is read."""

    def __init__(self, root: _Element) -> None:
        self._root = root
        self._sheets = [
            text
            for element in root.iter("style")
            if (text := element.text) and media_applies(attribute(element, "media"))
        ]

    def apply(self, container: _Element, issues: list[Issue]) -> None:
        """Write what the sheets say of ``container``, of what holds it and of what it holds into ``style``
        attributes, as the cascade orders it."""
        if not self._sheets:
            return
        if sum(map(len, self._sheets)) > _MOST:
            issues.append(Issue("page", "unread_style", f"style sheets of more than {_MOST} characters were not read"))
            return
        matcher, unread = _matcher(tuple(self._sheets))
        if unread:
            issues.append(Issue("page", "unread_style", f"{len(unread)} selectors not understood: {unread[0][:80]}"))
        _apply(matcher, [*container.iterancestors(), *container.iter(etree.Element)], _Wrappers(self._root), issues)


def _apply(matcher: Any, elements: Sequence[_Element], wrappers: "_Wrappers", issues: list[Issue]) -> None:
    everywhere = bool(matcher.other_selectors or matcher.lang_attr_selectors)
    tags, classes, ids = matcher.lower_local_name_selectors, matcher.class_selectors, matcher.id_selectors
    if len(elements) * len(matcher.other_selectors) > _MOST_TESTS:
        issues.append(Issue("page", "unread_style", f"too many rules for {len(elements)} elements; none was read"))
        return
    found: list[tuple[_Element, Any]] = []
    for element in elements:
        kind = element.get("class")
        if (
            everywhere
            or element.tag in tags
            or (kind is not None and not classes.keys().isdisjoint(str(kind).split()))
            or (ids and element.get("id") in ids)
        ) and (matched := matcher.match(wrappers.of(element))):
            found.append((element, matched))
    for element, matched in found:
        own = [declared for _, _, pseudo, declared in matched if pseudo is None]
        if own:
            element.set("style", ";".join([*own, attribute(element, "style")]))
        for place in ("before", "after"):
            generated = [declared for _, _, pseudo, declared in matched if pseudo == place]
            if generated:
                _generate(element, place, ";".join(generated))


class _Wrappers:
    """The elements of a tree as the matcher wants them, made where they are asked for."""

    def __init__(self, root: _Element) -> None:
        self._made = {root: cssselect2.ElementWrapper.from_html_root(root)}

    def of(self, element: _Element) -> Any:
        """The wrapper of an element; those of its siblings are made with it."""
        missing = []
        at: _Element | None = element
        while at is not None and at not in self._made:
            missing.append(at)
            at = at.getparent()
        for one in reversed(missing):
            parent = one.getparent()
            if parent is not None and one not in self._made:
                self._made.update((child.etree_element, child) for child in self._made[parent].iter_children())
        return self._made[element]


@lru_cache(maxsize=64)
def _matcher(sheets: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """A matcher of the rules that can decide what shows, and the selectors of such rules that it does not know."""
    rules = [rule for sheet in sheets for rule in _rules(sheet)]
    live = _live(rules)
    matcher = cssselect2.Matcher()
    unread: list[str] = []
    for rule in rules:
        change = STYLES[rule.declared]
        said = declarations(rule.declared).keys()
        if live.isdisjoint(said) or (change is None and _RESETTING.isdisjoint(said)):
            continue
        try:
            selectors = cssselect2.compile_selector_list(rule.selector)
        except cssselect2.SelectorError:
            # Browsers drop a rule with a name that they do not know, as those of other browsers (``:-ms-…``) are.
            if change is not None and ":-" not in rule.selector:
                unread.append(rule.selector)
            continue
        for selector in selectors:
            matcher.add_selector(selector, rule.declared)
    return matcher, tuple(unread)


_COLOURS: Final = frozenset({"color", "-webkit-text-fill-color", "background", "background-color", "background-image"})
_BOXES: Final = frozenset(
    {"position", "left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent", "clip", "clip-path"}
    | {"overflow", "overflow-x", "overflow-y", "height", "width", "max-height", "max-width", "display"}
    | {"float", "order", "transform"}
)
_RESETTING: Final = frozenset(
    {"display", "visibility", "opacity", "text-decoration", "text-decoration-line", "vertical-align", "position"}
    | {
        "transform",
        "filter",
        "zoom",
        "float",
        "order",
        "unicode-bidi",
        "-webkit-text-security",
        "clip",
        "clip-path",
        "font-variant-position",
        "content",
    }
)


def _live(rules: Sequence[_Rule]) -> frozenset[str]:
    """The properties by which some rule of a page takes text away, or puts it there: no other needs to be known."""
    live: set[str] = set()
    for rule in rules:
        said = declarations(rule.declared).keys()
        change = STYLES[rule.declared]
        if "content" in said:
            live.add("content")
        if change is None:
            continue
        if change.cut is not None or change.raised or change.masked or change.visible is False:
            live.update(said)
        if change.sized is False:
            live.update(("font", "font-size"))
        if change.apart or change.clipped:
            live |= _BOXES
        if change.pictured:
            live |= _COLOURS
        # Colours matter where a ground is dark or letters are as light as paper.
        if (change.paper and not alike(change.paper, WHITE)) or (change.ink and alike(change.ink, WHITE)):
            live |= _COLOURS
    return frozenset(live)


@lru_cache(maxsize=64)
def _rules(sheet: str) -> tuple[_Rule, ...]:
    """The rules of a sheet that may decide what shows, nested ones and those of media that apply written out."""
    nodes = tinycss2.parse_stylesheet(_with_values(sheet), skip_comments=True, skip_whitespace=True)
    return tuple(_flat(nodes, "", 0))


def _with_values(sheet: str) -> str:
    """The sheet with its variables written out; those that it sets to several values stay as they are."""
    if "var(" not in sheet:
        return sheet
    values: dict[str, set[str]] = {}
    for name, value in _VARIABLE.findall(sheet):
        values.setdefault(name, set()).add(value.strip())
    known = {name: found.pop() for name, found in values.items() if len(found) == 1}
    return _USED.sub(lambda used: known.get(used[1], used[2] if used[2] and used[1] not in values else used[0]), sheet)


def _flat(nodes: Sequence[Any], around: str, depth: int) -> Iterator[_Rule]:
    """``around`` is the selector of the rule that the nodes are nested in, empty at the top."""
    declared: list[str] = []
    for node in nodes:
        if node.type == "declaration" and _MATTERS.fullmatch(node.lower_name):
            flag = "!important" if node.important else ""
            declared.append(f"{node.lower_name}:{tinycss2.serialize(node.value).strip()}{flag}")
    if declared and around:
        yield _Rule(around, ";".join(declared))
    for node in nodes if depth < MAX_DEPTH // 10 else ():
        if node.type == "qualified-rule":
            selector = _nested(node.prelude, around)
            yield from _flat(_contents(node), selector, depth + 1)
        elif node.type == "at-rule" and node.content is not None and _at_rule_applies(node):
            inner = (
                _contents(node)
                if around
                else tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            )
            yield from _flat(inner, around, depth + 1)


def _contents(node: Any) -> Sequence[Any]:
    parsed: Sequence[Any] = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return parsed


def _nested(prelude: Sequence[Any], around: str) -> str:
    """A selector inside a rule, with the rule's own in place of ``&`` or before it."""
    selector = str(tinycss2.serialize(prelude)).strip()
    if not around:
        return selector
    outer = f":is({around})"
    if "&" in selector:
        return selector.replace("&", outer)
    parts: list[list[Any]] = [[]]
    for node in prelude:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return ",".join(f"{outer} {tinycss2.serialize(part).strip()}" for part in parts)


def _at_rule_applies(node: Any) -> bool:
    if node.lower_at_keyword == "media":
        return media_applies(tinycss2.serialize(node.prelude))
    return node.lower_at_keyword in _APPLYING


def media_applies(query: str) -> bool:
    """Whether a list of media queries holds on a desk's screen; one that is not understood does not."""
    parts = [part.strip() for part in query.lower().split(",")]
    return not query.strip() or any(map(_query_holds, parts))


def _query_holds(query: str) -> bool:
    negated = query.startswith("not ")
    words = query.removeprefix("not ").removeprefix("only ").strip()
    holds = all(_condition_holds(part.strip()) for part in re.split(r"\band\b", words))
    return holds != negated


def _condition_holds(condition: str) -> bool:
    if not condition.startswith("("):
        return condition in ("all", "screen")
    inner = condition.strip("() ")
    if inner.replace(" ", "") in _TRUE_FEATURES:
        return True
    if found := _FEATURE.fullmatch(inner):
        have, limit = _extent(found[2]), _px(found[3], found[4])
        return have >= limit if found[1] == "min-" else have <= limit if found[1] == "max-" else have == limit
    found = _RANGE.fullmatch(inner)
    if found is None or not (found[3] or found[5]):
        return False
    have = _extent(found[4])
    low = not found[3] or _compares(_px(found[1], found[2]), found[3], have)
    return low and (not found[5] or _compares(have, found[5], _px(found[6], found[7])))


def _extent(name: str) -> float:
    return _WIDTH if name == "width" else _HEIGHT


def _px(number: str, unit: str | None) -> float:
    try:
        return float(number) * (_EM if unit in ("em", "rem") else 1.0)
    except ValueError:
        return float("nan")


def _compares(left: float, sign: str, right: float) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "=": left == right}[sign]


def _generate(element: _Element, place: str, declared: str) -> None:
    """Put the words that a rule prints before or after the text of a cell into it, with the rule's own style."""
    if element.tag not in ("td", "th") and next(element.iterancestors("td", "th"), None) is None:
        return
    content = [one for one in tinycss2.parse_blocks_contents(declared) if getattr(one, "lower_name", "") == "content"]
    text = _generated_text(element, content[-1].value) if content else ""
    if not _GENERATED.search(text):
        return  # marks of lists, icons, what clears a float
    made = etree.Element("span", style=declared)
    made.text = text
    if place == "after":
        element.append(made)
    else:
        made.tail, element.text = element.text, None
        element.insert(0, made)


def _generated_text(element: _Element, value: Sequence[Any]) -> str:
    parts: list[str] = []
    for node in value:
        if node.type == "string":
            parts.append(node.value)
        elif node.type == "function" and node.lower_name == "attr":
            parts.append(attribute(element, tinycss2.serialize(node.arguments).strip()))
        elif node.type == "function" and node.lower_name in ("counter", "counters"):
            parts.append(UNKNOWN)
    return "".join(parts)
