"""Addresses that a page's own functions open. Pure.

``openDoc('2023','31')`` in a handler, beside ``function openDoc(y, n) { window.open('/doc/' + y + '/' + n) }`` in a
script, leads to ``/doc/2023/31``.
"""

import re
from dataclasses import dataclass

from crawler.reading.scripts import ANY, LITERAL, MOVE, block_end, evaluate, read_variables

_FUNCTION = re.compile(
    r"\bfunction\s+([\w$]+)\s*\(([^()]*)\)\s*\{|\b([\w$]+)\s*[=:]\s*(?:function\s*\(([^()]*)\)\s*|\(?([\w$,\s]*)\)?\s*=>\s*)\{"
)
_CALL = re.compile(r"([\w$]+)\s*\(((?:\s*(?:'[^']*'|\"[^\"]*\"|[\w.-]+)\s*,?)*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|([\w.-]+)")
# Private-use characters stand for the arguments.
_FIRST = 0xE100
_MOST = 5
_FUNCTIONS = 60


@dataclass(frozen=True, slots=True)
class Opener:
    """A function that opens a page: its address, with a mark for each argument."""

    template: str
    arguments: int

    def address(self, values: list[str]) -> str | None:
        """The address for the values of a call; None where it needs more of them."""
        text = self.template
        for place in range(self.arguments):
            mark = chr(_FIRST + place)
            if mark in text and place >= len(values):
                return None
            text = text.replace(mark, values[place] if place < len(values) else "")
        return text


def read_openers(source: str) -> dict[str, Opener]:
    """The functions of a page's scripts that open an address made of their arguments, by name."""
    if "location" not in source and "window.open" not in source:
        return {}
    known = read_variables(source)
    found: dict[str, Opener] = {}
    for match in list(_FUNCTION.finditer(source))[:_FUNCTIONS]:
        name = match[1] or match[3]
        names = [one.strip() for one in (match[2] or match[4] or match[5] or "").split(",") if one.strip()]
        if not names or len(names) > _MOST:
            continue
        body = source[match.end() : block_end(source, match.end() - 1)]
        template = _opened(body, names, known)
        if template is not None:
            found.setdefault(name, Opener(template, len(names)))
    return found


def _opened(body: str, names: list[str], known: dict[str, str]) -> str | None:
    # Names of one's own, since a script may call an article's number what another calls the page's.
    for place, name in enumerate(names):
        body = _renamed(body, name, f"argument_{place}_")
    values = {f"argument_{place}_": chr(_FIRST + place) for place in range(len(names))}
    for move in MOVE.finditer(body):
        target, _ = evaluate(body, move.end(), {**known, **values})
        if target and ANY not in target and any(mark in target for mark in values.values()):
            return target
    return None


def _renamed(body: str, name: str, other: str) -> str:
    """The code with a variable renamed, but not inside its strings."""
    outside = re.compile(rf"({LITERAL})|(?<![\w$.]){re.escape(name)}(?![\w$])")
    return outside.sub(lambda found: found[1] or other, body)


def called_address(code: str, openers: dict[str, Opener]) -> str | None:
    """The address that a handler opens by calling one of the functions with literal arguments."""
    for call in _CALL.finditer(code):
        opener = openers.get(call[1])
        if opener is not None:
            values = [one or other or plain for one, other, plain in _ARGUMENT.findall(call[2])]
            return None if "this" in values else opener.address(values)
    return None
