"""Addresses that a page's handlers and functions open. Pure.

``openDoc('2023','31')`` in a handler, beside ``function openDoc(y, n) { window.open('/doc/' + y + '/' + n) }`` in a
script, leads to ``/doc/2023/31``; ``$('.dept').click(function () { location.href = '/o/' + $(this).data('id') })``
makes a link of each element that it is bound to.
"""

import re
from collections.abc import Iterator
from typing import Literal

from lxml import html

from crawler.reading.elements import select
from crawler.reading.marks import OPEN
from crawler.reading.program import Program
from crawler.reading.scripts import MOVE
from crawler.reading.values import OPAQUE, Elements, Function

_CALL = re.compile(r"(?<![\w$.])(?:this\.|window\.|vm\.)?([A-Za-z_$][\w$]*)\s*\(")
_NO_CALLS = frozenset(
    {"if", "for", "while", "switch", "return", "function", "typeof", "alert", "setTimeout", "void", "eval"}
)
# What a handler is bound to: $('.fold h4').click(function () {, $('#l').on('click', 'li', function () {
_BOUND = re.compile(
    r"(?:\$|jQuery)\(\s*(\"[^\"\n]{1,80}\"|'[^'\n]{1,80}')\s*\)\s*\.\s*(?:click|mousedown|on|bind|live|delegate|one)\(\s*"
    r"(?:[\"']click[\"']\s*,\s*)?(?:(\"[^\"\n]{1,80}\"|'[^'\n]{1,80}')\s*,\s*)?(?:[\"']click[\"']\s*,\s*)?(?=(?:async\s*)?(?:function\b|\(?[\w$\s,]*\)?\s*=>))"
)
_LOADS = re.compile(r"\.load\(\s*")
_DEEP = 3

Opened = tuple[html.HtmlElement, str, Literal["script", "frame"]]


def opened_by(code: str, node: html.HtmlElement | None, program: Program, depth: int = 0) -> str | None:
    """The address that a handler's code opens, by itself or by calling a function with arguments that are known."""
    this = Elements() if node is None else Elements((node,))
    return _opened(code, program.within(code, {}, this), depth)


def _opened(code: str, program: Program, depth: int = 0) -> str | None:
    for move in MOVE.finditer(code):
        target, _ = program.text(code, move.end())
        if target and not OPEN.search(target):
            return target
    for call in _CALL.finditer(code) if depth < _DEEP else ():
        if call[1] in _NO_CALLS or (function := program.function(call[1])) is None:
            continue
        names, body = function
        bound = dict(zip(names, program.arguments(code, call.end()), strict=False))
        wanted = [name for name in names if re.search(rf"(?<![\w$.]){re.escape(name)}(?![\w$])", body)]
        if all(name in bound and bound[name] is not OPAQUE for name in wanted):
            target = _opened(body, program.within(body, bound), depth + 1)
            if target is not None:
                return target
    return None


def bound_functions(program: Program) -> Iterator[tuple[Function, tuple[html.HtmlElement, ...]]]:
    """The handlers of clicks, each with the elements that it is bound to."""
    tree = program.tree if "click" in program.code else None
    for found in _BOUND.finditer(program.code) if tree is not None else ():
        function, _ = program.value(program.code, found.end())
        outer, inner = found[1][1:-1], found[2][1:-1] if found[2] is not None else ""
        chosen = inner if outer in {"document", "body"} and inner else f"{outer} {inner}".strip()
        if isinstance(function, Function) and tree is not None:
            yield function, select(tree, chosen).nodes


def bound_elements(program: Program) -> Iterator[Opened]:
    """The elements that the scripts make links of, and those that they load something into."""
    for function, nodes in bound_functions(program):
        for node in nodes:
            inner = program.within(function.body, {}, Elements((node,)))
            if (target := _first(inner, MOVE, function.body)) is not None:
                yield node, target, "script"
            if (target := _first(inner, _LOADS, function.body)) is not None:
                yield node, target, "frame"


def _first(program: Program, place: re.Pattern[str], body: str) -> str | None:
    texts = (program.text(body, found.end())[0] for found in place.finditer(body))
    return next((text for text in texts if text and not OPEN.search(text)), None)
