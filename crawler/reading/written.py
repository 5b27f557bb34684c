"""The markup that a page's scripts write, and the data that stands in them. Pure.

``document.write(unescape('%3Cli…'))``, ``list.innerHTML = `<a href="/a.html">…` ``, and in a loop over a list that the
script holds: ``for (var i in ids) { h += '<a href="/doc' + ids[i] + '.html">' }``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.reading.program import Program
from crawler.reading.tokens import block_end
from crawler.reading.values import Function, Value

# What writes: its argument, or what is assigned.
_WRITES = re.compile(
    r"\bdocument\.write(?:ln)?\(\s*|\.(?:innerHTML|outerHTML)\s*\+?=(?!=)\s*|\.(?:html|append|prepend|after|before)\(\s*"
    r"|insertAdjacentHTML\(\s*[\"']\w+[\"']\s*,\s*"
)
_MARKUP = re.compile(r"<(?:a|iframe|frame|area)\b", re.I)
_FOR = re.compile(
    r"\bfor\s*\(\s*(?:var\s+|let\s+|const\s+)?(\w+)\s*(?:(in|of)\s+([\w$.]+)\s*\)|=\s*0\s*[^;]*;\s*\1\s*<=?\s*([\w$.]+)\.length\b[^)]*\))\s*"
)
_EACH = re.compile(
    r"(?:(?:\$|jQuery)\.each\(\s*([\w$.]+)\s*,\s*|([\w$.]+)\.(?:forEach|map)\(\s*)(?=function\b|\(?[\w$\s,]*\)?\s*=>)"
)
# A text with markup in a loop's body, where its sum begins.
_LINE = re.compile(r"(?<![+\w$.\s])\s*(?=(?:\"[^\"\n]*<|'[^'\n]*<|`[^`]*<))")
# Objects and lists in a script; a text that is unpacked to one; a function that is called at once with what it returns.
_DATA = re.compile(
    r"(?:=|\(|:|return)\s*(?=[\[{]\s*[\[{\"'])|(?=\b(?:JSON\.parse|parseJSON)\s*\()|=\s*(?=\(?\s*function\s*\([\w$,\s]+\)\s*\{\s*return\b)"
)
_MOST = 500
_MOST_NODES = 500_000
_LOOPS = 40
# Places that look like data and are none, after which the rest of a script is taken for code.
_FAILED = 400


def written_markup(program: Program) -> Iterator[str]:
    """Pieces of markup with links or frames, as they come to stand in the page."""
    code = program.code
    for place in _WRITES.finditer(code):
        text, _ = program.text(code, place.end())
        if text is not None and _MARKUP.search(text):
            yield text
    for body, bindings in _loops(program):
        starts = [line.end() for line in _LINE.finditer(body)] if _MARKUP.search(body) else []
        for bound in bindings if starts else ():
            inner = program.within(body, bound)
            yield "".join(text for start in starts if (text := inner.text(body, start)[0]) is not None)


def data_values(program: Program) -> Iterator[Any]:
    """The lists and objects that stand in the scripts, as JSON has them; what is not known in them is None."""
    position = failed = 0
    while failed < _FAILED and (start := _DATA.search(program.code, position)) is not None:
        value, end = program.value(program.code, start.end())
        if isinstance(value, dict | list):
            yield plain(value)
        failed += end <= start.end()
        position = max(end, start.end() + 1)


def plain(value: Value) -> Any:
    """A value without what JSON has not; None for one that holds itself over and over."""
    left = [_MOST_NODES]
    shown = _plain(value, left)
    return shown if left[0] > 0 else None


def _plain(value: Value, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] <= 0:
        return None
    if isinstance(value, dict):
        return {key: _plain(one, left) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, left) for one in value]
    return value if isinstance(value, str | int | bool) or value is None else None


def _loops(program: Program) -> Iterator[tuple[str, list[Mapping[str, Value]]]]:
    """Loops over lists that are known: their bodies, and what each turn binds."""
    code = program.code
    for loop in list(_FOR.finditer(code))[:_LOOPS]:
        rows = _rows(program, loop[3] or loop[4])
        end = block_end(code, loop.end()) if code.startswith("{", loop.end()) else code.find(";", loop.end())
        if rows:
            turns = rows if loop[2] == "of" else range(len(rows))
            yield code[loop.end() : end if end > 0 else len(code)], [{loop[1]: one} for one in turns]
    for loop in list(_EACH.finditer(code))[:_LOOPS]:
        rows = _rows(program, loop[1] or loop[2])
        function = program.value(code, loop.end())[0] if rows else None
        if isinstance(function, Function) and function.names:
            yield (
                function.body,
                [
                    dict(zip(function.names, (place, row) if loop[1] else (row, place), strict=False))
                    for place, row in enumerate(rows)
                ],
            )


def _rows(program: Program, name: str) -> list[Value]:
    value = program.name(name, "")
    return value[:_MOST] if isinstance(value, list) else []
