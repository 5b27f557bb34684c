"""The scripts of a page as far as single expressions go: what a name, a call or a condition in them comes to. Pure.

A name's value is that of the first expression that it is given. The number of the page, which nothing gives, stays open
as a mark inside the text.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from crawler.reading.elements import read_member, read_method, select
from crawler.reading.expressions import read_arguments, read_value
from crawler.reading.marks import ANY, LOST, OFFSET, OPEN, PAGE, PAGE_FROM_0, PAGE_NAME, SIZE, SIZE_NAME
from crawler.reading.tokens import blanked
from crawler.reading.unpacking import UNPACK, joined, of_text, unpack
from crawler.reading.values import MOST_NUMBER, MOST_TEXT, OPAQUE, UNKNOWN, Elements, Function, NotReadError, Value

_MAX_CODE = 3_000_000
_TRIED = 4
_DEEP = 12
_RETURN = re.compile(r"\breturn\b\s*(?=[^\s;}])")
_QUERY_READER = re.compile(r"query|param|request|url|args?$", re.I)
# Methods that leave a value that is not known as it is.
_SAME = frozenset({"toString", "valueOf", "trim", "val", "attr", "data", "text", "html", "get", "getAttribute"})
# Functions that leave an open number as it is.
_KEEP = frozenset({"encodeURIComponent", "encodeURI", "escape", "String", "parseInt", "Number", "$.trim"})
_PAGE_FIELD = re.compile(r"[?&](?:page|page_?(?:no|num|index|number)|cur(?:r(?:ent)?)?_?page|nowpage)=$", re.I)
_LOCATION = re.compile(r"^(?:window\.|document\.|self\.|top\.)?(?:location\b|URL$)")


class Program:
    """``code`` are the scripts, ``source`` and ``url`` the page that they belong to; ``known`` are values of names that
    come before those of the code, ``this`` the element that a handler belongs to, ``inside`` the part of the code
    whose own names count first."""

    def __init__(
        self,
        code: str,
        url: str = "",
        source: str = "",
        known: Mapping[str, str] | None = None,
        tree: html.HtmlElement | None = None,
    ) -> None:
        self.code = code[:_MAX_CODE]
        self.url = url
        self.literals = dict(known or {})
        self.bound: dict[str, Value] = {}
        self.this: Elements = Elements()
        self.inside = ""
        # Boxes of the page, and what stands for the choice in each.
        self.fields: dict[html.HtmlElement, str] = {}
        self._source = source
        self._tree = tree
        self._given: dict[str, Value] = {}
        self._blank = ""
        self._depth = 0
        self._root = self

    # --- what the outside asks --------------------------------------------------------------------

    def value(self, code: str, start: int, key: str = "") -> tuple[Value, int]:
        """The value of the expression at a place of some code, OPAQUE where there is none, and where it ends."""
        try:
            return read_value(code, start, self, key)
        except NotReadError:
            return OPAQUE, start

    def text(self, code: str, start: int, key: str = "") -> tuple[str | None, int]:
        """The expression as text; None where a part of it is not known."""
        value, end = self.value(code, start, key)
        shown = _text(value)
        return (None if LOST in shown else shown), end

    def arguments(self, code: str, start: int) -> list[Value]:
        """The arguments of a call; none where they cannot be read."""
        try:
            return read_arguments(code, start, self)
        except NotReadError:
            return []

    def within(self, inside: str, bound: Mapping[str, Value], this: Elements | None = None) -> "Program":
        """The same program inside of a function: its own names, and the values of its arguments."""
        other = Program(self.code, self.url, "", self.literals)
        other._root, other._depth = self._root, self._depth + 1
        other.bound, other.fields = {**self.bound, **bound}, self.fields
        other.this = self.this if this is None else this
        other.inside = inside
        return other

    @property
    def tree(self) -> html.HtmlElement | None:
        """The page's elements."""
        root = self._root
        if root._tree is None and root._source:
            data, parser = root._source.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8")
            try:
                root._tree = html.document_fromstring(data, parser=parser)
            except (etree.ParserError, etree.XMLSyntaxError):
                root._source = ""
        return root._tree

    def function(self, name: str) -> tuple[tuple[str, ...], str] | None:
        """The names of a function's arguments and its body."""
        escaped = re.escape(name)
        found = re.search(rf"\bfunction\s+{escaped}\s*\(([^()]*)\)\s*\{{", self.code)
        if found is not None:
            value, _ = self.value(self.code, found.start())
        else:
            value = self._defined(name, self.code, anything=True)
        if not isinstance(value, Function):
            return None
        return value.names, value.body if value.braced else f"return {value.body}"

    # --- names and calls --------------------------------------------------------------------------

    def name(self, path: str, key: str) -> Value:
        """The value of a name."""
        head, *rest = path.split(".")
        if path in self.bound:
            return self.bound[path]
        if _LOCATION.match(path):
            return self._address(path)
        if head in self.bound or (head == "this" and self.this.nodes):
            return self._members(self.this if head == "this" else self.bound[head], rest)
        value = self._members(self._value_of(head), rest) if head != "this" else UNKNOWN
        plain = isinstance(value, str | int) and not isinstance(value, bool) and not _is_first(path, value)
        return value if plain or isinstance(value, list | dict | Elements | Function) else self._usual(path, key)

    def _usual(self, name: str, key: str) -> Value:
        """What a name stands for by what it is called."""
        last = name.rpartition(".")[2]
        if PAGE_NAME.match(key) or (PAGE_NAME.match(name) and len(last) > 2):
            return PAGE
        value = self.literals.get(name, self.literals.get(last))
        if value is not None and not (PAGE_NAME.match(name) and value in {"0", "1"}):
            return value
        if PAGE_NAME.match(name):
            return PAGE
        return str(SIZE) if SIZE_NAME.search(last) or SIZE_NAME.search(key) else UNKNOWN

    def _members(self, value: Value, names: Sequence[str]) -> Value:
        for name in names:
            if isinstance(value, dict):
                value = value.get(name, UNKNOWN)
            elif isinstance(value, str | list) and name == "length":
                value = len(value)
            else:
                value = self.member(value, name)
        return value

    def _value_of(self, name: str) -> Value:
        """The first value that a name is given, in the function that one is in or else anywhere."""
        if name not in self._given:
            # What is asked for while it is looked for depends on itself.
            self._given[name] = UNKNOWN
            self._given[name] = self._defined(name, self.inside) if self.inside else UNKNOWN
            if self._given[name] is UNKNOWN:
                self._given[name] = self._anywhere(name)
        return self._given[name]

    def _anywhere(self, name: str) -> Value:
        if self._root is not self:
            return self._root._value_of(name)
        return self._defined(name, self.code) if self._depth <= _DEEP else UNKNOWN

    def _defined(self, name: str, code: str, *, anything: bool = False) -> Value:
        place = re.compile(rf"(?<![\w$.]){re.escape(name)}\s*=(?![=>])\s*")
        window = re.compile(rf"(?<![\w$])window\.{re.escape(name)}\s*=(?![=>])\s*")
        plain = self._plain(code)
        places = [*list(place.finditer(plain))[:_TRIED], *list(window.finditer(plain))[:1]]
        empty = bool(places)
        for found in places:
            value, _ = self.value(code, found.end())
            empty = empty and value == ""
            if isinstance(value, Function) and not anything:
                continue
            if value not in (None, UNKNOWN, OPAQUE, "") and not (isinstance(value, str) and LOST in value):
                return value
        return "" if empty else UNKNOWN

    def _plain(self, code: str) -> str:
        """The code without what its strings say, where a name looks as if it was given a value."""
        if code is not self._root.code:
            return blanked(code)
        if not self._root._blank:
            self._root._blank = blanked(code)
        return self._root._blank

    def call(self, path: str, arguments: Sequence[Value]) -> Value:
        """What a function gives back."""
        first = arguments[0] if arguments else None
        if path in UNPACK:
            return self._unpacked(path, first)
        if path in {"$", "jQuery", "document.querySelector", "document.querySelectorAll", "document.getElementById"}:
            return self._found(first, by_id=path.endswith("ById"))
        if path in {"Math.random", "Date.now", "Date"}:
            return "0"
        if isinstance(first, str) and _QUERY_READER.search(path) and self.url:
            asked = parse_qs(urlsplit(self.url).query)
            if first in asked:
                return asked[first][0]
        function = self.function(path) if "." not in path and self._depth < _DEEP else None
        return OPAQUE if function is None else self._returned(*function, arguments)

    def _unpacked(self, path: str, value: Value) -> Value:
        if value is UNKNOWN or (isinstance(value, str) and OPEN.search(value)):
            return value if path in _KEEP else OPAQUE
        return unpack(path, value)

    def _returned(self, names: tuple[str, ...], body: str, arguments: Sequence[Value]) -> Value:
        inner = self.within(body, dict(zip(names, arguments, strict=False)))
        found = _RETURN.search(body)
        return inner.value(body, found.end())[0] if found is not None else OPAQUE

    def _found(self, chosen: Value, *, by_id: bool) -> Value:
        if isinstance(chosen, Elements):
            return chosen
        if not isinstance(chosen, str) or self.tree is None:
            return UNKNOWN
        found = select(self.tree, f"#{chosen}" if by_id else chosen)
        if (
            not found.nodes
            and (plain := re.fullmatch(r"[#.]?(?:\w*\[\w+=)?[\"']?([\w-]+)[\"']?\]?", chosen)) is not None
        ):
            return self.literals.get(plain[1], UNKNOWN)
        return found

    def method(self, value: Value, name: str, arguments: Sequence[Value]) -> Value:
        """What a method gives back."""
        if isinstance(value, Function):
            return self._called(value, arguments[1:]) if name == "call" else OPAQUE
        if isinstance(value, Elements):
            return self._field(value, name) or read_method(value, name, arguments)
        if isinstance(value, list):
            plain = name == "join" and all(isinstance(one, str | int) for one in value)
            return joined(value, str(arguments[0] if arguments else ",")) if plain else OPAQUE
        if name == "concat":
            for one in arguments:
                value = self.sum(value, "+", one)
            return value
        if isinstance(value, str) and not OPEN.search(value):
            return of_text(value, name, arguments)
        return value if name in _SAME and value is not OPAQUE and not isinstance(value, dict) else OPAQUE

    def _called(self, function: Function, arguments: Sequence[Value]) -> Value:
        if self._depth >= _DEEP:
            return OPAQUE
        if function.braced:
            return self._returned(function.names, function.body, arguments)
        bound = dict(zip(function.names, arguments, strict=False))
        return self.within(function.body, bound).value(function.body, 0)[0]

    def member(self, value: Value, name: str) -> Value:
        """A member of a value that is no list and no object."""
        if isinstance(value, Elements):
            return self._field(value, name) or read_member(value, name)
        return UNKNOWN if value is UNKNOWN or isinstance(value, str) else OPAQUE

    def _field(self, elements: Elements, name: str) -> str | None:
        """What stands for the choice in a box."""
        return self.fields.get(elements.nodes[0]) if name in {"val", "value"} and elements.nodes else None

    def local(self, name: str) -> Value:
        """The value that a name is given in the function that one is in."""
        return self._defined(name, self.inside)

    def number(self, text: str, key: str) -> Value:
        """A number that stands in the code."""
        if PAGE_NAME.match(key) and text == "1":
            return PAGE
        if re.fullmatch(r"\d{1,15}", text):
            return int(text) if text == "0" or text[0] != "0" else text
        return text

    def sum(self, left: Value, sign: str, right: Value) -> Value:
        """What two values come to."""
        numbers = isinstance(left, int) and isinstance(right, int)
        if left == PAGE and isinstance(right, int):
            return {("+", 1): PAGE, ("-", 1): PAGE_FROM_0}.get((sign, right), OFFSET if sign == "*" else OPAQUE)
        if sign == "*" and any(isinstance(one, str) and one == PAGE_FROM_0 for one in (left, right)):
            return OFFSET
        if numbers and sign in {"+", "-", "*"}:
            number = left + right if sign == "+" else left - right if sign == "-" else left * right
            return number if abs(number) <= MOST_NUMBER else OPAQUE
        if left in (UNKNOWN, OPAQUE) and isinstance(right, int):
            return left
        if sign == "+":
            before = _text(left)
            # Whatever a script calls it, what follows "&page=" is the number of the page.
            after = PAGE if right in (UNKNOWN, OPAQUE) and _PAGE_FIELD.search(before[-40:]) else _text(right)
            return before + after if len(before) + len(after) <= MOST_TEXT else OPAQUE
        return OPAQUE

    def either(self, one: Value, other: Value) -> Value:
        """Of the two sides of a condition the one with the page's number counts, else the second."""
        held = next((value for value in (other, one) if isinstance(value, str) and OPEN.search(value)), None)
        return held if held is not None else one if other in ("", None, UNKNOWN, OPAQUE) else other

    def _address(self, path: str) -> Value:
        parts = urlsplit(self.url)
        last = path.rpartition(".")[2]
        shown = {
            "pathname": parts.path,
            "hash": f"#{parts.fragment}" if parts.fragment else "",
            "host": parts.netloc,
            "hostname": parts.hostname or "",
            "origin": f"{parts.scheme}://{parts.netloc}",
            "protocol": f"{parts.scheme}:",
            "search": f"?{parts.query}" if parts.query else "",
        }
        return shown.get(last, self.url) if self.url else UNKNOWN


def _is_first(path: str, value: str | int) -> bool:
    """Whether a name is that of the page's number, and its value only the first."""
    return bool(PAGE_NAME.match(path)) and str(value) in {"0", "1"}


def _text(value: Value) -> str:
    """A value as it comes into a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is OPAQUE:
        return LOST
    if isinstance(value, int):
        return str(value)
    return ANY if value is UNKNOWN else LOST
